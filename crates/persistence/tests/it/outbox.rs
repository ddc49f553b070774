//! Following the outbox: every change once, in an order in which nothing appears before what was read.

use domain::catalog::{Category, EnumValue};
use persistence::{
    Backend, CatalogVersion, Change, OutboxAction, OutboxEvent, OutboxPosition, ProductChange,
};
use testkit::{on_each_database, outbox::settled};

use crate::support::{
    shop::Shop,
    things::{category, code, product},
};

fn shown(events: &[OutboxEvent]) -> Vec<String> {
    let shown = |event: &OutboxEvent| format!("{} {} {:?}", event.kind, event.key, event.action);
    events.iter().map(shown).collect()
}

async fn now(shop: &Shop) -> OutboxPosition {
    let version = shop.store.catalog_version().await.unwrap();
    settled(&shop.store, version).await
}

on_each_database! {
    async fn changes_come_in_order_and_in_pages(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let begin = now(&shop).await;
        shop.save([product("A"), product("B")]).await;
        shop.save_categories([category("c")]).await;
        let end = now(&shop).await;
        let all = shop.store.outbox_after(begin, 10).await.unwrap();
        assert_eq!(shown(&all), ["product A Created", "product B Created", "category c Created"]);
        assert_eq!(all[0].entity_id, Some(shop.product_id("A").await.uuid()));
        assert!(all.is_sorted_by(|one, other| one.position < other.position));
        assert_eq!(all[2].position, end);
        let first = shop.store.outbox_after(begin, 2).await.unwrap();
        let rest = shop.store.outbox_after(first[1].position, 2).await.unwrap();
        assert_eq!(shown(&rest), ["category c Created"]);
        assert!(shop.store.outbox_after(end, 2).await.unwrap().is_empty());
    }

    async fn what_commits_late_is_read_all_the_same(database: TestDatabase) {
        let shop = Shop::open(database).await;
        if shop.database.backend() == Backend::Sqlite {
            // There is one writer at a time, so that numbers are the order of commits.
            return;
        }
        let begin = now(&shop).await;
        let mut late = shop.begin().await;
        late.save_products(vec![ProductChange { before: None, after: product("LATE") }]).await.unwrap();
        shop.save([product("EARLY")]).await;
        let version = shop.store.catalog_version().await.unwrap();
        // The late one has the lower number, so a reader that took the early one now would never see it.
        assert!(shop.store.outbox_after(begin, 10).await.unwrap().is_empty());
        let unsettled = shop.store.outbox_unsettled(begin, 10).await.unwrap();
        assert_eq!(shown(&unsettled), ["product EARLY Created"]);
        assert!(late.commit_versioned().await.unwrap() < version);
        settled(&shop.store, version).await;
        let all = shop.store.outbox_after(begin, 10).await.unwrap();
        assert_eq!(shown(&all), ["product LATE Created", "product EARLY Created"]);
        assert!(shop.store.outbox_unsettled(all[1].position, 10).await.unwrap().is_empty());
    }

    async fn a_change_tells_which_fields_changed(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("c")]).await;
        let begin = now(&shop).await;
        let mut transaction = shop.begin().await;
        let before = transaction.categories_by_code(&[code("c")]).await.unwrap().remove(&code("c")).unwrap();
        let after = Category { name: String::from("Other"), position: 7, ..before.value.clone() };
        transaction.save_categories(vec![Change { before: Some(before), after }]).await.unwrap();
        transaction.commit().await.unwrap();
        now(&shop).await;
        let events = shop.store.outbox_after(begin, 10).await.unwrap();
        assert_eq!(events[0].changed, Some(vec![String::from("name"), String::from("position")]));
        assert!(events[0].changes(&["name", "parent"]));
        assert!(!events[0].changes(&["parent"]));
        assert_eq!(events[0].action, OutboxAction::Updated);
    }

    async fn a_new_value_of_an_attribute_is_no_renamed_one(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut places = vec![now(&shop).await];
        let change = async |change: &dyn Fn(&mut Vec<EnumValue>)| {
            let mut transaction = shop.begin().await;
            let entry = transaction.reference().attributes.by_code("colour").unwrap().clone();
            let mut after = (*entry.value).clone();
            change(&mut after.values);
            transaction.save_attributes(vec![Change { before: None, after }]).await.unwrap();
            transaction.commit().await.unwrap();
        };
        change(&|values| values.push(EnumValue {
            code: code("green"),
            name: String::from("green"),
            translations: std::collections::BTreeMap::new(),
        })).await;
        places.push(now(&shop).await);
        change(&|values| values[0].name = String::from("scarlet")).await;
        now(&shop).await;
        let mut renames = Vec::new();
        for place in places {
            let events = shop.store.outbox_after(place, 1).await.unwrap();
            assert!(events[0].changes(&["values"]));
            renames.push(events[0].changes(&["valueNames"]));
        }
        assert_eq!(renames, [false, true]);
    }

    async fn the_place_of_a_version_is_found(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let version = shop.store.catalog_version().await.unwrap();
        let place = shop.store.outbox_position(version).await.unwrap().unwrap();
        assert_eq!(place.seq, version.0);
        assert_eq!(place, now(&shop).await);
        let unknown = CatalogVersion(version.0 + 1);
        assert_eq!(shop.store.outbox_position(unknown).await.unwrap(), None);
    }

    async fn a_commit_wakes_those_who_follow(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut changes = shop.store.changes();
        changes.mark_unchanged();
        drop(shop.begin().await);
        assert!(!changes.has_changed().unwrap());
        shop.save([product("A")]).await;
        assert!(changes.has_changed().unwrap());
    }

    async fn a_store_from_another_server_can_be_followed(database: TestDatabase) {
        let shop = Shop::open(database).await;
        assert!(!shop.store.outbox_settle_restored().await.unwrap());
        if shop.database.backend() == Backend::Sqlite {
            return;
        }
        // As after a restore on a server that has counted fewer transactions.
        shop.database.execute("UPDATE outbox SET tx = tx + 1000000000000").await.unwrap();
        assert!(shop.store.outbox_after(OutboxPosition::default(), 10).await.unwrap().is_empty());
        assert!(shop.store.outbox_settle_restored().await.unwrap());
        let events = shop.store.outbox_after(OutboxPosition::default(), 100).await.unwrap();
        assert!(events.is_sorted_by(|one, other| one.position.seq < other.position.seq));
        assert!(!events.is_empty());
    }
}
