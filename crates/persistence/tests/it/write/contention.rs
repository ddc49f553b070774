//! Several writers at once: nothing is lost, and nobody waits for ever.

use domain::{
    outcome::{Failure, FaultKind},
    pricing::Price,
};
use persistence::{Actor, DatabaseConfig, ProductChange, Store};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, price, product},
};

/// Adds one to the minimum quantity of a product's first price.
async fn count(store: &Store, text: &str) -> Result<(), Failure> {
    let mut transaction = store.begin(&Actor::command_line()).await?;
    let before = transaction
        .products_by_code(&[code(text)])
        .await?
        .remove(&code(text))
        .unwrap();
    let mut after = before.value.clone();
    after.variants[0].prices[0].min_quantity += 1;
    transaction
        .save_products(vec![ProductChange {
            before: Some(before),
            after,
        }])
        .await?;
    Ok(transaction.commit().await?)
}

on_each_database! {
    async fn no_change_of_several_writers_is_lost(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut counted = product("A");
        counted.variants[0].prices = vec![Price { min_quantity: 1, ..price("1") }];
        shop.save([counted]).await;
        // Stores of their own: what other processes are.
        let stores = [shop.database.store().await, shop.database.store().await, shop.store.clone()];
        let writers = stores.map(|store| {
            tokio::spawn(async move {
                for _ in 0..10 {
                    count(&store, "A").await.unwrap();
                }
            })
        });
        for writer in writers {
            writer.await.unwrap();
        }
        let stored = shop.stored("A").await;
        assert_eq!(stored.version, 31);
        assert_eq!(stored.value.variants[0].prices[0].min_quantity, 31);
        assert_eq!(shop.database.column("SELECT count(*) FROM outbox WHERE kind = 'product'").await, ["31"]);
    }

    async fn readers_do_not_wait_for_a_writer(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        transaction.save_products(vec![ProductChange { before: None, after: product("A") }]).await.unwrap();
        let reading = async {
            shop.store.ping().await.unwrap();
            let snapshot = shop.store.snapshot().await.unwrap();
            let reference = snapshot.reference().await.unwrap();
            snapshot.products_after(None, 10, &reference).await.unwrap()
        };
        let seen = tokio::time::timeout(std::time::Duration::from_secs(5), reading).await.unwrap();
        assert!(seen.is_empty(), "what is not committed is not seen");
        transaction.commit().await.unwrap();
    }

    async fn who_waits_too_long_for_a_writer_is_told_to_try_again(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut first = shop.begin().await;
        first.save_products(vec![ProductChange { before: None, after: product("A") }]).await.unwrap();
        if shop.database.backend() == persistence::Backend::Postgres {
            // There only writers of the same thing wait, and for as long as it takes.
            first.rollback().await.unwrap();
            return;
        }
        let busy_timeout = std::time::Duration::from_millis(200);
        let config = DatabaseConfig { busy_timeout, ..shop.database.config() };
        let other = Store::connect(&config, shop.database.setup()).await.unwrap();
        let refused = other.begin(&Actor::command_line()).await.err().unwrap();
        assert_eq!(refused.kind, FaultKind::Contended);
        first.commit().await.unwrap();
        other.begin(&Actor::command_line()).await.unwrap();
    }
}

/// A second process, which is this program again: only then the files' locks are those of processes.
#[test]
fn a_second_process_writes_into_the_same_file() {
    const FILE: &str = "VITRINE_TEST_SECOND_PROCESS";
    #[expect(
        clippy::disallowed_methods,
        reason = "so the second process learns its task"
    )]
    let given = std::env::var(FILE);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(url) = given {
        runtime.block_on(async {
            // Identifiers that don't collide with those of the first process.
            let (setup, _) = testkit::time::setup();
            for _ in 0..1_000_000 {
                setup.ids.next();
            }
            let store = Store::connect(&DatabaseConfig::new(url), setup)
                .await
                .unwrap();
            for _ in 0..20 {
                count(&store, "A").await.unwrap();
            }
        });
        return;
    }
    runtime.block_on(async {
        let shop = Shop::open(testkit::database::TestDatabase::sqlite().await).await;
        let mut counted = product("A");
        counted.variants[0].prices = vec![price("1")];
        shop.save([counted]).await;
        let mut second = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "write::contention::a_second_process_writes_into_the_same_file",
                "--exact",
            ])
            .env(FILE, shop.database.url())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..20 {
            count(&shop.store, "A").await.unwrap();
        }
        assert!(second.wait().unwrap().success());
        assert_eq!(shop.stored("A").await.version, 41);
    });
}
