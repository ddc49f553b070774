//! The mutations of API keys.

mod create;
mod revoke;

use async_graphql::{Context, MergedObject, Result};
use uuid::Uuid;

use super::ApiKey;
use crate::{context::Asked, mutation::Done};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct ApiKeyMutation(create::ApiKeyCreate, revoke::ApiKeyRevoke);

/// The key that a payload shows.
async fn shown<T>(
    ctx: &Context<'_>,
    done: &Done<T>,
    id: impl Fn(&T) -> Uuid,
) -> Option<Result<ApiKey>> {
    let id = id(done.made()?);
    match ctx.store_of(done.view()).api_keys().await {
        Ok(keys) => {
            let key = keys.into_iter().find(|key| key.id.uuid() == id);
            key.map(|key| Ok(ApiKey(key)))
        }
        Err(fault) => Some(Err(ctx.report(&fault))),
    }
}
