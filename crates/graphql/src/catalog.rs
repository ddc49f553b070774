//! What is sold: products, variants, categories, and the attributes and media that they have.

pub(crate) mod attribute;
pub(crate) mod category;
mod localized;
pub(crate) mod media;
pub(crate) mod product;
pub(crate) mod translation;
pub(crate) mod user_error;
pub(crate) mod variant;

pub(crate) use localized::localized;
