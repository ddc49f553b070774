//! Attributes: what can be said of products and variants beyond their fixed fields.

mod option;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{locale::Locale, text::Code};

/// The type of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Free text.
    Text,
    /// A finite number.
    Number,
    /// True or false.
    Boolean,
    /// A calendar day.
    Date,
    /// One of the values that the attribute declares.
    Enum,
}

crate::spelling::spelled!(ValueType { Text => "TEXT", Number => "NUMBER", Boolean => "BOOLEAN", Date => "DATE", Enum => "ENUM" });

/// The definition of an attribute, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The seller's key.
    pub code: Code,
    /// Its name in the catalogue's default locale.
    pub name: String,
    /// The type of its values; fixed once made.
    pub value_type: ValueType,
    /// The unit of its numbers, such as `kg`. None: none.
    pub unit: Option<String>,
    /// Whether a product may have several values of it.
    pub list: bool,
    /// Whether listings can be filtered by it.
    pub filterable: bool,
    /// Whether full-text search looks at it.
    pub searchable: bool,
    /// The values of an ENUM, in order; empty for the other types.
    pub values: Vec<EnumValue>,
    /// Its name in other locales.
    pub translations: BTreeMap<Locale, String>,
}

/// One value that an ENUM attribute declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Its key within the attribute.
    pub code: Code,
    /// Its name in the catalogue's default locale.
    pub name: String,
    /// Its name in other locales.
    pub translations: BTreeMap<Locale, String>,
}

/// The attributes of a product or a variant, by attribute code.
pub type Attributes = BTreeMap<Code, AttributeValue>;

/// What a product or variant has of one attribute: one value, or several of a list attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeValue {
    /// Of an attribute with `list` false.
    One(Scalar),
    /// Of an attribute with `list` true, in order; may be empty.
    Many(Vec<Scalar>),
}

impl AttributeValue {
    /// The values as a slice.
    #[must_use]
    pub fn scalars(&self) -> &[Scalar] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// A single typed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// TEXT.
    Text(String),
    /// NUMBER; always finite.
    Number(f64),
    /// BOOLEAN.
    Boolean(bool),
    /// DATE.
    Date(NaiveDate),
    /// ENUM: the code of the value.
    Enum(Code),
}

impl Scalar {
    /// The type that this value has.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Number(_) => ValueType::Number,
            Self::Boolean(_) => ValueType::Boolean,
            Self::Date(_) => ValueType::Date,
            Self::Enum(_) => ValueType::Enum,
        }
    }
}
