//! `apiKeys`.

use async_graphql::{Context, Object, Result};

use super::ApiKey;
use crate::{context::Asked, viewer::require};

/// The root field.
#[derive(Default)]
pub(crate) struct ApiKeyQuery;

#[Object]
impl ApiKeyQuery {
    /// All keys, the oldest first; revoked and expired ones too.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        require(ctx, "Query.apiKeys")?;
        let keys = ctx.store().api_keys().await;
        let keys = keys.map_err(|fault| ctx.report(&fault))?;
        Ok(keys.into_iter().map(ApiKey).collect())
    }
}
