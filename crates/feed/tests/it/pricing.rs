//! Quantity rules, relative price lists and tax rates: what is refused, and what merges how.

use testkit::on_each_database;

use crate::support::{SHOP, counts, exported, import, issues, load};

fn list(code: &str, relative: &str) -> String {
    format!(
        r#"{{"type":"priceList","code":"{code}","name":"{code}","currency":"EUR","relativeTo":{relative}}}"#
    )
}

on_each_database! {
    async fn a_list_may_be_relative_to_one_that_comes_later(database: TestDatabase) {
        let store = database.store().await;
        load(&store, &[list("a", r#"{"priceList":"b","percentage":"-5"}"#), list("b", r#"{"amount":"-0.10"}"#)].join("\n")).await;
        let export = exported(&store).await;
        assert!(export.contains(r#""code":"a","name":"a","currency":"EUR","relativeTo":{"priceList":"b","percentage":"-5"}}"#), "{export}");
        // What is given replaces the relation as a whole, null clears it, and absence leaves it.
        load(&store, r#"{"type":"priceList","code":"a","priority":3}
{"type":"priceList","code":"b","relativeTo":null}"#).await;
        let export = exported(&store).await;
        assert!(export.contains(r#""priority":3,"relativeTo":{"priceList":"b","percentage":"-5"}}"#), "{export}");
        assert!(export.contains(r#""code":"b","name":"b","currency":"EUR"}"#), "{export}");
    }

    async fn relations_that_can_not_be_are_refused_with_their_path(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let told = |report| issues(&report).join("\n");
        let circle = [list("x", r#"{"priceList":"y","percentage":"-5"}"#), list("y", r#"{"priceList":"x","percentage":"-5"}"#)].join("\n");
        let circle = told(import(&store, &circle).await);
        assert!(circle.contains("relativeTo.priceList: A price list can't be relative to itself: x → y → x."), "{circle}");
        for (relative, expected) in [
            (r#"{"priceList":"nope","percentage":"-5"}"#, "relativeTo.priceList: There is no price list \"nope\"."),
            (r#"{"percentage":-5}"#, "relativeTo.percentage: This is a decimal text such as \"-12.5\", not a JSON number."),
            (r#"{"percentage":"-101"}"#, "relativeTo.percentage: \"-101\" is not a percentage"),
            (r#"{"amount":"1.234"}"#, "relativeTo.amount: \"1.234\" is not an amount to add or take off"),
            (r#"{}"#, "relativeTo: A percentage or an amount is needed."),
            (r#"{"percentage":"1","amount":"1"}"#, "relativeTo: A price is changed by a percentage or by an amount, not by both."),
            (r#"{"percentage":"1","rounding":{"step":"1","ending":"1.00"}}"#, "relativeTo.rounding: The ending must be less than the step."),
            (r#"{"percentage":"1","rounding":{"step":"1","mode":"SIDEWAYS"}}"#, "relativeTo.rounding.mode: \"SIDEWAYS\" is no way to round. Known are: NEAREST, UP, DOWN."),
            (r#"{"percentage":"1","overrides":[{"percentage":"2"}]}"#, "relativeTo.overrides[0]: An override needs its category or its brand."),
        ] {
            let issues = told(import(&store, &list("x", relative)).await);
            assert!(issues.contains(expected), "{relative}: {issues}");
        }
    }

    async fn quantity_rules_that_let_nothing_pass_are_refused(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let rule = |rule: &str| format!(r#"{{"type":"product","code":"lamp","variants":[{{"sku":"lamp-s","quantityRule":{rule}}},{{"sku":"lamp-l"}}]}}"#);
        let report = import(&store, &rule(r#"{"minimum":5,"maximum":4}"#)).await;
        assert!(issues(&report)[0].contains("variants[0].quantityRule: The maximum 4 is below the minimum 5."), "{:?}", issues(&report));
        // One that lets all pass is none, and equal is untouched.
        load(&store, &rule(r#"{"minimum":1}"#)).await;
        assert!(!exported(&store).await.contains("quantityRule"));
        let again = load(&store, &rule("null")).await;
        assert_eq!(counts(&again, feed::record::Kind::Product), [0, 0, 1, 0]);
    }

    async fn tax_rates_of_countries_merge_by_country_and_class(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        load(&store, r#"{"type":"channel","code":"de","taxRates":{"AT":{"reduced":"0.1"},"FR":{"standard":"0.20"},"reduced":"0.08"},"taxClassNames":{"standard":"Full"}}"#).await;
        let export = exported(&store).await;
        assert!(export.contains(r#""taxRates":{"AT":{"reduced":"0.1","standard":"0.2"},"FR":{"standard":"0.2"},"reduced":"0.08","standard":"0.19"},"taxClassNames":{"reduced":"Books","standard":"Full"}"#), "{export}");
        load(&store, r#"{"type":"channel","code":"de","taxRates":{"AT":{"reduced":null},"FR":null},"taxClassNames":null}"#).await;
        let export = exported(&store).await;
        assert!(export.contains(r#""taxRates":{"AT":{"standard":"0.2"},"reduced":"0.08","standard":"0.19"},"locations""#), "{export}");
        let report = import(&store, r#"{"type":"channel","code":"de","taxRates":{"Austria":{"standard":"0.2"}}}"#).await;
        assert!(issues(&report)[0].contains("taxRates.Austria: \"Austria\" is not a country code"), "{:?}", issues(&report));
    }
}
