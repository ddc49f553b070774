//! `Suggestions`: autocomplete.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::text::Code;
use futures_util::future::try_join_all;
use search::suggest::{SuggestRequest, SuggestedCategory, Suggestions as Found};

use super::ask::{context_of, failed, searching};
use crate::{
    buyer::View,
    catalog::{category::Category, product::Product},
    context::Asked as _,
    error::{ErrorCode, refuse},
    scalars::int,
};

const LIMIT_MAX: i32 = 100;

/// What may be meant.
pub(crate) struct Suggestions {
    found: Found,
    view: Arc<View>,
}

/// A query that may be meant.
#[derive(SimpleObject)]
pub(crate) struct SuggestedQuery {
    /// The words, to be given to `search`.
    text: String,
    /// How many products are of that kind.
    count: i32,
}

pub(super) async fn suggest(
    ctx: &Context<'_>,
    prefix: &str,
    limit: i32,
    view: &Arc<View>,
) -> Result<Suggestions> {
    if !(1..=LIMIT_MAX).contains(&limit) {
        let message = format!("`limit` is {limit}; it may be 1 to {LIMIT_MAX}.");
        return Err(refuse(ErrorCode::BadUserInput, message));
    }
    let searching = searching(ctx).await?;
    let context = context_of(ctx, view);
    let request = SuggestRequest {
        synonyms: super::merchandising::synonyms(ctx, &context.locale).await?,
        context,
        prefix: prefix.chars().take(256).collect(),
        limit: usize::try_from(limit).unwrap_or(1),
    };
    let found = searching.index.suggest(&request).await;
    Ok(Suggestions {
        found: found.map_err(|fault| failed(ctx, &fault))?,
        view: Arc::clone(view),
    })
}

/// What somebody may mean who has typed so far; each kind has the likeliest first.
#[Object]
impl Suggestions {
    /// Products.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        let loads = self
            .found
            .products
            .iter()
            .map(|id| ctx.loaders().product_by_id.load(&self.view, *id));
        let found = try_join_all(loads).await?.into_iter().flatten();
        Ok(found
            .map(|record| Product::of(record, &self.view))
            .collect())
    }

    /// Categories with products that can be seen in this context.
    async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let codes = self
            .found
            .categories
            .iter()
            .map(|category| category.code.clone());
        let codes: Vec<Code> = codes.collect();
        let found = ctx
            .store()
            .categories()
            .by_codes(&codes, &self.view.buyer)
            .await;
        let found = found.map_err(|fault| ctx.report(&fault))?;
        let shown = |category: &SuggestedCategory| {
            let record = found.get(&category.code)?;
            Some(Category::of(Arc::clone(record), &self.view))
        };
        Ok(self.found.categories.iter().filter_map(shown).collect())
    }

    /// Queries that find something.
    async fn queries(&self) -> Vec<SuggestedQuery> {
        let queries = self.found.queries.iter().map(|query| SuggestedQuery {
            text: query.text.clone(),
            count: int(i64::try_from(query.count).unwrap_or(i64::MAX)),
        });
        queries.collect()
    }
}
