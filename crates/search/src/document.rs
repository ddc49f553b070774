//! What is indexed for a product: one document, with its names per locale, its variants, their prices per context and
//! their stock per channel.
//!
//! Whoever projects a product into a document decides nothing about search: he says what holds, and the engines and the
//! query builder decide how it is found. Three rules make the answers right:
//!
//! - **Everything that a filter can ask for holds on variants.** What the product itself says (brand, categories, its own
//!   attributes) holds on each of them. A product is found when one and the same variant meets the whole filter.
//! - **Texts are complete for each locale.** A locale that buyers can ask in has an entry in every document, with the
//!   fallbacks (`de-AT` → `de` → the plain text) already applied. So a query looks into one locale and no more.
//! - **Prices are segments of time.** A price that begins tomorrow is in the document today, so that nothing has to be
//!   indexed at midnight.

mod hash;

use std::collections::BTreeMap;

use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    id::{ProductId, VariantId},
    inventory::StockStatus,
    locale::Locale,
    pricing::Amount,
    text::{Code, Sku},
};

pub use hash::ContentHash;

/// The state of the catalogue that a document was projected from: a number that only grows, such as the last row of the
/// outbox that the projection has seen. An index never replaces a document by one of a lower revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// A product as the index knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductDocument {
    /// Which product.
    pub id: ProductId,
    /// The state of the catalogue that this shows. It is no part of the [content hash](Self::content_hash).
    pub revision: Revision,
    /// The seller's key.
    pub code: Code,
    /// Only ACTIVE products are found by storefronts.
    pub status: ProductStatus,
    /// When the product was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Where and when it is published; one entry for each channel. Empty: in no channel, found by admins alone.
    pub channels: Vec<ChannelWindow>,
    /// The brand as filters spell it. None: of no brand.
    pub brand: Option<String>,
    /// Every category that the product is in, and all categories above those.
    pub categories: Vec<CategoryMembership>,
    /// The product's own attributes that filters, facets or sorts use, by code. A list attribute has several values.
    /// Leave out what is neither filterable nor sortable.
    pub attributes: BTreeMap<Code, Vec<Scalar>>,
    /// What full text finds, by locale, complete for each.
    pub texts: BTreeMap<Locale, ProductTexts>,
    /// The variants, in their own order.
    pub variants: Vec<VariantDocument>,
}

/// When a product is published in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelWindow {
    /// Which channel.
    pub channel: Code,
    /// From this moment on. None: since ever.
    pub from: Option<Timestamp>,
    /// Before this moment. None: for ever.
    pub until: Option<Timestamp>,
}

/// That a product is in a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryMembership {
    /// Which category.
    pub code: Code,
    /// True: the product names this category. False: it names one below it.
    pub direct: bool,
}

/// The texts of a product in one locale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductTexts {
    /// The product's name.
    pub name: String,
    /// Its description, which may hold HTML; tags are not searched. None: there is none.
    pub description: Option<String>,
    /// The names of its categories, the nearest first. Those above come behind them.
    pub categories: Vec<CategoryName>,
    /// The texts of its searchable attributes and of all options: `Black`, `Wool`. Names of attributes and numbers stay
    /// out. Those of the variants are among them, each text once.
    pub attributes: Vec<String>,
}

/// The name of a category in one locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryName {
    /// Which category.
    pub code: Code,
    /// What it is called.
    pub name: String,
    /// True: the product names this category. False: it names one below it.
    pub direct: bool,
    /// True: storefronts don't list it, so autocomplete doesn't offer it; it is searched in all the same.
    pub hidden: bool,
}

/// A variant as the index knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantDocument {
    /// Which variant.
    pub id: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its barcode. None: it has none.
    pub barcode: Option<String>,
    /// Its options by name, in the catalogue's default locale: `Colour` → `Black`.
    pub options: BTreeMap<String, String>,
    /// Its own attributes that filters, facets or sorts use, by code. An option that feeds a declared attribute's facet
    /// is here too, as a value of that attribute.
    pub attributes: BTreeMap<Code, Vec<Scalar>>,
    /// How it can be had, by channel. A channel that isn't here can't have it, and no status of availability finds it.
    pub stock: BTreeMap<Code, StockStatus>,
    /// What it costs, by context and time. At one moment at most one segment holds for a buyer. Without a segment at the asked
    /// moment the variant is not for sale in that context.
    pub prices: Vec<PriceSegment>,
}

/// For whom a price is: which facts must be true of a buyer, and which must not; of a buyer, which are. The two are
/// compared by [`price_key_holds`](domain::pricing::selection::price_key_holds), so that a product has as many segments
/// as there are different cases for it, whatever else is in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceContext(pub String);

/// What a variant costs in one context during one stretch of time: the unit price at its smallest orderable quantity, as
/// the channel shows prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceSegment {
    /// For whom.
    pub context: PriceContext,
    /// From this moment on. None: since ever.
    pub from: Option<Timestamp>,
    /// Before this moment. None: for ever.
    pub until: Option<Timestamp>,
    /// The unit price.
    pub amount: Amount,
}

impl ProductDocument {
    /// A hash of everything but the revision: two documents that are found alike have the same.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        hash::of(self)
    }

    /// Whether some variant can be had in this channel.
    #[must_use]
    pub fn can_be_had_in(&self, channel: &Code) -> bool {
        self.variants.iter().any(|variant| {
            variant
                .stock
                .get(channel)
                .is_some_and(|status| *status != StockStatus::OutOfStock)
        })
    }
}
