//! `stockLevels`.

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, InputObject, Object, Result};
use persistence::inventory::{STOCK_LEVEL_CURSOR_TYPES, StockLevelFilter as Stored};

use super::StockLevel;
use crate::{
    connection::{Connection, Listed, Order, PageArguments},
    context::{Asked, view},
    scalars::without_nul,
    viewer::{is_admin, require},
};

/// Which stock levels are asked for: those that fit everything that is given.
#[derive(Debug, Default, InputObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct StockLevelFilter {
    /// Of variants with one of these SKUs.
    skus: Option<Vec<String>>,
    /// At locations with one of these codes.
    locations: Option<Vec<String>>,
    /// Of which at most so many units can be reserved now; 0 finds what is sold out.
    available_at_most: Option<i32>,
    /// True: units are on their way. False: none are.
    has_incoming: Option<bool>,
}

impl From<StockLevelFilter> for Stored {
    fn from(filter: StockLevelFilter) -> Self {
        let texts = |list: Vec<String>| list.into_iter().map(without_nul).collect();
        Self {
            skus: filter.skus.map(texts),
            locations: filter.locations.map(texts),
            available_at_most: filter.available_at_most.map(at_most),
            has_incoming: filter.has_incoming,
        }
    }
}

/// What has a deficit has nothing to be reserved either.
fn at_most(units: i32) -> i64 {
    if units < 0 {
        i64::MIN
    } else {
        i64::from(units)
    }
}

/// The root field of stock levels.
#[derive(Default)]
pub(crate) struct StockLevelQuery;

#[Object]
impl StockLevelQuery {
    /// The stock levels of all variants at all locations, by SKU and then by the location's code.
    #[graphql(visible = "is_admin")]
    async fn stock_levels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which levels. Null: all.")] filter: Option<StockLevelFilter>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
    ) -> Result<Connection<StockLevel>> {
        require(ctx, "Query.stockLevels")?;
        let arguments = PageArguments {
            first,
            after,
            last,
            before,
        };
        let order = order();
        let request = arguments.request(&order)?;
        let filter = Stored::from(filter.unwrap_or_default());
        let view = view(ctx, None).await?;
        let page = ctx
            .store()
            .stock()
            .page(&filter, &request, &view.reference)
            .await;
        let page = page.map_err(|fault| ctx.report(&fault))?;
        let page = page.filter_map(|found| StockLevel::of(&found.sku, &found.level, &view));
        Ok(Connection::of_items(page, order, filter))
    }
}

fn order() -> Arc<Order> {
    static ORDER: LazyLock<Arc<Order>> = LazyLock::new(|| {
        Arc::new(Order {
            name: String::from("stock levels"),
            types: STOCK_LEVEL_CURSOR_TYPES,
        })
    });
    Arc::clone(&ORDER)
}

impl Listed for StockLevel {
    type List = Stored;

    async fn count(ctx: &Context<'_>, list: &Stored) -> Result<i64> {
        let count = ctx.store().stock().count(list).await;
        count.map_err(|fault| ctx.report(&fault))
    }
}
