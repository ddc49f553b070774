//! The schema as text, for each set of permissions.
//!
//! The whole is what introspection tells of it; the part of a viewer is cut out by the table of permissions
//! (`access/table.rs`): what they may not use is not in it, and neither are types that only that leads to.

mod definitions;
mod introspection;
mod part;
mod print;
mod relay;
mod subgraph;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use domain::access::Permissions;
use futures_util::FutureExt;

pub(crate) use definitions::Definitions;
use introspection::Type;

use crate::{
    schema::{builder, prepare},
    viewer::{Role, Viewer},
};

/// The schema definition as this role sees it; for [`Role::Admin`] the whole.
#[must_use]
pub fn sdl(role: Role) -> String {
    sdl_of(role.permissions())
}

/// The schema definition as somebody with these permissions sees it.
#[must_use]
pub fn sdl_of(permissions: Permissions) -> String {
    print::schema(&part::part(whole(), permissions))
}

/// The schema as this role sees it, as a subgraph of Apollo Federation 2: with the keys of the entities, and without the
/// fields through which a gateway asks for them.
#[must_use]
pub fn subgraph_sdl(role: Role) -> String {
    subgraph_sdl_of(role.permissions())
}

/// As [`subgraph_sdl`], as somebody with these permissions sees it.
fn subgraph_sdl_of(permissions: Permissions) -> String {
    subgraph::schema(part::part(whole(), permissions))
}

/// The schema as this role sees it, for Relay's compiler, which takes `node(id:)` with no other argument.
#[must_use]
pub fn relay_sdl(role: Role) -> String {
    relay::schema(part::part(whole(), role.permissions()))
}

/// As [`subgraph_sdl`], made once for each set of permissions.
pub(crate) fn kept_subgraph(permissions: Permissions) -> Arc<str> {
    static KEPT: LazyLock<Mutex<HashMap<Permissions, Arc<str>>>> = LazyLock::new(Mutex::default);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let text = kept
        .entry(permissions)
        .or_insert_with(|| subgraph_sdl_of(permissions).into());
    Arc::clone(text)
}

/// All types that there are.
fn whole() -> &'static [Type] {
    static WHOLE: LazyLock<Vec<Type>> = LazyLock::new(|| introspection::types(&introspect()));
    &WHOLE
}

fn introspect() -> serde_json::Value {
    let viewer = Viewer {
        role: Role::Admin,
        ..Viewer::anonymous()
    };
    let request = prepare(introspection::QUERY.into(), viewer, "introspection");
    let response = builder()
        .finish()
        .execute(request)
        .now_or_never()
        .expect("introspection waits for nothing");
    assert!(
        response.errors.is_empty(),
        "introspection fails: {:?}",
        response.errors
    );
    response
        .data
        .into_json()
        .expect("introspection answers in JSON")
}
