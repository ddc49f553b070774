//! A small schema with what the door has to deal with, and a client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_graphql::{
    Context, EmptySubscription, Enum, ErrorExtensions, InputObject, Interface, Object, OneofObject,
    Schema, SimpleObject, ValidationMode,
};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use domain::access::Permissions;
use graphql::Role;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::front::{Caller, Front, Limits, ViewerSchemas};
use tokio::sync::Notify;

/// What resolvers leave behind for tests to look at.
#[derive(Default)]
pub(crate) struct Trace {
    /// Mutations carried to their end.
    pub(crate) written: AtomicUsize,
    /// Queries carried to their end.
    pub(crate) waited: AtomicUsize,
    /// Told when a slow resolver has begun.
    pub(crate) begun: Notify,
    /// Lets slow resolvers go on.
    pub(crate) go_on: Notify,
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "String"))]
pub(crate) enum Node {
    Book(Book),
}

#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub(crate) struct Book {
    id: String,
    title: String,
}

#[async_graphql::ComplexObject]
impl Book {
    async fn sequel(&self) -> Book {
        Book {
            id: format!("{}+", self.id),
            title: format!("{} II", self.title),
        }
    }

    async fn sequels(&self, #[graphql(default = 2)] first: usize) -> Vec<Book> {
        (0..first)
            .map(|at| Book {
                id: format!("{}.{at}", self.id),
                title: self.title.clone(),
            })
            .collect()
    }

    #[graphql(visible = "is_admin")]
    async fn purchase_price_secret(&self) -> i32 {
        7
    }
}

fn is_admin(context: &Context<'_>) -> bool {
    context.data_opt::<Role>() == Some(&Role::Admin)
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Red,
    Green,
}

#[derive(OneofObject)]
pub(crate) enum BookBy {
    Id(String),
    Title(String),
    Shelf(Shelf),
}

#[derive(InputObject)]
pub(crate) struct Shelf {
    row: i32,
    #[graphql(default)]
    by: Option<Box<BookBy>>,
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn book(&self, by: BookBy) -> Option<Book> {
        let id = match by {
            BookBy::Id(id) => id,
            BookBy::Title(title) => {
                return Some(Book {
                    id: String::from("1"),
                    title,
                });
            }
            BookBy::Shelf(shelf) => format!("row {} {}", shelf.row, shelf.by.is_some()),
        };
        Some(Book {
            id,
            title: String::from("Dune"),
        })
    }

    async fn books(&self, by: Option<Vec<BookBy>>) -> Vec<Book> {
        by.into_iter()
            .flatten()
            .map(|_| Book {
                id: String::from("1"),
                title: String::from("Dune"),
            })
            .collect()
    }

    async fn node(&self, id: String) -> Option<Node> {
        Some(Node::Book(Book {
            id,
            title: String::from("Dune"),
        }))
    }

    async fn echo(
        &self,
        text: Option<String>,
        number: Option<i32>,
        colour: Option<Colour>,
        list: Option<Vec<i32>>,
    ) -> String {
        let colour = colour.map(|colour| {
            if colour == Colour::Red {
                "red"
            } else {
                "green"
            }
        });
        format!("{text:?} {number:?} {colour:?} {list:?}")
    }

    async fn fails(&self) -> async_graphql::Result<String> {
        Err(async_graphql::Error::new("no such row at db/internal.rs:7"))
    }

    async fn refuses(&self) -> Option<async_graphql::Result<String>> {
        Some(Err(async_graphql::Error::new("Not for you.").extend_with(
            |_, extensions| extensions.set("code", "FORBIDDEN"),
        )))
    }

    async fn panics(&self) -> bool {
        broken("secret of the resolver")
    }

    async fn waits(&self, context: &Context<'_>) -> bool {
        let trace = context.trace();
        trace.begun.notify_one();
        trace.go_on.notified().await;
        trace.waited.fetch_add(1, Ordering::SeqCst);
        true
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn write(&self, context: &Context<'_>) -> bool {
        let trace = context.trace();
        trace.begun.notify_one();
        trace.go_on.notified().await;
        trace.written.fetch_add(1, Ordering::SeqCst);
        true
    }

    async fn count(&self, context: &Context<'_>) -> usize {
        context.trace().written.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn burn(&self) -> bool {
        broken("secret of the mutation")
    }
}

trait TraceOf {
    fn trace(&self) -> Arc<Trace>;
}

impl TraceOf for Context<'_> {
    fn trace(&self) -> Arc<Trace> {
        Arc::clone(
            self.data::<Arc<Trace>>()
                .expect("the test puts its trace on every request"),
        )
    }
}

pub(crate) type TestSchema = Schema<Query, Mutation, EmptySubscription>;

/// A door and the trace of what went through it.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) front: Arc<Front<TestSchema>>,
    pub(crate) trace: Arc<Trace>,
    pub(crate) role: Role,
}

