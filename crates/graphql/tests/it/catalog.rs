mod attribute;
mod category;
mod category_write;
mod product;
pub(crate) mod product_write;
mod reference_write;
mod variant;
mod variant_write;
