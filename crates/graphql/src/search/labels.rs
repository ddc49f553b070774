//! What facets and their values are called in the buyer's language: from where they are declared, at the moment of the
//! answer, so that a new name shows at once.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Result};
use domain::{
    catalog::Scalar,
    inventory::StockStatus,
    pricing::{AMOUNT_DIGITS, Amount, selection::UnitPrice},
    text::Code,
};
use persistence::catalog::CategoryRecord;
use search::{
    facet::{Facet, FacetKey, PriceRange},
    query::Field,
};

use super::facet::category_of;
use crate::{
    buyer::View,
    catalog::{category::Category, localized},
    context::Asked as _,
    pricing::Money,
};

/// The categories that facets name, and how the rest is called.
pub(super) struct Labels {
    categories: HashMap<Code, Arc<CategoryRecord>>,
    view: Arc<View>,
}

impl Labels {
    /// Reads the categories of facets, in one statement; none, where no facet is of categories.
    pub(super) async fn load(
        ctx: &Context<'_>,
        facets: &[Facet],
        view: &Arc<View>,
    ) -> Result<Self> {
        let named = facets.iter().flat_map(|facet| &facet.values);
        let codes: Vec<Code> = named
            .filter_map(|value| category_of(&value.key))
            .cloned()
            .collect();
        let found = ctx.store().categories().by_codes(&codes, &view.buyer).await;
        Ok(Self {
            categories: found.map_err(|fault| ctx.report(&fault))?,
            view: Arc::clone(view),
        })
    }

    pub(super) const fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// An amount for one unit, in the buyer's currency.
    pub(super) fn money(&self, amount: Amount) -> Money {
        let currency = self.view.buyer.currency;
        let digits = currency.digits();
        Money::of_unit(UnitPrice { amount, digits }, currency)
    }

    pub(super) fn category(&self, code: &Code) -> Option<Category> {
        let record = self.categories.get(code)?;
        Some(Category::of(Arc::clone(record), &self.view))
    }

    pub(super) fn of_field(&self, field: &Field) -> String {
        match field {
            Field::Attribute(code) => match self.view.reference.attributes.by_code(code) {
                Some(entry) => {
                    let attribute = &entry.value;
                    localized(
                        &attribute.name,
                        &attribute.translations,
                        &self.view.buyer.locales,
                    )
                    .to_owned()
                }
                None => code.to_string(),
            },
            Field::Option(name) => name.clone(),
            Field::Brand => String::from("Brand"),
            Field::Category => String::from("Category"),
            Field::Price => String::from("Price"),
            Field::Availability => String::from("Availability"),
        }
    }

    pub(super) fn unit(&self, field: &Field) -> Option<String> {
        match field {
            Field::Attribute(code) => self
                .view
                .reference
                .attributes
                .by_code(code)?
                .value
                .unit
                .clone(),
            _ => None,
        }
    }

    pub(super) fn of_value(&self, field: &Field, key: &FacetKey) -> String {
        match key {
            FacetKey::Category(code) => {
                let known = self.categories.get(code);
                known.map_or_else(|| code.to_string(), |record| record.name.clone())
            }
            FacetKey::Attribute(Scalar::Enum(value)) => enum_label(field, value, &self.view),
            FacetKey::Availability(status) => String::from(match status {
                StockStatus::InStock => "In stock",
                StockStatus::LowStock => "Low stock",
                StockStatus::Backorder => "On backorder",
                StockStatus::OutOfStock => "Out of stock",
                StockStatus::Untracked => "Always available",
            }),
            FacetKey::Price(range) => priced(range, &self.view),
            FacetKey::Attribute(_) | FacetKey::Brand(_) | FacetKey::Option(_) => self.spelled(key),
        }
    }

    /// As filters spell it.
    pub(super) fn spelled(&self, key: &FacetKey) -> String {
        match key {
            FacetKey::Brand(text) | FacetKey::Option(text) => text.clone(),
            FacetKey::Category(code) => code.to_string(),
            FacetKey::Availability(status) => status.to_string(),
            FacetKey::Price(range) => {
                let end = |amount: Option<Amount>| amount.map(plain).unwrap_or_default();
                format!("{}..{}", end(range.min), end(range.max))
            }
            FacetKey::Attribute(value) => match value {
                Scalar::Text(text) => text.clone(),
                Scalar::Number(number) => number.to_string(),
                Scalar::Boolean(truth) => truth.to_string(),
                Scalar::Date(day) => day.to_string(),
                Scalar::Enum(code) => code.to_string(),
            },
        }
    }
}

fn enum_label(field: &Field, value: &Code, view: &View) -> String {
    let of_attribute = || {
        let Field::Attribute(code) = field else {
            return None;
        };
        let attribute = &view.reference.attributes.by_code(code)?.value;
        let known = attribute.values.iter().find(|known| known.code == *value)?;
        Some(localized(&known.name, &known.translations, &view.buyer.locales).to_owned())
    };
    of_attribute().unwrap_or_else(|| value.to_string())
}

fn priced(range: &PriceRange, view: &View) -> String {
    let currency = view.buyer.currency.as_str();
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("{} – {} {currency}", plain(min), plain(max)),
        (Some(min), None) => format!("{} {currency} and more", plain(min)),
        (None, Some(max)) => format!("up to {} {currency}", plain(max)),
        (None, None) => format!("any price in {currency}"),
    }
}

/// Without zeros that say nothing.
fn plain(amount: Amount) -> String {
    amount.to_decimal(AMOUNT_DIGITS).normalize().to_string()
}
