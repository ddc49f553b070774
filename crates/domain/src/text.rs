//! Texts that name things: codes, SKUs, slugs, names. Each enters by parsing and is not checked again after that.

mod limits;
mod named;
mod slug;

pub use limits::{
    BARCODE_MAX, DESCRIPTION_MAX, NAME_MAX, TEXT_MAX, TextError, parse_barcode, parse_description,
    parse_name, parse_text,
};
pub use named::{Code, KEY_MAX, Sku};
pub use slug::{SLUG_MAX, Slug};
