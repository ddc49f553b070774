//! `searchRules`.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::object::{SearchRedirect, SearchRule, SearchSynonyms, shown};
use crate::{
    context::Asked as _,
    viewer::{is_admin, require},
};

/// What the shop has set for its search; each kind in the order of codes.
#[derive(SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchRules {
    /// Words that mean the same.
    synonyms: Vec<SearchSynonyms>,
    /// What comes first, and what counts for more or less.
    rules: Vec<SearchRule>,
    /// Where those are sent who search for something.
    redirects: Vec<SearchRedirect>,
}

/// The root fields of the shop's rules.
#[derive(Default)]
pub(crate) struct RuleQuery;

#[Object]
impl RuleQuery {
    /// What the shop has set for its search.
    #[graphql(visible = "is_admin")]
    async fn search_rules(&self, ctx: &Context<'_>) -> Result<SearchRules> {
        require(ctx, "Query.searchRules")?;
        let rules = ctx.store().search_rules().await;
        let rules = rules.map_err(|fault| ctx.report(&fault))?;
        Ok(SearchRules {
            synonyms: shown(&rules),
            rules: shown(&rules),
            redirects: shown(&rules),
        })
    }
}
