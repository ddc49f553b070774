//! The feed of changes: what a reader can rely on for days.

use chrono::TimeDelta;
use domain::catalog::ProductStatus;
use persistence::{FeedCursor, FeedPage, OutboxEvent, OutboxScope};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, price, product},
};

/// What comes after a cursor, once so much of it is settled.
async fn read(
    shop: &Shop,
    after: Option<FeedCursor>,
    count: usize,
) -> (Vec<OutboxEvent>, FeedCursor) {
    loop {
        match shop.store.feed(after, 100).await.unwrap() {
            FeedPage::Events { events, end, .. } if events.len() >= count => return (events, end),
            FeedPage::Events { .. } => {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            other => panic!("{other:?}"),
        }
    }
}

async fn all(shop: &Shop) -> (Vec<OutboxEvent>, FeedCursor) {
    let count: usize = shop.database.column("SELECT count(*) FROM outbox").await[0]
        .parse()
        .unwrap();
    read(shop, None, count).await
}

fn keys(events: &[OutboxEvent]) -> Vec<&str> {
    events.iter().map(|event| event.key.as_str()).collect()
}

on_each_database! {
    async fn a_reader_goes_on_from_where_it_was_also_from_an_empty_page(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let (_, end) = all(&shop).await;
        let FeedPage::Events { events, end: same, more } = shop.store.feed(Some(end), 10).await.unwrap() else { panic!() };
        assert_eq!((events.len(), same, more), (0, end, false));
        shop.save([product("A"), product("B"), product("C")]).await;
        let (events, _) = read(&shop, Some(end), 3).await;
        assert_eq!(keys(&events), ["A", "B", "C"]);
        let FeedPage::Events { events, end, more } = shop.store.feed(Some(end), 2).await.unwrap() else { panic!() };
        assert_eq!((keys(&events), more), (vec!["A", "B"], true));
        let (events, end) = read(&shop, Some(end), 1).await;
        assert_eq!(keys(&events), ["C"]);
        assert_eq!(shop.store.feed_end().await.unwrap(), end);
    }

    async fn what_was_cleared_away_is_missed_by_nobody_unawares(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let (old, end) = all(&shop).await;
        shop.database.clock().advance(TimeDelta::days(3));
        shop.save([product("A"), product("B")]).await;
        let (new, _) = read(&shop, Some(end), 2).await;
        let before = shop.database.now() - TimeDelta::days(1);
        assert_eq!(shop.store.sweep_outbox(before).await.unwrap(), old.len() as u64);
        assert_eq!(shop.store.sweep_outbox(before).await.unwrap(), 0);

        // Whoever had read the last that is gone goes on; others are told.
        let (events, _) = read(&shop, Some(end), 2).await;
        assert_eq!(events, new);
        let earlier = FeedCursor::after(&old[old.len() - 2]);
        for cursor in [earlier, FeedCursor::default()] {
            assert_eq!(shop.store.feed(Some(cursor), 10).await.unwrap(), FeedPage::Expired, "{cursor:?}");
        }
        let kept = FeedCursor::after(&new[0]);
        let elsewhere = [
            FeedCursor { at: kept.at + 1, ..kept },
            FeedCursor { seq: kept.seq + 1_000, ..kept },
        ];
        for cursor in elsewhere {
            assert_eq!(shop.store.feed(Some(cursor), 10).await.unwrap(), FeedPage::Unknown, "{cursor:?}");
        }
        // From the beginning is from what is kept.
        let (events, _) = read(&shop, None, 2).await;
        assert_eq!(events, new);

        // The last of all stays, however old.
        shop.database.clock().advance(TimeDelta::days(30));
        assert_eq!(shop.store.sweep_outbox(shop.database.now()).await.unwrap(), 1);
        assert_eq!(shop.store.sweep_outbox(shop.database.now()).await.unwrap(), 0);
        assert_eq!(keys(&all(&shop).await.0), ["B"]);
    }

    async fn a_change_of_a_product_tells_how_it_was_before(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("top"), category_in("top", "low"), category("side")]).await;
        let mut shown = product("A");
        shown.categories = vec![code("low")];
        shop.save([shown]).await;
        let (_, end) = all(&shop).await;
        let change = async |change: &dyn Fn(&mut domain::catalog::Product)| {
            let mut transaction = shop.begin().await;
            let before = transaction.products_by_code(&[code("A")]).await.unwrap().remove(&code("A")).unwrap();
            let mut after = before.value.clone();
            change(&mut after);
            transaction.save_products(vec![persistence::ProductChange { before: Some(before), after }]).await.unwrap();
            transaction.commit().await.unwrap();
        };
        change(&|product| product.name = String::from("Other")).await;
        change(&|product| product.variants[0].prices = vec![price("7.00")]).await;
        change(&|product| product.categories = vec![code("side")]).await;
        change(&|product| product.status = ProductStatus::Archived).await;
        change(&|product| product.channels = Vec::new()).await;
        let mut transaction = shop.begin().await;
        let last = transaction.products_by_code(&[code("A")]).await.unwrap().remove(&code("A")).unwrap();
        transaction.delete_products(vec![last]).await.unwrap();
        transaction.commit().await.unwrap();

        let (events, _) = read(&shop, Some(end), 6).await;
        let sku = || vec![String::from("A")];
        let scopes: Vec<OutboxScope> = events.iter().map(|event| event.scope.clone().unwrap_or_default()).collect();
        let seen = |codes: &[&str]| Some(codes.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(scopes, [
            OutboxScope::default(),
            OutboxScope { prices: sku(), ..OutboxScope::default() },
            OutboxScope { categories: seen(&["low"]), ..OutboxScope::default() },
            OutboxScope { seen_in: seen(&["web"]), ..OutboxScope::default() },
            OutboxScope { seen_in: seen(&[]), ..OutboxScope::default() },
            OutboxScope { seen_in: seen(&[]), categories: seen(&["side"]), skus_gone: sku(), prices: Vec::new() },
        ]);

        // The places of what is gone are those that it was in, with those above.
        let places = shop.store.change_places(&events).await.unwrap();
        let codes = |place: usize| {
            let mut codes: Vec<String> = places[place].categories.iter().map(|category| format!("{} {}", category.code, category.itself)).collect();
            codes.sort();
            codes
        };
        assert_eq!(codes(2), ["low true", "top false"]);
        assert_eq!(codes(5), ["side true"]);
        assert!(places.iter().all(|place| place.product == places[0].product && place.variants.is_empty()));
    }
}
