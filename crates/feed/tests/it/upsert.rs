//! What is given, absent and null mean.

use feed::{Options, record::Kind};
use persistence::Backend;

use crate::support::{SHOP, counts, exported, import, import_with, issues, load, text};

/// The export's line with this beginning.
fn line<'a>(export: &'a str, start: &str) -> &'a str {
    export
        .lines()
        .find(|line| line.starts_with(start))
        .expect("the export has this line")
}

testkit::on_each_database! {
    async fn absent_fields_stay_and_null_clears(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        load(&store, r#"{"type":"product","code":"lamp","description":null,"brand":"Nova","attributes":{"care":null},"categories":[],"translations":{"de":{"slug":null},"fr":{"name":"Lampe"}}}"#).await;
        let export = exported(&store).await;
        let lamp = line(&export, r#"{"type":"product","code":"lamp""#);
        assert!(lamp.starts_with(r#"{"type":"product","code":"lamp","slug":"lamp","name":"Lamp","brand":"Nova","channels":[{"code":"de"}],"attributes":{"colour":["black","red"]},"options":["Size"]"#), "{lamp}");
        assert!(lamp.ends_with(r#""translations":{"de":{"name":"Lampe","attributes":{"care":"Abstauben."},"options":{"Size":{"name":"Größe","values":{"L":"Groß"}}}},"fr":{"name":"Lampe"}}}"#), "{lamp}");
    }

    async fn the_list_of_variants_is_whole_and_their_absent_fields_stay(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let id = match database.backend() {
            Backend::Sqlite => "SELECT hex(id) FROM variant WHERE sku = 'lamp-s'",
            Backend::Postgres => "SELECT id FROM variant WHERE sku = 'lamp-s'",
        };
        let before = database.column(id).await;
        load(&store, r#"{"type":"product","code":"lamp","variants":[{"sku":"lamp-m","options":{"Size":"M"}},{"sku":"lamp-s","barcode":"1"}]}"#).await;
        let export = exported(&store).await;
        let lamp = line(&export, r#"{"type":"product","code":"lamp""#);
        assert!(lamp.contains(r#""variants":[{"sku":"lamp-m","options":{"Size":"M"}},{"sku":"lamp-s","barcode":"1","options":{"Size":"S"},"attributes":{"weight":1.5},"lowStockThreshold":3,"quantityRule":{"minimum":2,"maximum":60,"increment":2},"prices":[{"amount":"49.95""#), "{lamp}");
        assert!(!lamp.contains("lamp-l"));
        assert_eq!(database.column(id).await, before, "a variant that stays keeps its id");
    }

    async fn options_can_be_reordered_and_must_stay_complete(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let missing = import(&store, r#"{"type":"product","code":"lamp","options":["Size","Colour"]}"#).await;
        assert_eq!(
            issues(&missing),
            [
                "feed:1: product lamp: variants[0].options.Colour: A variant needs a value of the option \"Colour\".",
                "feed:1: product lamp: variants[1].options.Colour: A variant needs a value of the option \"Colour\".",
            ]
        );
        load(&store, r#"{"type":"product","code":"lamp","options":["Colour","Size"],"variants":[{"sku":"lamp-s","options":{"Size":"S","Colour":"Red"}},{"sku":"lamp-l","options":{"Colour":"Red","Size":"L"}}]}"#).await;
        load(&store, r#"{"type":"product","code":"lamp","options":["Size","Colour"]}"#).await;
        assert!(exported(&store).await.contains(r#""options":["Size","Colour"]"#));
    }

    async fn what_is_incoming_is_replaced_and_cleared(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let stock = |incoming: &str| format!(r#"{{"type":"stock","sku":"lamp-s","location":"berlin"{incoming}}}"#);
        load(&store, &stock("")).await;
        assert!(exported(&store).await.contains(r#""incoming":{"quantity":40,"expectedOn":"2026-12-01"}"#));
        load(&store, &stock(r#","incoming":{"quantity":7}"#)).await;
        assert!(exported(&store).await.contains(r#""onHand":12,"safetyStock":1,"incoming":{"quantity":7}}]"#));
        load(&store, &stock(r#","incoming":null"#)).await;
        assert!(exported(&store).await.contains(r#""onHand":12,"safetyStock":1}]"#));
        let wrong = import(&store, &stock(r#","incoming":{"quantity":0,"expectedOn":"soon"}"#)).await;
        assert_eq!(
            issues(&wrong),
            [
                "feed:1: stock lamp-s: incoming.quantity: A whole number from 1 to 1000000000 is expected here.",
                "feed:1: stock lamp-s: incoming.expectedOn: \"soon\" is not a day, such as \"2026-12-01\".",
            ]
        );
        load(&store, r#"{"type":"product","code":"lamp","variants":[{"sku":"lamp-s","lowStockThreshold":null},{"sku":"lamp-l"}]}"#).await;
        assert!(!exported(&store).await.contains("lowStockThreshold"));
    }

    async fn what_is_promised_stays_and_holds_back_its_own_line_alone(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let promise = async |reserved: u8, owed: u8| {
            let sql = format!("UPDATE stock SET reserved = {reserved}, backordered = {owed}");
            database.execute(&sql).await.expect("the statement is right");
        };
        promise(2, 0).await;
        let lines = [
            r#"{"type":"product","code":"lamp","variants":[{"sku":"lamp-l"},{"sku":"lamp-s","stock":[]}]}"#,
            r#"{"type":"product","code":"mug","slug":"mug","name":"Mug","variants":[{"sku":"mug"}]}"#,
        ];
        let options = Options { skip_invalid: true, ..Options::default() };
        let report = import_with(&store, options, vec![text("feed", lines.join("\n"))]).await;
        assert_eq!(
            issues(&report),
            ["feed:1: product lamp: variants[1].stock: The stock of \"lamp-s\" at \"berlin\" can't be removed: 2 units of it are reserved."]
        );
        assert!(report.applied);
        assert_eq!(counts(&report, Kind::Product), [1, 0, 0, 1]);
        promise(1, 3).await;
        let without = import(&store, r#"{"type":"product","code":"lamp","variants":[{"sku":"lamp-l"}]}"#).await;
        assert_eq!(
            issues(&without),
            [
                "feed:1: product lamp: variants: The variant \"lamp-s\" can't be deleted: 1 unit of it is reserved.",
                "feed:1: product lamp: variants: The variant \"lamp-s\" can't be deleted: 3 units of it are owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet.",
            ]
        );
        promise(0, 1).await;
        let without = import(&store, r#"{"type":"product","code":"lamp","variants":[{"sku":"lamp-l"},{"sku":"lamp-s","stock":null}]}"#).await;
        assert_eq!(
            issues(&without),
            ["feed:1: product lamp: variants[1].stock: The stock of \"lamp-s\" at \"berlin\" can't be removed: 1 unit of it is owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet."]
        );
    }

    async fn a_category_moves_with_all_below_it(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let listed = "SELECT c.code FROM category_listing l JOIN category c ON c.id = l.category_id ORDER BY c.code";
        assert_eq!(database.column(listed).await, ["home", "lamps"]);
        load(&store, "{\"type\":\"category\",\"code\":\"lamps\",\"parent\":\"light\"}\n{\"type\":\"category\",\"code\":\"light\",\"slug\":\"light\",\"name\":\"Light\"}").await;
        assert_eq!(database.column(listed).await, ["lamps", "light"]);
        load(&store, "{\"type\":\"category\",\"code\":\"home\",\"parent\":\"lamps\"}\n{\"type\":\"category\",\"code\":\"light\",\"parent\":null}").await;
        load(&store, "{\"type\":\"category\",\"code\":\"lamps\",\"parent\":null}\n{\"type\":\"category\",\"code\":\"light\",\"parent\":\"home\"}").await;
        assert_eq!(database.column(listed).await, ["lamps"]);
    }
}
