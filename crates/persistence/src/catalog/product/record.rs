//! A product as it is read: its own fields in the buyer's language.

use domain::{
    catalog::{Attributes, Media, ProductStatus},
    clock::Timestamp,
    id::ProductId,
    outcome::Fault,
    reference::Reference,
    text::{Code, Slug},
};

use super::{columns::Layer, options::Options};
use crate::{ProductVersion, catalog::lazy::Lazy, json};

/// A product without what belongs to it. Its texts are the buyer's: each from the nearest locale of the buyer's chain
/// that has it, else in the catalogue's default locale.
#[derive(Clone, Debug)]
pub struct ProductRecord {
    /// Its identifier.
    pub id: ProductId,
    /// The seller's key.
    pub code: Code,
    /// Names its page.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Text or HTML. None: none.
    pub description: Option<String>,
    /// Its brand. None: none.
    pub brand: Option<String>,
    /// Where it is in its life.
    pub status: ProductStatus,
    /// Which of a channel's tax rates holds.
    pub tax_class: Code,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    pub(super) attributes: Lazy<Attributes>,
    pub(super) options: Lazy<Options>,
    pub(super) media: Lazy<Vec<Media>>,
    /// What translations say of attributes and options, nearest locale first.
    pub(super) layers: Vec<Layer>,
}

impl ProductRecord {
    /// The product as of this row.
    #[must_use]
    pub const fn as_of(&self) -> ProductVersion {
        ProductVersion {
            id: self.id,
            version: self.version,
        }
    }

    /// Its attributes, in order of their codes; texts are the buyer's, values of an ENUM are codes.
    ///
    /// # Errors
    /// A fault if what is stored is not what the attributes' definitions say.
    pub fn attributes(&self, reference: &Reference) -> Result<&Attributes, Fault> {
        self.attributes.get(|text| {
            let mut attributes =
                json::attributes_from_text(text, reference, json::Unknown::LeaveOut)?;
            for layer in self.layers.iter().rev() {
                attributes.extend(json::attributes_from_text(
                    &layer.attributes,
                    reference,
                    json::Unknown::LeaveOut,
                )?);
            }
            Ok(attributes)
        })
    }

    /// Its options, in order. Empty: it has exactly one variant.
    ///
    /// # Errors
    /// A fault if what is stored can't be read.
    pub fn options(&self) -> Result<&Options, Fault> {
        self.options.get(|text| Options::decode(text, &self.layers))
    }

    /// Its media, in order.
    ///
    /// # Errors
    /// A fault if what is stored can't be read.
    pub fn media(&self) -> Result<&[Media], Fault> {
        self.media.get(json::media_from_text).map(Vec::as_slice)
    }
}
