//! What an import does with well-formed feeds.

use crate::support::{SHOP, counts, exported, gzip, import, import_with, issues, load, text};
use feed::{Options, record::Kind};

testkit::on_each_database! {
    async fn a_second_import_of_the_same_changes_nothing(database: TestDatabase) {
        let store = database.store().await;
        let first = load(&store, SHOP).await;
        assert_eq!((first.total().created, first.total().updated, first.total().unchanged), (10, 0, 0));
        let rows = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audit) + (SELECT sum(version) FROM product)";
        let before = database.column(rows).await;
        database.clock().advance(chrono::TimeDelta::hours(1));
        let second = load(&store, SHOP).await;
        assert_eq!((second.total().created, second.total().updated, second.total().unchanged), (0, 0, 10));
        assert_eq!(database.column(rows).await, before, "no version, event or audit row");
    }

    async fn every_change_leaves_one_event_and_one_audit_row(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        assert_eq!(database.column("SELECT count(*) FROM outbox").await, ["10"]);
        assert_eq!(database.column("SELECT count(*) FROM audit WHERE actor = 'command line'").await, ["10"]);
        load(&store, r#"{"type":"product","code":"lamp","name":"Lamp 2"}"#).await;
        assert_eq!(database.column("SELECT action FROM outbox WHERE kind = 'product' ORDER BY seq").await, ["CREATED", "UPDATED"]);
        assert_eq!(database.column("SELECT version FROM product").await, ["2"]);
    }

    async fn records_may_name_what_comes_later(database: TestDatabase) {
        let store = database.store().await;
        let mut lines: Vec<&str> = SHOP.lines().collect();
        lines.reverse();
        let report = load(&store, &lines.join("\n")).await;
        assert_eq!(report.total().created, 10);
    }

    async fn oddities_of_files_are_accepted(database: TestDatabase) {
        let store = database.store().await;
        let odd = format!("\u{feff}{}\r\n\r\n  \t\r\n", SHOP.trim().replace('\n', "\r\n"));
        let inputs = vec![text("a", gzip(odd.as_bytes())), text("empty", ""), text("blank", "\n\n")];
        let report = import_with(&store, Options::default(), inputs).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert_eq!(report.total().created, 10);
        let strange = r#"{"type":"category","code":"🛋️ قسم","slug":"קפה-東京","name":"قسم \"☕\" 👩🏽‍🌾","description":"a\tb\nc"}"#;
        load(&store, strange).await;
        assert!(exported(&store).await.contains("قسم \\\"☕\\\" 👩🏽‍🌾"));
    }

    async fn texts_may_be_as_long_as_the_format_says(database: TestDatabase) {
        let store = database.store().await;
        // Letters that don't repeat, since databases compress.
        let long = |length: u64, seed: u64| -> String {
            let letter = |n: u64| u32::try_from(0x4e00 + (n * n * 7 + n * seed + seed) % 20_000);
            (0..length).map(|n| char::from_u32(letter(n).expect("below 40,000")).expect("an ideograph")).collect()
        };
        let (option, value) = (long(4_096, 1), long(4_096, 2));
        let product = serde_json::json!({
            "type": "product", "code": long(128, 3), "slug": long(200, 4), "name": long(512, 5), "brand": long(4_096, 6),
            "description": long(65_536, 7), "options": [option.clone()],
            "variants": [{"sku": long(128, 8), "barcode": long(64, 9), "name": long(512, 10), "options": {option: value}}],
            "translations": {"fr": {"name": "ﷺ".repeat(512), "slug": long(200, 11)}},
        });
        load(&store, &product.to_string()).await;
        assert_eq!(exported(&store).await.trim_end(), product_line(&product));
    }

    async fn nothing_is_applied_where_one_line_is_refused(database: TestDatabase) {
        let store = database.store().await;
        let report = import(&store, &format!("{SHOP}{}\n", r#"{"type":"category","code":"x"}"#)).await;
        assert!(!report.applied);
        assert_eq!(report.lines_refused, 1);
        assert!(store.is_empty().await.expect("the store answers"));
        assert_eq!(database.column("SELECT count(*) FROM outbox").await, ["0"]);
    }

    async fn skipping_applies_the_good_lines(database: TestDatabase) {
        let store = database.store().await;
        let options = Options { skip_invalid: true, ..Options::default() };
        let bad = "{\n{\"type\":\"category\",\"code\":\"x\"}\n{\"type\":\"category\",\"code\":\"below\",\"slug\":\"b\",\"name\":\"B\",\"parent\":\"x\"}\n";
        let report = import_with(&store, options, vec![text("feed", format!("{bad}{SHOP}"))]).await;
        assert!(report.applied);
        assert_eq!((report.total().created, report.lines_refused), (10, 3));
        assert_eq!(
            issues(&report),
            [
                "feed:1: This is not JSON: EOF while parsing an object at column 1.",
                "feed:2: category x: slug: This field is needed to create it.",
                "feed:2: category x: name: This field is needed to create it.",
                "feed:3: category below: parent: The category \"x\" was refused (feed:2).",
            ]
        );
    }

    async fn what_the_database_refuses_is_skipped_alone(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let options = Options { skip_invalid: true, ..Options::default() };
        let lines = "{\"type\":\"attribute\",\"code\":\"weight\",\"unit\":\"g\"}\n{\"type\":\"attribute\",\"code\":\"colour\",\"values\":[]}\n{\"type\":\"attribute\",\"code\":\"care\",\"name\":\"Care of it\"}\n";
        let report = import_with(&store, options, vec![text("feed", lines)]).await;
        assert!(report.applied);
        assert_eq!(counts(&report, Kind::Attribute), [0, 2, 0, 1]);
        assert_eq!(report.issues[0].line, 2);
        let export = exported(&store).await;
        assert!(export.contains("Care of it") && export.contains(r#""unit":"g""#) && export.contains("Schwarz"));
    }

    async fn a_dry_run_tells_what_would_happen_and_writes_nothing(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let before = exported(&store).await;
        let options = Options { dry_run: true, ..Options::default() };
        let change = "{\"type\":\"category\",\"code\":\"home\",\"name\":\"House\"}\n{\"type\":\"category\",\"code\":\"new\",\"slug\":\"new\",\"name\":\"New\"}\n{\"type\":\"category\",\"code\":\"lamps\",\"position\":1}\n";
        let report = import_with(&store, options, vec![text("feed", change)]).await;
        assert_eq!(counts(&report, Kind::Category), [1, 1, 1, 0]);
        assert!(!report.applied);
        assert_eq!(exported(&store).await, before);
    }

    async fn daily_prices_and_stock_change_single_variants(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let daily = "{\"type\":\"stock\",\"sku\":\"lamp-s\",\"location\":\"berlin\",\"onHand\":7}\n{\"type\":\"price\",\"sku\":\"lamp-s\",\"priceList\":\"b2b-eur\",\"prices\":[{\"amount\":\"38.5\"}]}\n{\"type\":\"price\",\"sku\":\"lamp-l\",\"prices\":[{\"amount\":\"89.00\",\"currency\":\"EUR\"}]}\n";
        let report = load(&store, daily).await;
        assert_eq!(counts(&report, Kind::Price), [0, 1, 1, 0]);
        assert_eq!(counts(&report, Kind::Stock), [0, 1, 0, 0]);
        let export = exported(&store).await;
        assert!(export.contains(r#"{"amount":"38.5000","currency":"EUR","priceList":"b2b-eur"}"#), "{export}");
        assert!(export.contains(r#"{"location":"berlin","onHand":7,"safetyStock":1,"incoming":{"quantity":40,"expectedOn":"2026-12-01"}}"#), "what isn't given stays");
        assert!(export.contains(r#"{"amount":"49.95","currency":"EUR","compareAt":"59.95"}"#), "other lists stay");
    }
}

/// The record as an export writes it.
fn product_line(product: &serde_json::Value) -> String {
    let order = [
        "type",
        "code",
        "slug",
        "name",
        "description",
        "brand",
        "options",
        "variants",
        "translations",
    ];
    let fields = order.map(|field| match field {
        "variants" => {
            let variant = &product["variants"][0];
            let fields = ["sku", "barcode", "name", "options"]
                .map(|field| format!("\"{field}\":{}", variant[field]));
            format!("\"variants\":[{{{}}}]", fields.join(","))
        }
        "translations" => {
            let texts = &product["translations"]["fr"];
            format!(
                "\"translations\":{{\"fr\":{{\"name\":{},\"slug\":{}}}}}",
                texts["name"], texts["slug"]
            )
        }
        _ => format!("\"{field}\":{}", product[field]),
    });
    format!("{{{}}}", fields.join(","))
}
