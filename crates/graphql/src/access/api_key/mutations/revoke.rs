//! `apiKeyRevoke`.

use async_graphql::{Context, Result};
use uuid::Uuid;

use super::{super::ApiKey, shown};
use crate::{
    access::user_error::AccessUserError,
    mutation::{Call, Change, RefusalCode, Stop, Work, mutation, payload},
};

payload! {
    /// What became of `apiKeyRevoke`.
    ApiKeyRevokePayload(Uuid, AccessUserError) {
        /// The key that is refused from now on. Null: there is none, see `userErrors`.
        async fn api_key(&self, ctx: &Context<'_>) -> Option<Result<ApiKey>> {
            shown(ctx, &self.0, |id| *id).await
        }
    }
}

mutation! {
    /// Revokes a key: within two seconds every node refuses it. One that was revoked before keeps its moment.
    ApiKeyRevoke.api_key_revoke(prefix: String = "The key's first characters, as `ApiKey.prefix` tells them.") -> ApiKeyRevokePayload
}

impl ApiKeyRevoke {
    async fn start(ctx: &Context<'_>, call: Call, prefix: String) -> Result<ApiKeyRevokePayload> {
        call.run(ctx, Revoke { prefix })
            .await
            .map(ApiKeyRevokePayload)
    }
}

struct Revoke {
    prefix: String,
}

impl Change for Revoke {
    const MUTATION: &'static str = "apiKeyRevoke";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let missing = || {
            let message = "There is no key that begins so.";
            Stop::refused(RefusalCode::NotFound, &["prefix"], message)
        };
        // The databases take no NUL in a text.
        if self.prefix.contains('\0') {
            return Err(missing());
        }
        let key = work.transaction()?.revoke_api_key(&self.prefix).await?;
        key.map(|key| key.id.uuid()).ok_or_else(missing)
    }
}
