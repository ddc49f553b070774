//! The walk: every mutation that the schema has is tried in every way in which mutations are promised to behave. What
//! is tried comes from the schema, and the valid arguments from `walk/examples.rs`; a mutation without an example fails.

mod definition;
mod examples;

use std::collections::BTreeMap;

use graphql::{Role, Viewer, sdl};
use serde_json::{Map, Value, json};
use testkit::{database::TestDatabase, on_each_database};

use self::{
    definition::{Definitions, Place},
    examples::{ELSEWHERE, EXAMPLES, TOLD_ONCE},
};
use crate::support::{Shop, admin, errors, viewers};

/// A valid call of a mutation.
pub(super) struct Example {
    mutation: &'static str,
    /// Its own arguments, as JSON. `"@stockReserve.reservation.id"` is what the last answer of that mutation has there.
    arguments: &'static str,
    /// Required texts that may be empty, by their paths.
    may_be_empty: &'static [&'static str],
}

/// What a shop's database tells of changes.
#[derive(Debug, PartialEq)]
struct Written {
    catalog_version: i64,
    audit: String,
    outbox: String,
    jobs: String,
    cancelled: String,
}

struct Walk {
    shop: Shop,
    definitions: Definitions,
    /// The last payload of each mutation.
    payloads: BTreeMap<String, Value>,
}

on_each_database! {
    async fn every_mutation_behaves_as_all_do(database: TestDatabase) {
        let mut walk = Walk::of(database).await;
        for (number, example) in EXAMPLES.iter().enumerate() {
            walk.step(number, example).await;
        }
        assert_eq!(walk.shop.store.inspect().await.unwrap(), []);
    }
}

#[test]
fn every_mutation_has_an_example() {
    let definitions = Definitions::of(sdl(Role::Admin));
    let mutations = definitions.mutations();
    for mutation in &mutations {
        assert!(
            ELSEWHERE.contains(&mutation.as_str())
                || EXAMPLES.iter().any(|example| example.mutation == mutation),
            "`{mutation}` is not walked. Add a valid call of it to crates/graphql/tests/it/walk/examples.rs: \
             its arguments as JSON, about things that the shop of support/shop.jsonl or the examples before it have made."
        );
    }
    for example in EXAMPLES {
        assert!(
            mutations
                .iter()
                .any(|mutation| mutation == example.mutation),
            "the schema has no mutation `{}`: take its example away",
            example.mutation
        );
    }
}

#[test]
fn every_mutation_has_what_all_have() {
    let definitions = Definitions::of(sdl(Role::Admin));
    for mutation in definitions.mutations() {
        for argument in ["idempotencyKey", "dryRun"] {
            assert!(
                definitions.argument(&mutation, argument).is_some(),
                "{mutation}({argument})"
            );
        }
        let payload = definitions.payload(&mutation);
        for field in ["userErrors", "catalogVersion"] {
            assert!(payload.contains(field), "{mutation} {{ {field} }}");
        }
        for field in ["code", "field", "message"] {
            assert!(
                payload.contains(field),
                "{mutation} {{ userErrors {{ {field} }} }}"
            );
        }
    }
}

impl Walk {
    async fn of(database: TestDatabase) -> Self {
        Self {
            shop: Shop::open(database).await,
            definitions: Definitions::of(sdl(Role::Admin)),
            payloads: BTreeMap::new(),
        }
    }

