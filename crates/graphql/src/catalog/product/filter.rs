//! `ProductFilter`.

use async_graphql::{Context, ID, InputObject, Result};
use domain::{
    catalog,
    clock::Timestamp,
    id::{CategoryId, ProductId},
    inventory,
    pricing::{AMOUNT_DIGITS, Amount},
    text::Code,
};
use persistence::catalog::product;

use super::object::ProductStatus;
use crate::{
    buyer::View,
    catalog::attribute::AttributeFilter,
    error::{ErrorCode, refuse},
    inventory::stock::StockStatus,
    node_id::{NodeType, decode_as},
    scalars::{DateTime, Decimal},
    viewer::{is_admin, require},
};

/// What listed products must be like: all that is given must hold. Where several values are given, one of them must; an
/// empty list lets nothing pass.
#[derive(Debug, Default, InputObject)]
pub(crate) struct ProductFilter {
    /// Has one of these ids.
    id: Option<Vec<ID>>,
    /// Has one of these codes.
    code: Option<Vec<String>>,
    /// Is in one of these categories.
    category: Option<CategoryFilter>,
    /// Is of one of these brands, spelled exactly so.
    brand: Option<Vec<String>>,
    /// Has one of these statuses.
    #[graphql(visible = "is_admin")]
    status: Option<Vec<ProductStatus>>,
    /// Has this text in its code, its name in the catalogue's own language, or the SKU of one of its variants, without
    /// regard to case.
    #[graphql(visible = "is_admin")]
    text: Option<String>,
    /// Has all of these of its attributes, itself or on one of its variants; an option of an attribute's name is that attribute, too.
    attributes: Option<Vec<AttributeFilter>>,
    /// Has a variant whose unit price lies in this range.
    price: Option<PriceFilter>,
    /// Has one of these availabilities as a whole.
    availability: Option<Vec<StockStatus>>,
    /// True: some variant can be ordered now. False: none can.
    orderable: Option<bool>,
    /// Was last changed in this time.
    updated_at: Option<TimeFilter>,
}

/// Categories of which a product must be in one, by id, by code or by both.
#[derive(Debug, InputObject)]
pub(crate) struct CategoryFilter {
    /// Categories by id.
    id: Option<Vec<ID>>,
    /// Categories by code.
    code: Option<Vec<String>>,
    /// Whether products of the categories below them count too.
    #[graphql(default_with = "Some(true)")]
    include_descendants: Option<bool>,
}

/// A range of unit prices, each at the smallest quantity in which the variant can be bought, in the currency of the
/// context and as the channel shows prices.
#[derive(Debug, InputObject)]
pub(crate) struct PriceFilter {
    /// At least this. Null: no lower end.
    min: Option<Decimal>,
    /// At most this. Null: no upper end.
    max: Option<Decimal>,
}

/// A time window.
#[derive(Debug, InputObject)]
pub(crate) struct TimeFilter {
    /// At this moment or later. Null: no beginning.
    from: Option<DateTime>,
    /// Before this moment. Null: no end.
    until: Option<DateTime>,
}

impl ProductFilter {
    /// The store's filter. Refuses ids of other types, and what the viewer may not ask.
    pub(crate) fn into_condition(
        self,
        ctx: &Context<'_>,
        view: &View,
    ) -> Result<product::ProductFilter> {
        if self.status.is_some() {
            require(ctx, "ProductFilter.status")?;
        }
        if self.text.is_some() {
            require(ctx, "ProductFilter.text")?;
        }
        let availability = match (self.availability, self.orderable) {
            (Some(_), Some(_)) => {
                let message = "A filter has either `availability` or `orderable`, not both.";
                return Err(refuse(ErrorCode::BadUserInput, message));
            }
            (Some(statuses), None) => {
                let statuses = statuses
                    .into_iter()
                    .map(inventory::StockStatus::from)
                    .collect();
                Some(product::AvailabilityFilter::Statuses(statuses))
            }
            (None, orderable) => orderable.map(product::AvailabilityFilter::Orderable),
        };
        let attributes = self.attributes.unwrap_or_default().into_iter();
        let window = self.updated_at.unwrap_or(TimeFilter {
            from: None,
            until: None,
        });
        Ok(product::ProductFilter {
            ids: self
                .id
                .map(|ids| decode_all::<ProductId>(NodeType::Product, &ids))
                .transpose()?,
            codes: self.code.map(|codes| known_codes(&codes)),
            // The databases take no NUL in a text, so nothing has one; nothing has this either.
            text: self.text.map(|text| text.replace('\0', "\u{1}")),
            categories: self
                .category
                .map(CategoryFilter::into_condition)
                .transpose()?,
            brands: self.brand.map(storable),
            statuses: self.status.map(|statuses| {
                statuses
                    .into_iter()
                    .map(catalog::ProductStatus::from)
                    .collect()
            }),
            attributes: attributes
                .map(|filter| filter.into_condition(&view.reference))
                .collect::<Result<_>>()?,
            price: self.price.map(PriceFilter::into_condition).transpose()?,
            availability,
            updated_from: window.from.map(|moment| moment.0),
            updated_until: window.until.map(|moment| moment.0),
        })
    }
}

impl CategoryFilter {
    /// The store's condition. Refuses ids of other types.
    pub(crate) fn into_condition(self) -> Result<product::CategoryFilter> {
        Ok(product::CategoryFilter {
            ids: decode_all::<CategoryId>(NodeType::Category, &self.id.unwrap_or_default())?,
            codes: known_codes(&self.code.unwrap_or_default()),
            include_descendants: self.include_descendants.unwrap_or(true),
        })
    }
}

impl TimeFilter {
    /// From when until when.
    pub(crate) fn bounds(self) -> (Option<Timestamp>, Option<Timestamp>) {
        (
            self.from.map(|moment| moment.0),
            self.until.map(|moment| moment.0),
        )
    }
}

impl PriceFilter {
    /// The store's condition. Refuses what is no amount.
    pub(crate) fn into_condition(self) -> Result<product::PriceFilter> {
        let amount = |decimal: Option<Decimal>| {
            let parsed =
                decimal.map(|decimal| Amount::parse(&decimal.0.to_string(), AMOUNT_DIGITS));
            parsed
                .transpose()
                .map_err(|error| refuse(ErrorCode::BadUserInput, error.to_string()))
        };
        Ok(product::PriceFilter {
            min: amount(self.min)?,
            max: amount(self.max)?,
        })
    }
}

fn decode_all<I: From<uuid::Uuid>>(kind: NodeType, ids: &[ID]) -> Result<Vec<I>> {
    ids.iter().map(|id| decode_as(kind, id)).collect()
}

/// The databases take no NUL in a text, so nothing has one.
fn storable(texts: Vec<String>) -> Vec<String> {
    texts
        .into_iter()
        .filter(|text| !text.contains('\0'))
        .collect()
}

/// What isn't a code is nobody's.
fn known_codes(codes: &[String]) -> Vec<Code> {
    codes
        .iter()
        .filter_map(|code| Code::parse(code).ok())
        .collect()
}
