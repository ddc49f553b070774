//! `SearchResults`.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::clock::Timestamp;
use futures_util::future::try_join_all;
use persistence::CatalogVersion as Version;
use search::{
    hits::SearchAnswer,
    query::{SearchRequest, SoldOut},
};

use super::{
    ask::version_of,
    cursor::List,
    facet::Facet,
    hit::SearchEdge,
    labels::Labels,
    sort::{SearchSortOption, options},
};
use crate::{
    buyer::View,
    catalog::product::Product,
    connection::PageInfo,
    context::Asked as _,
    scalars::{CatalogVersion, DateTime, int},
};

/// What becomes of products that can't be had in the context's channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "SoldOut")]
pub(crate) enum OutOfStock {
    /// They stand where they stand.
    #[default]
    Show,
    /// They are left out: only variants that can be had meet the filter.
    Hide,
    /// They come behind all others, in the same order among themselves.
    Last,
}

/// How exact a count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum CountPrecision {
    /// So many.
    Exact,
    /// So many, or more.
    AtLeast,
}

/// How many there are.
#[derive(SimpleObject)]
pub(crate) struct SearchCount {
    /// The number.
    value: i32,
    /// How exact it is.
    precision: CountPrecision,
}

/// The answer to a search.
pub(crate) struct SearchResults {
    answer: SearchAnswer,
    request: SearchRequest,
    redirect: Option<String>,
    reached: Version,
    indexed_at: Option<Timestamp>,
    view: Arc<View>,
}

impl SearchResults {
    pub(super) fn new(
        answer: SearchAnswer,
        request: SearchRequest,
        redirect: Option<String>,
        reached: Version,
        indexed_at: Option<Timestamp>,
        view: &Arc<View>,
    ) -> Self {
        Self {
            answer,
            request,
            redirect,
            reached,
            indexed_at,
            view: Arc::clone(view),
        }
    }

    /// The products of the hits, in one statement. A product that was found but can't be seen any more, since it was
    /// changed a moment ago, is left out.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<(usize, Product)>> {
        let loads = self
            .answer
            .hits
            .iter()
            .map(|hit| ctx.loaders().product_by_id.load(&self.view, hit.id));
        let found = try_join_all(loads).await?;
        let seen = found
            .into_iter()
            .enumerate()
            .filter_map(|(place, record)| Some((place, Product::of(record?, &self.view))));
        Ok(seen.collect())
    }
}

/// A page of found products, the best first or in the order that was asked for, with facets that count all that was found.
#[Object]
impl SearchResults {
    /// The hits of this page, with their cursors and why they were found.
    async fn edges(&self, ctx: &Context<'_>) -> Result<Vec<SearchEdge>> {
        let products = self.products(ctx).await?;
        let list = List::of(&self.request);
        Ok(products
            .into_iter()
            .map(|(place, product)| {
                let hit = &self.answer.hits[place];
                SearchEdge::new(hit, list, product, self.answer.highlighter.as_ref())
            })
            .collect())
    }

    /// The products of this page.
    async fn nodes(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        let products = self.products(ctx).await?;
        Ok(products.into_iter().map(|(_, product)| product).collect())
    }

    /// Where this page stands. Walking on with `after` gives every product once: by relevance as long as the index doesn't
    /// change, in every other order whatever is indexed meanwhile.
    async fn page_info(&self) -> PageInfo {
        let list = List::of(&self.request);
        let cursor = |hit: &search::hits::Hit| list.write(&hit.cursor);
        PageInfo {
            has_next_page: self.answer.has_next,
            has_previous_page: self.request.after.is_some(),
            start_cursor: self.answer.hits.first().map(cursor),
            end_cursor: self.answer.hits.last().map(cursor),
        }
    }

    /// How many products are found on all pages. It is counted only where it is asked for.
    async fn total_count(&self) -> SearchCount {
        let exact = self.answer.total;
        let counted = exact.unwrap_or_else(|| u64::try_from(self.answer.hits.len()).unwrap_or(0));
        SearchCount {
            value: int(i64::try_from(counted).unwrap_or(i64::MAX)),
            precision: if exact.is_some() {
                CountPrecision::Exact
            } else {
                CountPrecision::AtLeast
            },
        }
    }

    /// The facets, in the order in which they were asked for.
    async fn facets(&self, ctx: &Context<'_>) -> Result<Vec<Facet<'_>>> {
        let labels = Labels::load(ctx, &self.answer.facets, &self.view).await?;
        let labels = Arc::new(labels);
        let facets = self.answer.facets.iter();
        Ok(facets
            .map(|facet| Facet::of(facet, &self.request.filter, &labels))
            .collect())
    }

    /// A better spelling of the query. Null: the catalogue knows the words of the query, or no better ones.
    async fn did_you_mean(&self) -> Option<&str> {
        self.answer.did_you_mean.as_deref()
    }

    /// Where the shop sends those who search for this. Null: nowhere.
    async fn redirect(&self) -> Option<&str> {
        self.redirect.as_deref()
    }

    /// The orders in which these products can be asked for.
    async fn sort_options(&self) -> Vec<SearchSortOption> {
        options(&self.request.sort, &self.view)
    }

    /// When the index was last known to lack nothing of the catalogue.
    async fn indexed_at(&self, ctx: &Context<'_>) -> DateTime {
        let known = self.indexed_at.or(self.answer.state.indexed_at);
        DateTime(known.unwrap_or_else(|| ctx.shared().clock.now()))
    }

    /// The state of the catalogue that this answer reflects, at least. Given to `atLeast`, no older one is answered.
    async fn catalog_version(&self) -> CatalogVersion {
        CatalogVersion(version_of(&self.answer, self.reached))
    }
}
