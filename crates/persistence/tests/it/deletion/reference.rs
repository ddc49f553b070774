use std::collections::BTreeSet;

use domain::{catalog::Product, outcome::Failure, pricing::PriceList, reference::Reference};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, price_list, product, published},
};

fn told(result: Result<(), Failure>) -> Vec<String> {
    match result {
        Err(Failure::Rejected(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

fn codes(reference: &Reference) -> Vec<String> {
    reference
        .locations
        .iter()
        .map(|entry| entry.value.code.to_string())
        .collect()
}

on_each_database! {
    async fn what_depends_on_a_thing_keeps_it(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.save([Product { channels: vec![published("outlet")], ..product("B") }]).await;
        let bound = PriceList { channels: BTreeSet::from([code("web")]), customer_groups: BTreeSet::from([code("vip")]), ..price_list("bound") };
        shop.save_price_lists([bound]).await;
        let mut transaction = shop.begin().await;
        let reference = transaction.reference().clone();
        let location = |code: &str| reference.locations.by_code(code).unwrap().id;
        let channel = |code: &str| reference.channels.by_code(code).unwrap().id;
        let group = |code: &str| reference.customer_groups.by_code(code).unwrap().id;
        let list = |code: &str| reference.price_lists.by_code(code).unwrap().id;
        let attribute = |code: &str| reference.attributes.by_code(code).unwrap().id;
        let refused = told(transaction.delete_locations(&[location("berlin")]).await);
        assert_eq!(refused, ["[0]: 2 variants have stock at this location.", "[0]: 1 channel sells from this location."]);
        let refused = told(transaction.delete_channels(&[channel("outlet"), channel("web")]).await);
        assert_eq!(refused, [
            "[0]: 2 products are published in this channel.",
            "[1]: 1 product is published in this channel.",
            "[1]: 1 price list is bound to this channel.",
        ]);
        let refused = told(transaction.delete_customer_groups(&[group("staff"), group("vip")]).await);
        assert_eq!(refused, ["[1]: 1 price list is bound to this customer group."]);
        let refused = told(transaction.delete_price_lists(&[list("vip-eur")]).await);
        assert_eq!(refused, ["[0]: 2 prices are in this price list."]);
        // Of a product, its variants and its translation; `material` nobody has.
        let refused = told(transaction.delete_attributes(&[attribute("weight"), attribute("material"), attribute("tags")]).await);
        assert_eq!(refused, ["[0]: 1 product has this attribute.", "[2]: 1 product has this attribute."]);
        // Nothing was deleted, and what nothing depends on still can be.
        transaction.delete_attributes(&[attribute("material"), attribute("it's \"odd\"")]).await.unwrap();
        transaction.delete_customer_groups(&[group("staff")]).await.unwrap();
        transaction.delete_price_lists(&[list("bound")]).await.unwrap();
        transaction.delete_customer_groups(&[group("vip")]).await.unwrap();
        transaction.commit().await.unwrap();
        let after = shop.reference().await;
        assert_eq!(after.version, reference.version + 1, "a transaction raises it once");
        assert!(after.customer_groups.is_empty());
        assert!(after.attributes.by_code("material").is_none());
        assert!(after.attributes.by_code("weight").is_some());
    }

    async fn an_attribute_with_an_odd_code_is_kept_by_a_variant(database: TestDatabase) {
        use domain::catalog::{AttributeValue, Scalar};
        let shop = Shop::open(database).await;
        let odd = code("it's \"odd\"");
        let mut used = product("A");
        used.variants[0].attributes = [(odd.clone(), AttributeValue::One(Scalar::Text(String::from("x"))))].into();
        shop.save([used]).await;
        let mut transaction = shop.begin().await;
        let id = transaction.reference().attributes.by_code(&odd).unwrap().id;
        assert_eq!(told(transaction.delete_attributes(&[id]).await), ["[0]: 1 product has this attribute."]);
    }

    async fn a_deleted_thing_goes_with_what_belongs_to_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let reference = transaction.reference().clone();
        let outlet = reference.channels.by_code("outlet").unwrap().id;
        let colour = reference.attributes.by_code("colour").unwrap().id;
        transaction.delete_channels(&[outlet]).await.unwrap();
        transaction.delete_attributes(&[colour]).await.unwrap();
        assert!(transaction.reference().channels.by_code("outlet").is_none());
        assert!(transaction.reference().channels.by_id(outlet).is_none());
        transaction.commit().await.unwrap();
        assert_eq!(shop.counted("channel_currency").await, 2, "those of the other channel");
        assert_eq!(shop.counted("attribute_value").await, 0);
        let events = "SELECT kind || ' ' || key || ' ' || action || ' ' || version FROM outbox ORDER BY seq DESC LIMIT 2";
        assert_eq!(shop.database.column(events).await, ["attribute colour DELETED 2", "channel outlet DELETED 2"]);
        let audited = shop.database.column("SELECT changes FROM audit WHERE action = 'DELETED' AND kind = 'channel'").await;
        assert!(audited[0].contains(r#""name":["Outlet",null]"#), "{}", audited[0]);
    }

    async fn the_rest_is_still_found_and_a_code_is_free_again(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let names = ["a", "b", "c", "d"];
        shop.save_price_lists(names.map(price_list)).await;
        let mut transaction = shop.begin().await;
        let second = transaction.reference().price_lists.by_code("b").unwrap().id;
        transaction.delete_price_lists(&[second]).await.unwrap();
        for name in ["a", "c", "d"] {
            let entry = transaction.reference().price_lists.by_code(name).unwrap();
            assert_eq!(&*entry.value.code, name);
            assert_eq!(&*transaction.reference().price_lists.by_id(entry.id).unwrap().value.code, name);
        }
        let again = persistence::Change { before: None, after: price_list("b") };
        transaction.save_price_lists(vec![again]).await.unwrap();
        transaction.commit().await.unwrap();
        let found = shop.reference().await.price_lists.by_code("b").unwrap().clone();
        assert_eq!(found.version, 1);
        assert_ne!(found.id, second);
    }

    async fn what_is_not_there_is_told(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let nothing = domain::id::LocationId(uuid::Uuid::from_u128(77));
        assert_eq!(told(transaction.delete_locations(&[nothing]).await), ["[0]: There is none with this id; it may have been deleted."]);
        transaction.delete_locations(&[]).await.unwrap();
        transaction.rollback().await.unwrap();
        assert_eq!(codes(&*shop.reference().await), ["berlin", "paris"]);
    }
}
