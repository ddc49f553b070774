use feed::{Wishes, import::Format, record::Kind};

use super::{notices, take, take_as};
use crate::support::{SHOP, counts, exported, issues, load, text};

testkit::on_each_database! {
    async fn a_price_list_sets_its_currency_and_list_alone(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        load(&store, r#"{"type":"price","sku":"lamp-s","currency":"USD","prices":[{"amount":"55.00"}]}"#).await;
        // As a German spreadsheet writes it.
        let list = "sep=;\r\nSKU;Preis-Notiz;Price;Compare at;Min quantity;Price list;Country\r\nlamp-s;x;48,50;59,95;;;\r\nlamp-s;;45,00;;10;;\r\nlamp-s;;47,00;;;;at\r\nlamp-l;;80;;;b2b-eur;\r\n";
        let report = take(&store, "prices.csv", list, Wishes::default()).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert_eq!(counts(&report, Kind::Price), [0, 2, 0, 0]);
        assert_eq!(notices(&report), ["prices.csv: These columns are left out: Preis-Notiz."]);
        let export = exported(&store).await;
        assert!(export.contains(r#""prices":[{"amount":"48.50","currency":"EUR","compareAt":"59.95"},{"amount":"45.00","currency":"EUR","minQuantity":10},{"amount":"47.00","currency":"EUR","country":"AT"},{"amount":"55.00","currency":"USD"},{"amount":"39.1234","currency":"EUR","minQuantity":10,"priceList":"b2b-eur"}]"#), "{export}");
        assert!(export.contains(r#""prices":[{"amount":"89.00","currency":"EUR"},{"amount":"80.0000","currency":"EUR","priceList":"b2b-eur"}]"#), "{export}");
        let report = take(&store, "prices.csv", list, Wishes::default()).await;
        assert_eq!(counts(&report, Kind::Price), [0, 0, 2, 0]);
    }

    async fn a_stock_list_takes_locations_by_code_or_name(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let report = take(&store, "stock.csv.gz", crate::support::gzip(b"sku,location,quantity,safety stock\nlamp-s,Berlin,7.0,2\nlamp-l,berlin,not stocked,\n"), Wishes::default()).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert_eq!(counts(&report, Kind::Stock), [0, 1, 0, 0]);
        assert!(exported(&store).await.contains(r#"{"location":"berlin","onHand":7,"safetyStock":2"#));
        // The only location needs no name, and a list may have both.
        let report = take(&store, "both.csv", "sku,price,qty\nlamp-s,1.00,3\n", Wishes::default()).await;
        assert_eq!((counts(&report, Kind::Price), counts(&report, Kind::Stock)), ([0, 1, 0, 0], [0, 1, 0, 0]));
    }

    async fn each_mistake_is_told_with_its_row_and_column(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let list = "sku,price,location,quantity\nlamp-s,\"1,299.00\",berlin,1.5\n,3,,\nlamp-l,,,\nlamp-x,3.00,paris,4\nlamp-l,,,-4\nlamp-s,2.00,,\n\"lamp";
        let report = take(&store, "list.csv", list, Wishes::default()).await;
        assert!(!report.applied);
        assert_eq!(
            issues(&report),
            [
                "list.csv:2: price lamp-s in EUR: price: \"1,299.00\" is not an amount: digits with an optional point, such as \"19.99\", without sign or exponent.",
                "list.csv:2: stock lamp-s: quantity: A whole number is expected here, not a text.",
                "list.csv:3: sku: This row needs a SKU.",
                "list.csv:4: The row of lamp-l has neither a price nor a quantity.",
                "list.csv:5: price lamp-x in EUR: sku: There is no SKU \"lamp-x\".",
                "list.csv:5: stock lamp-x at paris: sku: There is no SKU \"lamp-x\".",
                "list.csv:6: stock lamp-l: location: This row needs a location.",
                "list.csv:6: stock lamp-l: quantity: A whole number from 0 to 1000000000 is expected here.",
                "list.csv:7: price lamp-s in EUR: The price \"lamp-s in EUR\" stands in list.csv:2 already.",
                "list.csv:8: This row has 1 cells; the header has 4. Is there a quotation mark too few, or one of the signs that separate cells outside of quotation marks?",
            ]
        );
    }

    async fn a_file_that_is_no_list_says_what_is_expected(database: TestDatabase) {
        let store = database.store().await;
        for (name, content, format, expected) in [
            ("a.csv", "id,name\n1,x\n".as_bytes(), None, "a.csv:1: These are not the columns of a list that can be imported: \"id\", \"name\"."),
            ("a.csv", b"sku,name\n1,x\n", Some(Format::Csv), "a.csv:1: A price list needs a column named price, a stock list one named quantity."),
            ("a.csv", b"sku,price,price\n", None, "a.csv:1: The columns 2 and 3 are both named \"price\": take one of them away."),
            ("a.csv", b"\xff\xfes\0k\0u\0", None, "a.csv:1: This is UTF-16"),
            ("a.csv", b"sku,price\nlamp\xe9,1\n", Some(Format::Csv), "a.csv:1: In which currency are the prices?"),
            ("a.csv", b"sku,price,currency\nlamp\xe9,1,EUR\n", None, "a.csv:2: This is not UTF-8. Save the file as \"CSV UTF-8\"."),
            ("feed", b"id,name\n1,x\n", None, "feed:1: This is not JSON"),
        ] {
            let report = take_as(&store, Default::default(), vec![text(name, content)], format, Wishes::default()).await;
            assert!(!report.applied);
            let told = issues(&report);
            assert!(told[0].starts_with(expected), "{told:?}");
        }
        let report = take(&store, "empty.csv", "", Wishes::default()).await;
        assert!(report.applied && issues(&report).is_empty());
    }
}
