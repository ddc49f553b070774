//! Who changed what, as admins read it.

use chrono::TimeDelta;
use domain::text::Code;
use persistence::{
    Actor, AuditAction, AuditFilter, AuditRecord, ProductChange,
    page::{Page, PageRequest},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, product},
};

/// `A` is made by one actor, renamed an hour later by another one, deleted another hour later; `B` is made at the end.
async fn history(shop: &Shop) {
    let (one, other) = (Actor::api_key("one"), Actor::api_key("other"));
    save(shop, &one, "A", None).await;
    shop.database.clock().advance(TimeDelta::hours(1));
    save(shop, &other, "A", Some("Renamed")).await;
    shop.database.clock().advance(TimeDelta::hours(1));
    let mut transaction = shop.store.begin(&one).await.unwrap();
    let gone = transaction
        .products_by_code(&[code("A")])
        .await
        .unwrap()
        .into_values()
        .collect();
    transaction.delete_products(gone).await.unwrap();
    transaction.commit().await.unwrap();
    save(shop, &other, "B", None).await;
}

async fn save(shop: &Shop, actor: &Actor, text: &str, name: Option<&str>) {
    let mut transaction = shop.store.begin(actor).await.unwrap();
    let before = transaction
        .products_by_code(&[code(text)])
        .await
        .unwrap()
        .remove(&code(text));
    let mut after = before
        .as_ref()
        .map_or_else(|| product(text), |before| before.value.clone());
    if let Some(name) = name {
        after.name = name.to_owned();
    }
    transaction
        .save_products(vec![ProductChange { before, after }])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

fn products() -> AuditFilter {
    AuditFilter {
        kind: Some(String::from("product")),
        ..AuditFilter::default()
    }
}

async fn page(shop: &Shop, filter: &AuditFilter, request: &PageRequest) -> Page<AuditRecord> {
    shop.store.audit().page(filter, request).await.unwrap()
}

/// What was done to what.
async fn told(shop: &Shop, filter: AuditFilter) -> Vec<String> {
    let page = page(shop, &filter, &PageRequest::first(10)).await;
    let count = shop.store.audit().count(&filter).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), page.items.len());
    page.items
        .iter()
        .map(|(record, _)| format!("{} {}", record.key, record.action.as_str()))
        .collect()
}

on_each_database! {
    async fn changes_are_told_newest_first(database: TestDatabase) {
        let shop = Shop::open(database).await;
        history(&shop).await;
        assert_eq!(told(&shop, products()).await, ["B CREATED", "A DELETED", "A UPDATED", "A CREATED"]);
        let page = page(&shop, &products(), &PageRequest::first(10)).await;
        let records: Vec<&AuditRecord> = page.items.iter().map(|(record, _)| record).collect();
        assert_eq!(records[2].actor, "key:other");
        assert_eq!(records[2].action, AuditAction::Updated);
        assert_eq!(records[2].changes.as_deref(), Some(r#"{"name":["Product A","Renamed"]}"#));
        assert_eq!(records[2].at, shop.database.now() - TimeDelta::hours(1));
        assert_eq!(records[3].changes, None);
        assert_eq!(records[1].entity_id, records[3].entity_id);
    }

    async fn changes_are_found_by_thing_actor_and_time(database: TestDatabase) {
        let shop = Shop::open(database).await;
        history(&shop).await;
        let now = shop.database.now();
        let of_a = AuditFilter { key: Some(Code::parse("A").unwrap().to_string()), ..products() };
        assert_eq!(told(&shop, of_a.clone()).await, ["A DELETED", "A UPDATED", "A CREATED"]);
        let id = page(&shop, &of_a, &PageRequest::first(1)).await.items[0].0.entity_id;
        let by_id = AuditFilter { entity_id: Some(id), ..AuditFilter::default() };
        assert_eq!(told(&shop, by_id).await, ["A DELETED", "A UPDATED", "A CREATED"]);
        let by_other = AuditFilter { actor: Some(String::from("key:other")), ..AuditFilter::default() };
        assert_eq!(told(&shop, by_other).await, ["B CREATED", "A UPDATED"]);
        let from = AuditFilter { from: Some(now - TimeDelta::hours(1)), ..products() };
        assert_eq!(told(&shop, from).await, ["B CREATED", "A DELETED", "A UPDATED"]);
        let until = AuditFilter { until: Some(now), ..products() };
        assert_eq!(told(&shop, until).await, ["A UPDATED", "A CREATED"]);
    }

    async fn pages_give_each_change_once_whatever_is_written_meanwhile(database: TestDatabase) {
        let shop = Shop::open(database).await;
        history(&shop).await;
        let first = page(&shop, &products(), &PageRequest::first(2)).await;
        assert!(first.has_next && !first.has_previous);
        save(&shop, &Actor::command_line(), "C", None).await;
        let place = first.items[1].1.clone();
        let second = page(&shop, &products(), &PageRequest::first(2).after(place)).await;
        assert!(!second.has_next && second.has_previous);
        let keys: Vec<&str> = first.items.iter().chain(&second.items).map(|(record, _)| record.action.as_str()).collect();
        assert_eq!(keys, ["CREATED", "DELETED", "UPDATED", "CREATED"]);
        let last = page(&shop, &products(), &PageRequest::last(1)).await;
        assert_eq!(last.items[0].0, second.items[1].0);
    }
}
