//! `attributeValueDelete`.

use async_graphql::{Context, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Attribute, query::AttributeBy},
    values::Values,
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::shown,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

payload! {
    /// What became of `attributeValueDelete`.
    AttributeValueDeletePayload(Uuid, CatalogUserError) {
        /// The attribute as it is now. Null: it was not changed, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Takes a value that no product has away from an ENUM attribute. `expectedVersion` is that of the attribute.
    AttributeValueDelete.attribute_value_delete(
        attribute: AttributeBy = "Of which attribute.",
        code: String = "Which of its values.",
    ) -> AttributeValueDeletePayload
}

impl AttributeValueDelete {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        attribute: AttributeBy,
        code: String,
    ) -> Result<AttributeValueDeletePayload> {
        let change = Delete {
            values: Values::of(ctx, &call, attribute).await?,
            code,
        };
        call.run(ctx, change).await.map(AttributeValueDeletePayload)
    }
}

struct Delete {
    values: Values,
    code: String,
}

impl Change for Delete {
    const MUTATION: &'static str = "attributeValueDelete";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = self.values.stored(work)?;
        let place = Values::place(&stored.value, &self.code, &["code"])?;
        let says = json!({ self.code.as_str(): Value::Null });
        Values::expect(work, &stored, says).await?;
        let mut values = Values::listed(&stored.value);
        values.remove(place);
        let nothing = Input::default();
        let declared = Values::declare(work, &stored.value, values, &nothing, place);
        declared.await.map_err(|stop| stop.all_about(&["code"]))?;
        Ok(stored.id.uuid())
    }
}
