//! `ApiKey`.

use async_graphql::Object;
use persistence::ApiKey as Stored;

use crate::{
    access::permission::{ApiKeyRole, Permission},
    scalars::DateTime,
    viewer::is_admin,
};

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

    /// What its holder may do, where that has a name. Null: see `permissions`.
    async fn role(&self) -> Option<ApiKeyRole> {
        ApiKeyRole::of(self.0.role)
    }

    /// What its holder may do, beyond what buyers see. Empty: nothing.
    async fn permissions(&self) -> Vec<Permission> {
        let permissions = self.0.role.permissions();
        permissions.iter().filter_map(Permission::of).collect()
    }

    /// The codes of the channels that it is bound to. Null: it is bound to none and holds in all.
    async fn channels(&self) -> Option<Vec<&str>> {
        let codes = self.0.channels.as_ref()?;
        Some(codes.iter().map(|code| code.as_str()).collect())
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
