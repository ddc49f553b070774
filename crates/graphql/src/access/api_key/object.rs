//! `ApiKey`.

use async_graphql::{Enum, Object};
use persistence::ApiKey as Stored;

use crate::{scalars::DateTime, viewer::is_admin};

/// What the holder of a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "persistence::ApiKeyRole", visible = "is_admin")]
pub(crate) enum ApiKeyRole {
    /// Everything.
    Admin,
    /// What buyers see.
    Storefront,
}

/// A key.
#[derive(Clone)]
pub(crate) struct ApiKey(pub(crate) Stored);

/// A key with which programs use this API, without its text, which is nowhere stored.
#[Object(visible = "is_admin")]
impl ApiKey {
    /// Its first characters, by which it is known.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// Who holds it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What its holder may do.
    async fn role(&self) -> ApiKeyRole {
        self.0.role.into()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// From when on it is refused. Null: it doesn't expire.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last used, to the minute. Null: not yet.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When it was revoked. Null: it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}
