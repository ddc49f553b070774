//! Reservations a second beside the bare conditional UPDATE, on the same database in the same run: on one hot SKU, and on
//! a thousand. `dev/bench/reservations` runs it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement stops at the first surprise, and tells what it found"
)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    catalog::{Attributes, Product, ProductStatus, Variant},
    channel::Channel,
    inventory::{Location, Stock},
    locale::Locale,
    pricing::Currency,
    text::{Code, Sku, Slug},
};
use persistence::{
    Actor, Backend, Change, DatabaseConfig, IdempotencyKey, NewReservation, ProductChange,
    RequestKey, ReservationAnswer, ReservationCall, ReservedLine, Store,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use testkit::database::TestDatabase;

/// As many as drive the proof (`dev/prove-stock`). The bare UPDATE has a connection for each of them.
const CLIENTS: u32 = 64;
const EACH: Duration = Duration::from_secs(4);
const SKUS: u64 = 1000;

#[tokio::main]
async fn main() {
    println!("| database | SKUs | bare UPDATE/s | reservations/s | ratio |");
    println!("|---|---|---|---|---|");
    measure(TestDatabase::sqlite().await).await;
    if let Some(database) = TestDatabase::postgres().await {
        measure(database).await;
    }
}

async fn measure(database: TestDatabase) {
    let config = DatabaseConfig {
        max_connections: CLIENTS,
        ..database.config()
    };
    let store = Store::connect(&config, database.setup()).await.unwrap();
    fill(&store).await;
    let bare = bare(&database).await;
    for skus in [1, SKUS] {
        // In turns, so that both meet the same machine.
        let (mut updates, mut reservations) = (0.0, 0.0);
        for _ in 0..2 {
            let (bare, store) = (bare.clone(), store.clone());
            updates += per_second(move |number| update(bare.clone(), number % skus)).await;
            reservations +=
                per_second(move |number| reserve(store.clone(), number, number % skus)).await;
        }
        let name = match database.backend() {
            Backend::Sqlite => "SQLite",
            Backend::Postgres => "PostgreSQL",
        };
        let ratio = reservations / updates;
        println!(
            "| {name} | {skus} | {:.0} | {:.0} | {ratio:.2} |",
            updates / 2.0,
            reservations / 2.0
        );
    }
    assert_eq!(
        store.inspect().await.unwrap().len(),
        2,
        "only what the bare updates reserved is amiss"
    );
}

/// How often the clients do it in a second.
async fn per_second<F: Future<Output = ()> + Send + 'static>(
    work: impl Fn(u64) -> F + Send + Sync + 'static,
) -> f64 {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let (work, began) = (Arc::new(work), Instant::now());
    let before = NUMBER.load(Ordering::Relaxed);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let work = Arc::clone(&work);
            tokio::spawn(async move {
                while began.elapsed() < EACH {
                    work(NUMBER.fetch_add(1, Ordering::Relaxed)).await;
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    #[expect(clippy::cast_precision_loss, reason = "it is a rate for people")]
    let done = (NUMBER.load(Ordering::Relaxed) - before) as f64;
    done / began.elapsed().as_secs_f64()
}

async fn bare(database: &TestDatabase) -> DatabaseConnection {
    let connections = match database.backend() {
        Backend::Sqlite => 1,
        Backend::Postgres => CLIENTS,
    };
    let options = sea_orm::ConnectOptions::new(database.url())
        .max_connections(connections)
        .to_owned();
    #[expect(
        clippy::disallowed_methods,
        reason = "this goes beside the store on purpose"
    )]
    let bare = sea_orm::Database::connect(options).await.unwrap();
    if database.backend() == Backend::Sqlite {
        for pragma in [
            "journal_mode = WAL",
            "synchronous = FULL",
            "busy_timeout = 5000",
        ] {
            bare.execute_unprepared(&format!("PRAGMA {pragma}"))
                .await
                .unwrap();
        }
    }
    bare
}

/// What no reservation can do without.
async fn update(bare: DatabaseConnection, sku: u64) {
    let sql = "UPDATE stock SET reserved = reserved + 1, version = version + 1 WHERE variant_id = (SELECT id FROM variant WHERE sku = $1) \
               AND on_hand - reserved - backordered - safety_stock + backorder_limit >= 1";
    let statement = Statement::from_sql_and_values(
        bare.get_database_backend(),
        sql,
        [format!("S{sku}").into()],
    );
    assert_eq!(
        bare.execute_raw(statement).await.unwrap().rows_affected(),
        1
    );
}

/// A reservation as the API makes it: under a key, with its answer remembered.
async fn reserve(store: Store, number: u64, sku: u64) {
    let line = ReservedLine {
        sku: Sku::parse(&format!("S{sku}")).unwrap(),
        quantity: 1,
        location: None,
    };
    let call = ReservationCall {
        actor: Actor::api_key("bench"),
        key: Some(RequestKey {
            key: IdempotencyKey::parse(&number.to_string()).unwrap(),
            mutation: "stockReserve",
            request: [0; 32],
        }),
        wanted: NewReservation {
            lines: vec![line],
            order: vec![code("berlin")],
            allow_split: false,
            time_to_live: Duration::from_secs(3600),
            reference: None,
        },
        answer: Box::new(|made, _| {
            let made = made.unwrap();
            Ok(format!("{} until {}", made.id.uuid(), made.expires_at))
        }),
    };
    let answer = store.reserve(call).await.unwrap();
    assert!(matches!(answer, ReservationAnswer::Answered(_)));
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

async fn fill(store: &Store) {
    let mut transaction = store.begin(&Actor::command_line()).await.unwrap();
    let location = Location {
        code: code("berlin"),
        name: String::from("Berlin"),
        country: None,
    };
    let channel = Channel {
        code: code("web"),
        name: String::from("Web"),
        currencies: vec![Currency::parse("EUR").unwrap()],
        default_currency: Currency::parse("EUR").unwrap(),
        locales: vec![Locale::parse("en").unwrap()],
        default_locale: Locale::parse("en").unwrap(),
        country: None,
        prices_include_tax: false,
        tax_rates: std::collections::BTreeMap::new(),
        country_tax_rates: std::collections::BTreeMap::new(),
        tax_class_names: std::collections::BTreeMap::new(),
        locations: vec![code("berlin")],
    };
    transaction
        .save_locations(vec![Change {
            before: None,
            after: location,
        }])
        .await
        .unwrap();
    transaction
        .save_channels(vec![Change {
            before: None,
            after: channel,
        }])
        .await
        .unwrap();
    let products = (0..SKUS).map(|number| ProductChange {
        before: None,
        after: product(&format!("S{number}")),
    });
    transaction.save_products(products.collect()).await.unwrap();
    transaction.commit().await.unwrap();
    store.analyze().await.unwrap();
}

fn product(sku: &str) -> Product {
    let variant = Variant {
        sku: Sku::parse(sku).unwrap(),
        barcode: None,
        name: None,
        options: Vec::new(),
        attributes: Attributes::new(),
        media: Vec::new(),
        track_inventory: true,
        low_stock_threshold: None,
        quantity_rule: None,
        prices: Vec::new(),
        stock: vec![Stock {
            location: code("berlin"),
            on_hand: domain::inventory::QUANTITY_MAX,
            safety_stock: 0,
            backorder_limit: 0,
            incoming: None,
        }],
    };
    Product {
        code: code(sku),
        slug: Slug::parse(&sku.to_lowercase()).unwrap(),
        name: sku.to_owned(),
        description: None,
        brand: None,
        status: ProductStatus::Active,
        channels: Vec::new(),
        categories: Vec::new(),
        tax_class: code("standard"),
        attributes: Attributes::new(),
        options: Vec::new(),
        media: Vec::new(),
        variants: vec![variant],
        translations: std::collections::BTreeMap::new(),
    }
}
