//! Values with what the store adds to them, and changes of them.

mod held;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Deref,
};

use domain::{
    catalog::Product,
    clock::Timestamp,
    id::{ProductId, VariantId},
    text::{Code, Sku},
};

/// A value with what the store keeps beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<I, T> {
    /// Its identifier.
    pub id: I,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The value, as declared.
    pub value: T,
}

/// What shall be instead of what is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<I, T> {
    /// As read in the same transaction. None: it is made.
    pub before: Option<Stored<I, T>>,
    /// As it shall be. Its code is that of `before`.
    pub after: T,
}

/// A product as stored, with what a change of it has to know.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredProduct {
    /// The product itself.
    pub product: Stored<ProductId, Product>,
    /// The identifiers of its variants.
    pub variant_ids: HashMap<Sku, VariantId>,
    /// Units that are promised, by variant and location; a level of which none are is absent. While there are any, neither
    /// the level nor the variant can be removed.
    pub promised: BTreeMap<(Sku, Code), Promised>,
}

/// Units of a stock level that are promised to buyers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promised {
    /// Those that reservations hold.
    pub reserved: i64,
    /// Those that are sold and still owed.
    pub owed: i64,
}

impl Deref for StoredProduct {
    type Target = Stored<ProductId, Product>;

    fn deref(&self) -> &Self::Target {
        &self.product
    }
}

/// What a product shall be instead of what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductChange {
    /// As read in the same transaction. None: it is made.
    pub before: Option<StoredProduct>,
    /// As it shall be. Its code is that of `before`.
    pub after: Product,
}
