//! Node ids: opaque texts that hold the type and the identifier, so that an id in the wrong place is found out.

use async_graphql::{Error, ID};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::error::{ErrorCode, refuse};

/// A type that implements `Node`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeType {
    Product,
    ProductVariant,
    Category,
    Attribute,
    Channel,
    Location,
    CustomerGroup,
    PriceList,
    Reservation,
    Job,
}

impl NodeType {
    const ALL: [Self; 10] = [
        Self::Product,
        Self::ProductVariant,
        Self::Category,
        Self::Attribute,
        Self::Channel,
        Self::Location,
        Self::CustomerGroup,
        Self::PriceList,
        Self::Reservation,
        Self::Job,
    ];

    /// The type's name in the schema.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Product => "Product",
            Self::ProductVariant => "ProductVariant",
            Self::Category => "Category",
            Self::Attribute => "Attribute",
            Self::Channel => "Channel",
            Self::Location => "Location",
            Self::CustomerGroup => "CustomerGroup",
            Self::PriceList => "PriceList",
            Self::Reservation => "Reservation",
            Self::Job => "Job",
        }
    }
}

const UUID_BYTES: usize = 16;

/// The id of a thing of this type.
pub(crate) fn encode(kind: NodeType, id: Uuid) -> ID {
    let mut bytes = Vec::with_capacity(32);
    bytes.extend_from_slice(kind.name().as_bytes());
    bytes.push(b':');
    bytes.extend_from_slice(id.as_bytes());
    ID(URL_SAFE_NO_PAD.encode(bytes))
}

/// The type and the identifier that an id holds.
pub(crate) fn decode(id: &str) -> Result<(NodeType, Uuid), Error> {
    parse(id).ok_or_else(|| {
        let message = format!(
            "{id:?} is not an id of this catalogue. Ids are taken from its answers as they are."
        );
        refuse(ErrorCode::InvalidId, message)
    })
}

/// The identifier that an id of this type holds.
pub(crate) fn decode_as<I: From<Uuid>>(expected: NodeType, id: &str) -> Result<I, Error> {
    let (found, uuid) = decode(id)?;
    if found == expected {
        return Ok(uuid.into());
    }
    let (found, expected) = (found.name(), expected.name());
    let message =
        format!("{id:?} is the id of a {found}, and the id of a {expected} belongs here.");
    Err(refuse(ErrorCode::InvalidId, message))
}

fn parse(id: &str) -> Option<(NodeType, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
    let (prefix, uuid) = bytes.split_at_checked(bytes.len().checked_sub(UUID_BYTES)?)?;
    let name = prefix.strip_suffix(b":")?;
    let kind = NodeType::ALL
        .into_iter()
        .find(|kind| kind.name().as_bytes() == name)?;
    Some((kind, Uuid::from_slice(uuid).ok()?))
}

#[cfg(test)]
mod tests {
    use domain::id::ProductId;

    use super::*;

    #[test]
    fn an_id_holds_its_type_and_identifier() {
        for kind in NodeType::ALL {
            let uuid = Uuid::from_u128(0x1234_5678_9abc);
            assert_eq!(decode(&encode(kind, uuid)).unwrap(), (kind, uuid));
        }
    }

    #[test]
    fn an_id_of_another_type_names_both() {
        let category = encode(NodeType::Category, Uuid::nil());
        let error = decode_as::<ProductId>(NodeType::Product, &category).unwrap_err();
        insta::assert_snapshot!(
            error.message,
            @r#""Q2F0ZWdvcnk6AAAAAAAAAAAAAAAAAAAAAA" is the id of a Category, and the id of a Product belongs here."#
        );
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        let short = URL_SAFE_NO_PAD.encode("Product:");
        let unknown = URL_SAFE_NO_PAD.encode("Nonsense:0123456789abcdef");
        for text in ["", "1", "=", "Product:1", "💥", &short, &unknown] {
            let error = decode(text).unwrap_err();
            assert!(
                error
                    .message
                    .ends_with("Ids are taken from its answers as they are."),
                "{text:?}"
            );
        }
    }
}
