//! `search`, `suggest`.

use async_graphql::{Context, Object, Result};
use search::query::Filter;

use super::{
    FacetInput, OutOfStock, SearchAsked, SearchFilter, SearchResults, SearchSort, ask,
    suggest::{Suggestions, suggest},
};
use crate::{buyer::BuyerContext, context::view, scalars::CatalogVersion};

/// The root fields of searching.
#[derive(Default)]
pub(crate) struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Finds products by words, filters, or both, with facets: names, brands, categories, attributes, descriptions, SKUs and
    /// barcodes, in the context's language. Without a query it lists what the filter finds.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, at most 512 characters. Null or blank: everything.")]
        query: Option<String>,
        #[graphql(desc = "What found products must be like. Null: anything.")] filter: Option<
            SearchFilter,
        >,
        #[graphql(desc = "In which order. Null: the best first.")] sort: Option<SearchSort>,
        #[graphql(desc = "Which facets to count, at most 30. Null: none.")] facets: Option<
            Vec<FacetInput>,
        >,
        #[graphql(
            desc = "What becomes of products that can't be had.",
            default_with = "OutOfStock::Show"
        )]
        out_of_stock: OutOfStock,
        #[graphql(desc = "At most this many, 0 to 250. Null: 24.")] first: Option<i32>,
        #[graphql(desc = "Only hits after the one with this cursor.")] after: Option<String>,
        #[graphql(
            desc = "Waits, for a short time, until the index reflects this state of the catalogue, such as that of a mutation; an error says where it doesn't come so far. Null: answers at once."
        )]
        at_least: Option<CatalogVersion>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<SearchResults> {
        let view = view(ctx, context).await?;
        let asked = SearchAsked {
            query,
            filter,
            sort,
            facets,
            out_of_stock,
            first,
            after,
            at_least,
            scope: Filter::everything(),
            category: None,
        };
        ask(ctx, asked, &view).await
    }

    /// What somebody may mean who has typed so far: products, categories and queries.
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far: whole words, and the beginning of the last one.")]
        prefix: String,
        #[graphql(desc = "How many suggestions of each kind, 1 to 100.", default = 8)] limit: i32,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<Suggestions> {
        let view = view(ctx, context).await?;
        suggest(ctx, &prefix, limit, &view).await
    }
}
