//! `AttributeValue`.

use std::sync::Arc;

use async_graphql::Object;
use domain::{
    catalog::{self, Attributes, Scalar},
    id::AttributeId,
    reference::Entry,
};

use super::{Attribute, object::ValueType};
use crate::{buyer::View, catalog::localized, scalars::AttributeScalar};

/// What a product or a variant has of one attribute.
pub(crate) struct AttributeValue<'a> {
    attribute: &'a Entry<AttributeId, catalog::Attribute>,
    value: &'a catalog::AttributeValue,
    view: &'a Arc<View>,
}

/// The values of these attributes, in the order of their codes. `codes`: only of these. None: of all.
pub(crate) fn values<'a>(
    attributes: &'a Attributes,
    codes: Option<&[String]>,
    view: &'a Arc<View>,
) -> Vec<AttributeValue<'a>> {
    let wanted = |code: &str| codes.is_none_or(|codes| codes.iter().any(|wanted| wanted == code));
    let chosen = attributes.iter().filter(|(code, _)| wanted(code));
    let defined = chosen.filter_map(|(code, value)| {
        let attribute = view.reference.attributes.by_code(code)?;
        Some(AttributeValue {
            attribute,
            value,
            view,
        })
    });
    defined.collect()
}

/// What a product or a variant has of one attribute: one value, or several of an attribute with `list` true.
#[Object]
impl AttributeValue<'_> {
    /// The attribute's code.
    async fn code(&self) -> &str {
        &self.attribute.value.code
    }

    /// The attribute's name in the context's locale.
    async fn name(&self) -> &str {
        let attribute = &*self.attribute.value;
        localized(
            &attribute.name,
            &attribute.translations,
            &self.view.buyer.locales,
        )
    }

    /// The value, for programs: typed, and an ENUM by the code of its value. A list where the attribute's `list` is true.
    async fn value(&self) -> AttributeScalar {
        AttributeScalar::from(self.value)
    }

    /// The value as a text to show in the context's locale: an ENUM by the name of its value, a number with its unit,
    /// several values joined by commas.
    async fn label(&self) -> String {
        self.shown().join(", ")
    }

    /// Each value as a text to show, in order.
    async fn labels(&self) -> Vec<String> {
        self.shown()
    }

    /// The type of the value.
    async fn value_type(&self) -> ValueType {
        self.attribute.value.value_type.into()
    }

    /// The unit of a number, such as `kg`. Null: none.
    async fn unit(&self) -> Option<&str> {
        self.attribute.value.unit.as_deref()
    }

    /// The attribute's definition.
    async fn attribute(&self) -> Attribute {
        Attribute::of(self.attribute, self.view)
    }
}

impl AttributeValue<'_> {
    fn shown(&self) -> Vec<String> {
        self.value
            .scalars()
            .iter()
            .map(|scalar| self.label_of(scalar))
            .collect()
    }

    fn label_of(&self, scalar: &Scalar) -> String {
        let attribute = &*self.attribute.value;
        match scalar {
            Scalar::Text(text) => text.clone(),
            Scalar::Number(number) => match &attribute.unit {
                Some(unit) => format!("{number} {unit}"),
                None => number.to_string(),
            },
            Scalar::Boolean(boolean) => boolean.to_string(),
            Scalar::Date(date) => date.to_string(),
            Scalar::Enum(code) => {
                let declared = attribute.values.iter().find(|value| value.code == *code);
                let name = declared.map(|value| {
                    localized(&value.name, &value.translations, &self.view.buyer.locales)
                });
                name.unwrap_or(code).to_owned()
            }
        }
    }
}
