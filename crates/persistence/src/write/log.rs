//! The two rows that go with each change, in its own transaction: an event for consumers, and who changed what.

use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::OutboxScope;

use super::table::{Cell, Row, Table, Type};

pub(super) const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        ("at", Type::BigInt),
        ("kind", Type::Text),
        ("entity_id", Type::Id),
        ("key", Type::Text),
        ("action", Type::Text),
        ("version", Type::BigInt),
        ("detail", Type::TextOrNull),
        ("scope", Type::TextOrNull),
    ],
    key: 0,
    updated: &[],
    counts: false,
};

pub(super) const AUDIT: Table = Table {
    name: "audit",
    columns: &[
        ("at", Type::BigInt),
        ("actor", Type::Text),
        ("kind", Type::Text),
        ("entity_id", Type::Id),
        ("key", Type::Text),
        ("action", Type::Text),
        ("changes", Type::TextOrNull),
    ],
    key: 0,
    updated: &[],
    counts: false,
};

/// What was done to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Created,
    Updated,
    Deleted,
}

impl Action {
    /// Of a save of what was there before, or was not.
    pub(crate) const fn saved(was_there: bool) -> Self {
        if was_there {
            Self::Updated
        } else {
            Self::Created
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Updated => "UPDATED",
            Self::Deleted => "DELETED",
        }
    }
}

/// What happened to one thing.
pub(crate) struct Event {
    pub(crate) kind: &'static str,
    pub(crate) id: Uuid,
    pub(crate) key: String,
    /// The version that it has now; of what was deleted, the one after its last.
    pub(crate) version: i64,
    pub(crate) action: Action,
    /// What changed, by field; of what was deleted, the whole. None: it was created.
    pub(crate) changes: Option<Value>,
    /// Of a product: how it was before, as far as followers need it.
    pub(crate) scope: Option<OutboxScope>,
}

/// Writes events, in the order given. `at` is in microseconds.
pub(crate) async fn write(
    database: &impl ConnectionTrait,
    at: i64,
    actor: &str,
    events: &[Event],
) -> Result<(), DbErr> {
    let rows = |row: &dyn Fn(&Event, Cell) -> Row| -> Vec<Row> {
        events
            .iter()
            .map(|event| row(event, Cell::text(event.action.as_str())))
            .collect()
    };
    let outbox = rows(&|event, action| {
        let (kind, key) = (Cell::text(event.kind), Cell::text(&event.key));
        vec![
            Cell::BigInt(at),
            kind,
            Cell::Id(event.id),
            key,
            action,
            Cell::BigInt(event.version),
            fields(event),
            event
                .scope
                .as_ref()
                .and_then(OutboxScope::to_text)
                .map_or(Cell::Null, Cell::Text),
        ]
    });
    OUTBOX.insert(database, outbox).await?;
    let audit = rows(&|event, action| {
        let (kind, key) = (Cell::text(event.kind), Cell::text(&event.key));
        let changes = event
            .changes
            .as_ref()
            .map_or(Cell::Null, |changes| Cell::Text(changes.to_string()));
        vec![
            Cell::BigInt(at),
            Cell::text(actor),
            kind,
            Cell::Id(event.id),
            key,
            action,
            changes,
        ]
    });
    AUDIT.insert(database, audit).await
}

/// Stands among the fields of an attribute that changed where a value that was there has another name. New values, and
/// the order of values, show nowhere but in the attribute itself.
const VALUE_NAMES: &str = "valueNames";

fn renames(values: &Value) -> bool {
    let entries = values.as_object().into_iter().flat_map(Map::values);
    entries
        .filter_map(Value::as_object)
        .any(|entry| entry.contains_key("name") || entry.contains_key("translations"))
}

/// Which fields changed, for consumers: a JSON array of their names. NULL: the thing is new, or gone.
fn fields(event: &Event) -> Cell {
    match (&event.changes, event.action) {
        (Some(Value::Object(changes)), Action::Updated) => {
            let mut fields: Vec<&str> = changes.keys().map(String::as_str).collect();
            if changes.get("values").is_some_and(renames) {
                fields.push(VALUE_NAMES);
            }
            Cell::Text(json!(fields).to_string())
        }
        _ => Cell::Null,
    }
}

/// What differs, as `[before, after]` by field; of objects on both sides, the same of their fields. None: nothing.
pub(crate) fn changes(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return (before != after).then(|| json!([before, after]));
    };
    let mut changed = Map::new();
    let gone = before.keys().filter(|field| !after.contains_key(*field));
    for field in after.keys().chain(gone) {
        let side = |object: &Map<String, Value>| object.get(field).cloned().unwrap_or(Value::Null);
        if let Some(change) = changes(&side(before), &side(after)) {
            changed.insert(field.clone(), change);
        }
    }
    (!changed.is_empty()).then_some(Value::Object(changed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_the_fields_that_differ() {
        let before = json!({"name": "A", "slug": "a", "attributes": {"weight": 1, "size": "L"}, "media": []});
        let after = json!({"name": "B", "slug": "a", "attributes": {"weight": 2, "colour": "red"}, "media": []});
        let expected = json!({"name": ["A", "B"], "attributes": {"weight": [1, 2], "size": ["L", null], "colour": [null, "red"]}});
        assert_eq!(changes(&before, &after), Some(expected));
        assert_eq!(changes(&before, &before), None);
    }
}
