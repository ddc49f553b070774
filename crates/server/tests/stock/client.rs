//! Clients: each does at random what carts and warehouses do, and keeps a book of what it was told.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Value, json};

use super::{
    book::{Book, Held},
    nodes::Nodes,
    setting::{LOCATIONS, SKUS},
};

macro_rules! reservation_mutation {
    ($arguments:literal, $call:literal) => {
        concat!(
            "mutation M(", $arguments, ", $key: String) { m: ", $call,
            " { reservation { id state lines { sku location quantity held committed released } } userErrors { code field message availableQuantity } } }"
        )
    };
}

pub(crate) const RESERVE: &str = reservation_mutation!(
    "$input: StockReserveInput!",
    "stockReserve(input: $input, idempotencyKey: $key)"
);
const EXTEND: &str = reservation_mutation!(
    "$id: ID!",
    "reservationExtend(id: $id, ttlSeconds: 7200, idempotencyKey: $key)"
);
const COMMIT: &str = reservation_mutation!(
    "$id: ID!, $lines: [ReservationLineInput!]",
    "reservationCommit(id: $id, lines: $lines, idempotencyKey: $key)"
);
const RELEASE: &str = reservation_mutation!(
    "$id: ID!, $lines: [ReservationLineInput!]",
    "reservationRelease(id: $id, lines: $lines, idempotencyKey: $key)"
);
const ADJUST: &str = "mutation M($input: StockAdjustInput!, $key: String) { m: stockAdjust(input: $input, idempotencyKey: $key) \
                      { levels { sku } userErrors { code field message availableQuantity } } }";
const TRANSFER: &str = "mutation M($input: StockTransferInput!, $key: String) { m: stockTransfer(input: $input, idempotencyKey: $key) \
                        { levels { sku } userErrors { code field message availableQuantity } } }";

struct Client {
    number: u64,
    random: StdRng,
    nodes: Arc<Nodes>,
    book: Book,
    /// Mutations with their variables and answers.
    done: Vec<(&'static str, Value, Value)>,
    keys: u64,
}

/// Goes on until it is over.
pub(crate) async fn buy(number: u64, nodes: Arc<Nodes>, over: Arc<AtomicBool>) -> Book {
    let mut client = Client {
        number,
        random: StdRng::seed_from_u64(number),
        nodes,
        book: Book::default(),
        done: Vec::new(),
        keys: 0,
    };
    while !over.load(Ordering::Relaxed) {
        match client.random.random_range(0..100) {
            0..45 => client.reserve().await,
            45..80 => client.change_reservation().await,
            80..88 => client.adjust().await,
            88..92 => client.transfer().await,
            _ => client.replay().await,
        }
    }
    client.book
}

impl Client {
    async fn reserve(&mut self) {
        let count = self.random.random_range(1..=3);
        let skus: Vec<&str> = SKUS
            .choose_multiple(&mut self.random, count)
            .copied()
            .collect();
        let lines: Vec<Value> = skus
            .into_iter()
            .map(|sku| {
                let location = self.random.random_bool(0.3).then(|| LOCATIONS[self.random.random_range(0..2)]);
                json!({ "sku": sku, "quantity": self.random.random_range(1..=3), "location": location })
            })
            .collect();
        let is_short = self.random.random_bool(0.3);
        let seconds = if is_short {
            self.random.random_range(1..=2)
        } else {
            3600
        };
        let input = json!({
            "lines": lines, "ttlSeconds": seconds, "allowSplit": self.random.random_bool(0.3), "reference": "cart", "channel": "web",
        });
        let payload = self.call(RESERVE, json!({ "input": input })).await;
        let codes = codes(&payload);
        assert!(
            codes.iter().all(|code| code == "OUT_OF_STOCK"),
            "{payload:#}"
        );
        if codes.is_empty() {
            self.note(&payload["reservation"], is_short);
        }
    }

    /// Extends, sells or gives back something of its own.
    async fn change_reservation(&mut self) {
        let active = self
            .book
            .reservations
            .iter()
            .filter(|(_, held)| held.state == "ACTIVE");
        let mut active: Vec<(String, Held)> = active
            .map(|(id, held)| (id.clone(), held.clone()))
            .collect();
        active.sort_by(|(one, _), (other, _)| one.cmp(other));
        let Some((id, held)) = active.choose(&mut self.random).cloned() else {
            return;
        };
        let part = self.random.random_bool(0.3).then(|| {
            let of: Vec<_> = held.lines.iter().filter(|(_, [held, ..])| *held > 0).collect();
            let ((sku, location), [held, ..]) = *of.choose(&mut self.random).unwrap();
            json!([{ "sku": sku, "location": location, "quantity": self.random.random_range(1..=*held) }])
        });
        let payload = match self.random.random_range(0..10) {
            // What is short stays short.
            0..2 if !held.is_short => self.call(EXTEND, json!({ "id": id })).await,
            0..6 => self.call(COMMIT, json!({ "id": id, "lines": part })).await,
            _ => self.call(RELEASE, json!({ "id": id, "lines": part })).await,
        };
        match codes(&payload).first() {
            None => self.note(&payload["reservation"], held.is_short),
            Some(code) => {
                assert!(
                    held.is_short && code == "RESERVATION_EXPIRED",
                    "{payload:#}"
                );
                self.book.reservations.insert(id, held.over());
            }
        }
    }

