//! A server with the sample in the fuzzer's process, and what must hold of every answer.

mod input;

use std::{ffi::OsString, path::PathBuf, sync::OnceLock, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use feed::{
    Import, Options,
    import::{Input, Silent},
};
use http_body_util::BodyExt as _;
use domain::access::Role;
use persistence::{Actor, NewApiKey};
use serde_json::{Value, json};
use server::{
    App, build_app_with,
    config::{Config, Flags, Layers},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

pub use input::{Generated, Inputs};

const SAMPLE: &[u8] = include_bytes!("../../samples/catalogue.jsonl");

/// The key of the shop's admin.
pub const ADMIN_KEY: &str = "vtr_admin_of_the_fuzzers_0123456789abcdef";

/// The shop that a target asks.
pub struct Shop {
    runtime: Runtime,
    router: Router,
    app: App,
    _folder: TempDir,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// The shop of this process, opened when it is first asked for.
pub fn shop() -> &'static Shop {
    static SHOP: OnceLock<Shop> = OnceLock::new();
    SHOP.get_or_init(Shop::open)
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the shop");
        // One thread: what happens between two inputs is over before the next.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let app = runtime.block_on(open(&folder));
        Self {
            runtime,
            router: app.router(),
            app,
            _folder: folder,
        }
    }

    /// Sends a request of any kind. A request that could not be sent by any client is passed over.
    pub fn send(&self, request: Result<Request<Body>, axum::http::Error>) -> Option<Reply> {
        let request = request.ok()?;
        Some(self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await;
            let (head, body) = response.expect("the router is infallible").into_parts();
            let bytes = body.collect().await.expect("a body in memory").to_bytes();
            Reply {
                status: head.status,
                headers: head.headers,
                bytes: bytes.to_vec(),
            }
        }))
    }

    /// Runs a document, as a storefront or as an admin. The answer has passed [`Reply::checked`].
    pub fn run(&self, query: &str, variables: &Value, admin: bool) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        if admin {
            request = request.header("authorization", format!("Bearer {ADMIN_KEY}"));
        }
        self.send(request.body(Body::from(body.to_string())))
            .expect("a request of ours")
            .checked()
    }

    /// Finds out what a file would do; it must come to an end, of whatever kind, and change nothing.
    pub fn import(&self, name: &str, bytes: Vec<u8>) {
        let actor = Actor::command_line();
        let store = self.app.store();
        let before = self
            .runtime
            .block_on(store.catalog_version())
            .expect("the store is there");
        let import = Import {
            store,
            actor: &actor,
            options: Options {
                skip_invalid: true,
                dry_run: true,
                issue_limit: 10,
            },
            progress: Silent,
        };
        let input = Input::Stream {
            name: name.to_owned(),
            reader: Box::new(std::io::Cursor::new(bytes)),
        };
        let outcome = self.runtime.block_on(import.run(vec![input]));
        assert!(outcome.is_ok(), "{:?}", outcome.err());
        let after = self
            .runtime
            .block_on(store.catalog_version())
            .expect("the store is there");
        assert_eq!(before, after, "a dry run changed the catalogue");
    }
}

impl Reply {
    /// The answer as JSON, which must be no fault of the server's.
    pub fn checked(self) -> Value {
        assert!(
            !self.status.is_server_error(),
            "{}: {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        let answer: Value = serde_json::from_slice(&self.bytes).expect("answers are JSON");
        for error in answer["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"]
                .as_str()
                .expect("every error has a code");
            assert!(
                !matches!(
                    code,
                    "INTERNAL_SERVER_ERROR" | "SERVICE_UNAVAILABLE" | "SEARCH_UNAVAILABLE"
                ),
                "{answer:#}"
            );
            assert!(
                error["message"]
                    .as_str()
                    .is_some_and(|message| !message.is_empty()),
                "{answer:#}"
            );
        }
        answer
    }
}

/// A server on SQLite with the sample, its index filled and at rest.
async fn open(folder: &TempDir) -> App {
    let data = folder.path().to_str().expect("a path of letters");
    let layers = Layers {
        file: None,
        folder: PathBuf::from("/nonexistent"),
        environment: vec![(OsString::from("VITRINE_DATA_DIR"), OsString::from(data))],
        flags: Flags::default(),
    };
    let config = Config::load(&layers).expect("the defaults");
    let app = build_app_with(&config, server::system::setup())
        .await
        .expect("an empty folder");
    let actor = Actor::command_line();
    let import = Import {
        store: app.store(),
        actor: &actor,
        options: Options::default(),
        progress: Silent,
    };
    let input = Input::Stream {
        name: String::from("sample"),
        reader: Box::new(SAMPLE),
    };
    let report = import
        .run(vec![input])
        .await
        .expect("the sample is imported");
    assert!(report.issues.is_empty(), "the sample is a good feed");
    let key = NewApiKey {
        secret: String::from(ADMIN_KEY),
        name: String::from("fuzz"),
        role: Role::Admin,
        channels: None,
        expires_at: None,
    };
    app.store().api_key_create(key).await.expect("a key");
    let indexing = app.start_indexing(&config).expect("an index of our own");
    let version = app
        .store()
        .catalog_version()
        .await
        .expect("the store is there");
    let reached = app.indexer().reach(version, Duration::from_secs(60)).await;
    assert!(matches!(reached, Ok(Ok(()))), "the index has the sample");
    indexing.abort();
    app
}