    /// Everything about one example. What writes comes last.
    async fn step(&mut self, number: usize, example: &Example) {
        let mutation = example.mutation;
        let arguments = self.arguments(example);
        let before = self.written().await;

        self.as_every_viewer(mutation, &arguments).await;
        for (what, wrong) in self.with_ids_of_other_types(mutation, &arguments) {
            let answer = self.call(mutation, &wrong).await;
            let told = errors(&answer);
            assert!(
                told.len() == 1 && told[0].starts_with("INVALID_ID: "),
                "{mutation} with an id of another type at {what}: {answer:#}"
            );
        }
        for (what, wrong) in self.refusable(example, &arguments) {
            let answer = self.call(mutation, &wrong).await;
            let told = &answer["data"][mutation]["userErrors"];
            assert!(
                told.as_array().is_some_and(|told| !told.is_empty()),
                "{mutation} with {what} is not refused: {answer:#}"
            );
        }
        if self
            .definitions
            .argument(mutation, "expectedVersion")
            .is_some()
        {
            for stale in [0, 1_000] {
                let conflict = with(&arguments, "expectedVersion", json!(stale));
                let answer = self.call(mutation, &conflict).await;
                let told = &answer["data"][mutation]["userErrors"][0];
                assert_eq!(told["code"], "VERSION_CONFLICT", "{mutation}: {answer:#}");
                let current = told["currentVersion"].as_i64();
                assert!(
                    current.is_some_and(|current| current > 0),
                    "{mutation}: {answer:#}"
                );
            }
        }
        let answer = self
            .call(mutation, &with(&arguments, "dryRun", json!(true)))
            .await;
        succeeded(mutation, "as a dry run", &answer);
        assert_eq!(
            self.written().await,
            before,
            "{mutation} has written something, although it was refused or tried out"
        );
        self.done_once(number, mutation, &arguments, before).await;
    }

    /// Tried out by everybody: whoever's schema has it isn't forbidden it, and everybody else is.
    async fn as_every_viewer(&self, mutation: &str, arguments: &Map<String, Value>) {
        let tried = with(arguments, "dryRun", json!(true));
        let document = self.definitions.call(mutation, &tried);
        let variables = Value::Object(tried);
        for viewer in viewers() {
            let fits = self.shop.fits_with(&viewer, &document, &variables);
            let (role, is_bound) = (viewer.role, viewer.channels.is_some());
            assert!(role != Role::Storefront || !fits, "{mutation}");
            let answer = self
                .shop
                .ask_with(viewer, &document, variables.clone())
                .await;
            let told = errors(&answer);
            let forbidden = told.iter().any(|told| told.starts_with("FORBIDDEN: "));
            // Of what may be done in some channels a resolver says in which.
            if !(is_bound && fits) {
                assert_eq!(forbidden, !fits, "{mutation} as {role}: {answer:#}");
            }
        }
    }

    /// Twice under one key.
    async fn done_once(
        &mut self,
        number: usize,
        mutation: &str,
        arguments: &Map<String, Value>,
        before: Written,
    ) {
        let keyed = with(arguments, "idempotencyKey", json!(format!("walk-{number}")));
        let mut first = self.call(mutation, &keyed).await;
        succeeded(mutation, "", &first);
        let written = self.written().await;
        assert_ne!(written, before, "{mutation} has changed nothing");
        assert!(
            written.catalog_version >= before.catalog_version,
            "{mutation}: {written:?}"
        );
        for (_, secret) in TOLD_ONCE.iter().filter(|(of, _)| *of == mutation) {
            let told = first["data"][mutation][secret].take();
            assert!(told.is_string(), "{mutation} {{ {secret} }}: {told}");
        }
        let again = self.call(mutation, &keyed).await;
        assert_eq!(again, first, "{mutation}, sent again under its key");
        assert_eq!(
            self.written().await,
            written,
            "{mutation} was done twice under one key"
        );
        let payload = first["data"][mutation].take();
        self.payloads.insert(mutation.to_owned(), payload);
    }

    async fn call(&self, mutation: &str, arguments: &Map<String, Value>) -> Value {
        self.call_as(admin(), mutation, arguments).await
    }

    async fn call_as(
        &self,
        viewer: Viewer,
        mutation: &str,
        arguments: &Map<String, Value>,
    ) -> Value {
        let document = self.definitions.document(mutation, arguments);
        let variables = Value::Object(arguments.clone());
        self.shop.ask_with(viewer, &document, variables).await
    }

    async fn written(&self) -> Written {
        let database = &self.shop.database;
        let count = async |table: &str| -> String {
            let counted = format!("SELECT COUNT(*) FROM {table}");
            database.column(&counted).await.remove(0)
        };
        Written {
            catalog_version: self.shop.store.catalog_version().await.unwrap().0,
            audit: count("audit").await,
            outbox: count("outbox").await,
            jobs: count("job").await,
            cancelled: count("job WHERE state = 'CANCELLED'").await,
        }
    }

