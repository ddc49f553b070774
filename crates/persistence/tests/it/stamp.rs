//! Whether anything was committed, and how long nothing changes by itself, on each database.

use std::{collections::BTreeSet, time::Duration};

use domain::{catalog::Product, clock::Timestamp, outcome::FaultKind};
use persistence::{
    Actor, ProductChange, Stamp, Store,
    search::{Ranking, Redirect, RuleBody, When},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, hours, price, price_list, product, published, variant},
};

/// A stamp that was the same twice: other tests commit on the same PostgreSQL.
async fn still(store: &Store) -> Stamp {
    let mut before = store.stamp().await.unwrap();
    for _ in 0..2_000 {
        let now = store.stamp().await.unwrap();
        if now == before {
            return now;
        }
        before = now;
    }
    panic!("as long as nobody commits, the stamp is the same");
}

/// When something begins or ends next from the standing clock's noon on.
async fn next(store: &Store) -> Option<Timestamp> {
    loop {
        let stamp = store.stamp().await.unwrap();
        store.reference().await.unwrap();
        if let Some(quiet) = store.quiet(&stamp, hours(0), Duration::ZERO).await.unwrap() {
            assert_eq!(quiet.reserved, None);
            return quiet.until;
        }
    }
}

/// A product that is published, and has a price, from and until these hours from now.
fn between(text: &str, publication: [Option<i64>; 2], valid: [Option<i64>; 2]) -> Product {
    let mut publication_in_web = published("web");
    [publication_in_web.from, publication_in_web.until] = publication.map(|at| at.map(hours));
    let mut own = price("1");
    [own.valid_from, own.valid_until] = valid.map(|at| at.map(hours));
    let mut one = variant(text);
    one.prices = vec![own];
    Product {
        channels: vec![publication_in_web],
        variants: vec![one],
        ..product(text)
    }
}

async fn save_rule<B: RuleBody>(shop: &Shop, text: &str, rule: &B) {
    let mut transaction = shop.begin().await;
    transaction
        .save_search_rule(&code(text), rule)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

on_each_database! {
    async fn after_each_commit_the_stamp_is_another_one_whoever_committed(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let other = shop.database.store().await;
        let before = still(&other).await;
        shop.save_categories([category("a")]).await;
        let after = other.stamp().await.unwrap();
        assert_ne!(after, before, "another store's");
        shop.database.execute("UPDATE category SET version = version + 1").await.unwrap();
        assert_ne!(other.stamp().await.unwrap(), after, "another program's");
        let before = still(&shop.store).await;
        shop.save_categories([category("b")]).await;
        assert_ne!(shop.store.stamp().await.unwrap(), before, "its own");
    }

    async fn what_is_not_committed_yet_changes_the_stamp_when_it_is(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let late = shop.database.store().await;
        let mut transaction = late.begin(&Actor::command_line()).await.unwrap();
        transaction.save_products(vec![ProductChange { before: None, after: product("late") }]).await.unwrap();
        if shop.database.backend() == persistence::Backend::Postgres {
            // Begun later, and committed before.
            shop.save([product("early")]).await;
        }
        let before = still(&shop.store).await;
        transaction.commit().await.unwrap();
        assert_ne!(shop.store.stamp().await.unwrap(), before);
    }

    async fn a_look_that_was_given_up_harms_nobody(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let before = still(&shop.store).await;
        for micros in 0..40 {
            let patience = Duration::from_micros(micros * 5);
            let _ = tokio::time::timeout(patience, shop.store.stamp()).await;
        }
        let after = shop.store.stamp().await.unwrap();
        shop.save_categories([category("a")]).await;
        let then = shop.store.stamp().await.unwrap();
        assert!(then != before && then != after);
    }

    async fn a_view_of_an_open_transaction_has_no_stamp(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let view = shop.begin().await.into_view();
        assert_eq!(view.stamp().await.unwrap_err().kind, FaultKind::Bug);
    }

    async fn each_beginning_and_end_is_told_and_none_that_is_over(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([between("over", [Some(-9), Some(-1)], [Some(-8), Some(0)])]).await;
        assert_eq!(next(&shop.store).await, None);
        shop.save([between("a", [None, Some(90)], [None, None])]).await;
        assert_eq!(next(&shop.store).await, Some(hours(90)), "the end of a publication");
        shop.save([between("b", [Some(80), None], [None, None])]).await;
        assert_eq!(next(&shop.store).await, Some(hours(80)), "its beginning");
        shop.save([between("c", [None, None], [None, Some(70)])]).await;
        assert_eq!(next(&shop.store).await, Some(hours(70)), "the end of a price");
        shop.save([between("d", [None, None], [Some(60), None])]).await;
        assert_eq!(next(&shop.store).await, Some(hours(60)), "its beginning");
        for (at, from) in [(50, false), (40, true)] {
            let mut list = price_list(&format!("l{at}"));
            (list.valid_from, list.valid_until) = if from { (Some(hours(at)), None) } else { (None, Some(hours(at))) };
            shop.save_price_lists([list]).await;
            assert_eq!(next(&shop.store).await, Some(hours(at)), "of a price list");
        }
        let micros = |at: i64| Some(hours(at).timestamp_micros());
        let when = When { until: micros(30), ..When::default() };
        let ranking = Ranking { when, pins: vec![String::from("a")], weights: Vec::new() };
        save_rule(&shop, "r", &ranking).await;
        assert_eq!(next(&shop.store).await, Some(hours(30)), "of a ranking");
        let when = When { from: micros(20), queries: vec![String::from("x")], ..When::default() };
        save_rule(&shop, "d", &Redirect { when, url: String::from("/x") }).await;
        assert_eq!(next(&shop.store).await, Some(hours(20)), "of a redirect");
    }

    async fn what_was_committed_since_the_stamp_is_told(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let stamp = still(&shop.store).await;
        shop.save_categories([category("a")]).await;
        assert_eq!(shop.store.quiet(&stamp, hours(0), Duration::ZERO).await.unwrap(), None);
    }

    async fn every_moment_of_the_schema_is_looked_at_or_shown_to_nobody(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let names = ["%\\_from", "%\\_until", "expires\\_at", "%\\_on", "at"];
        let like: Vec<String> = names.iter().map(|name| format!("column_name LIKE '{name}' ESCAPE '\\'")).collect();
        let columns = match shop.database.backend() {
            persistence::Backend::Sqlite => "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
            persistence::Backend::Postgres => "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()",
        };
        let sql = format!("SELECT table_name || '.' || column_name FROM ({columns}) AS c WHERE {}", like.join(" OR "));
        let found: BTreeSet<String> = shop.database.column(&sql).await.into_iter().collect();
        let looked_at = [
            "price.valid_from", "price.valid_until", "price_list.valid_from", "price_list.valid_until",
            "product_channel.published_from", "product_channel.published_until", "reservation_line.expires_at",
        ];
        // What was, who may ask, who works: no answer to a buyer rests on them. The history of prices is asked by a field that
        // is of the moment; the day on which stock is expected is shown as it is.
        let shown_to_nobody = [
            "api_key.expires_at", "audit.at", "idempotency.at", "lease.expires_at", "outbox.at", "outbox_swept.at", "price_history.at",
            "price_history.valid_from", "price_history.valid_until", "price_list_history.at", "reservation.expires_at", "stock_ledger.at",
            "stock.incoming_on",
        ];
        let known: BTreeSet<String> = looked_at.iter().chain(&shown_to_nobody).map(ToString::to_string).collect();
        assert_eq!(found, known);
    }
}
