//! `apiKeyCreate`.

use async_graphql::{Context, InputObject, Result};
use domain::{
    access::{Permissions, Role},
    channel::Channel,
    clock::Timestamp,
    id::ChannelId,
    reference::Kind,
    text::{Code, parse_text},
};
use persistence::NewApiKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{ApiKey, new_api_key},
    shown,
};
use crate::{
    access::{
        permission::{ApiKeyRole, Permission},
        user_error::AccessUserError,
    },
    context::Asked,
    error::{ErrorCode, refuse},
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
    /// What its holder may do. Either this or `permissions` is given.
    role: Option<ApiKeyRole>,
    /// What its holder may do, as a combination of its own. Nobody can give what they don't have.
    permissions: Option<Vec<Permission>>,
    /// The codes of the channels that it is bound to: its requests can name no other, and it changes nothing that all
    /// channels share. Null: it is bound to none.
    channels: Option<Vec<String>>,
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
        let role = input.role();
        if let Some(role) = role {
            may_give(ctx, role)?;
        }
        let change = Create {
            is_shown: !call.is_dry_run(),
            name: input.name,
            role,
            channels: input.channels,
            expires_at: input.expires_at.map(|moment| moment.0),
        };
        call.run(ctx, change).await.map(ApiKeyCreatePayload)
    }
}

impl ApiKeyCreateInput {
    /// What its holder may do. None: it is said in no way, or in two.
    fn role(&self) -> Option<Role> {
        match (self.role, &self.permissions) {
            (Some(role), None) => Some(role.value()),
            (None, Some(permissions)) => {
                let permissions = permissions.iter().map(|permission| permission.value());
                Some(Role::Custom(permissions.collect()))
            }
            _ => None,
        }
    }
}

/// Refuses to give what the giver doesn't have.
fn may_give(ctx: &Context<'_>, role: Role) -> Result<()> {
    if ctx.asked().viewer().permissions().cover(role.permissions()) {
        return Ok(());
    }
    let message = "You can give a key only the permissions that you have yourself.";
    Err(refuse(ErrorCode::Forbidden, message))
}

struct Create {
    is_shown: bool,
    name: String,
    /// None: it was said in no way, or in two.
    role: Option<Role>,
    channels: Option<Vec<String>>,
    expires_at: Option<Timestamp>,
}

impl Create {
    fn refusals(&self, now: Timestamp, known: &Kind<ChannelId, Channel>) -> Vec<Refusal> {
        let mut refusals = self.refusals_of_channels(known);
        if self
            .role
            .is_none_or(|role| role == Role::Custom(Permissions::NONE))
        {
            let message = "Give either a `role`, or `permissions`, at least one.";
            let field = ["input", "role"];
            refusals.push(Refusal::new(RefusalCode::Required, &field, message));
        }
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

    fn refusals_of_channels(&self, known: &Kind<ChannelId, Channel>) -> Vec<Refusal> {
        let Some(channels) = &self.channels else {
            return Vec::new();
        };
        if channels.is_empty() {
            let message = "Name at least one channel, or leave `channels` out.";
            let field = ["input", "channels"];
            return vec![Refusal::new(RefusalCode::Required, &field, message)];
        }
        let unknown = channels
            .iter()
            .enumerate()
            .filter(|(_, code)| known.by_code(code).is_none());
        let refused = unknown.map(|(place, code)| {
            let field = ["input", "channels", &place.to_string()];
            let message = format!("There is no channel \"{code}\".");
            Refusal::new(RefusalCode::NotFound, &field, message)
        });
        refused.collect()
    }
}

impl Change for Create {
    const MUTATION: &'static str = "apiKeyCreate";
    type Made = Made;

    async fn apply(&self, work: &mut Work) -> Result<Made, Stop> {
        let transaction = work.transaction()?;
        let refusals = self.refusals(transaction.now(), &transaction.reference().channels);
        let (true, Some(role)) = (refusals.is_empty(), self.role) else {
            return Err(Stop::Refused(refusals));
        };
        let channels = self.channels.as_ref();
        let secret = new_api_key();
        let new = NewApiKey {
            secret: secret.clone(),
            name: self.name.clone(),
            role,
            channels: channels.map(|codes| codes.iter().map(|code| Code::trusted(code)).collect()),
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
