//! One value of an ENUM attribute. In a feed an attribute's values are one list, so that each of these mutations gives the
//! whole list, and says of the other values no more than that they stay.

use async_graphql::{Context, Result};
use domain::{catalog, id::AttributeId, problem::Step, reference::Entry, text::Code};
use serde_json::{Map, Value, json};

use super::super::{Attribute, query::AttributeBy};
use crate::{
    coded::write::{code_of, named},
    mutation::{Call, Input, RefusalCode, Seen, Stop, Work},
};

/// An attribute whose values change.
pub(super) struct Values(Option<Code>);

impl Values {
    /// # Errors
    /// Where the id is none of an attribute.
    pub(super) async fn of(ctx: &Context<'_>, call: &Call, by: AttributeBy) -> Result<Self> {
        code_of::<Attribute>(ctx, call, by.into()).await.map(Self)
    }

    /// The attribute as it is stored.
    ///
    /// # Errors
    /// [`Stop::Refused`] where there is none, or it is no ENUM.
    pub(super) fn stored(
        &self,
        work: &mut Work,
    ) -> Result<Entry<AttributeId, catalog::Attribute>, Stop> {
        let stored = named::<Attribute>(work, self.0.as_ref(), "attribute")?;
        if stored.value.value_type == catalog::ValueType::Enum {
            return Ok(stored);
        }
        let message = "Only an ENUM attribute has values of its own.";
        let at = &["attribute"];
        Err(Stop::refused(RefusalCode::Conflict, at, message))
    }

    /// The place of the value with this code.
    ///
    /// # Errors
    /// [`Stop::Refused`] where the attribute has none, told of this path.
    pub(super) fn place(
        stored: &catalog::Attribute,
        code: &str,
        at: &[&str],
    ) -> Result<usize, Stop> {
        let mut values = stored.values.iter();
        let place = values.position(|value| value.code.as_str() == code);
        place.ok_or_else(|| {
            let message = format!("The attribute has no value \"{code}\".");
            Stop::refused(RefusalCode::NotFound, at, message)
        })
    }

    /// The values as a record names them: they stay as they are.
    pub(super) fn listed(stored: &catalog::Attribute) -> Vec<Value> {
        let values = stored.values.iter();
        values
            .map(|value| json!({ "code": value.code.as_str() }))
            .collect()
    }

    /// Refuses a change that says this of a value, where others have changed the same since the caller looked.
    ///
    /// # Errors
    /// [`Stop::Refused`] with the version now.
    pub(super) async fn expect(
        work: &mut Work,
        stored: &Entry<AttributeId, catalog::Attribute>,
        says: Value,
    ) -> Result<(), Stop> {
        let says = Map::from_iter([(String::from("values"), says)]);
        work.expect(Seen {
            id: stored.id.uuid(),
            version: stored.version,
            says: Some(&says),
        })
        .await
    }

    /// Makes this list the attribute's values. `input` says what the value at this place shall be.
    ///
    /// # Errors
    /// [`Stop`] with all that is wrong with it.
    pub(super) async fn declare(
        work: &mut Work,
        stored: &catalog::Attribute,
        values: Vec<Value>,
        input: &Input,
        place: usize,
    ) -> Result<(), Stop> {
        let input = input.standing_at(vec![Step::Name(String::from("values")), Step::Index(place)]);
        let mut record = Input::default().record("attribute", &stored.code);
        record.insert(String::from("values"), Value::Array(values));
        work.declare(record, &input).await.map(drop)
    }
}
