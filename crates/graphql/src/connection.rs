//! Relay connections of our own types, since a framework's generic ones carry no descriptions.

mod arguments;
mod cursor;

use std::{future::Future, sync::Arc};

use async_graphql::{Context, Object, OutputType, Result, SimpleObject};
use persistence::page::{Page, SortValues};

use crate::{
    audit::AuditEntry,
    catalog::{
        attribute::Attribute, category::Category, product::Product, variant::ProductVariant,
    },
    channel::Channel,
    inventory::{ledger::StockLedgerEntry, location::Location, stock::StockLevel},
    job::Job,
    pricing::{customer_group::CustomerGroup, price_list::PriceList},
    scalars::int,
};

pub(crate) use arguments::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, PageArguments};
pub(crate) use cursor::Order;

/// What connections are made of.
pub(crate) trait Listed: OutputType + Clone + 'static {
    /// What tells one list of such things from another.
    type List: Send + Sync;

    /// How many things the list has on all its pages.
    fn count(ctx: &Context<'_>, list: &Self::List) -> impl Future<Output = Result<i64>> + Send;
}

/// One page of a list, and what it is a page of.
pub(crate) struct Connection<T: Listed> {
    items: Vec<(T, SortValues)>,
    has_next: bool,
    has_previous: bool,
    order: Arc<Order>,
    list: T::List,
}

impl<T: Listed> Connection<T> {
    /// Makes things of a page's records.
    pub(crate) fn of<R>(
        page: &Page<Arc<R>>,
        order: Arc<Order>,
        list: T::List,
        wrap: impl Fn(Arc<R>) -> T,
    ) -> Self {
        let items = page
            .items
            .iter()
            .map(|(record, place)| (wrap(Arc::clone(record)), place.clone()))
            .collect();
        let page = Page {
            items,
            has_next: page.has_next,
            has_previous: page.has_previous,
        };
        Self::of_items(page, order, list)
    }

    /// Of a page of things.
    pub(crate) fn of_items(page: Page<T>, order: Arc<Order>, list: T::List) -> Self {
        Self {
            items: page.items,
            has_next: page.has_next,
            has_previous: page.has_previous,
            order,
            list,
        }
    }
}

/// One page of a list that can be walked in both directions. Walking all pages gives every item exactly once, whatever
/// is added or removed meanwhile.
#[Object(
    concrete(name = "ProductConnection", params(Product)),
    concrete(name = "ProductVariantConnection", params(ProductVariant)),
    concrete(name = "CategoryConnection", params(Category)),
    concrete(name = "JobConnection", params(Job)),
    concrete(name = "AttributeConnection", params(Attribute)),
    concrete(name = "ChannelConnection", params(Channel)),
    concrete(name = "LocationConnection", params(Location)),
    concrete(name = "CustomerGroupConnection", params(CustomerGroup)),
    concrete(name = "PriceListConnection", params(PriceList)),
    concrete(name = "AuditConnection", params(AuditEntry)),
    concrete(name = "StockLevelConnection", params(StockLevel)),
    concrete(name = "StockLedgerConnection", params(StockLedgerEntry))
)]
impl<T: Listed> Connection<T>
where
    Edge<T>: OutputType,
{
    /// The items of this page with their cursors, in the order of the list.
    async fn edges(&self) -> Vec<Edge<T>> {
        let edge = |(node, place): &(T, SortValues)| Edge {
            cursor: self.order.encode(place),
            node: node.clone(),
        };
        self.items.iter().map(edge).collect()
    }

    /// The items of this page, in the order of the list.
    async fn nodes(&self) -> Vec<&T> {
        self.items.iter().map(|(node, _)| node).collect()
    }

    /// Where this page stands in its list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |(_, place): &(T, SortValues)| self.order.encode(place);
        PageInfo {
            has_next_page: self.has_next,
            has_previous_page: self.has_previous,
            start_cursor: self.items.first().map(cursor),
            end_cursor: self.items.last().map(cursor),
        }
    }

    /// How many items the list has on all its pages. It is counted only where it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(int(T::count(ctx, &self.list).await?))
    }
}

/// An item of a page and where it stands.
#[derive(SimpleObject)]
#[graphql(
    concrete(name = "ProductEdge", params(Product)),
    concrete(name = "ProductVariantEdge", params(ProductVariant)),
    concrete(name = "CategoryEdge", params(Category)),
    concrete(name = "JobEdge", params(Job)),
    concrete(name = "AttributeEdge", params(Attribute)),
    concrete(name = "ChannelEdge", params(Channel)),
    concrete(name = "LocationEdge", params(Location)),
    concrete(name = "CustomerGroupEdge", params(CustomerGroup)),
    concrete(name = "PriceListEdge", params(PriceList)),
    concrete(name = "AuditEdge", params(AuditEntry)),
    concrete(name = "StockLevelEdge", params(StockLevel)),
    concrete(name = "StockLedgerEdge", params(StockLedgerEntry))
)]
pub(crate) struct Edge<T: Listed> {
    /// Where the item stands in its list: to be given to `after` or `before` of the same list.
    cursor: String,
    /// The item.
    node: T,
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether items follow this page.
    pub(crate) has_next_page: bool,
    /// Whether items precede this page.
    pub(crate) has_previous_page: bool,
    /// The cursor of the first item, for `before`. Null: the page is empty.
    pub(crate) start_cursor: Option<String>,
    /// The cursor of the last item, for `after`. Null: the page is empty.
    pub(crate) end_cursor: Option<String>,
}
