//! `attributeValueUpdate`.

use async_graphql::{Context, InputObject, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Attribute, input::NameTranslationInput, query::AttributeBy},
    values::Values,
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::shown,
    mutation::{Call, Change, Input, Stop, Work, keyed, mutation, payload},
};

/// What a value of an ENUM attribute shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeValueUpdateInput {
    /// Its name in the catalogue's language, at most 512 characters.
    name: Option<String>,
    /// Its name in other languages, each language once. Languages that are left out stay as they are.
    translations: Option<Vec<NameTranslationInput>>,
}

payload! {
    /// What became of `attributeValueUpdate`.
    AttributeValueUpdatePayload(Uuid, CatalogUserError) {
        /// The attribute as it is now. Null: it was not changed, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes a value of an ENUM attribute. `expectedVersion` is that of the attribute.
    AttributeValueUpdate.attribute_value_update(
        attribute: AttributeBy = "Of which attribute.",
        code: String = "Which of its values.",
        input: AttributeValueUpdateInput = "What changes.",
    ) -> AttributeValueUpdatePayload
}

impl AttributeValueUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        attribute: AttributeBy,
        code: String,
        _: AttributeValueUpdateInput,
    ) -> Result<AttributeValueUpdatePayload> {
        let change = Update {
            values: Values::of(ctx, &call, attribute).await?,
            code,
            input: call.input(),
        };
        call.run(ctx, change).await.map(AttributeValueUpdatePayload)
    }
}

struct Update {
    values: Values,
    code: String,
    input: Input,
}

impl Change for Update {
    const MUTATION: &'static str = "attributeValueUpdate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = self.values.stored(work)?;
        let place = Values::place(&stored.value, &self.code, &["code"])?;
        let mut value = self.input.given().clone();
        keyed(&mut value, "translations", "locale");
        let says = json!({ self.code.as_str(): value.clone() });
        Values::expect(work, &stored, says).await?;
        value.insert(String::from("code"), Value::from(self.code.as_str()));
        let mut values = Values::listed(&stored.value);
        values[place] = Value::Object(value);
        Values::declare(work, &stored.value, values, &self.input, place).await?;
        Ok(stored.id.uuid())
    }
}
