//! The mutations of attributes, channels, locations and customer groups, of texts in other languages, and of API keys.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

/// The payload of the one mutation of a document.
async fn done(shop: &Shop, document: &str) -> Value {
    let mut answer = shop.ask_as_admin(document).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let payloads = answer["data"].as_object_mut().unwrap();
    assert_eq!(payloads.len(), 1);
    payloads.values_mut().next().unwrap().take()
}

/// Its user errors, as code and path.
async fn refused(shop: &Shop, document: &str) -> Vec<String> {
    let payload = done(shop, document).await;
    let errors = payload["userErrors"].as_array().unwrap();
    let shown = errors.iter().map(|error| {
        let steps = error["field"].as_array().unwrap().iter();
        let steps: Vec<&str> = steps.map(|step| step.as_str().unwrap()).collect();
        format!("{} {}", error["code"].as_str().unwrap(), steps.join("."))
    });
    shown.collect()
}

on_each_database! {
    async fn an_attribute_is_made_changed_and_deleted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let made = done(&shop, r#"mutation { attributeCreate(
            input: { code: "fit", name: "Fit", valueType: ENUM, filterable: true, values: [{ code: "slim", name: "Slim", translations: [{ locale: "de", name: "Eng" }] }] },
            context: { locale: "de" }
        ) { attribute { code name filterable searchable values { code name } } userErrors { code field } } }"#).await;
        assert_eq!(made, json!({
            "attribute": { "code": "fit", "name": "Fit", "filterable": true, "searchable": false, "values": [{ "code": "slim", "name": "Eng" }] },
            "userErrors": [],
        }));
        let changed = done(&shop, r#"mutation { attributeUpdate(
            by: { code: "fit" }, input: { translations: [{ locale: "de", name: "Passform" }], values: [{ code: "wide", name: "Wide" }, { code: "slim" }] }, context: { locale: "de" }
        ) { attribute { name filterable values { code name } } userErrors { code field } } }"#).await;
        assert_eq!(changed["attribute"], json!({
            "name": "Passform", "filterable": true, "values": [{ "code": "wide", "name": "Wide" }, { "code": "slim", "name": "Eng" }],
        }), "{changed:#}");
        assert_eq!(
            refused(&shop, r#"mutation { attributeCreate(input: { code: "fit", name: "Fit", valueType: ENUM }) { userErrors { code field } } }"#).await,
            ["TAKEN input.code"]
        );
        let gone = done(&shop, r#"mutation { attributeDelete(by: { code: "fit" }) { deletedId userErrors { code field } } }"#).await;
        assert!(gone["deletedId"].is_string(), "{gone:#}");
        assert_eq!(refused(&shop, r#"mutation { attributeDelete(by: { code: "fit" }) { userErrors { code field } } }"#).await, ["NOT_FOUND by"]);
        assert_eq!(refused(&shop, r#"mutation { attributeDelete(by: { code: "material" }) { userErrors { code field } } }"#).await, ["IN_USE by"]);
    }

    async fn a_channel_is_made_and_its_taxes_merge(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let made = done(&shop, r#"mutation { channelCreate(input: {
            code: "fr", name: "France", currencies: ["EUR"], defaultCurrency: "EUR", locales: ["fr-FR"], defaultLocale: "fr-FR", country: "FR",
            pricesIncludeTax: true, taxRates: [{ taxClass: "standard", rate: "0.2" }, { taxClass: "standard", rate: "0.081", country: "CH" }], locations: ["berlin"]
        }) { channel { code taxRates { taxClass rate } locations { code } } userErrors { code field } } }"#).await;
        assert_eq!(made["channel"]["taxRates"], json!([{ "taxClass": "standard", "rate": "0.2" }]), "{made:#}");
        let changed = done(&shop, r#"mutation { channelUpdate(by: { code: "fr" }, input: { taxRates: [{ taxClass: "reduced", rate: "0.055" }], country: null }) {
            channel { name country taxRates { taxClass rate } } userErrors { code field } } }"#).await;
        assert_eq!(changed["channel"], json!({
            "name": "France", "country": null, "taxRates": [{ "taxClass": "reduced", "rate": "0.055" }, { "taxClass": "standard", "rate": "0.2" }],
        }), "{changed:#}");
        assert_eq!(
            refused(&shop, r#"mutation { channelCreate(input: {
                code: "x", name: "", currencies: [], defaultCurrency: "EUR", locales: ["fr"], defaultLocale: "de", locations: ["nowhere"]
            }) { userErrors { code field } } }"#).await,
            ["INVALID input.name", "REQUIRED input.currencies", "CONFLICT input.defaultCurrency", "CONFLICT input.defaultLocale", "NOT_FOUND input.locations.0"]
        );
        let untaxed = r#"mutation { channelUpdate(by: { code: "de" }, input: { taxRates: [{ taxClass: "standard", rate: null }] }) { userErrors { code field } } }"#;
        assert_eq!(refused(&shop, untaxed).await, ["IN_USE input.taxRates"]);
        let used = done(&shop, r#"mutation { channelDelete(by: { code: "de" }) { userErrors { code field message } } }"#).await;
        let used: Vec<&str> = used["userErrors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap()).collect();
        assert!(
            matches!(&used[..], [products, lists] if products.ends_with("published in this channel.") && lists.ends_with("bound to this channel.")),
            "{used:#?}"
        );
        // The context's channel goes with the mutation, and the payload shows the defaults instead.
        let gone = done(&shop, r#"mutation { channelDelete(by: { code: "fr" }, context: { channel: "fr" }) { deletedId userErrors { code field } } }"#).await;
        assert!(gone["deletedId"].is_string(), "{gone:#}");
    }

    async fn locations_and_customer_groups_are_made_changed_and_deleted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for (thing, field) in [("location", "location"), ("customerGroup", "customerGroup")] {
            let made = done(&shop, &format!(r#"mutation {{ {thing}Create(input: {{ code: "new", name: "New" }}) {{ {field} {{ code name }} userErrors {{ code field }} }} }}"#)).await;
            assert_eq!(made[field], json!({ "code": "new", "name": "New" }));
            let changed = done(&shop, &format!(r#"mutation {{ {thing}Update(by: {{ code: "new" }}, input: {{ name: "Newer" }}) {{ {field} {{ name version }} userErrors {{ code field }} }} }}"#)).await;
            assert_eq!(changed[field], json!({ "name": "Newer", "version": 2 }));
            let stale = refused(&shop, &format!(r#"mutation {{ {thing}Update(by: {{ code: "new" }}, input: {{ name: "Newest" }}, expectedVersion: 1) {{ userErrors {{ code field }} }} }}"#)).await;
            assert_eq!(stale, ["VERSION_CONFLICT expectedVersion"]);
            let empty = refused(&shop, &format!(r#"mutation {{ {thing}Update(by: {{ code: "new" }}, input: {{ name: "" }}) {{ userErrors {{ code field }} }} }}"#)).await;
            assert_eq!(empty, ["INVALID input.name"]);
            let gone = done(&shop, &format!(r#"mutation {{ {thing}Delete(by: {{ code: "new" }}) {{ deletedId userErrors {{ code field }} }} }}"#)).await;
            assert!(gone["deletedId"].is_string());
        }
        let used = done(&shop, r#"mutation { locationDelete(by: { code: "berlin" }) { userErrors { code message } } }"#).await;
        assert_eq!(used["userErrors"][0]["code"], "IN_USE", "{used:#}");
    }

    async fn what_a_request_has_made_the_same_request_can_change(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask_as_admin(r#"mutation {
            a: locationCreate(input: { code: "new", name: "New" }) { userErrors { code } }
            b: locationUpdate(by: { code: "new" }, input: { name: "Newer" }) { location { name } userErrors { code } }
        }"#).await;
        assert_eq!(answer["data"]["b"], json!({ "location": { "name": "Newer" }, "userErrors": [] }), "{answer:#}");
    }

    async fn texts_are_set_in_other_languages(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let set = done(&shop, r#"mutation { translationsSet(of: { category: "kitchen" }, input: { translations: [{ locale: "fr", name: "Cuisine", slug: "cuisine" }] }, context: { locale: "fr" }) {
            category { name slug } product { code } userErrors { code field } } }"#).await;
        assert_eq!(set, json!({ "category": { "name": "Cuisine", "slug": "cuisine" }, "product": null, "userErrors": [] }));
        assert_eq!(
            refused(&shop, r#"mutation { translationsSet(of: { category: "kitchen" }, input: { translations: [{ locale: "fr", slug: "No slug" }] }) { userErrors { code field } } }"#).await,
            ["INVALID input.translations.0.slug"]
        );
        assert_eq!(
            refused(&shop, r#"mutation { translationsSet(of: { product: "nothing" }, input: { translations: [] }) { userErrors { code field } } }"#).await,
            ["NOT_FOUND of"]
        );
    }

    async fn siblings_are_put_in_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let ordered = done(&shop, r#"mutation { categoriesReorder(input: { categories: ["samples", "shirts"] }) { categories { code position } userErrors { code field } } }"#).await;
        assert_eq!(ordered["categories"], json!([{ "code": "samples", "position": 1 }, { "code": "shirts", "position": 2 }]));
        assert_eq!(
            refused(&shop, r#"mutation { categoriesReorder(input: { categories: ["shirts", "kitchen", "nowhere", "shirts"] }) { userErrors { code field } } }"#).await,
            ["CONFLICT input.categories.1", "NOT_FOUND input.categories.2", "DUPLICATE input.categories.3"]
        );
    }

    async fn a_keys_text_is_shown_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let create = r#"mutation { apiKeyCreate(input: { name: "till", role: STOREFRONT }, idempotencyKey: "k") { secret apiKey { prefix name role } userErrors { code field } } }"#;
        let made = done(&shop, create).await;
        let secret = made["secret"].as_str().unwrap();
        let prefix = made["apiKey"]["prefix"].as_str().unwrap();
        assert!(secret.starts_with(prefix) && secret.len() > 40);
        assert!(shop.store.api_key_by_secret(secret).await.unwrap().is_some());
        let again = done(&shop, create).await;
        assert_eq!((&again["secret"], &again["apiKey"]), (&Value::Null, &made["apiKey"]));
        let dry = done(&shop, r#"mutation { apiKeyCreate(input: { name: "dry", role: ADMIN }, dryRun: true) { secret apiKey { name } userErrors { code } } }"#).await;
        assert_eq!(dry, json!({ "secret": null, "apiKey": { "name": "dry" }, "userErrors": [] }));
        let revoked = done(&shop, &format!(r#"mutation {{ apiKeyRevoke(prefix: "{prefix}") {{ apiKey {{ revokedAt }} userErrors {{ code field }} }} }}"#)).await;
        assert!(revoked["apiKey"]["revokedAt"].is_string());
        assert!(shop.store.api_key_by_secret(secret).await.unwrap().is_none());
        assert_eq!(refused(&shop, r#"mutation { apiKeyRevoke(prefix: "vtr_none") { userErrors { code field } } }"#).await, ["NOT_FOUND prefix"]);
        assert_eq!(
            refused(&shop, r#"mutation { apiKeyCreate(input: { name: " ", role: ADMIN, expiresAt: "2001-01-01T00:00:00Z" }) { userErrors { code field } } }"#).await,
            ["REQUIRED input.name", "INVALID input.expiresAt"]
        );
        let keys = shop.ask_as_admin("{ apiKeys { name } }").await;
        assert_eq!(keys["data"]["apiKeys"], json!([{ "name": "till" }]));
    }
}
