//! Every constraint that a caller can run into, by name, as each database reports it.
//!
//! Callers look before they write, so that a violation means that another writer was faster.

use domain::{
    outcome::Failure,
    problem::{FieldPath, Problem, Reason},
};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

use crate::fault::fault;

/// A constraint, or a trigger that acts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constraint {
    LocationCode,
    CustomerGroupCode,
    ChannelCode,
    PriceListCode,
    AttributeCode,
    CategoryCode,
    CategorySlug,
    CategoryTranslationSlug,
    ProductCode,
    ProductSlug,
    ProductTranslationSlug,
    VariantSku,
    VariantOptions,
    SearchRuleCode,
    AttributeInUse,
    AttributeValueInUse,
    StockInUse,
    PriceListInUse,
    CategoryInPriceList,
    /// Any foreign key: SQLite doesn't say which.
    ForeignKey,
}

/// The constraint, its name in PostgreSQL, what SQLite says of it, the field and the reason that a caller is told.
const KNOWN: &[(Constraint, &str, &str, &str, Reason)] = &[
    (
        Constraint::LocationCode,
        "location_code_key",
        "location.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::CustomerGroupCode,
        "customer_group_code_key",
        "customer_group.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::ChannelCode,
        "channel_code_key",
        "channel.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::PriceListCode,
        "price_list_code_key",
        "price_list.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::AttributeCode,
        "attribute_code_key",
        "attribute.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::CategoryCode,
        "category_code_key",
        "category.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::CategorySlug,
        "category_slug_key",
        "category.slug",
        "slug",
        Reason::Taken,
    ),
    (
        Constraint::CategoryTranslationSlug,
        "category_translation_slug_key",
        "category_translation.locale, category_translation.slug",
        "translations",
        Reason::Taken,
    ),
    (
        Constraint::ProductCode,
        "product_code_key",
        "product.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::ProductSlug,
        "product_slug_key",
        "product.slug",
        "slug",
        Reason::Taken,
    ),
    (
        Constraint::ProductTranslationSlug,
        "product_translation_slug_key",
        "product_translation.locale, product_translation.slug",
        "translations",
        Reason::Taken,
    ),
    (
        Constraint::VariantSku,
        "variant_sku_key",
        "variant.sku",
        "variants",
        Reason::Taken,
    ),
    (
        Constraint::VariantOptions,
        "variant_options_key",
        "variant.product_id, variant.option_values",
        "variants",
        Reason::Duplicate,
    ),
    (
        Constraint::SearchRuleCode,
        "search_rule_code_key",
        "search_rule.kind, search_rule.code",
        "code",
        Reason::Taken,
    ),
    (
        Constraint::AttributeInUse,
        "attribute_in_use",
        "attribute_in_use",
        "code",
        Reason::InUse,
    ),
    (
        Constraint::AttributeValueInUse,
        "attribute_value_in_use",
        "attribute_value_in_use",
        "values",
        Reason::InUse,
    ),
    (
        Constraint::StockInUse,
        "stock_in_use",
        "stock_in_use",
        "variants",
        Reason::InUse,
    ),
    (
        Constraint::PriceListInUse,
        "price_list_in_use",
        "price_list_in_use",
        "code",
        Reason::InUse,
    ),
    (
        Constraint::CategoryInPriceList,
        "category_in_price_list",
        "category_in_price_list",
        "code",
        Reason::InUse,
    ),
];

impl Constraint {
    /// The constraint that an error is about. None: the error is of another kind.
    pub(crate) fn violated(error: &DbErr) -> Option<Self> {
        let (DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
        else {
            return None;
        };
        let sqlx::Error::Database(answer) = &**cause else {
            return None;
        };
        let known = match answer.constraint() {
            Some(name) => KNOWN.iter().find(|known| known.1 == name),
            None => {
                let said = answer.message();
                let columns = said
                    .strip_prefix("UNIQUE constraint failed: ")
                    .unwrap_or(said);
                KNOWN.iter().find(|known| known.2 == columns)
            }
        };
        match known {
            Some(known) => Some(known.0),
            None => matches!(
                error.sql_err(),
                Some(SqlErr::ForeignKeyConstraintViolation(_))
            )
            .then_some(Self::ForeignKey),
        }
    }

    /// What the caller is told.
    pub(crate) fn problem(self) -> Problem {
        let Some((_, _, _, field, reason)) = KNOWN.iter().find(|known| known.0 == self) else {
            let message = "Something that this names, or that names this, was changed by somebody else meanwhile. Try again.";
            return Problem::new(FieldPath::default(), Reason::NotFound, message);
        };
        let message = match self {
            Self::AttributeInUse => "Products still have this attribute. Take it from them first.",
            Self::AttributeValueInUse => {
                "Products still have a value that would go. Take it from them first."
            }
            Self::StockInUse => {
                "Units of a variant that would go, or of its stock level, are reserved or owed to buyers. Release or receive them first."
            }
            Self::PriceListInUse => "Other price lists are relative to this one.",
            Self::CategoryInPriceList => {
                "A price list has an override for this category. Take it from the list first."
            }
            Self::VariantOptions => "Two variants have the same values of the options.",
            Self::VariantSku => "A variant has this SKU already.",
            Self::CategoryTranslationSlug | Self::ProductTranslationSlug => {
                "Another one has a slug of a translation already."
            }
            _ => "Another one has this already.",
        };
        Problem::new(FieldPath::of(field), *reason, message)
    }
}

/// Makes a failure of a database's error: rejected where a constraint was violated, else a fault.
pub(crate) fn rejecting(doing: &'static str) -> impl Fn(DbErr) -> Failure {
    move |error| match Constraint::violated(&error) {
        Some(constraint) => Failure::Rejected(vec![constraint.problem()]),
        None => Failure::Fault(fault(doing)(error)),
    }
}
