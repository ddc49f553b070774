//! Who asks: which part of the schema they have, and what they may say.

use std::sync::Arc;

use async_graphql::{Context, Result};
use domain::text::Code;

use crate::{
    context::Asked,
    error::{ErrorCode, refuse},
};

/// Which part of the schema a viewer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Shoppers and the storefronts that serve them; everybody without a key.
    Storefront,
    /// Those who run the shop: the whole schema, drafts and stock levels.
    Admin,
}

/// Who sent a request.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Which part of the schema is theirs.
    pub role: Role,
    /// The name of their key, for the log and the audit trail.
    pub name: Arc<str>,
    /// The channel that their key is bound to, where the context names none. None: bound to none.
    pub channel: Option<Code>,
}

impl Viewer {
    /// Somebody without a key.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            role: Role::Storefront,
            name: "anonymous".into(),
            channel: None,
        }
    }

    /// Whether drafts, archived and unpublished products are shown to them.
    #[must_use]
    pub fn sees_unpublished(&self) -> bool {
        self.role == Role::Admin
    }

    /// Whether they may ask for a customer group's prices.
    #[must_use]
    pub fn may_name_customer_group(&self) -> bool {
        self.role == Role::Admin
    }

    /// Whether they may ask as of another time than now.
    #[must_use]
    pub fn may_choose_time(&self) -> bool {
        self.role == Role::Admin
    }
}

/// Whether the viewer's schema has its admin part: the `visible` of everything in that part.
pub(crate) fn is_admin(ctx: &Context<'_>) -> bool {
    ctx.asked().viewer().role == Role::Admin
}

/// Refuses everybody but admins. Resolvers of the admin part ask this too, since `visible` only hides.
pub(crate) fn require_admin(ctx: &Context<'_>) -> Result<()> {
    if is_admin(ctx) {
        return Ok(());
    }
    Err(refuse(ErrorCode::Forbidden, "This needs an admin's key."))
}
