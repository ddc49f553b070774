//! Reservations: what they take, what becomes of it, and when it is over.

use std::time::Duration;

use domain::inventory::{LevelChange, ReservationState, Stock, StockCount};
use persistence::{LineUnits, NewReservation, ReservationEnd, StockReason};
use testkit::on_each_database;

use super::support::{
    doctor, edit, extend, reserve, settle, time_passes, units, wanted, with_stock,
};
use crate::support::{
    shop::Shop,
    things::{code, product, sku, stock},
};

async fn shop(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save([
        with_stock("LAMP", vec![stock("berlin", 5), stock("paris", 8)]),
        with_stock("VASE", vec![stock("berlin", 2)]),
    ])
    .await;
    shop
}

on_each_database! {
    async fn units_are_held_sold_and_given_back(database: TestDatabase) {
        let shop = shop(database).await;
        let held = reserve(&shop.store, &wanted(&[("LAMP", 4, None), ("VASE", 2, Some("berlin"))])).await.unwrap();
        assert_eq!((held.state, held.lines.len(), held.reference.as_deref()), (ReservationState::Active, 2, Some("cart")));
        assert_eq!(units(&shop, "LAMP", "berlin").await.available(), 1);
        assert_eq!(units(&shop, "VASE", "berlin").await.available(), 0);
        // The first that holds the whole line.
        let next = reserve(&shop.store, &wanted(&[("LAMP", 2, None)])).await.unwrap();
        assert_eq!(next.lines[0].location, Some(code("paris")));

        let part = [LineUnits { sku: sku("LAMP"), quantity: 3, location: None }];
        let sold = settle(&shop.store, &held, Some(&part), ReservationEnd::Commit).await.unwrap();
        assert_eq!((sold.state, sold.lines[0].held, sold.lines[0].committed), (ReservationState::Active, 1, 3));
        let berlin = units(&shop, "LAMP", "berlin").await;
        assert_eq!((berlin.on_hand, berlin.reserved, berlin.available()), (2, 1, 1));
        let too_many = settle(&shop.store, &held, Some(&part), ReservationEnd::Release).await.unwrap_err();
        assert_eq!((too_many[0].reason, too_many[0].available), (StockReason::Conflict, Some(1)));

        let over = settle(&shop.store, &held, None, ReservationEnd::Release).await.unwrap();
        assert_eq!(over.state, ReservationState::Committed);
        let again = settle(&shop.store, &held, None, ReservationEnd::Commit).await.unwrap_err();
        assert_eq!(again[0].reason, StockReason::Ended);
        assert_eq!(units(&shop, "VASE", "berlin").await.available(), 2);
        let given_back = settle(&shop.store, &next, None, ReservationEnd::Release).await.unwrap();
        assert_eq!(given_back.state, ReservationState::Released);
        assert_eq!(shop.store.reservation(next.id).await.unwrap(), Some(given_back));
        doctor(&shop).await;
    }

    async fn what_is_not_there_is_refused_whole_with_what_there_is(database: TestDatabase) {
        let shop = shop(database).await;
        let wish = wanted(&[("LAMP", 9, None), ("VASE", 1, None), ("VASE", 3, Some("berlin"))]);
        let problems = reserve(&shop.store, &wish).await.unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.line, problem.reason, problem.available)).collect();
        assert_eq!(told, [(Some(0), StockReason::OutOfStock, Some(8)), (Some(2), StockReason::OutOfStock, Some(2))]);
        assert_eq!(problems[0].message, "Only 8 of \"LAMP\" are available; 9 were asked for.");
        let split = persistence::NewReservation { allow_split: true, ..wanted(&[("LAMP", 9, None)]) };
        let held = reserve(&shop.store, &split).await.unwrap();
        let places: Vec<_> = held.lines.iter().map(|line| (line.location.as_ref().unwrap().as_str(), line.quantity)).collect();
        assert_eq!(places, [("berlin", 5), ("paris", 4)]);
        let unknown = reserve(&shop.store, &wanted(&[("NONE", 1, None), ("LAMP", 1, Some("oslo"))])).await.unwrap_err();
        let told: Vec<_> = unknown.iter().map(|problem| (problem.field, problem.reason)).collect();
        assert_eq!(told, [("sku", StockReason::NotFound), ("location", StockReason::NotFound)]);
        assert_eq!(shop.database.column("SELECT COUNT(*) FROM reservation").await, ["1"]);
        doctor(&shop).await;
    }

    async fn what_has_expired_counts_no_more_before_and_after_it_is_swept(database: TestDatabase) {
        let shop = shop(database).await;
        let old = reserve(&shop.store, &wanted(&[("VASE", 2, None), ("LAMP", 1, None)])).await.unwrap();
        let other = reserve(&shop.store, &wanted(&[("LAMP", 2, None)])).await.unwrap();
        time_passes(&shop).await;
        let read = units(&shop, "VASE", "berlin").await;
        assert_eq!((read.reserved, read.available()), (0, 2), "it is not read as held");
        assert_eq!(shop.store.reservation(old.id).await.unwrap().unwrap().state, ReservationState::Expired);
        for refused in [
            settle(&shop.store, &old, None, ReservationEnd::Commit).await,
            settle(&shop.store, &old, None, ReservationEnd::Release).await,
            extend(&shop.store, &old, Duration::from_secs(60)).await,
        ] {
            assert_eq!(refused.unwrap_err()[0].reason, StockReason::Expired);
        }
        let new = reserve(&shop.store, &wanted(&[("VASE", 2, None)])).await.unwrap();
        assert_eq!(units(&shop, "VASE", "berlin").await.reserved, 2);
        let states = "SELECT state FROM reservation ORDER BY created_at, id";
        assert_eq!(shop.database.column(states).await, ["EXPIRED", "ACTIVE", "ACTIVE"], "only what was needed was ended");
        assert_eq!(shop.store.sweep_reservations(100).await.unwrap(), 1);
        assert_eq!(shop.store.sweep_reservations(100).await.unwrap(), 0);
        assert_eq!(shop.store.reservation(other.id).await.unwrap().unwrap().lines[0].released, 2);
        assert_eq!(units(&shop, "LAMP", "berlin").await.reserved, 0);
        let sold = settle(&shop.store, &new, None, ReservationEnd::Commit).await.unwrap();
        assert_eq!(sold.state, ReservationState::Committed);
        doctor(&shop).await;
    }

    async fn how_long_it_is_until_one_expires_is_told(database: TestDatabase) {
        let shop = shop(database).await;
        let until_next = async |ago: u64| {
            for _ in 0..2_000 {
                let stamp = shop.store.stamp().await.unwrap();
                let ago = Duration::from_secs(ago);
                // Other tests commit on the same PostgreSQL.
                if let Some(quiet) = shop.store.quiet(&stamp, shop.database.now(), ago).await.unwrap() {
                    return Some(quiet.reserved);
                }
            }
            None
        };
        assert_eq!(until_next(0).await, Some(None));
        let wish = wanted(&[("LAMP", 1, None)]);
        reserve(&shop.store, &wish).await.unwrap();
        reserve(&shop.store, &NewReservation { time_to_live: Duration::from_secs(1800), ..wish }).await.unwrap();
        let time = until_next(0).await.unwrap().unwrap();
        assert!(time <= Duration::from_secs(1800) && time > Duration::from_secs(1700), "{time:?}");
        time_passes(&shop).await;
        assert_eq!(until_next(0).await, Some(None), "what has expired does so no more");
        assert_eq!(until_next(2_000_000_000).await, None, "it was held then, and isn't now");
    }

    async fn an_extended_reservation_holds_longer_and_never_shorter(database: TestDatabase) {
        let shop = shop(database).await;
        let held = reserve(&shop.store, &wanted(&[("VASE", 1, None)])).await.unwrap();
        let shorter = extend(&shop.store, &held, Duration::from_secs(60)).await.unwrap();
        assert_eq!(shorter.expires_at, held.expires_at);
        let longer = extend(&shop.store, &held, Duration::from_secs(7200)).await.unwrap();
        assert!(longer.expires_at > held.expires_at + chrono::TimeDelta::minutes(59));
        let ends = "SELECT CAST(COUNT(DISTINCT e) AS TEXT) FROM (SELECT expires_at AS e FROM reservation UNION ALL SELECT expires_at FROM reservation_line) AS ends";
        assert_eq!(shop.database.column(ends).await, ["1"]);
    }

    async fn what_is_sold_beyond_the_shelf_is_owed_until_the_next_delivery(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([with_stock("LAMP", vec![Stock { backorder_limit: 5, ..stock("berlin", 2) }])]).await;
        let held = reserve(&shop.store, &wanted(&[("LAMP", 6, None)])).await.unwrap();
        settle(&shop.store, &held, None, ReservationEnd::Commit).await.unwrap();
        let owed = units(&shop, "LAMP", "berlin").await;
        assert_eq!((owed.on_hand, owed.backordered, owed.available()), (0, 4, 1));
        edit(&shop.store, &[("LAMP", "berlin", LevelChange::Adjust(7), None)]).await.unwrap();
        let settled = units(&shop, "LAMP", "berlin").await;
        assert_eq!((settled.on_hand, settled.backordered), (3, 0));
        doctor(&shop).await;
    }

    async fn what_is_not_counted_is_reserved_without_a_level(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut free = product("GIFT");
        free.variants[0].track_inventory = false;
        shop.save([free]).await;
        let held = reserve(&shop.store, &wanted(&[("GIFT", 1000, None)])).await.unwrap();
        assert_eq!(held.lines[0].location, Some(code("berlin")));
        let sold = settle(&shop.store, &held, None, ReservationEnd::Commit).await.unwrap();
        assert_eq!(sold.state, ReservationState::Committed);
        doctor(&shop).await;
    }

    async fn ten_units_asked_by_many_go_to_exactly_ten(database: TestDatabase) {
        let shop = shop(database).await;
        edit(&shop.store, &[("VASE", "berlin", LevelChange::Count(StockCount { on_hand: Some(10), ..StockCount::default() }), None)]).await.unwrap();
        // Stores of their own: what other processes are.
        let stores = [shop.database.store().await, shop.database.store().await, shop.store.clone()];
        let buyers = stores.into_iter().cycle().take(30).map(|store| {
            tokio::spawn(async move {
                // The same two levels in either order.
                let lines = [("VASE", 1, Some("berlin")), ("LAMP", 1, Some("paris"))];
                reserve(&store, &wanted(&lines[..1])).await.is_ok()
            })
        });
        let mut won = 0;
        for buyer in buyers.collect::<Vec<_>>() {
            won += usize::from(buyer.await.unwrap());
        }
        assert_eq!(won, 10);
        assert_eq!(units(&shop, "VASE", "berlin").await.available(), 0);
        doctor(&shop).await;
    }

    async fn reservations_of_the_same_skus_in_any_order_do_not_block_each_other(database: TestDatabase) {
        let shop = shop(database).await;
        let count = |units| LevelChange::Count(StockCount { on_hand: Some(units), ..StockCount::default() });
        edit(&shop.store, &[("VASE", "berlin", count(1000), None), ("LAMP", "berlin", count(1000), None)]).await.unwrap();
        let stores = [shop.database.store().await, shop.store.clone()];
        let buyers = stores.into_iter().cycle().take(8).enumerate().map(|(number, store)| {
            tokio::spawn(async move {
                for _ in 0..10 {
                    let mut lines = [("VASE", 1, Some("berlin")), ("LAMP", 2, Some("berlin"))];
                    if number % 2 == 0 {
                        lines.reverse();
                    }
                    let held = reserve(&store, &wanted(&lines)).await.unwrap();
                    let end = if number % 3 == 0 { ReservationEnd::Commit } else { ReservationEnd::Release };
                    settle(&store, &held, None, end).await.unwrap();
                }
            })
        });
        for buyer in buyers.collect::<Vec<_>>() {
            buyer.await.unwrap();
        }
        assert_eq!(units(&shop, "VASE", "berlin").await.on_hand, 970);
        assert_eq!(units(&shop, "LAMP", "berlin").await.on_hand, 940);
        doctor(&shop).await;
    }
}
