//! What is sold: attributes, categories, products and their variants.

mod attribute;
mod category;
mod media;
mod product;
mod variant;

pub use attribute::{Attribute, AttributeValue, Attributes, EnumValue, Scalar, ValueType};
pub use category::{Category, CategoryTranslation};
pub use media::{Media, MediaKind};
pub use product::{
    DEFAULT_TAX_CLASS, OptionTranslation, Product, ProductStatus, ProductTranslation, Publication,
};
pub use variant::Variant;
