//! Who asks: which part of the schema they have, and what they may say.

use std::sync::Arc;

use async_graphql::{Context, Result};
use domain::{
    access::{Permission, Permissions},
    text::Code,
};
use persistence::Actor;

pub use domain::access::Role;

use crate::{
    access::table,
    buyer::DefaultContext,
    context::Asked,
    error::{ErrorCode, refuse},
};

/// By what a viewer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    /// Nothing.
    None,
    /// An API key.
    ApiKey,
    /// A token of an issuer that is configured (JWT).
    Token,
}

/// Who sent a request.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// What they may do.
    pub role: Role,
    /// By what they are known.
    pub credential: Credential,
    /// The name of their key or the subject of their token, for the log and the audit trail.
    pub name: Arc<str>,
    /// The channel of their requests where the context names none. None: that of everybody.
    pub channel: Option<Code>,
    /// The channels that they are bound to. None: to none, so that they may name any.
    pub channels: Option<Arc<[Code]>>,
    /// The customer group whose prices are theirs. None: they are of none.
    pub customer_group: Option<Code>,
}

impl Viewer {
    /// Somebody without a key.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            role: Role::Storefront,
            credential: Credential::None,
            name: "anonymous".into(),
            channel: None,
            channels: None,
            customer_group: None,
        }
    }

    /// What they may do, and whether everywhere.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        let permissions = self.role.permissions();
        if self.channels.is_some() {
            permissions.in_some_channels()
        } else {
            permissions
        }
    }

    /// Their role as far as it decides which schema is theirs: without what a key that is bound to channels can't use.
    #[must_use]
    pub fn role_in_schema(&self) -> Role {
        if self.channels.is_some() {
            Role::Custom(self.permissions())
        } else {
            self.role
        }
    }

    /// What decides, beside their permissions, what they are answered, with the context of their whole request: two who have
    /// the same text are answered the same. It holds all of a viewer that resolvers of queries look at.
    #[must_use]
    pub fn sees(&self, context: Option<&DefaultContext>) -> String {
        // Whoever adds a field says here whether it decides what queries answer.
        let Self {
            role: _,
            credential: _,
            name: _,
            channel,
            channels,
            customer_group,
        } = self;
        match (channel, channels, customer_group, context) {
            (None, None, None, None) => String::new(),
            all => format!("{all:?}"),
        }
    }

    /// As the audit names them.
    pub(crate) fn actor(&self) -> Actor {
        match self.credential {
            Credential::Token => Actor::token(&self.name),
            Credential::ApiKey | Credential::None => Actor::api_key(&self.name),
        }
    }

    fn may(&self, permission: Permission) -> bool {
        self.permissions().has(permission)
    }

    /// Whether drafts, archived and unpublished products are shown to them.
    #[must_use]
    pub fn sees_unpublished(&self) -> bool {
        self.may(Permission::CATALOG_READ)
    }

    /// Whether they may ask for any customer group's prices.
    #[must_use]
    pub fn may_name_customer_group(&self) -> bool {
        self.may(Permission::PRICING_READ)
    }

    /// Whether they may ask as of another time than now, which shows what is not published yet, and prices to come.
    #[must_use]
    pub fn may_choose_time(&self) -> bool {
        self.may(Permission::CATALOG_READ) && self.may(Permission::PRICING_READ)
    }

    /// Whether they may name this channel.
    #[must_use]
    pub fn may_name_channel(&self, code: &str) -> bool {
        let bound_to = self.channels.as_deref();
        bound_to.is_none_or(|channels| channels.iter().any(|channel| **channel == *code))
    }
}

/// Whether the viewer has any permission: the `visible` of everything that needs one. What needs which is said by the
/// table of permissions ([`may_use`]), by which the front door cuts out their schema and answers introspection.
pub(crate) fn is_admin(ctx: &Context<'_>) -> bool {
    !ctx.asked().viewer().permissions().is_none()
}

/// Whether the viewer may use an element of the schema, by its coordinate (`Type`, or `Type.field`).
pub(crate) fn may_use(ctx: &Context<'_>, element: &str) -> bool {
    let held = ctx.asked().viewer().permissions();
    table()
        .of(element)
        .is_some_and(|needs| needs.are_met_by(held))
}

/// Refuses whoever may not use an element of the schema. Resolvers of what needs a permission ask this too: that their
/// document fits their schema is the front door's promise alone.
pub(crate) fn require(ctx: &Context<'_>, element: &str) -> Result<()> {
    if may_use(ctx, element) {
        return Ok(());
    }
    let held = ctx.asked().viewer().permissions();
    let message = table().of(element).map_or_else(
        || format!("`{element}` is not in the table of permissions."),
        |needs| needs.refusal(held),
    );
    Err(refuse(ErrorCode::Forbidden, message))
}

/// Refuses whoever is bound to other channels than this one.
pub(crate) fn require_channel(ctx: &Context<'_>, code: &str) -> Result<()> {
    let viewer = ctx.asked().viewer();
    if viewer.may_name_channel(code) {
        return Ok(());
    }
    Err(refuse(ErrorCode::Forbidden, bound_to_others(code)))
}

pub(crate) fn bound_to_others(code: &str) -> String {
    format!("Your key is bound to other channels than {code:?}.")
}
