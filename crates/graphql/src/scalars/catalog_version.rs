//! `CatalogVersion`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use persistence::CatalogVersion as Version;

use crate::error::refuse_value;

/// A state of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatalogVersion(pub(crate) Version);

/// A state of the catalogue, as an opaque string. A mutation's payload tells the state with its change in it; to be given
/// back as it is, to see at least that state.
#[Scalar(name = "CatalogVersion")]
impl ScalarType for CatalogVersion {
    fn parse(value: Value) -> InputValueResult<Self> {
        super::text(&value)
            .and_then(|text| text.strip_prefix('v')?.parse().ok())
            .filter(|version| *version >= 0)
            .map(|version| Self(Version(version)))
            .ok_or_else(|| {
                refuse_value(format!(
                    "{value} is not a version of this catalogue. Versions are taken from its answers as they are."
                ))
            })
    }

    fn to_value(&self) -> Value {
        Value::String(format!("v{}", self.0.0))
    }
}
