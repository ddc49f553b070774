//! Variants: what is put into a cart.

use super::{Attributes, Media};
use crate::{
    inventory::Stock,
    pricing::{Price, QuantityRule},
    text::Sku,
};

/// A variant within its product's tree, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The seller's key; it belongs to one product for good.
    pub sku: Sku,
    /// Such as an EAN. None: none. Need not be unique.
    pub barcode: Option<String>,
    /// Its own name. None: the product's name and the option values make one.
    pub name: Option<String>,
    /// Its value of each option of the product, in the product's order of options.
    pub options: Vec<String>,
    /// By attribute code.
    pub attributes: Attributes,
    /// In order.
    pub media: Vec<Media>,
    /// Whether its stock is counted. If not, it can always be had.
    pub track_inventory: bool,
    /// Stock of so many units or fewer is called low, and told once when it gets there. None: never.
    pub low_stock_threshold: Option<i64>,
    /// In which quantities it can be bought. None: in any.
    pub quantity_rule: Option<QuantityRule>,
    /// In any order; no two alike in list, currency, country, minimum quantity and beginning.
    pub prices: Vec<Price>,
    /// At most one of each location.
    pub stock: Vec<Stock>,
}
