//! `auditLog`.

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, ID, InputObject, Object, Result};
use persistence::{AUDIT_CURSOR_TYPES, AuditFilter as Stored, page::Page};

use super::AuditEntry;
use crate::{
    connection::{Connection, Order, PageArguments},
    context::Asked,
    node_id::decode,
    scalars::DateTime,
    viewer::{is_admin, require},
};

/// Which changes are asked for: those that fit everything that is given.
#[derive(Debug, Default, InputObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct AuditFilter {
    /// Of things of this kind, as the log spells it: `product`, `price_list`, …
    kind: Option<String>,
    /// Of things with this code.
    code: Option<String>,
    /// Of the thing with this id, also where it was deleted.
    id: Option<ID>,
    /// By this actor, as the log spells it: `key:` and the key's name, …
    actor: Option<String>,
    /// At this moment or later.
    from: Option<DateTime>,
    /// Before this moment.
    until: Option<DateTime>,
}

impl AuditFilter {
    fn into_condition(self) -> Result<Stored> {
        // The databases take no NUL in a text, so nothing has one; nothing has this either.
        let text = |text: Option<String>| text.map(|text| text.replace('\0', "\u{1}"));
        let entity = self.id.map(|id| decode(&id)).transpose()?;
        Ok(Stored {
            kind: text(self.kind),
            entity_id: entity.map(|(_, id)| id),
            key: text(self.code),
            actor: text(self.actor),
            from: self.from.map(|moment| moment.0),
            until: self.until.map(|moment| moment.0),
        })
    }
}

/// The root field of the audit.
#[derive(Default)]
pub(crate) struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who changed what and when: every change of the catalogue, the newest first.
    #[graphql(visible = "is_admin")]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which changes. Null: all.")] filter: Option<AuditFilter>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
    ) -> Result<Connection<AuditEntry>> {
        require(ctx, "Query.auditLog")?;
        let arguments = PageArguments {
            first,
            after,
            last,
            before,
        };
        let order = order();
        let request = arguments.request(&order)?;
        let condition = filter.unwrap_or_default().into_condition()?;
        let page = ctx.store().audit().page(&condition, &request).await;
        let page = page.map_err(|fault| ctx.report(&fault))?;
        let items = page.items.into_iter();
        let page = Page {
            items: items
                .map(|(record, place)| (Arc::new(record), place))
                .collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
        };
        Ok(Connection::of(&page, order, condition, AuditEntry))
    }
}

fn order() -> Arc<Order> {
    static ORDER: LazyLock<Arc<Order>> = LazyLock::new(|| {
        Arc::new(Order {
            name: String::from("the audit log"),
            types: AUDIT_CURSOR_TYPES,
        })
    });
    Arc::clone(&ORDER)
}
