//! The JSON texts in columns: compact, keys in code-point order, the same text for the same value.
//!
//! Attributes are kept plain, `{"colour":["black"],"weight":1.2}`, so that SQL can filter by them; a value's type comes
//! from the attribute's definition.

mod attributes;
mod media;
mod price_list;
mod relative;
mod texts;

pub use attributes::{Unknown, attributes_from_text, attributes_to_text};
pub use media::{media_from_text, media_to_text};
pub use price_list::{price_list_from_text, price_list_to_text};
pub use relative::{relative_from_text, relative_to_text};
pub use texts::{
    names_from_text, names_to_text, option_translations_from_text, option_translations_to_text,
    strings_from_text, strings_to_text,
};

use domain::outcome::{Fault, FaultKind};

const DOING: &str = "reading JSON from the database";

fn encode(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("these values have string keys and write to memory")
}

fn decode<'text, T: serde::Deserialize<'text>>(text: &'text str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))
}
