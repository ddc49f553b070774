//! A variant as it is read.

use domain::{
    catalog::{Attributes, Media},
    id::{ProductId, VariantId},
    inventory::Counting,
    outcome::Fault,
    pricing::QuantityRule,
    reference::Reference,
    text::Sku,
};

use crate::{ProductVersion, catalog::lazy::Lazy, json};

/// A variant without its prices and stock. Its texts have no translations of their own.
#[derive(Clone, Debug)]
pub struct VariantRecord {
    /// Its identifier.
    pub id: VariantId,
    /// The product that it belongs to.
    pub product_id: ProductId,
    /// The version of the product that it was read with.
    pub product_version: i64,
    /// The seller's key.
    pub sku: Sku,
    /// Such as an EAN. None: none.
    pub barcode: Option<String>,
    /// Its own name. None: the product's name and the option values make one.
    pub name: Option<String>,
    /// Whether its stock is counted. If not, it can always be had.
    pub track_inventory: bool,
    /// Stock of so many units or fewer is called low. None: never.
    pub low_stock_threshold: Option<i64>,
    /// In which quantities it can be bought. None: in any.
    pub quantity_rule: Option<QuantityRule>,
    /// Its place among the product's variants, lowest first.
    pub position: i32,
    pub(super) option_values: Lazy<Vec<String>>,
    pub(super) attributes: Lazy<Attributes>,
    pub(super) media: Lazy<Vec<Media>>,
}

impl VariantRecord {
    /// The product that it belongs to, as of when it was read.
    #[must_use]
    pub const fn product(&self) -> ProductVersion {
        ProductVersion {
            id: self.product_id,
            version: self.product_version,
        }
    }

    /// How its stock is counted.
    #[must_use]
    pub const fn counting(&self) -> Counting {
        Counting::of(self.track_inventory, self.low_stock_threshold)
    }

    /// About its size in memory, what is decoded later included.
    pub(super) fn bytes(&self) -> usize {
        let texts = self.option_values.len() + self.attributes.len() + self.media.len();
        let names =
            self.barcode.as_deref().map_or(0, str::len) + self.name.as_deref().map_or(0, str::len);
        size_of::<Self>() + self.sku.len() + names + 2 * texts
    }

    /// Its value of each of the product's options, in their order, in the catalogue's default locale; the product's
    /// [`super::super::product::Options`] translate them.
    ///
    /// # Errors
    /// A fault if what is stored can't be read.
    pub fn option_values(&self) -> Result<&[String], Fault> {
        self.option_values
            .get(json::strings_from_text)
            .map(Vec::as_slice)
    }

    /// Its attributes, in order of their codes; values of an ENUM are codes.
    ///
    /// # Errors
    /// A fault if what is stored is not what the attributes' definitions say.
    pub fn attributes(&self, reference: &Reference) -> Result<&Attributes, Fault> {
        self.attributes
            .get(|text| json::attributes_from_text(text, reference, json::Unknown::LeaveOut))
    }

    /// Its media, in order.
    ///
    /// # Errors
    /// A fault if what is stored can't be read.
    pub fn media(&self) -> Result<&[Media], Fault> {
        self.media.get(json::media_from_text).map(Vec::as_slice)
    }
}
