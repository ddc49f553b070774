//! A snapshot reads one state of the catalogue, page after page, whatever is written meanwhile.

use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, product},
    whole::whole_product,
};

on_each_database! {
    async fn a_snapshot_walks_all_products_in_the_order_of_codes(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "M").await;
        shop.save(["b", "Z", "ä", "a"].map(product)).await;
        let snapshot = shop.store.snapshot().await.unwrap();
        let reference = snapshot.reference().await.unwrap();
        let first = snapshot.products_after(None, 2, &reference).await.unwrap();
        // What comes meanwhile is of a later state.
        shop.save([product("c")]).await;
        shop.change("ä", |product| product.name = String::from("Later")).await.unwrap();
        shop.save_categories([category("zzz")]).await;
        let mut codes: Vec<String> = first.iter().map(|product| product.value.code.to_string()).collect();
        loop {
            let page = snapshot.products_after(Some(&code(codes.last().unwrap())), 2, &reference).await.unwrap();
            if page.is_empty() {
                break;
            }
            assert!(page.iter().all(|product| product.value.name != "Later"));
            codes.extend(page.iter().map(|product| product.value.code.to_string()));
        }
        assert_eq!(codes, ["M", "Z", "a", "b", "ä"]);
        assert_eq!(first[0].value, whole_product("M"));
        let categories = snapshot.categories_after(None, 10).await.unwrap();
        let codes: Vec<&str> = categories.iter().map(|category| category.value.code.as_str()).collect();
        assert_eq!(codes, ["gifts", "home", "lamps"]);
    }
}
