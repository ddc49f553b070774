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
    mutation::{Call, Change, Input, Refusal, RefusalCode, Stop, Work, mutation, payload},
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
        self.check(&before)?;
        let given = self.codes.iter().map(String::as_str);
        let named = |code: &&str| self.codes.iter().any(|given| given == code);
        let rest = before.iter().copied().filter(|code| !named(code));
        let values = given.chain(rest).map(|code| json!({ "code": code }));
        let values = values.collect();
        Values::declare(work, &stored.value, values, &Input::default(), 0).await?;
        Ok(stored.id.uuid())
    }
}

impl Reorder {
    /// Refuses codes of values that the attribute hasn't, or that stand twice.
    fn check(&self, before: &[&str]) -> Result<(), Stop> {
        let mut refusals = Vec::new();
        for (place, code) in self.codes.iter().enumerate() {
            let (reason, message) = if !before.contains(&code.as_str()) {
                let message = format!("The attribute has no value \"{code}\".");
                (RefusalCode::NotFound, message)
            } else if self.codes[..place].contains(code) {
                let message = format!("\"{code}\" stands in this list before.");
                (RefusalCode::Duplicate, message)
            } else {
                continue;
            };
            let field = ["input", "codes", &place.to_string()];
            refusals.push(Refusal::new(reason, &field, message));
        }
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(Stop::Refused(refusals))
        }
    }
}
