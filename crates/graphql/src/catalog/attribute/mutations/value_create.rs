//! `attributeValueCreate`.

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
    mutation::{Call, Change, Input, RefusalCode, Stop, Work, keyed, mutation, payload},
};

/// A new value of an ENUM attribute.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeValueCreateInput {
    /// Your key of it within the attribute, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name in the catalogue's language, at most 512 characters.
    name: String,
    /// Its name in other languages, each language once.
    translations: Option<Vec<NameTranslationInput>>,
}

payload! {
    /// What became of `attributeValueCreate`.
    AttributeValueCreatePayload(Uuid, CatalogUserError) {
        /// The attribute as it is now. Null: it was not changed, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Adds a value to an ENUM attribute, after those that it has. `expectedVersion` is that of the attribute.
    AttributeValueCreate.attribute_value_create(
        attribute: AttributeBy = "Of which attribute.",
        input: AttributeValueCreateInput = "What it is.",
    ) -> AttributeValueCreatePayload
}

impl AttributeValueCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        attribute: AttributeBy,
        input: AttributeValueCreateInput,
    ) -> Result<AttributeValueCreatePayload> {
        let change = Create {
            values: Values::of(ctx, &call, attribute).await?,
            code: input.code,
            input: call.input(),
        };
        call.run(ctx, change).await.map(AttributeValueCreatePayload)
    }
}

struct Create {
    values: Values,
    code: String,
    input: Input,
}

impl Change for Create {
    const MUTATION: &'static str = "attributeValueCreate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = self.values.stored(work)?;
        Values::expect(work, &stored, json!({ self.code.as_str(): null })).await?;
        if Values::place(&stored.value, &self.code, &[]).is_ok() {
            let message = format!(
                "The attribute has a value \"{}\" already; attributeValueUpdate changes it.",
                self.code
            );
            let at = &["input", "code"];
            return Err(Stop::refused(RefusalCode::Taken, at, message));
        }
        let mut values = Values::listed(&stored.value);
        let place = values.len();
        let mut value = self.input.given().clone();
        keyed(&mut value, "translations", "locale");
        values.push(Value::Object(value));
        Values::declare(work, &stored.value, values, &self.input, place).await?;
        Ok(stored.id.uuid())
    }
}
