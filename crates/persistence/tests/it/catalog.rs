//! Reading products, variants and categories.

mod category_read;
mod product_attribute_filter;
mod product_filter;
mod product_find;
mod product_page;
mod statements;
mod variant_read;
mod visibility;
