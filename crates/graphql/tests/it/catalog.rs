mod attribute;
mod category;
mod product;
mod variant;
