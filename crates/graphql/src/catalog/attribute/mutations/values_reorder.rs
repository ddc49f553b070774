//! `attributeValuesReorder`.

use async_graphql::{Context, InputObject, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Attribute, query::AttributeBy},
    values::Values,
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::shown,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload, reordered},
};

/// The order of an ENUM attribute's values.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeValuesReorderInput {
    /// The codes of values in their new order, each once. Those that are left out come after them, in the order that they
    /// had.
    codes: Vec<String>,
}

payload! {
    /// What became of `attributeValuesReorder`.
    AttributeValuesReorderPayload(Uuid, CatalogUserError) {
        /// The attribute as it is now. Null: it was not changed, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes the order of an ENUM attribute's values. `expectedVersion` is that of the attribute.
    AttributeValuesReorder.attribute_values_reorder(
        attribute: AttributeBy = "Of which attribute.",
        input: AttributeValuesReorderInput = "In which order.",
    ) -> AttributeValuesReorderPayload
}

impl AttributeValuesReorder {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        attribute: AttributeBy,
        input: AttributeValuesReorderInput,
    ) -> Result<AttributeValuesReorderPayload> {
        let change = Reorder {
            values: Values::of(ctx, &call, attribute).await?,
            codes: input.codes,
        };
        call.run(ctx, change)
            .await
            .map(AttributeValuesReorderPayload)
    }
}

struct Reorder {
    values: Values,
    codes: Vec<String>,
}

impl Change for Reorder {
    const MUTATION: &'static str = "attributeValuesReorder";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = self.values.stored(work)?;
        Values::expect(work, &stored, Value::Null).await?;
        let before = stored.value.values.iter().map(|value| value.code.as_str());
        let before: Vec<&str> = before.collect();
        let order = reordered(&self.codes, &before, "codes", "The attribute has no value")?;
        let values = order.into_iter().map(|code| json!({ "code": code }));
        let values = values.collect();
        Values::declare(work, &stored.value, values, &Input::default(), 0).await?;
        Ok(stored.id.uuid())
    }
}
