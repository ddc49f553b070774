use feed::{Options, Wishes, import::Format, record::Kind};
use testkit::database::TestDatabase;

use super::{euro, notices, take, take_as};
use crate::support::{counts, exported, gzip, issues, load, text};

const OLD: &str = include_str!("../files/shopify.csv");
const NEW: &str = include_str!("../files/shopify-new.csv");

/// What both files make of an empty store.
const CATALOGUE: &str = r#"{"type":"location","code":"main","name":"Main location"}
{"type":"channel","code":"default","name":"default","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","locations":["main"]}
{"type":"attribute","code":"product-type","name":"Product type","valueType":"TEXT","filterable":true,"searchable":true}
{"type":"attribute","code":"tags","name":"Tags","valueType":"TEXT","list":true,"filterable":true,"searchable":true}
{"type":"attribute","code":"weight-grams","name":"Weight","valueType":"NUMBER","unit":"g"}
{"type":"category","code":"apparel-accessories","slug":"apparel-accessories","name":"Apparel & Accessories"}
{"type":"category","code":"apparel-accessories/clothing","slug":"apparel-accessories-clothing","name":"Clothing","parent":"apparel-accessories"}
{"type":"category","code":"apparel-accessories/clothing/shirts","slug":"apparel-accessories-clothing-shirts","name":"Shirts","parent":"apparel-accessories/clothing"}
{"type":"category","code":"home-garden","slug":"home-garden","name":"Home & Garden"}
{"type":"category","code":"home-garden/kitchen","slug":"home-garden-kitchen","name":"Kitchen","parent":"home-garden"}
{"type":"product","code":"hill-tee","slug":"hill-tee","name":"Hill tee","description":"<p>Soft,\nand \"warm\".</p>","brand":"Nordal","channels":["default"],"categories":["apparel-accessories/clothing/shirts"],"attributes":{"product-type":"T-shirt","tags":["summer","cotton"]},"options":["Size","Colour"],"media":[{"url":"https://media.example/hill-1.jpg","alt":"Front"},{"url":"https://media.example/hill-2.jpg","alt":"Back"},{"url":"https://media.example/hill-3.jpg","alt":"Side"}],"variants":[{"sku":"HT-S-MOSS","barcode":"2912345678908","options":{"Size":"S","Colour":"Moss"},"attributes":{"weight-grams":180},"media":[{"url":"https://media.example/hill-1.jpg","alt":"Front"}],"prices":[{"amount":"29.00","currency":"EUR","compareAt":"35.00"}],"stock":[{"location":"main","onHand":12}]},{"sku":"HT-M-MOSS","options":{"Size":"M","Colour":"Moss"},"attributes":{"weight-grams":190},"prices":[{"amount":"29.00","currency":"EUR"}],"stock":[{"location":"main","onHand":0,"backorderLimit":1000000}]},{"sku":"hill-tee-m-sand","options":{"Size":"M","Colour":"Sand"},"attributes":{"weight-grams":190},"trackInventory":false,"prices":[{"amount":"31.50","currency":"EUR"}]}]}
{"type":"product","code":"tin-mug","slug":"tin-mug","name":"Tin mug","description":"A mug.","brand":"Nordal","status":"DRAFT","categories":["home-garden/kitchen"],"attributes":{"product-type":"Mug"},"variants":[{"sku":"TM-1","prices":[{"amount":"12.00","currency":"EUR"}],"stock":[{"location":"main","onHand":4}]}]}
"#;

