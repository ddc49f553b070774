//! From what a request says to a question to the index, and its answer.

use std::sync::Arc;

use async_graphql::{Context, Error, Result};
use domain::{
    locale::Locale,
    outcome::{Fault, FaultKind},
    pricing::selection::PriceFacts,
    text::Code,
};
use persistence::CatalogVersion as Version;
use search::{
    document::PriceContext,
    facet::FacetRequest,
    hits::{Position, SearchAnswer},
    query::{Audience, Field, Filter, SearchContext, SearchRequest},
};

use super::{
    FacetInput, OutOfStock, SearchFilter, SearchResults, SearchSort, Searching, cursor::List,
    follower::Behind, merchandising::merchandised,
};
use crate::{
    buyer::View,
    connection::{MAX_PAGE_SIZE, PageArguments},
    context::Asked as _,
    error::{ErrorCode, refuse},
    scalars::CatalogVersion,
    viewer::may_use,
};

/// What a search field was asked.
pub(crate) struct Asked {
    pub(crate) query: Option<String>,
    pub(crate) filter: Option<SearchFilter>,
    pub(crate) sort: Option<SearchSort>,
    pub(crate) facets: Option<Vec<FacetInput>>,
    pub(crate) out_of_stock: OutOfStock,
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) at_least: Option<CatalogVersion>,
    /// What no facet lifts.
    pub(crate) scope: Filter,
    /// The code of the category whose page it is. None: it is none.
    pub(crate) category: Option<Code>,
}

/// The longest query that is looked at, in characters, without the space around it; what is behind it is cut off.
const QUERY_MAX: usize = 512;

/// Most facets of one search.
const FACETS_MAX: usize = 30;

/// Searches.
pub(crate) async fn ask(
    ctx: &Context<'_>,
    asked: Asked,
    view: &Arc<View>,
) -> Result<SearchResults> {
    let searching = searching(ctx).await?;
    let reached = reach(ctx, searching, asked.at_least).await?;
    let (request, category) = request(ctx, asked, view).await?;
    let (request, redirect) = merchandised(ctx, request, category.as_ref(), view).await?;
    let answer = searching
        .index
        .search(&request)
        .await
        .map_err(|fault| failed(ctx, &fault))?;
    Ok(SearchResults::new(
        answer,
        request,
        redirect,
        reached,
        searching.follower.indexed_at(),
        view,
    ))
}

/// The index, if there is one that was filled: what is asked of one that is being filled for the first time waits, since it
/// would find too little.
///
/// # Errors
/// Where there is none, or it isn't filled in time.
pub(super) async fn searching<'c>(ctx: &Context<'c>) -> Result<&'c Searching> {
    let searching = ctx.shared().searching.as_ref().ok_or_else(|| {
        let message = "This server has no search index.";
        refuse(ErrorCode::SearchUnavailable, message)
    })?;
    if searching.follower.indexed_at().is_some() {
        return Ok(searching);
    }
    let state = searching.index.engine().state().await;
    let state = state.map_err(|fault| failed(ctx, &fault))?;
    if state.is_some_and(|state| state.position > Position(0))
        || searching.follower.filled(searching.patience).await
    {
        return Ok(searching);
    }
    let message = "The search index is being filled for the first time; everything but search works. Try again in a while.";
    Err(refuse(ErrorCode::SearchUnavailable, message))
}

/// Waits for a version that was asked for.
async fn reach(
    ctx: &Context<'_>,
    searching: &Searching,
    at_least: Option<CatalogVersion>,
) -> Result<Version> {
    let Some(CatalogVersion(version)) = at_least else {
        return Ok(Version(0));
    };
    let waited = searching.follower.reach(version, searching.patience).await;
    match waited.map_err(|fault| ctx.report(&fault))? {
        Ok(()) => Ok(version),
        Err(Behind::Unknown) => Err(refuse(
            ErrorCode::BadUserInput,
            "`atLeast` is no version of this catalogue. Versions are taken from its answers as they are.",
        )),
        Err(Behind::TooLate) => Err(refuse(
            ErrorCode::SearchBehind,
            format!(
                "The search index has not come as far as `atLeast` in {} s. Try again, or ask without it.",
                searching.patience.as_secs_f32()
            ),
        )),
    }
}

