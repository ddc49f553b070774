//! What the least possible server does, for `dev/bench`: it answers each page with bytes from memory, by the same
//! framework, runtime and allocator as `vitrine`, and reads the request's body as that does.
//!
//! `baseline ADDRESS FOLDER` serves each file of the folder at `/page/NAME`, whatever the method.

use std::{collections::HashMap, env, fs, path::Path, sync::Arc};

use anyhow::Context as _;
use axum::{
    Router,
    body::Bytes,
    extract::{self, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Pages = Arc<HashMap<String, Bytes>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let (Some(address), Some(folder), None) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        anyhow::bail!("usage: baseline ADDRESS FOLDER");
    };
    let pages =
        load(Path::new(&folder)).with_context(|| format!("reading the pages in {folder}"))?;
    let routes = Router::new()
        .route("/ready", get(|| async { "ready" }))
        .route("/page/{name}", any(page))
        .with_state(Arc::new(pages));
    let listener = TcpListener::bind(&address)
        .await
        .with_context(|| format!("listening on {address}"))?;
    axum::serve(listener, routes).await.context("serving")
}

/// The files of a folder by their names.
fn load(folder: &Path) -> anyhow::Result<HashMap<String, Bytes>> {
    let mut pages = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        pages.insert(
            entry.file_name().to_string_lossy().into_owned(),
            Bytes::from(fs::read(entry.path())?),
        );
    }
    Ok(pages)
}

async fn page(
    State(pages): State<Pages>,
    extract::Path(name): extract::Path<String>,
    _body: Bytes,
) -> Response {
    match pages.get(&name) {
        Some(page) => (
            [(header::CONTENT_TYPE, "application/graphql-response+json")],
            page.clone(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
