//! Reading stock levels.

use domain::{
    catalog::{Product, Variant},
    inventory::{Incoming, Stock, StockLevel},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, product, stock, variant},
};

on_each_database! {
    async fn levels_are_read_of_all_locations_or_of_some(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let ship = Incoming { quantity: 40, expected_on: chrono::NaiveDate::from_ymd_opt(2026, 12, 1) };
        let levels = vec![Stock { safety_stock: 1, backorder_limit: 4, incoming: Some(ship), ..stock("berlin", 3) }, stock("paris", 7)];
        shop.save([Product { variants: vec![Variant { stock: levels, ..variant("LAMP") }], ..product("LAMP") }, product("VASE")]).await;
        let (reference, lamp, vase) = (shop.reference().await, shop.variant_id("LAMP").await, shop.variant_id("VASE").await);

        let all = shop.store.stock().by_variants(&[lamp, vase], None, &reference).await.unwrap();
        let berlin = StockLevel { location: code("berlin"), on_hand: 3, reserved: 0, backordered: 0, safety_stock: 1, backorder_limit: 4, incoming: Some(ship), version: 1 };
        let paris = StockLevel { location: code("paris"), on_hand: 7, reserved: 0, backordered: 0, safety_stock: 0, backorder_limit: 0, incoming: None, version: 1 };
        assert_eq!(all[&lamp], [berlin, paris.clone()]);
        assert_eq!(all.get(&vase), None);

        let product = shop.product_id("LAMP").await;
        let some = shop.store.stock().by_products(&[product], Some(&[code("paris"), code("unknown")]), &reference).await.unwrap();
        assert_eq!(some[&product][&lamp], [paris]);
        let none = shop.store.stock().by_variants(&[lamp], Some(&[]), &reference).await.unwrap();
        assert!(none.is_empty());
    }
}
