//! Adjustments, counts and transfers, the ledger of all changes, and what consumers are told.

use domain::inventory::{LevelChange, Stock, StockCount};
use persistence::{Actor, ProductChange, ReservationEnd, StockReason};
use testkit::on_each_database;

use super::support::{doctor, edit, reserve, settle, units, wanted, with_stock};
use crate::support::{
    shop::Shop,
    things::{code, stock},
};

const LEDGER: &str = "SELECT cause || ' ' || CAST(on_hand AS TEXT) || ' ' || CAST(reserved AS TEXT) || ' → ' || CAST(on_hand_after AS TEXT) FROM stock_ledger ORDER BY seq";

on_each_database! {
    async fn every_change_of_a_level_is_in_the_ledger_and_adds_up(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([with_stock("LAMP", vec![stock("berlin", 5)])]).await;
        let held = reserve(&shop.store, &wanted(&[("LAMP", 2, None)])).await.unwrap();
        settle(&shop.store, &held, None, ReservationEnd::Commit).await.unwrap();
        edit(&shop.store, &[("LAMP", "berlin", LevelChange::Adjust(4), Some(3))]).await.unwrap();
        // A count that says what is there already changes nothing.
        let same = StockCount { on_hand: Some(7), ..StockCount::default() };
        edit(&shop.store, &[("LAMP", "berlin", LevelChange::Count(same), None)]).await.unwrap();
        assert_eq!(shop.database.column(LEDGER).await, ["DECLARED 5 0 → 5", "RESERVED 0 2 → 5", "COMMITTED -2 -2 → 3", "ADJUSTED 4 0 → 7"]);
        let who = "SELECT actor || ' ' || reason || ' ' || reference FROM stock_ledger WHERE cause = 'ADJUSTED'";
        assert_eq!(shop.database.column(who).await, ["command line delivery D-1"]);
        doctor(&shop).await;
        shop.database.execute("UPDATE stock SET on_hand = 9").await.unwrap();
        let found = shop.store.inspect().await.unwrap();
        assert_eq!(found[0].what, "the ledger of stock does not add up to the level (SKU at location)");
        assert_eq!(found[0].examples, ["LAMP at berlin"]);
    }

    async fn a_declaration_changes_what_it_says_and_keeps_what_reservations_made_of_the_rest(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([with_stock("LAMP", vec![stock("berlin", 5), stock("paris", 1)])]).await;
        let before = shop.stored("LAMP").await;
        let held = reserve(&shop.store, &wanted(&[("LAMP", 4, None)])).await.unwrap();
        settle(&shop.store, &held, None, ReservationEnd::Commit).await.unwrap();
        // It was read before two units were sold, and says nothing of how many are there.
        let mut after = before.value.clone();
        after.variants[0].stock = vec![Stock { safety_stock: 1, ..stock("berlin", 5) }];
        let mut transaction = shop.store.begin(&Actor::command_line()).await.unwrap();
        transaction.save_products(vec![ProductChange { before: Some(before), after }]).await.unwrap();
        transaction.commit().await.unwrap();
        let berlin = units(&shop, "LAMP", "berlin").await;
        assert_eq!((berlin.on_hand, berlin.safety_stock), (1, 1));
        doctor(&shop).await;
        let mut transaction = shop.begin().await;
        let product = transaction.products_by_code(&[code("LAMP")]).await.unwrap().remove(&code("LAMP")).unwrap();
        transaction.delete_products(vec![product]).await.unwrap();
        transaction.commit().await.unwrap();
        doctor(&shop).await;
        let last = "SELECT CAST(SUM(on_hand) AS TEXT) || ' ' || CAST(COUNT(*) AS TEXT) FROM stock_ledger WHERE cause = 'REMOVED'";
        assert_eq!(shop.database.column(last).await, ["-2 2"]);
    }

    async fn edits_are_made_together_or_not_at_all(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([with_stock("LAMP", vec![stock("berlin", 5)]), with_stock("VASE", vec![])]).await;
        let problems = edit(&shop.store, &[
            ("LAMP", "berlin", LevelChange::Adjust(3), Some(4)),
            ("LAMP", "berlin", LevelChange::Adjust(-6), None),
            ("VASE", "paris", LevelChange::Adjust(1), Some(0)),
        ]).await.unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.line, problem.field, problem.reason, problem.available)).collect();
        assert_eq!(told, [(Some(0), "expected", StockReason::Conflict, Some(5)), (Some(1), "delta", StockReason::OutOfStock, Some(5))]);
        let unknown = edit(&shop.store, &[("NONE", "oslo", LevelChange::Adjust(1), None)]).await.unwrap_err();
        assert_eq!(unknown.len(), 2);
        let made = edit(&shop.store, &[("VASE", "paris", LevelChange::Adjust(1), Some(0)), ("VASE", "paris", LevelChange::Adjust(2), Some(1))]).await.unwrap();
        assert_eq!((made.len(), made[0].level.on_hand, made[0].level.version), (1, 3, 1));
        // Only what is promised to nobody can go elsewhere.
        reserve(&shop.store, &wanted(&[("LAMP", 3, None)])).await.unwrap();
        let transfer = |units| [("LAMP", "berlin", LevelChange::Send(units), None), ("LAMP", "paris", LevelChange::Adjust(units), None)];
        assert_eq!(edit(&shop.store, &transfer(3)).await.unwrap_err()[0].available, Some(2));
        edit(&shop.store, &transfer(2)).await.unwrap();
        assert_eq!((units(&shop, "LAMP", "berlin").await.on_hand, units(&shop, "LAMP", "paris").await.on_hand), (3, 2));
        // A loss is a fact, also of what is promised.
        edit(&shop.store, &[("LAMP", "berlin", LevelChange::Adjust(-2), None)]).await.unwrap();
        let short = units(&shop, "LAMP", "berlin").await;
        assert_eq!((short.headroom(), short.available()), (-2, 0));
        let found = shop.store.inspect().await.unwrap();
        assert_eq!(found[0].what, "more units are promised than there are (SKU at location)");
    }

    async fn low_out_and_back_are_told_once_each(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut product = with_stock("LAMP", vec![stock("berlin", 6)]);
        product.variants[0].low_stock_threshold = Some(4);
        shop.save([product]).await;
        let told = "SELECT kind || ' ' || key || ' ' || detail FROM outbox WHERE kind LIKE 'stock_%' ORDER BY seq";
        let mut held = Vec::new();
        for units in [1, 1, 1, 2, 1] {
            held.push(reserve(&shop.store, &wanted(&[("LAMP", units, None)])).await.unwrap());
        }
        let low = "stock_low LAMP [\"berlin\"]";
        let out = "stock_out LAMP [\"berlin\"]";
        assert_eq!(shop.database.column(told).await, [low, out]);
        for held in &held[..2] {
            settle(&shop.store, held, None, ReservationEnd::Release).await.unwrap();
        }
        settle(&shop.store, &held[2], None, ReservationEnd::Commit).await.unwrap();
        assert_eq!(shop.database.column(told).await, [low, out, "stock_back LAMP [\"berlin\"]"]);
        let levels = "SELECT COUNT(*) FROM outbox WHERE kind = 'stock' AND key = 'LAMP'";
        assert_eq!(shop.database.column(levels).await, ["8"]);
        let audited = "SELECT action FROM audit WHERE kind = 'reservation' ORDER BY seq";
        assert_eq!(shop.database.column(audited).await.len(), 8);
    }
}
