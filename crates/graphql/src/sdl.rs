//! The schema as text, for each role.
//!
//! It is printed from what introspection tells a viewer of the role, so that it is exactly what they see: what
//! `visible` hides is not in it, and neither are types that only hidden fields lead to.

mod introspection;
mod print;

use futures_util::FutureExt;

use crate::{
    schema::{builder, prepare},
    viewer::{Role, Viewer},
};

/// The schema definition as this role sees it; for [`Role::Admin`] the whole.
#[must_use]
pub fn sdl(role: Role) -> String {
    print::schema(&introspection::types(&introspect(role)))
}

fn introspect(role: Role) -> serde_json::Value {
    let viewer = Viewer {
        role,
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
