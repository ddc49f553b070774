//! How the schema comes to be: step by step, with data in it, once, whoever starts it.

use persistence::{Actor, Promised, Store};
use testkit::database::TestDatabase;

/// Rows that each migration leaves behind for the next one: what a catalogue of that age could hold. One entry for each
/// migration, in order; a new migration gets a new entry.
const DATA: &[&str] = &[
    "INSERT INTO location (id, code, name, version, created_at, updated_at) VALUES ({1}, 'berlin', 'Berlin', 1, 0, 0);
     INSERT INTO channel (id, code, name, default_currency, default_locale, prices_include_tax, version, created_at, updated_at)
         VALUES ({2}, 'web', 'Web', 'EUR', 'en', TRUE, 1, 0, 0);
     INSERT INTO channel_location (channel_id, location_id, position) VALUES ({2}, {1}, 0);
     INSERT INTO attribute (id, code, name, value_type, list, filterable, searchable, version, created_at, updated_at)
         VALUES ({3}, 'weight', 'Weight', 'NUMBER', FALSE, TRUE, FALSE, 1, 0, 0)",
    "INSERT INTO category (id, code, slug, name, position, hidden, version, created_at, updated_at) VALUES ({4}, 'c', 'c', 'C', 0, FALSE, 1, 0, 0);
     INSERT INTO product (id, code, slug, name, name_key, status, tax_class, attributes, options, media, version, created_at, updated_at)
         VALUES ({5}, 'p', 'p', 'P', 'p', 'ACTIVE', 'standard', '{\"weight\":1}', '[]', '[]', 1, 0, 0);
     INSERT INTO product_category (product_id, category_id, position) VALUES ({5}, {4}, 0);
     INSERT INTO category_listing (category_id, product_id) VALUES ({4}, {5});
     INSERT INTO variant (id, product_id, position, sku, option_values, attributes, media, track_inventory)
         VALUES ({6}, {5}, 0, 's', '[]', '{}', '[]', TRUE)",
    "INSERT INTO price (variant_id, position, currency, amount, min_quantity) VALUES ({6}, 0, 'EUR', 1990000, 1);
     INSERT INTO stock (variant_id, location_id, on_hand, reserved, backordered, safety_stock, backorder_limit, version, updated_at)
         VALUES ({6}, {1}, 3, 1, 0, 0, 0, 1, 0)",
    "",
    "INSERT INTO outbox (at, kind, entity_id, key, action, version) VALUES (0, 'product', {5}, 'p', 'CREATED', 1);
     INSERT INTO audit (at, actor, kind, entity_id, key, action) VALUES (0, 'command line', 'product', {5}, 'p', 'CREATED')",
    "",
    "INSERT INTO idempotency (actor, key, mutation, request, answer, at) VALUES ('key:a', 'k', 'productCreate', {h}, '{}', 0)",
    "UPDATE stock SET incoming = 5, incoming_on = '2026-12-01'; UPDATE variant SET low_stock_threshold = 2",
    "",
    "INSERT INTO reservation (id, state, actor, version, created_at, updated_at, expires_at) VALUES ({7}, 'ACTIVE', 'key:a', 1, 0, 0, 1);
     INSERT INTO reservation_line (reservation_id, position, variant_id, location_id, sku, tracked, quantity, held, committed, released, expires_at)
         VALUES ({7}, 0, {6}, {1}, 's', TRUE, 1, 1, 0, 0, 1)",
    "UPDATE variant SET quantity_minimum = 2, quantity_increment = 2",
    "INSERT INTO price_list (id, code, name, currency, priority, relative, version, created_at, updated_at)
         VALUES ({7}, 'l', 'L', 'EUR', 0, '{\"percentage\":\"-10\"}', 1, 0, 0)",
    "INSERT INTO channel_country_tax_rate (channel_id, country, tax_class, rate) VALUES ({2}, 'AT', 'standard', '0.2')",
    "INSERT INTO price_history (variant_id, at, removed, currency, amount, min_quantity) VALUES ({6}, 0, TRUE, 'EUR', 2990000, 1)",
    "INSERT INTO lease (name, holder, token, expires_at) VALUES ('index', 'a', 1, 0);
     INSERT INTO search_task (id, index_id, kind, state, done, created_at, updated_at) VALUES ({7}, 'a', 'REINDEX', 'DONE', 0, 0, 0)",
    "INSERT INTO search_rule (id, kind, code, body, version, created_at, updated_at)
         VALUES ({8}, 'SYNONYM', 's', '{\"locale\":null,\"from\":null,\"words\":[\"a\",\"b\"]}', 1, 0, 0)",
    "INSERT INTO blob (id, size, created_at) VALUES ({9}, 0, 0);
     INSERT INTO job (id, kind, state, actor, request, input_id, created_at) VALUES ({8}, 'IMPORT', 'QUEUED', 'key:a', '{}', {9}, 0);
     INSERT INTO job_issue (job_id, place, line, field, message) VALUES ({8}, 0, 1, '', 'No.')",
    "UPDATE outbox SET scope = '{\"seenIn\":[\"de\"]}'; INSERT INTO outbox_swept (id, tx, seq, at) VALUES (1, 0, 0, 0)",
    "UPDATE api_key SET grants = 'CATALOG_READ', channels = 'de'",
    "UPDATE price SET valid_from = 0; UPDATE product_channel SET published_until = 9000000000000000",
    "UPDATE category SET hidden = TRUE",
    "UPDATE stock SET backordered = 2",
];

