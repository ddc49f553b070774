//! `apiKeyCreate`.

use async_graphql::{Context, InputObject, Result};
use domain::clock::Timestamp;
use domain::text::parse_text;
use persistence::NewApiKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{ApiKey, ApiKeyRole, new_api_key},
    shown,
};
use crate::{
    access::user_error::AccessUserError,
    mutation::{Call, Change, Refusal, RefusalCode, Stop, Work, mutation, payload},
    scalars::DateTime,
};

/// Most characters of a key's name.
const NAME_MAX: usize = 128;

/// A new key.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ApiKeyCreateInput {
    /// Who holds it, at most 128 characters: what the audit shows.
    name: String,
    /// What its holder may do.
    role: ApiKeyRole,
    /// From when on it is refused, in the future. Null: it doesn't expire.
    expires_at: Option<DateTime>,
}

/// What is known of a new key. Its text is in no answer that is remembered.
#[derive(Serialize, Deserialize)]
pub(crate) struct Made {
    id: Uuid,
    #[serde(skip)]
    secret: Option<String>,
}

payload! {
    /// What became of `apiKeyCreate`.
    ApiKeyCreatePayload(Made, AccessUserError) {
        /// The new key. Null: it was not made, see `userErrors`.
        async fn api_key(&self, ctx: &Context<'_>) -> Option<Result<ApiKey>> {
            shown(ctx, &self.0, |made| made.id).await
        }

        /// Its text, to be sent as `Authorization: Bearer …`. It is shown this once and stored nowhere. Null: it was not made,
        /// or this is a dry run, or the answer to a mutation that was sent again: then revoke the key and make another.
        async fn secret(&self) -> Option<&str> {
            self.0.made()?.secret.as_deref()
        }
    }
}

mutation! {
    /// Makes a key with which programs use this API.
    ApiKeyCreate.api_key_create(input: ApiKeyCreateInput = "What it is.") -> ApiKeyCreatePayload
}

impl ApiKeyCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: ApiKeyCreateInput,
    ) -> Result<ApiKeyCreatePayload> {
        let change = Create {
            is_shown: !call.is_dry_run(),
            name: input.name,
            role: input.role.into(),
            expires_at: input.expires_at.map(|moment| moment.0),
        };
        call.run(ctx, change).await.map(ApiKeyCreatePayload)
    }
}

struct Create {
    is_shown: bool,
    name: String,
    role: persistence::ApiKeyRole,
    expires_at: Option<Timestamp>,
}

impl Create {
    fn refusals(&self, now: Timestamp) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if let Err(error) = parse_text(&self.name, NAME_MAX) {
            let field = ["input", "name"];
            refusals.push(Refusal::new(
                RefusalCode::Invalid,
                &field,
                error.to_string(),
            ));
        } else if self.name.trim().is_empty() {
            let message = "Say who holds the key.";
            refusals.push(Refusal::new(
                RefusalCode::Required,
                &["input", "name"],
                message,
            ));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            let message = "This moment is over already.";
            let field = ["input", "expiresAt"];
            refusals.push(Refusal::new(RefusalCode::Invalid, &field, message));
        }
        refusals
    }
}

impl Change for Create {
    const MUTATION: &'static str = "apiKeyCreate";
    type Made = Made;

    async fn apply(&self, work: &mut Work) -> Result<Made, Stop> {
        let transaction = work.transaction()?;
        let refusals = self.refusals(transaction.now());
        if !refusals.is_empty() {
            return Err(Stop::Refused(refusals));
        }
        let secret = new_api_key();
        let new = NewApiKey {
            secret: secret.clone(),
            name: self.name.clone(),
            role: self.role,
            expires_at: self.expires_at,
        };
        let made = transaction.create_api_key(new).await;
        let made = made.map_err(|failure| Stop::about(&["input"], failure))?;
        Ok(Made {
            id: made.id.uuid(),
            secret: self.is_shown.then_some(secret),
        })
    }
}
