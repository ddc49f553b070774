//! Many clients at once, each sending everything several times: every change is made exactly once.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

const CHANGES: usize = 1_000;
const CLIENTS: usize = 32;
/// So many categories are changed by all clients.
const SHARED: usize = 5;
/// How often a client sends a change that the server was too busy for.
const PATIENCE: usize = 100;

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A category of its own is made.
    Made,
    /// A shared one gets a position that no other change gives it.
    Placed,
    /// A shared one gets a description that no other change gives it.
    Described,
    /// What can't be: a code that is taken.
    Refused,
}

fn kind(number: usize) -> Kind {
    match number % 10 {
        0..=2 => Kind::Made,
        3..=5 => Kind::Placed,
        6..=8 => Kind::Described,
        _ => Kind::Refused,
    }
}

fn shared(number: usize) -> String {
    format!("shared-{}", number % SHARED)
}

fn mutation(number: usize) -> String {
    let payload = "category { id code } userErrors { code field message }";
    let shared = shared(number);
    let call = match kind(number) {
        Kind::Made => {
            format!(
                r#"categoryCreate(input: {{ code: "new-{number}", slug: "new-{number}", name: "New" }}"#
            )
        }
        Kind::Placed => {
            format!(r#"categoryUpdate(by: {{ code: "{shared}" }}, input: {{ position: {number} }}"#)
        }
        Kind::Described => {
            format!(
                r#"categoryUpdate(by: {{ code: "{shared}" }}, input: {{ description: "{number}" }}"#
            )
        }
        Kind::Refused => String::from(
            r#"categoryCreate(input: { code: "shirts", slug: "shirts-2", name: "Taken" }"#,
        ),
    };
    format!(r#"mutation {{ done: {call}, idempotencyKey: "change-{number}") {{ {payload} }} }}"#)
}

/// Sends a change until it is answered.
async fn send(shop: &Shop, number: usize) -> Value {
    let mutation = mutation(number);
    for _ in 0..PATIENCE {
        let mut answer = shop.ask_as_admin(&mutation).await;
        if answer.get("errors").is_none() {
            return answer["data"]["done"].take();
        }
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE",
            "{answer:#}"
        );
    }
    panic!("change {number} was not answered in {PATIENCE} attempts");
}

/// Sends a change twice at once, and once more: one answer.
async fn insist(shop: &Shop, number: usize) -> Value {
    let (one, other) = futures_util::join!(send(shop, number), send(shop, number));
    assert_eq!(one, other, "change {number}");
    assert_eq!(send(shop, number).await, one, "change {number}, again");
    one
}

fn check_answer(number: usize, answer: &Value) {
    if kind(number) == Kind::Refused {
        assert_eq!(answer["userErrors"][0]["code"], "TAKEN", "{answer:#}");
    } else {
        assert_eq!(
            answer["userErrors"],
            json!([]),
            "change {number}: {answer:#}"
        );
        assert!(
            answer["category"]["id"].is_string(),
            "change {number}: {answer:#}"
        );
    }
}

/// The audit of a shared category is one chain of all its changes, and its versions have no gap.
async fn check_history(shop: &Shop, code: &str) {
    let mine = || (0..CHANGES).filter(|number| shared(*number) == code);
    let query = format!(
        "SELECT changes FROM audit WHERE key = '{code}' AND action = 'UPDATED' ORDER BY seq"
    );
    let audit: Vec<Value> = shop
        .database
        .column(&query)
        .await
        .iter()
        .map(|changes| serde_json::from_str(changes).unwrap())
        .collect();
    for (field, kind_of, first) in [
        ("position", Kind::Placed, json!(0)),
        ("description", Kind::Described, Value::Null),
    ] {
        let (mut before, mut given) = (first, BTreeSet::new());
        for change in audit.iter().filter_map(|changes| changes.get(field)) {
            assert_eq!(change[0], before, "{code}: a change of {field} was lost");
            before = change[1].clone();
            let number = match &before {
                Value::String(text) => text.parse().unwrap(),
                number => usize::try_from(number.as_u64().unwrap()).unwrap(),
            };
            assert!(
                given.insert(number),
                "{code}: {field} {number} was given twice"
            );
        }
        let expected: BTreeSet<usize> = mine().filter(|number| kind(*number) == kind_of).collect();
        assert_eq!(given, expected, "{code}: {field}");
    }
    let versions = format!("SELECT version FROM outbox WHERE key = '{code}' ORDER BY seq");
    let versions = shop.database.column(&versions).await;
    let without_gap: Vec<String> = (1..=audit.len() + 1)
        .map(|version| version.to_string())
        .collect();
    assert_eq!(versions, without_gap, "{code}");
}

on_each_database! {
    async fn a_thousand_changes_sent_thrice_by_many_are_each_made_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let feed: Vec<String> = (0..SHARED)
            .map(|number| format!(r#"{{"type":"category","code":"shared-{number}","slug":"shared-{number}","name":"Shared"}}"#))
            .collect();
        shop.import(&feed.join("\n")).await;
        let before = shop.database.column("SELECT COUNT(*) FROM audit").await[0].parse::<usize>().unwrap();

        let changes = stream::iter(0..CHANGES).map(|number| {
            let shop = &shop;
            async move { (number, insist(shop, number).await) }
        });
        let answers: Vec<(usize, Value)> = changes.buffer_unordered(CLIENTS).collect().await;
        for (number, answer) in &answers {
            check_answer(*number, answer);
        }

        let made = (0..CHANGES).filter(|number| kind(*number) != Kind::Refused).count();
        for table in ["audit", "outbox"] {
            let rows = shop.database.column(&format!("SELECT COUNT(*) FROM {table}")).await;
            assert_eq!(rows, [(before + made).to_string()], "rows of {table}");
        }
        let made = (0..CHANGES).filter(|number| kind(*number) == Kind::Made).count();
        let new = shop.database.column("SELECT COUNT(*) FROM category WHERE code LIKE 'new-%'").await;
        assert_eq!(new, [made.to_string()]);
        for number in 0..SHARED {
            check_history(&shop, &shared(number)).await;
        }
    }
}
