//! The schema as text, for each set of permissions.
//!
//! The whole is what introspection tells of it; the part of a viewer is cut out by the table of permissions
//! (`access/table.rs`): what they may not use is not in it, and neither are types that only that leads to.

mod definitions;
mod introspection;
mod part;
mod print;

use std::sync::LazyLock;

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