testkit::on_each_database! {
    async fn an_export_of_either_age_makes_the_same_catalogue(database: TestDatabase) {
        let store = database.store().await;
        let report = take(&store, "products_export.csv", OLD, euro()).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert!(report.applied);
        // What differs from the file that the catalogue is compared with is how an export spells it.
        let other = TestDatabase::sqlite().await;
        let expected = other.store().await;
        load(&expected, CATALOGUE).await;
        similar(&exported(&store).await, &exported(&expected).await);
        assert_eq!(
            notices(&report),
            [
                "products_export.csv: 1 variant without a SKU: it was made of the handle and the option values, such as \"hill-tee-m-sand\" in line 5.",
                "products_export.csv: 1 variant with a quantity below zero, which became 0.",
                "products_export.csv: Metafields are left out: Care (product.metafields.custom.care).",
                "products_export.csv: These columns are left out: Variant Fulfillment Service, Variant Requires Shipping, Variant Taxable, Gift Card, Variant Weight Unit, Cost per item.",
            ]
        );

        // The newer names, with CRLF, a byte-order mark and gzip, and no name to tell by.
        let newer = gzip(format!("\u{feff}{}", NEW.replace("\n", "\r\n").replace("Soft,\r\n", "Soft,\n")).as_bytes());
        let report = take(&store, "-", newer, Wishes::default()).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert_eq!(counts(&report, Kind::Product), [0, 0, 2, 0]);
        assert_eq!(report.total().created + report.total().updated, 0);
    }

    async fn what_the_file_does_not_know_stays(database: TestDatabase) {
        let store = database.store().await;
        take(&store, "products.csv", OLD, euro()).await;
        let more = r#"{"type":"location","code":"shop","name":"Shop"}
{"type":"customerGroup","code":"b2b","name":"B2B"}
{"type":"priceList","code":"b2b","name":"B2B","currency":"EUR","customerGroups":["b2b"]}
{"type":"category","code":"home-garden","name":"House and garden","position":4}
{"type":"price","sku":"TM-1","priceList":"b2b","prices":[{"amount":"9.00"}]}
{"type":"price","sku":"TM-1","currency":"USD","prices":[{"amount":"14.00"}]}
{"type":"stock","sku":"TM-1","location":"shop","onHand":2}
"#;
        load(&store, more).await;
        let before = exported(&store).await;
        let wishes = Wishes { location: Some(String::from("Main location")), ..Wishes::default() };
        let report = take(&store, "products.csv", OLD, wishes).await;
        assert_eq!(issues(&report), Vec::<String>::new());
        assert_eq!(report.total().updated, 0);
        similar(&exported(&store).await, &before);

        let dearer = OLD.replace("manual,12.00", "manual,13.00").replace(",4,deny", ",5,deny");
        let wishes = Wishes { location: Some(String::from("main")), ..Wishes::default() };
        let report = take(&store, "products.csv", dearer, wishes).await;
        assert_eq!(counts(&report, Kind::Product), [0, 1, 1, 0]);
        similar(&exported(&store).await, &before.replace(r#"{"amount":"12.00","currency":"EUR"}"#, r#"{"amount":"13.00","currency":"EUR"}"#).replace(r#""onHand":4"#, r#""onHand":5"#));
    }

    async fn each_mistake_is_told_with_its_row_and_column(database: TestDatabase) {
        let store = database.store().await;
        let broken = OLD
            .replace("HT-M-MOSS,190", "HT-S-MOSS,much")
            .replace("31.50", "31.555")
            .replace("7,deny,", "7,perhaps,")
            .replace(",TRUE,Size", ",maybe,Size")
            .replace("https://media.example/hill-3.jpg", "hill-3.jpg")
            .replace(",draft", ",sold");
        let report = take(&store, "products.csv", broken, euro()).await;
        assert!(!report.applied);
        assert_eq!(
            issues(&report),
            [
                "products.csv:2: product hill-tee: Published: TRUE or FALSE is expected here.",
                "products.csv:4: product hill-tee: Variant Grams: A number of grams is expected here.",
                "products.csv:6: product hill-tee: Image Src: \"hill-3.jpg\" is not an absolute http(s) address.",
                "products.csv:7: product tin-mug: Status: \"SOLD\" is none of DRAFT, ACTIVE, ARCHIVED.",
            ]
        );
        // What is found when the record meets the others and the store.
        let broken = OLD.replace("HT-M-MOSS,190", "HT-S-MOSS,190").replace("31.50", "31.555").replace("12.00", "12,00");
        let report = take(&store, "products.csv", broken.replace("manual,12,00", "manual,\"12,00\""), euro()).await;
        assert_eq!(
            issues(&report),
            [
                "products.csv:4: product hill-tee: Variant SKU: The SKU \"HT-S-MOSS\" is that of variants[0] too.",
                "products.csv:5: product hill-tee: Variant Price: \"31.555\" has 3 digits after the point; 2 are allowed here.",
                "products.csv:7: product tin-mug: Variant Price: \"12,00\" is not an amount: digits with an optional point, such as \"19.99\", without sign or exponent.",
            ]
        );
        assert!(store.is_empty().await.expect("the store answers"));
    }

    async fn a_broken_row_holds_back_its_product_alone(database: TestDatabase) {
        let store = database.store().await;
        let broken = OLD.replace("HT-M-MOSS,190,shopify,", "HT-M-MOSS,190,");
        let options = Options { skip_invalid: true, ..Options::default() };
        let report = take_as(&store, options, vec![text("p.csv", broken)], Some(Format::ShopifyCsv), euro()).await;
        assert!(report.applied);
        assert_eq!(counts(&report, Kind::Product), [1, 0, 0, 1]);
        assert!(issues(&report)[0].starts_with("p.csv:4: product hill-tee: row: This row has 35 cells; the header has 36."), "{:?}", issues(&report));
    }

    async fn what_the_file_does_not_say_is_asked_for(database: TestDatabase) {
        let store = database.store().await;
        let asked = async |wishes: Wishes| issues(&take(&store, "p.csv", OLD, wishes).await);
        assert_eq!(asked(Wishes::default()).await, ["p.csv:1: In which currency are the prices? Say it with the option \"currency\", such as EUR."]);
        load(&store, r#"{"type":"location","code":"a","name":"A"}
{"type":"location","code":"b","name":"B"}
{"type":"channel","code":"de","name":"DE","currencies":["EUR"],"defaultCurrency":"EUR","locales":["de"],"defaultLocale":"de"}
"#).await;
        assert_eq!(asked(Wishes::default()).await, ["p.csv:1: At which location is the stock? Say it with the option \"location\". There are: a, b."]);
        load(&store, r#"{"type":"channel","code":"us","name":"US","currencies":["USD"],"defaultCurrency":"USD","locales":["en"],"defaultLocale":"en"}"#).await;
        assert_eq!(asked(Wishes::default()).await, ["p.csv:1: In which channel are the products to be published? Say it with the option \"channel\". There are: de, us."]);
        let wishes = Wishes { channel: Some(String::from("us")), location: Some(String::from("B")), ..euro() };
        let report = take(&store, "p.csv", OLD, wishes).await;
        assert!(report.applied, "{:?}", issues(&report));
        let told = notices(&report).join("\n");
        assert!(told.contains("The channel \"us\" does not sell in EUR") && told.contains("does not sell from the location \"b\""), "{told}");
    }

    async fn a_dry_run_writes_nothing(database: TestDatabase) {
        let store = database.store().await;
        let options = Options { dry_run: true, ..Options::default() };
        let report = take_as(&store, options, vec![text("p.csv", OLD)], None, euro()).await;
        assert_eq!((counts(&report, Kind::Product), report.applied), ([2, 0, 0, 0], false));
        assert!(store.is_empty().await.expect("the store answers"));
    }
}

/// Compares line by line, so that a difference can be read.
fn similar(actual: &str, expected: &str) {
    for (actual, expected) in actual.lines().zip(expected.lines()) {
        assert_eq!(actual, expected);
    }
    assert_eq!(actual.lines().count(), expected.lines().count());
}
