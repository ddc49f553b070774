//! `_Service`.

use async_graphql::{Context, Object};

use crate::{context::Asked, sdl};

/// What this subgraph is.
pub(super) struct Service;

/// What a gateway needs to know of this subgraph.
#[Object(name = "_Service")]
impl Service {
    /// Its schema in the schema definition language, with the directives of Apollo Federation 2: the part that the
    /// request's key may see.
    async fn sdl(&self, ctx: &Context<'_>) -> String {
        let permissions = ctx.asked().viewer().permissions();
        sdl::kept_subgraph(permissions).to_string()
    }
}