    async fn adjust(&mut self) {
        let sku = *SKUS.choose(&mut self.random).unwrap();
        let least = if sku == "LOSS" { -2 } else { 1 };
        let delta = match self.random.random_range(least..=2) {
            0 => 1,
            delta => delta,
        };
        let line = json!({ "sku": sku, "location": LOCATIONS[self.random.random_range(0..2)], "delta": delta });
        let payload = self
            .call(
                ADJUST,
                json!({ "input": { "lines": [line], "reason": "delivery" } }),
            )
            .await;
        match codes(&payload).first() {
            None => *self.book.adjusted.entry(sku.to_owned()).or_default() += i64::from(delta),
            Some(code) => assert!(code == "OUT_OF_STOCK" && delta < 0, "{payload:#}"),
        }
    }

    async fn transfer(&mut self) {
        let (sku, from) = (
            *SKUS.choose(&mut self.random).unwrap(),
            self.random.random_range(0..2),
        );
        let line = json!({ "sku": sku, "from": LOCATIONS[from], "to": LOCATIONS[1 - from], "quantity": 1 });
        let payload = self
            .call(TRANSFER, json!({ "input": { "lines": [line] } }))
            .await;
        assert!(
            codes(&payload).iter().all(|code| code == "OUT_OF_STOCK"),
            "{payload:#}"
        );
    }

    /// Sends something again that was answered some time ago: the answer is the same. With another input it is refused.
    async fn replay(&mut self) {
        let Some((mutation, variables, before)) = self.done.choose(&mut self.random).cloned()
        else {
            return;
        };
        let again = self.send(mutation, &variables).await;
        assert_eq!(again, before, "the same key has another answer");
        let mut other = variables;
        if other["input"].is_object() {
            other["input"]["reference"] = json!("another");
            let refused = self.send(mutation, &other).await;
            assert_eq!(codes(&refused), ["IDEMPOTENCY_KEY_REUSED"]);
        }
    }

    fn note(&mut self, reservation: &Value, is_short: bool) {
        let id = reservation["id"].as_str().unwrap().to_owned();
        self.book
            .reservations
            .insert(id, Held::of(reservation, is_short));
    }

    /// A mutation under a key of its own, until it is answered; sometimes twice at once.
    async fn call(&mut self, mutation: &'static str, mut variables: Value) -> Value {
        self.keys += 1;
        variables["key"] = json!(format!("client {} key {}", self.number, self.keys));
        let payload = if self.random.random_bool(0.15) {
            let (nodes, twin) = (Arc::clone(&self.nodes), variables.clone());
            let twin =
                tokio::spawn(async move { nodes.answer(1, mutation, &twin).await["m"].take() });
            let payload = self.send(mutation, &variables).await;
            assert_eq!(twin.await.unwrap(), payload, "twins have different answers");
            self.book.repeated += 1;
            payload
        } else {
            self.send(mutation, &variables).await
        };
        self.book.answered += 1;
        self.book.refused += u64::from(!codes(&payload).is_empty());
        if self.done.len() < 200 {
            self.done.push((mutation, variables, payload.clone()));
        }
        payload
    }

    async fn send(&mut self, mutation: &str, variables: &Value) -> Value {
        let mut choice = self.random.random_range(0..2);
        loop {
            if let Some(mut data) = self.nodes.send(choice, mutation, variables).await {
                return data["m"].take();
            }
            // Nobody knows what became of it: the same key tells.
            self.book.repeated += 1;
            choice += 1;
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

/// The codes of a payload's user errors.
pub(crate) fn codes(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().into_iter().flatten();
    errors
        .map(|error| error["code"].as_str().unwrap().to_owned())
        .collect()
}

/// So many buyers ask for one of ten units at once.
pub(crate) async fn ten_units(round: u32, buyers: u32, nodes: &Arc<Nodes>) {
    let asked = (0..buyers).map(|buyer| {
        let nodes = Arc::clone(nodes);
        tokio::spawn(async move {
            let line = json!({ "sku": format!("TEN{round}"), "quantity": 1 });
            let variables = json!({ "input": { "lines": [line] }, "key": format!("round {round} buyer {buyer}") });
            nodes.answer(buyer as usize, RESERVE, &variables).await["m"].take()
        })
    });
    let mut won = 0;
    for buyer in asked.collect::<Vec<_>>() {
        let payload = buyer.await.unwrap();
        match codes(&payload).first() {
            None => won += 1,
            Some(code) => assert_eq!(code, "OUT_OF_STOCK", "{payload:#}"),
        }
    }
    assert_eq!(
        won, 10,
        "ten units went to {won} of {buyers} buyers in round {round}"
    );
}
