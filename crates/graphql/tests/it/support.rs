//! A small shop, and clients that ask it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use apollo_compiler::{
    ExecutableDocument, Schema as Definition, request::coerce_variable_values, response::JsonMap,
    validation::Valid,
};
use async_graphql::{Executor, Request, Response, Variables};
use domain::{
    access::{Permission, Permissions},
    locale::Locale,
    text::Code,
};
use feed::{
    Import, Options,
    import::{Input, Silent},
};
use futures_util::stream::BoxStream;
use graphql::{Credential, Parts, Role, Schema, Viewer, build, change::Feed, prepare, sdl_of};
use persistence::{Actor, Store};
use serde_json::{Value, json};
use testkit::database::TestDatabase;

/// The catalogue of `support/shop.jsonl`, or another one.
pub struct Shop {
    pub store: Store,
    /// What tells subscribers. The test itself reads the outbox.
    pub feed: Feed,
    schema: Schema,
    definitions: Mutex<BTreeMap<u16, Arc<Valid<Definition>>>>,
    // Dropped last: the others use it.
    pub database: TestDatabase,
}

impl Shop {
    /// With two channels, a few products of each kind, and a category tree.
    pub async fn open(database: TestDatabase) -> Self {
        Self::with(database, include_str!("support/shop.jsonl")).await
    }

    /// With the records of this feed.
    pub async fn with(database: TestDatabase, feed: &str) -> Self {
        let patience = database.config().busy_timeout;
        Self::with_patience(database, feed, patience).await
    }

    /// The same, where mutations wait for other writers no longer than this.
    pub async fn with_patience(database: TestDatabase, feed: &str, patience: Duration) -> Self {
        let config = persistence::DatabaseConfig {
            busy_timeout: patience,
            ..database.config()
        };
        let store = Store::connect(&config, database.setup()).await.unwrap();
        let told = Feed::default();
        let shop = Self {
            feed: told.clone(),
            schema: build(Parts {
                store: store.clone(),
                clock: database.setup().clock,
                default_channel: None,
                default_locale: Locale::parse("en").unwrap(),
                searching: None,
                feed: Some(told.clone()),
                event_patience: std::time::Duration::from_secs(10),
            }),
            store,
            definitions: Mutex::default(),
            database,
        };
        shop.import(feed).await;
        shop
    }

    /// Adds the records of a feed.
    pub async fn import(&self, feed: &str) {
        let actor = Actor::command_line();
        let import = Import {
            store: &self.store,
            actor: &actor,
            options: Options::default(),
            progress: Silent,
        };
        let reader = Box::new(std::io::Cursor::new(feed.to_owned()));
        let input = Input::Stream {
            name: String::from("test.jsonl"),
            reader,
        };
        let report = import.run(vec![input]).await.unwrap();
        assert!(report.issues.is_empty(), "{:#?}", report.issues);
    }

    /// What an anonymous storefront gets.
    pub async fn ask(&self, query: &str) -> Value {
        self.ask_as(Viewer::anonymous(), query).await
    }

    /// What an admin gets.
    pub async fn ask_as_admin(&self, query: &str) -> Value {
        self.ask_as(admin(), query).await
    }