/// A fault of the engine: browsing goes on.
pub(super) fn failed(ctx: &Context<'_>, fault: &Fault) -> Error {
    match fault.kind {
        FaultKind::Unavailable | FaultKind::Timeout | FaultKind::Contended => {
            let mut error = ctx.report(fault);
            let message =
                "Search doesn't work at the moment; everything else does. Try again in a while.";
            let code = refuse(ErrorCode::SearchUnavailable, message);
            if let (Some(extensions), Some(told)) = (&mut error.extensions, code.extensions)
                && let Some(code) = told.get("code")
            {
                extensions.set("code", code.clone());
            }
            error.message = code.message;
            error
        }
        FaultKind::Corrupt | FaultKind::Bug => ctx.report(fault),
    }
}

/// Who searches.
pub(super) fn context_of(ctx: &Context<'_>, view: &View) -> SearchContext {
    let buyer = &view.buyer;
    let prices = PriceFacts::of(buyer, &view.reference.price_lists);
    let default = &ctx.shared().defaults.locale;
    let locales = view.reference.locales(default);
    // `de` is asked for in a channel that speaks English: where another one speaks `de-DE`, that is indexed.
    let indexed = |asked: &Locale| {
        let narrower = || {
            locales
                .iter()
                .find(|known| known.fallbacks().contains(asked))
        };
        locales.get(asked).or_else(narrower)
    };
    let locale: Option<&Locale> = buyer.locales.iter().find_map(indexed);
    SearchContext {
        audience: if buyer.sees_unpublished {
            Audience::Admin
        } else {
            Audience::Storefront
        },
        channel: buyer.channel.code.clone(),
        prices: prices.map(|facts| PriceContext(facts.key)),
        locale: locale.unwrap_or(default).clone(),
        at: buyer.at,
    }
}

async fn request(
    ctx: &Context<'_>,
    asked: Asked,
    view: &Arc<View>,
) -> Result<(SearchRequest, Option<Code>)> {
    let first = PageArguments::first(asked.first)?;
    debug_assert!(first <= MAX_PAGE_SIZE);
    let sort = SearchSort::or_default(asked.sort, view)?;
    let sold_out = asked.out_of_stock.into();
    let facets = asked.facets.unwrap_or_default();
    if facets.len() > FACETS_MAX {
        let message = format!(
            "`facets` has {}; a search counts at most {FACETS_MAX}.",
            facets.len()
        );
        return Err(refuse(ErrorCode::BadUserInput, message));
    }
    let facets = facets.into_iter().map(|facet| facet.into_request(view));
    let mut facets = facets.collect::<Result<Vec<_>>>()?;
    hide_categories(ctx, &mut facets, view).await?;
    let filter = match asked.filter {
        Some(filter) => filter.into_filter(ctx, view).await?,
        None => Filter::everything(),
    };
    let look = ctx.look_ahead();
    let query = asked
        .query
        .map(|query| query.trim().chars().take(QUERY_MAX).collect::<String>());
    let query = query.filter(|query| !query.is_empty());
    let mut request = SearchRequest {
        query,
        scope: asked.scope,
        filter,
        facets,
        sort,
        sold_out,
        first: usize::try_from(first).unwrap_or(0),
        count: look.field("totalCount").exists(),
        explain: may_use(ctx, "SearchEdge.explanation")
            && look.field("edges").field("explanation").exists(),
        ..SearchRequest::new(context_of(ctx, view))
    };
    if let Some(cursor) = &asked.after {
        request.after = Some(List::of(&request).read(cursor, &request.sort, sold_out)?);
    }
    Ok((request, asked.category))
}

/// Has the facets of categories tell none that a storefront isn't shown.
async fn hide_categories(
    ctx: &Context<'_>,
    facets: &mut [FacetRequest],
    view: &View,
) -> Result<()> {
    let is_of_categories = |facet: &FacetRequest| facet.field == Field::Category;
    if view.buyer.sees_unpublished || !facets.iter().any(is_of_categories) {
        return Ok(());
    }
    let hidden = ctx.store().categories().hidden().await;
    let hidden = hidden.map_err(|fault| ctx.report(&fault))?;
    for facet in facets {
        if is_of_categories(facet) {
            facet.hidden.clone_from(&hidden);
        }
    }
    Ok(())
}

/// What an answer reflects at least.
pub(super) fn version_of(answer: &SearchAnswer, reached: Version) -> Version {
    let indexed = i64::try_from(answer.state.position.0).unwrap_or(i64::MAX);
    reached.max(Version(indexed))
}
