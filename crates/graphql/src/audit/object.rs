//! `AuditEntry`.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Json, Object, Result, SimpleObject};
use persistence::{AuditAction as Stored, AuditFilter, AuditRecord};
use serde_json::Value;

use crate::{
    connection::Listed,
    context::Asked,
    node_id::{NodeType, encode},
    scalars::DateTime,
    viewer::is_admin,
};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Stored", visible = "is_admin")]
pub(crate) enum AuditAction {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was taken away.
    Deleted,
}

/// One change.
#[derive(Clone)]
pub(crate) struct AuditEntry(pub(crate) Arc<AuditRecord>);

/// One change of one thing: who made it, when, and what was before and after.
#[Object(visible = "is_admin")]
impl AuditEntry {
    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// Who: `key:` and the name of the API key, `token:` and the subject of the token, `command line`, or `server`.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// What kind of thing was changed, such as `product`, `category`, `attribute`, `channel`, `location`,
    /// `customer_group`, `price_list` or `stock`. Variants and prices belong to their product.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The thing's code.
    async fn code(&self) -> &str {
        &self.0.key
    }

    /// The thing's id, to be given to `node`, which may find it no more. Null: things of this kind have no id.
    async fn node_id(&self) -> Option<ID> {
        node_type(&self.0.kind).map(|kind| encode(kind, self.0.entity_id))
    }

    /// What was done.
    async fn action(&self) -> AuditAction {
        self.0.action.into()
    }

    /// The fields that were changed, each with its value before and after. Of what was deleted, all that it had. Empty: it
    /// was created.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<AuditChange>> {
        let Some(text) = &self.0.changes else {
            return Ok(Vec::new());
        };
        let stored: Value = serde_json::from_str(text).map_err(|error| {
            let kind = domain::outcome::FaultKind::Corrupt;
            ctx.report(&domain::outcome::Fault::new(
                kind,
                "reading the audit",
                error,
            ))
        })?;
        let mut changes = Vec::new();
        flatten(&mut Vec::new(), stored, &mut changes);
        Ok(changes)
    }
}

/// One field that was changed.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct AuditChange {
    /// Which field, as a path from the thing inwards: `["translations", "de", "name"]`.
    field: Vec<String>,
    /// What it had before. Null: nothing.
    before: Option<Json<Value>>,
    /// What it had afterwards. Null: nothing.
    after: Option<Json<Value>>,
}

/// Objects hold what changed in their fields, and a pair says what one had and has.
fn flatten(path: &mut Vec<String>, stored: Value, changes: &mut Vec<AuditChange>) {
    match stored {
        Value::Object(fields) => {
            for (field, value) in fields {
                path.push(field);
                flatten(path, value, changes);
                path.pop();
            }
        }
        Value::Array(pair) => {
            let mut pair = pair
                .into_iter()
                .map(|side| (!side.is_null()).then_some(Json(side)));
            changes.push(AuditChange {
                field: path.clone(),
                before: pair.next().flatten(),
                after: pair.next().flatten(),
            });
        }
        // Changes are written as objects and pairs alone.
        _ => {}
    }
}

pub(crate) fn node_type(kind: &str) -> Option<NodeType> {
    Some(match kind {
        "product" => NodeType::Product,
        "category" => NodeType::Category,
        "attribute" => NodeType::Attribute,
        "channel" => NodeType::Channel,
        "location" => NodeType::Location,
        "customer_group" => NodeType::CustomerGroup,
        "price_list" => NodeType::PriceList,
        "reservation" => NodeType::Reservation,
        _ => return None,
    })
}

impl Listed for AuditEntry {
    type List = AuditFilter;

    async fn count(ctx: &Context<'_>, list: &AuditFilter) -> Result<i64> {
        let count = ctx.store().audit().count(list).await;
        count.map_err(|fault| ctx.report(&fault))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_changed_within_a_field_is_told_by_its_path() {
        let stored = json!({"name": ["A", "B"], "translations": {"de": {"name": [null, "C"]}}, "media": [[], [1, 2]]});
        let mut changes = Vec::new();
        flatten(&mut Vec::new(), stored, &mut changes);
        let shown: Vec<String> = changes
            .iter()
            .map(|change| {
                let side = |side: &Option<Json<Value>>| match side {
                    Some(Json(value)) => value.to_string(),
                    None => String::from("-"),
                };
                format!(
                    "{} {} {}",
                    change.field.join("."),
                    side(&change.before),
                    side(&change.after)
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                r#"media [] [1,2]"#,
                r#"name "A" "B""#,
                r#"translations.de.name - "C""#
            ]
        );
    }
}
