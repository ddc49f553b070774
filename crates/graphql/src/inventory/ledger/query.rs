//! `stockLedger`.

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, InputObject, Object, Result};
use persistence::inventory::{LedgerFilter, STOCK_LEDGER_CURSOR_TYPES};

use super::{StockLedgerEntry, object::StockLedgerCause};
use crate::{
    connection::{Connection, Order, PageArguments},
    context::Asked,
    scalars::{DateTime, without_nul},
    viewer::{is_admin, require},
};

/// Which changes of stock are asked for: those that fit everything that is given.
#[derive(Debug, Default, InputObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct StockLedgerFilter {
    /// Of the variant with this SKU.
    sku: Option<String>,
    /// At the location with this code.
    location: Option<String>,
    /// Of this cause.
    cause: Option<StockLedgerCause>,
    /// By this actor, as the ledger spells it: `key:` and the key's name, …
    actor: Option<String>,
    /// At this moment or later.
    from: Option<DateTime>,
    /// Before this moment.
    until: Option<DateTime>,
}

impl From<StockLedgerFilter> for LedgerFilter {
    fn from(filter: StockLedgerFilter) -> Self {
        Self {
            sku: filter.sku.map(without_nul),
            location: filter.location.map(without_nul),
            cause: filter.cause.map(Into::into),
            actor: filter.actor.map(without_nul),
            from: filter.from.map(|moment| moment.0),
            until: filter.until.map(|moment| moment.0),
        }
    }
}

/// The root field of the ledger.
#[derive(Default)]
pub(crate) struct StockLedgerQuery;

#[Object]
impl StockLedgerQuery {
    /// Who changed which stock level when, why, and what it held then: every change, the newest first.
    #[graphql(visible = "is_admin")]
    async fn stock_ledger(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which changes. Null: all.")] filter: Option<StockLedgerFilter>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
    ) -> Result<Connection<StockLedgerEntry>> {
        require(ctx, "Query.stockLedger")?;
        let arguments = PageArguments {
            first,
            after,
            last,
            before,
        };
        let order = order();
        let request = arguments.request(&order)?;
        let filter = LedgerFilter::from(filter.unwrap_or_default());
        let page = ctx.store().stock_ledger().page(&filter, &request).await;
        let page = page.map_err(|fault| ctx.report(&fault))?;
        let page = page.filter_map(|entry| Some(StockLedgerEntry(Arc::new(entry))));
        Ok(Connection::of_items(page, order, filter))
    }
}

fn order() -> Arc<Order> {
    static ORDER: LazyLock<Arc<Order>> = LazyLock::new(|| {
        Arc::new(Order {
            name: String::from("the ledger of stock"),
            types: STOCK_LEDGER_CURSOR_TYPES,
        })
    });
    Arc::clone(&ORDER)
}
