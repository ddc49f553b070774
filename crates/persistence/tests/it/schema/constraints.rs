//! The database refuses rows that make no sense, whoever writes them.

use testkit::on_each_database;

use crate::support::shop::Shop;

on_each_database! {
    async fn rows_that_make_no_sense_are_refused_even_by_raw_sql(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let refused = [
            "UPDATE product SET status = 'SOLD'",
            "UPDATE product SET version = 0",
            "UPDATE product SET code = NULL",
            "UPDATE product_channel SET published_from = 5, published_until = 5",
            "UPDATE price SET amount = -1",
            "UPDATE price SET amount = 1000000000000000",
            "UPDATE price SET compare_at = -1",
            "UPDATE price SET min_quantity = 0",
            "UPDATE price SET currency = 'EURO'",
            "UPDATE price SET country = 'D'",
            "UPDATE price SET valid_from = 5, valid_until = 4",
            "UPDATE stock SET on_hand = -1",
            "UPDATE stock SET on_hand = 1000000001",
            "UPDATE stock SET reserved = -1",
            "UPDATE stock SET backordered = -1",
            "UPDATE stock SET safety_stock = -1",
            "UPDATE stock SET backorder_limit = -1",
            "UPDATE price_list SET unit_precision = 7",
            "UPDATE price_list SET valid_from = 5, valid_until = 4",
            "UPDATE attribute SET value_type = 'COLOUR'",
            "UPDATE channel SET default_currency = 'EU'",
            "UPDATE location SET country = 'GER'",
            "UPDATE category SET parent_id = id",
            "UPDATE outbox SET action = 'GONE'",
            "INSERT INTO reference_state (id, version) VALUES (2, 1)",
            "INSERT INTO channel_tax_rate (channel_id, tax_class, rate) SELECT id, 'x', '-0.1' FROM channel",
        ];
        for sql in refused {
            assert!(shop.database.execute(sql).await.is_err(), "{sql}");
        }
    }

    async fn what_others_name_can_not_be_deleted(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        for table in ["channel", "location", "price_list", "category", "attribute"] {
            assert!(shop.database.execute(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
        }
        let wrong = "UPDATE product_category SET category_id = (SELECT id FROM channel LIMIT 1)";
        assert!(shop.database.execute(wrong).await.is_err(), "a category that is none");
    }

    async fn a_product_takes_all_of_its_own_along(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.database.execute("DELETE FROM product").await.unwrap();
        let tables = ["variant", "price", "stock", "product_channel", "product_category", "category_listing", "product_translation"];
        for table in tables {
            assert_eq!(shop.counted(table).await, 0, "{table}");
        }
        // Its prices gone, its list may go, and so on.
        for table in ["price_list", "channel", "location", "attribute"] {
            shop.database.execute(&format!("DELETE FROM {table}")).await.unwrap();
        }
        for table in ["attribute_value", "channel_currency", "channel_locale", "channel_location", "price_list_channel"] {
            assert_eq!(shop.counted(table).await, 0, "{table}");
        }
    }

    async fn codes_are_told_apart_and_sorted_by_code_point(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save(["b", "B", "a", "ß", "Z"].map(|text| {
            let mut product = crate::support::things::product(text);
            product.slug = crate::support::things::slug(&format!("slug-{}", u32::from(text.chars().next().unwrap())));
            product
        }))
        .await;
        assert_eq!(shop.database.column("SELECT code FROM product ORDER BY code").await, ["B", "Z", "a", "b", "ß"]);
    }
}
