//! GraphiQL at `/graphiql`: a page to explore the API in, served from the binary.
//!
//! The build embeds the npm packages' browser bundles (see `build/main.rs`), so the page works
//! without internet; a build without npm makes a page that loads them from a content delivery
//! network. The page has no inline script: everything that runs is a file of ours or a pinned one.

mod asset;
mod encoding;
mod page;
mod queries;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

pub use asset::is_embedded;
pub use queries::SAVED_QUERIES;

/// `GET /graphiql` and the files that its page loads.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/graphiql", get(page::show))
        .route("/graphiql/assets/{name}", get(asset::show))
}