pub(crate) fn door() -> Door {
    door_with(Limits::default())
}

pub(crate) fn door_with(limits: Limits) -> Door {
    door_made(limits, |front| front)
}

/// A door with settings of its own.
pub(crate) fn door_made(
    limits: Limits,
    settings: impl FnOnce(Front<TestSchema>) -> Front<TestSchema>,
) -> Door {
    Door {
        front: Arc::new(settings(front(limits))),
        trace: Arc::default(),
        role: Role::Storefront,
    }
}

pub(crate) fn front(limits: Limits) -> Front<TestSchema> {
    let schema = Schema::build(Query, Mutation, EmptySubscription)
        .register_output_type::<Node>()
        .validation_mode(ValidationMode::Fast)
        .disable_suggestions()
        .finish();
    let admin = schema.sdl();
    let storefront: String = admin
        .lines()
        .filter(|line| !line.contains("purchasePriceSecret"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_ne!(admin.trim(), storefront.trim());
    let text = move |held: Permissions| {
        if held.is_none() {
            storefront.clone()
        } else {
            admin.clone()
        }
    };
    Front::new(schema, ViewerSchemas::new(text).unwrap(), limits)
}

pub(crate) fn short(time: Duration) -> Limits {
    Limits {
        request_timeout: time,
        body_timeout: time,
        ..Limits::default()
    }
}

/// An answer taken apart.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Its data as it is written, without what it cost.
    #[track_caller]
    pub(crate) fn written(&self) -> &str {
        let end = self.text.find(",\"extensions\":{\"cost\":{");
        &self.text[..end.unwrap_or_else(|| panic!("no cost: {}", self.text))]
    }

    /// The codes of its errors, one for those that follow each other with the same.
    #[track_caller]
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let code =
            |error: &Value| String::from(error["extensions"]["code"].as_str().unwrap_or("none"));
        let mut codes: Vec<String> = errors.iter().map(code).collect();
        codes.dedup();
        codes
    }

    /// The message of its first error.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        String::from(
            self.json()["errors"][0]["message"]
                .as_str()
                .expect("the answer has an error"),
        )
    }

    #[track_caller]
    pub(crate) fn data(&self) -> Value {
        let json = self.json();
        assert_eq!(json.get("errors"), None, "{}", self.text);
        json["data"].clone()
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }
}

pub(crate) const NEW: &str = "application/graphql-response+json";

impl Door {
    pub(crate) fn admin(&self) -> Self {
        Self {
            role: Role::Admin,
            ..self.clone()
        }
    }

    /// Hands a request to the door as the router does.
    pub(crate) async fn handle(&self, request: Request<Body>) -> Response<Body> {
        let caller = Caller {
            role: self.role,
            request_id: String::from("req-1"),
            meter: None,
            sees: String::new(),
        };
        let (trace, role) = (Arc::clone(&self.trace), self.role);
        self.front
            .handle(request, caller, move |request| {
                request.data(Arc::clone(&trace)).data(role)
            })
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.handle(request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Posts JSON under the new media type.
    pub(crate) async fn post(&self, body: impl Into<Body>) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, NEW)
            .body(body.into())
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn run(&self, query: &str) -> Reply {
        self.post(json!({ "query": query }).to_string()).await
    }

    pub(crate) async fn run_with(&self, query: &str, variables: Value) -> Reply {
        self.post(json!({ "query": query, "variables": variables }).to_string())
            .await
    }

    pub(crate) async fn get(&self, parameters: &[(&str, &str)]) -> Reply {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let request = Request::builder()
            .method(Method::GET)
            .uri(format!("/graphql?{query}"));
        self.send(
            request
                .header(header::ACCEPT, NEW)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }
}

fn broken(secret: &str) -> bool {
    panic!("{secret}")
}
