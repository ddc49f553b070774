//! What products, variants and translations have in common.

use async_graphql::InputObject;

use crate::scalars::{AttributeScalar, DateTime};

/// In which channel a product is published, and when.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PublicationInput {
    /// The channel's code.
    pub(crate) channel: String,
    /// From when on, this moment included. Null: at once.
    pub(crate) from: Option<DateTime>,
    /// Until when, this moment excluded; after `from`. Null: without end.
    pub(crate) until: Option<DateTime>,
}

/// The value of an attribute.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeValueInput {
    /// The attribute's code.
    code: String,
    /// The value, of the attribute's type; a list where the attribute takes several. Null, or left out, clears it.
    value: Option<AttributeScalar>,
}

/// A variant's value of one of its product's options.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct OptionValueInput {
    /// The option's name in the catalogue's language.
    name: String,
    /// The value in the catalogue's language.
    value: String,
}
