//! Triggers guard what foreign keys can't: attributes inside JSON, and units that are promised.

use testkit::on_each_database;

use crate::support::shop::Shop;

on_each_database! {
    async fn an_attribute_that_is_used_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let delete = async |code: &str| shop.database.execute(&format!("DELETE FROM attribute WHERE code = '{code}'")).await;
        assert!(delete("colour").await.unwrap_err().to_string().contains("attribute_in_use"));
        assert!(delete("weight").await.is_err());
        assert_eq!(delete("material").await.unwrap(), 1);
        assert_eq!(delete("it''s \"odd\"").await.unwrap(), 1);
        // A variant alone, and a translation alone, keep it too.
        shop.database.execute("UPDATE product SET attributes = '{}'").await.unwrap();
        assert!(delete("weight").await.is_err(), "a variant has it");
        assert!(delete("tags").await.is_err(), "a translation has it");
        assert_eq!(delete("colour").await.unwrap(), 1, "with its values");
    }

    async fn a_value_that_is_used_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let delete = async |code: &str| shop.database.execute(&format!("DELETE FROM attribute_value WHERE code = '{code}'")).await;
        assert!(delete("red").await.unwrap_err().to_string().contains("attribute_value_in_use"));
        assert_eq!(delete("blue").await.unwrap(), 1);
        // One of a list counts as well, a text of another attribute that reads the same does not.
        shop.database.execute("UPDATE product SET attributes = '{\"colour\":[\"blue\",\"red\"]}'").await.unwrap();
        assert!(delete("red").await.is_err());
        shop.database.execute("UPDATE product SET attributes = '{\"material\":\"red\"}'").await.unwrap();
        assert_eq!(delete("red").await.unwrap(), 1);
    }

    async fn a_level_of_which_units_are_reserved_or_owed_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        for promised in ["reserved = 1", "reserved = 0, backordered = 1"] {
            let sql = format!("UPDATE stock SET {promised} WHERE on_hand = 12");
            shop.database.execute(&sql).await.unwrap();
            assert!(shop.database.execute("DELETE FROM stock").await.unwrap_err().to_string().contains("stock_in_use"));
            assert!(shop.database.execute("DELETE FROM variant").await.is_err(), "nor by way of its variant");
            assert!(shop.database.execute("DELETE FROM product").await.is_err(), "nor by way of its product");
        }
        assert_eq!(shop.database.execute("DELETE FROM stock WHERE reserved + backordered = 0").await.unwrap(), 2);
    }
}
