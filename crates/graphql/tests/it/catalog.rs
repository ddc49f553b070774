mod attribute;
mod category;
mod category_write;
mod product;
mod variant;