    /// The `data` of an anonymous storefront's answer, which has no errors.
    #[track_caller]
    pub fn data(&self, query: &str) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        async move {
            let mut answer = self.ask(query).await;
            assert!(answer.get("errors").is_none(), "{caller}: {answer:#}");
            answer["data"].take()
        }
    }

    /// The codes and messages of the errors of an anonymous storefront's answer.
    pub async fn errors(&self, query: &str) -> Vec<String> {
        errors(&self.ask(query).await)
    }

    /// The document is validated first, as the server does: a test that asks for nothing that exists should fail.
    pub async fn ask_as(&self, viewer: Viewer, query: &str) -> Value {
        let definition = self.definition(viewer.permissions());
        if let Err(invalid) =
            ExecutableDocument::parse_and_validate(&definition, query, "test.graphql")
        {
            panic!("{}", invalid.errors);
        }
        self.ask_unvalidated(viewer, query).await
    }

    /// Subscribes, past the validation that the server does.
    pub fn subscribe(&self, viewer: Viewer, query: &str) -> BoxStream<'static, Response> {
        let request = prepare(Request::new(query), viewer, "test");
        Executor::execute_stream(&self.schema, request, None)
    }

    /// Past the validation that the server does.
    pub async fn ask_unvalidated(&self, viewer: Viewer, query: &str) -> Value {
        self.execute(viewer, Request::new(query)).await
    }

    /// The document is one that admins may send, whoever sends it.
    pub async fn ask_with(&self, viewer: Viewer, query: &str, variables: Value) -> Value {
        let whole = self.definition(Permissions::ALL);
        if let Err(invalid) = ExecutableDocument::parse_and_validate(&whole, query, "test.graphql")
        {
            panic!("{query}\n{}", invalid.errors);
        }
        let request = Request::new(query).variables(Variables::from_json(variables));
        self.execute(viewer, request).await
    }

    /// The schema of somebody with these permissions.
    pub fn definition(&self, held: Permissions) -> Arc<Valid<Definition>> {
        let mut known = self.definitions.lock().unwrap();
        let make = || Definition::parse_and_validate(sdl_of(held), "schema.graphql").unwrap();
        let known = known.entry(held.bits()).or_insert_with(|| Arc::new(make()));
        Arc::clone(known)
    }

    /// Whether a document fits the viewer's schema.
    pub fn fits(&self, viewer: &Viewer, query: &str) -> bool {
        let definition = self.definition(viewer.permissions());
        ExecutableDocument::parse_and_validate(&definition, query, "test.graphql").is_ok()
    }

    /// Whether a document with these variables fits the viewer's schema.
    pub fn fits_with(&self, viewer: &Viewer, query: &str, variables: &Value) -> bool {
        let definition = self.definition(viewer.permissions());
        let document = ExecutableDocument::parse_and_validate(&definition, query, "test.graphql");
        let Ok(document) = document else {
            return false;
        };
        let given: JsonMap = serde_json::from_value(variables.clone()).unwrap();
        let operation = document.operations.get(None).unwrap();
        coerce_variable_values(&definition, operation, &given).is_ok()
    }

    async fn execute(&self, viewer: Viewer, request: Request) -> Value {
        let request = prepare(request, viewer, "test");
        let schema = self.schema.clone();
        // In a task of its own, as in a server: outside of the runtime's workers tasks give way differently.
        let response = tokio::spawn(async move { Executor::execute(&schema, request).await })
            .await
            .unwrap();
        serde_json::to_value(&response).unwrap()
    }

    /// How many statements an anonymous storefront's query takes, in a store whose channels and lists didn't change
    /// since the last one. It must succeed.
    pub async fn statements(&self, query: &str) -> u64 {
        self.data("{ nodes(ids: []) { id } }").await;
        self.store.forget_kept();
        self.statements_of(query).await
    }

    /// The same where products may be in memory.
    pub async fn statements_of(&self, query: &str) -> u64 {
        let before = self.store.statements();
        self.data(query).await;
        self.store.statements() - before
    }
}

/// Somebody with an admin's key.
pub fn admin() -> Viewer {
    Viewer {
        role: Role::Admin,
        name: Arc::from("admin"),
        credential: Credential::ApiKey,
        ..Viewer::anonymous()
    }
}

/// Somebody of each role, somebody with each permission alone, and somebody who is bound to a channel.
pub fn viewers() -> Vec<Viewer> {
    let alone = Permission::all().map(|one| Role::Custom(Permissions::NONE.with(one)));
    let unbound = Role::named()
        .chain(alone)
        .map(|role| Viewer { role, ..admin() });
    let bound = Viewer {
        channels: Some([Code::parse("de").unwrap()].into()),
        ..admin()
    };
    unbound.chain([bound]).collect()
}

/// An answer to be proofread.
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// The code and message of each error of an answer.
pub fn errors(answer: &Value) -> Vec<String> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    errors
        .map(|error| {
            format!(
                "{}: {}",
                error["extensions"]["code"].as_str().unwrap_or("-"),
                error["message"].as_str().unwrap()
            )
        })
        .collect()
}

/// A feed of `count` products in one category, each with two variants with prices and stock.
pub fn many_products(count: usize) -> String {
    let head = include_str!("support/shop.jsonl")
        .lines()
        .filter(|line| !line.contains(r#""type":"product""#));
    let mut feed: Vec<String> = head.map(String::from).collect();
    feed.extend((0..count).map(|number| {
        let variant = |size: &str| {
            json!({
                "sku": format!("P{number}-{size}"),
                "options": { "Size": size },
                "prices": [{ "amount": "10.00", "currency": "EUR" }],
                "stock": [{ "location": "berlin", "onHand": 3 }],
            })
        };
        json!({
            "type": "product", "code": format!("p{number}"), "slug": format!("p-{number}"), "name": format!("Product {number}"),
            "channels": ["de"], "categories": ["shirts", "kitchen"], "options": ["Size"], "attributes": { "material": "Wool" },
            "variants": [variant("S"), variant("M")],
        })
        .to_string()
    }));
    feed.join("\n")
}
