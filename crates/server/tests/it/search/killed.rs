//! A server that is killed while it indexes: whatever the moment, the next one brings the index to where the catalogue is.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::Value;
use testkit::{
    database::TestDatabase,
    index::{Indexes, elasticsearch_address},
};

use crate::support::{program::Program, wire};

const PRODUCTS: usize = 300;
const CLIENTS: usize = 3;

/// What goes on in the catalogue when a server is killed, beside the changes of the clients.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    /// Nothing else.
    Nothing,
    /// Another process imports a feed that changes every product.
    Import,
    /// The index is built anew.
    Reindex,
}

/// When each server is killed: with what going on, after how many answered changes, and how many milliseconds later.
const ROUNDS: [(Beside, usize, u64); 8] = [
    // The index is being filled.
    (Beside::Nothing, 0, 30),
    (Beside::Nothing, 1, 0),
    (Beside::Nothing, 25, 0),
    (Beside::Import, 1, 0),
    (Beside::Import, 1, 120),
    (Beside::Reindex, 1, 0),
    (Beside::Reindex, 1, 150),
    (Beside::Nothing, 10, 7),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embedded_index_beside_sqlite_misses_nothing_after_kill_9() {
    let database = TestDatabase::sqlite().await;
    let program = Program::new().set("VITRINE_DATABASE_URL", database.url());
    killed_again_and_again(program, &database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_index_beside_postgres_misses_nothing_after_kill_9() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let (Some(address), Some(indexes)) = (elasticsearch_address(), Indexes::own()) else {
        return;
    };
    let program = Program::new()
        .set("VITRINE_DATABASE_URL", database.url())
        .set("VITRINE_SEARCH_URL", &address)
        .set("VITRINE_SEARCH_PREFIX", indexes.prefix());
    killed_again_and_again(program, &database).await;
}

async fn killed_again_and_again(program: Program, database: &TestDatabase) {
    let program = program.set("VITRINE_LOG__FILTER", "error");
    let made = program.run(&["api-key", "create", "--role", "admin", "--name", "robot"]);
    let key = made.out.trim().to_owned();
    let feed = program.file("shop.jsonl", shop("first"));
    let ran = program.run(&["import", feed.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let next = Arc::new(AtomicUsize::new(0));
    for (round, (beside, answers, later)) in ROUNDS.into_iter().enumerate() {
        let server = program.serve(&[]);
        let answered = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (address, key) = (server.address.clone(), key.clone());
                let (next, answered) = (Arc::clone(&next), Arc::clone(&answered));
                thread::spawn(move || {
                    loop {
                        let change = change(next.fetch_add(1, Ordering::Relaxed));
                        let Ok(answer) = wire::ask(&address, &key, &change) else {
                            return;
                        };
                        assert_eq!(answer.get("errors"), None, "{change}: {answer}");
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let feed = program.file("changed.jsonl", shop(&format!("round {round}")));
        let mut other = match beside {
            Beside::Nothing => None,
            Beside::Import => Some(program.start(&["import", feed.to_str().unwrap()])),
            Beside::Reindex => Some(program.start(&["reindex"])),
        };
        while answered.load(Ordering::Relaxed) < answers {
            thread::sleep(Duration::from_millis(1));
        }
        match (beside, &mut other) {
            (Beside::Import, Some(import)) => {
                while import.ended().is_none() {
                    thread::sleep(Duration::from_millis(1));
                }
                assert_eq!(import.ended(), Some(true));
            }
            (Beside::Reindex, Some(asking)) => {
                let begun = "SELECT count(*) FROM search_task WHERE state = 'RUNNING'";
                while database.column(begun).await == ["0"] && asking.ended().is_none() {
                    thread::sleep(Duration::from_millis(1));
                }
            }
            _ => {}
        }
        // Somewhere in the middle of what this brings about.
        thread::sleep(Duration::from_millis(later));
        // SIGKILL.
        drop(server);
        for client in clients {
            client.join().unwrap();
        }
        // The next one needn't wait until the dead one is given up.
        database
            .execute("UPDATE lease SET expires_at = 0")
            .await
            .unwrap();
    }

    let server = program.serve(&[]);
    let products = database
        .column("SELECT count(*) FROM product")
        .await
        .remove(0);
    let ran = program.run(&["search", "check"]);
    let agreed = format!("{products} products, and nothing differs.\n");
    assert_eq!((ran.status, ran.out), (0, agreed), "{}", ran.err);
    assert_eq!(found(&server.address, &key, ""), products);
    // By words too: the last import has renamed all that it found.
    let newest = database
        .column("SELECT max(seq) FROM outbox")
        .await
        .remove(0);
    let renamed = "SELECT count(*) FROM product WHERE name LIKE '%changed%'";
    let query = format!("query: \"changed\", atLeast: \"v{newest}\",");
    assert_eq!(
        [found(&server.address, &key, &query)],
        *database.column(renamed).await
    );
    assert_eq!(server.terminate().status, 0);
    // Nor does anything differ for a process of its own.
    let ran = program.run(&["search", "check"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
}

/// A feed of all products, named after this.
fn shop(name: &str) -> String {
    let mut feed = String::from(
        r#"{"type":"channel","code":"us","name":"US","currencies":["USD"],"defaultCurrency":"USD","locales":["en"],"defaultLocale":"en","country":"US","taxRates":{"standard":"0"},"locations":[]}
"#,
    );
    for number in 0..PRODUCTS {
        writeln!(
            feed,
            r#"{{"type":"product","code":"p{number}","slug":"p{number}","name":"Lamp {name} {number}","status":"ACTIVE","channels":["us"],"variants":[{{"sku":"P{number}","prices":[{{"amount":"5.00","currency":"USD"}}]}}]}}"#
        )
        .unwrap();
    }
    feed
}

/// A change that a client makes: most of them rename, some make a product, some delete one.
fn change(number: usize) -> String {
    let (place, fields) = (number % PRODUCTS, "userErrors { code }");
    if number.is_multiple_of(7) {
        return format!(
            r#"mutation {{ productSet(input: {{ code: "new{number}", slug: "new{number}", name: "Shade changed {number}", status: ACTIVE, channels: [{{ channel: "us" }}], variants: [{{ sku: "NEW{number}" }}] }}) {{ {fields} }} }}"#
        );
    }
    if number.is_multiple_of(11) {
        return format!(
            r#"mutation {{ productDelete(by: {{ code: "p{place}" }}) {{ {fields} }} }}"#
        );
    }
    format!(
        r#"mutation {{ productUpdate(by: {{ code: "p{place}" }}, input: {{ name: "Lamp changed {number}" }}) {{ {fields} }} }}"#
    )
}

/// How many products a search with these arguments finds, for an admin.
fn found(address: &str, key: &str, arguments: &str) -> String {
    let query = format!("{{ search({arguments} first: 0) {{ totalCount {{ value }} }} }}");
    let answer = wire::ask(address, key, &query).unwrap();
    let count: &Value = &answer["data"]["search"]["totalCount"]["value"];
    count
        .as_u64()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_string()
}
