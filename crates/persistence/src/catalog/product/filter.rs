//! What the products of a listing must be like.

mod attribute;
mod conditions;

use std::ops::Bound;

use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    id::{CategoryId, ProductId},
    inventory::StockStatus,
    pricing::Amount,
    text::Code,
};

pub(super) use conditions::write_filter;

/// Conditions that all must hold. A list that is Some and empty lets nothing pass.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductFilter {
    /// Is one of these.
    pub ids: Option<Vec<ProductId>>,
    /// Has one of these codes.
    pub codes: Option<Vec<Code>>,
    /// Has this text in its code, its name in the catalogue's own locale, or the SKU of one of its variants. Case doesn't
    /// matter, nor do the marks on a name's letters; of a code and a SKU only A to Z have case. None, or empty: anything.
    pub text: Option<String>,
    /// Is in one of these categories.
    pub categories: Option<CategoryFilter>,
    /// Has one of these brands, spelled exactly so.
    pub brands: Option<Vec<String>>,
    /// Has one of these statuses; a storefront never sees any but ACTIVE.
    pub statuses: Option<Vec<ProductStatus>>,
    /// Has attributes like these, itself or one of its variants.
    pub attributes: Vec<AttributeFilter>,
    /// Has a variant whose unit price for one unit in the buyer's context lies in this range.
    pub price: Option<PriceFilter>,
    /// Can be had like this from the channel's locations.
    pub availability: Option<AvailabilityFilter>,
    /// Was last changed at this moment or later. None: whenever.
    pub updated_from: Option<Timestamp>,
    /// Was last changed before this moment. None: whenever.
    pub updated_until: Option<Timestamp>,
}

/// Categories of which a product must be in one.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryFilter {
    /// By identifier.
    pub ids: Vec<CategoryId>,
    /// By code; one that doesn't exist has no products.
    pub codes: Vec<Code>,
    /// Whether products of the categories below count too.
    pub include_descendants: bool,
}

/// What an attribute must be like, on the product or on one of its variants.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeFilter {
    /// The attribute's code; one that doesn't exist is nowhere given.
    pub code: Code,
    /// What is asked of it.
    pub matches: AttributeMatch,
}

/// What is asked of an attribute. Of a list attribute any value may match.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeMatch {
    /// Given at all, or not given at all.
    Exists(bool),
    /// One of these values. A value of another type than the attribute's matches nothing.
    AnyOf(Vec<Scalar>),
    /// A NUMBER or DATE between two bounds, both of this type.
    Between(Bound<Scalar>, Bound<Scalar>),
}

/// A range of prices in the buyer's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceFilter {
    /// At least this. None: no lower end.
    pub min: Option<Amount>,
    /// At most this. None: no upper end.
    pub max: Option<Amount>,
}

/// How a product can be had from the channel's locations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AvailabilityFilter {
    /// Whether some variant can be ordered now: not counted, there, or on backorder.
    Orderable(bool),
    /// The product's status, as a whole, is one of these.
    Statuses(Vec<StockStatus>),
}