    /// The example's arguments, with what earlier mutations have answered.
    fn arguments(&self, example: &Example) -> Map<String, Value> {
        let mut arguments: Value = serde_json::from_str(example.arguments)
            .unwrap_or_else(|error| panic!("{}: {error}", example.mutation));
        self.fill(&mut arguments);
        match arguments {
            Value::Object(arguments) => arguments,
            other => panic!("{}: {other} is no object", example.mutation),
        }
    }

    fn fill(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let Some((mutation, path)) =
                    text.strip_prefix('@').and_then(|path| path.split_once('.'))
                else {
                    return;
                };
                let pointer = format!("/{}", path.replace('.', "/"));
                let found = self
                    .payloads
                    .get(mutation)
                    .and_then(|payload| payload.pointer(&pointer));
                *value = found
                    .unwrap_or_else(|| panic!("no answer has {text}"))
                    .clone();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.fill(field)),
            _ => {}
        }
    }

    /// The arguments with an id of another type in the place of each id, and of each look-up that could be by id.
    fn with_ids_of_other_types(
        &self,
        mutation: &str,
        arguments: &Map<String, Value>,
    ) -> Vec<(String, Map<String, Value>)> {
        let places = self.definitions.places(mutation, arguments);
        // The nil id of a category, and in the place of a category's that of a product.
        let (product, category) = (
            json!("UHJvZHVjdDoAAAAAAAAAAAAAAAAAAAAA"),
            json!("Q2F0ZWdvcnk6AAAAAAAAAAAAAAAAAAAAAA"),
        );
        let wrong = places.into_iter().filter_map(|place| match place {
            Place::Id(path) => Some((path, category.clone())),
            Place::By(path, of, _) if of == "CategoryBy" => Some((path, json!({ "id": product }))),
            Place::By(path, _, _) => Some((path, json!({ "id": category }))),
            Place::Text(_) => None,
        });
        wrong
            .map(|(path, wrong)| (path.clone(), replaced(arguments, &path, wrong)))
            .collect()
    }

    /// The arguments with each required text empty, and with each look-up by a code that nothing has.
    fn refusable(
        &self,
        example: &Example,
        arguments: &Map<String, Value>,
    ) -> Vec<(String, Map<String, Value>)> {
        let places = self.definitions.places(example.mutation, arguments);
        let wrong = places.into_iter().filter_map(|place| match place {
            Place::Text(path) if example.may_be_empty.contains(&path.as_str()) => None,
            Place::Text(path) => Some((
                format!("{path} empty"),
                replaced(arguments, &path, json!("")),
            )),
            Place::By(path, _, key) => {
                let nothing = replaced(arguments, &path, json!({ key: "no-such-thing" }));
                Some((format!("{path} of nothing"), nothing))
            }
            Place::Id(_) => None,
        });
        wrong.collect()
    }
}

/// The call was neither refused nor did it fail.
#[track_caller]
fn succeeded(mutation: &str, how: &str, answer: &Value) {
    assert!(
        answer.get("errors").is_none(),
        "{mutation} {how}: {answer:#}"
    );
    assert_eq!(
        answer["data"][mutation]["userErrors"],
        json!([]),
        "{mutation} {how}: {answer:#}"
    );
}

fn with(arguments: &Map<String, Value>, name: &str, value: Value) -> Map<String, Value> {
    let mut arguments = arguments.clone();
    arguments.insert(name.to_owned(), value);
    arguments
}

fn replaced(arguments: &Map<String, Value>, path: &str, value: Value) -> Map<String, Value> {
    let mut whole = Value::Object(arguments.clone());
    let pointer = format!("/{}", path.replace('.', "/"));
    *whole.pointer_mut(&pointer).unwrap() = value;
    match whole {
        Value::Object(arguments) => arguments,
        _ => unreachable!("it was an object"),
    }
}