/// `{1}` as an identifier of either database.
fn with_ids(sql: &str, database: &TestDatabase) -> String {
    let hash = match database.backend() {
        persistence::Backend::Sqlite => "zeroblob(32)",
        persistence::Backend::Postgres => "decode(repeat('00', 32), 'hex')",
    };
    let mut sql = sql.replace("{h}", hash);
    for number in 1..=9 {
        let id = match database.backend() {
            persistence::Backend::Sqlite => format!("x'{number:032x}'"),
            persistence::Backend::Postgres => format!("'{}'", uuid::Uuid::from_u128(number)),
        };
        sql = sql.replace(&format!("{{{number}}}"), &id);
    }
    sql
}

async fn a_database_with_data_is_migrated_step_by_step(database: TestDatabase) {
    let store = database.store().await;
    let all = store.pending_migrations().await.unwrap();
    assert_eq!(
        all.len(),
        DATA.len(),
        "each migration says which data it leaves behind"
    );
    for (name, data) in all.iter().zip(DATA) {
        assert_eq!(
            store.migrate_steps(Some(1)).await.unwrap().applied,
            std::slice::from_ref(name)
        );
        if !data.is_empty() {
            database.execute(&with_ids(data, &database)).await.unwrap();
        }
    }
    assert_eq!(store.migrate().await.unwrap().applied, [] as [String; 0]);
    let mut transaction = store.begin(&Actor::command_line()).await.unwrap();
    let code = domain::text::Code::parse("p").unwrap();
    let product = transaction
        .products_by_code(std::slice::from_ref(&code))
        .await
        .unwrap()
        .remove(&code)
        .unwrap();
    assert_eq!(
        product.value.variants[0].prices[0].amount.to_text(2),
        "1.99"
    );
    assert_eq!(
        product.value.categories,
        [domain::text::Code::parse("c").unwrap()]
    );
    let promised = Promised {
        reserved: 1,
        owed: 2,
    };
    assert_eq!(product.promised.values().collect::<Vec<_>>(), [&promised]);
}

async fn several_that_migrate_at_once_do_it_once(database: TestDatabase) {
    let stores: Vec<Store> = [
        database.store().await,
        database.store().await,
        database.store().await,
    ]
    .into();
    let migrating = stores
        .into_iter()
        .map(|store| tokio::spawn(async move { store.migrate().await.unwrap().applied.len() }));
    let mut applied = Vec::new();
    for one in migrating.collect::<Vec<_>>() {
        applied.push(one.await.unwrap());
    }
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, DATA.len()]);
}

async fn a_schema_that_is_newer_than_the_program_is_left_alone(database: TestDatabase) {
    let store = database.store().await;
    store.migrate().await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_of_the_future', 0)";
    database.execute(newer).await.unwrap();
    let refused = store.migrate().await.unwrap_err();
    assert!(refused.to_string().contains("older"), "{refused}");
}

macro_rules! on_each_empty_database {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(TestDatabase::empty_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = TestDatabase::empty_postgres().await {
                    super::$name(database).await;
                }
            }
        }
    )+};
}

on_each_empty_database!(
    a_database_with_data_is_migrated_step_by_step,
    several_that_migrate_at_once_do_it_once,
    a_schema_that_is_newer_than_the_program_is_left_alone,
);
