//! What keys open: in introspection, in validation, and in what may be done with them.

use axum::http::StatusCode;
use domain::{access::Role, text::Code};
use persistence::NewApiKey;
use serde_json::{Value, json};

use crate::support::{
    app::{SAMPLE, TestApp},
    client::Client,
};

/// As GraphiQL asks, `isOneOf` among it.
const INTROSPECTION: &str =
    "{ __schema { types { name isOneOf fields { name } inputFields { name } } } }";

impl TestApp {
    /// Whoever has a key with this role, bound to these channels.
    async fn key_of(&self, role: Role, channels: Option<&[&str]>) -> Client {
        let secret = format!(
            "{}_0123456789abcdef0123456789",
            role.to_string().replace([' ', ':', '-'], "_")
        );
        let channels = channels.map(|codes| {
            codes
                .iter()
                .map(|code| Code::parse(code).unwrap())
                .collect()
        });
        let new = NewApiKey {
            secret: secret.clone(),
            name: role.to_string(),
            role,
            channels,
            expires_at: None,
        };
        self.app.store().api_key_create(new).await.unwrap();
        self.with_key(&secret)
    }
}

/// The fields of each type that introspection shows, as `Type.field`.
fn shown(answer: &Value) -> Vec<String> {
    let types = answer["__schema"]["types"].as_array().unwrap();
    let of = |declared: &Value, list: &str| {
        let owner = declared["name"].as_str().unwrap().to_owned();
        let fields = declared[list].as_array().cloned().unwrap_or_default();
        fields
            .into_iter()
            .map(move |field| format!("{owner}.{}", field["name"].as_str().unwrap()))
    };
    types
        .iter()
        .flat_map(|declared| of(declared, "fields").chain(of(declared, "inputFields")))
        .collect()
}

testkit::on_each_database! {
    async fn a_key_shows_what_its_role_opens_and_nothing_else(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.import(SAMPLE).await;
        for (role, opened, closed) in [
            (Role::Storefront, vec!["Query.products"], vec!["Mutation.pricesSet", "Query.auditLog", "ProductVariant.stockLevels"]),
            (Role::PricingManager, vec!["Mutation.pricesSet", "Price.explanation", "ProductVariant.stockLevels"], vec!["Mutation.stockAdjust", "Mutation.apiKeyCreate", "Query.auditLog", "SearchEdge.score"]),
            (Role::CatalogManager, vec!["Mutation.productSet", "ProductVariantSetInput.barcode"], vec!["ProductVariantSetInput.prices", "Mutation.pricesSet", "Mutation.apiKeyCreate"]),
            (Role::InventoryManager, vec!["Mutation.stockReserve"], vec!["Mutation.productSet", "Price.explanation"]),
            (Role::Auditor, vec!["Query.auditLog", "Query.apiKeys", "Query.jobs"], vec!["Mutation.productSet", "Mutation.catalogImport"]),
        ] {
            let client = test.key_of(role, None).await;
            let answer = client.run(INTROSPECTION).await.data();
            let shown = shown(&answer);
            for element in opened {
                assert!(shown.iter().any(|one| one == element), "{role} lacks {element}");
            }
            for element in closed {
                assert!(!shown.iter().any(|one| one == element), "{role} has {element}");
            }
            let types = answer["__schema"]["types"].as_array().unwrap();
            let one_of = |name: &str| types.iter().find(|declared| declared["name"] == name).map(|declared| declared["isOneOf"].clone());
            assert_eq!(one_of("ProductBy"), Some(json!(true)), "{role}");
            assert_eq!(one_of("ProductFilter"), Some(json!(false)), "{role}");
            assert_eq!(one_of("Product"), Some(Value::Null), "{role}");
        }
    }

    async fn what_a_role_lacks_is_as_if_it_were_not_there(database: TestDatabase) {
        let test = TestApp::on(database).await;
        let catalog = test.key_of(Role::CatalogManager, None).await;
        let reply = catalog.run("{ auditLog { totalCount } apiKey { name } }").await;
        assert_eq!(reply.error_codes(), ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED"]);
        assert!(!reply.text().contains("apiKeys"), "a suggestion names what is hidden: {}", reply.text());
        let set = "mutation($input: ProductSetInput!) { productSet(input: $input) { userErrors { message } } }";
        let product = |variant: Value| json!({ "input": { "code": "mug", "slug": "mug", "name": "Mug", "variants": [variant] } });
        let reply = catalog.run_with(set, product(json!({ "sku": "MUG", "prices": [] }))).await;
        assert_eq!(reply.error_codes(), ["BAD_USER_INPUT"], "{}", reply.text());
        let reply = catalog.run_with(set, product(json!({ "sku": "MUG" }))).await;
        assert_eq!(reply.data()["productSet"]["userErrors"], json!([]));
    }

    async fn nobody_gives_a_key_what_they_do_not_have(database: TestDatabase) {
        let test = TestApp::on(database).await;
        let keeper = test.key_of("access:write catalog:write".parse().unwrap(), None).await;
        let make = |what: &str| format!(r#"mutation {{ apiKeyCreate(input: {{ name: "n", {what} }}) {{ secret apiKey {{ role permissions channels }} userErrors {{ code field }} }} }}"#);
        for more in ["role: ADMIN", "role: PRICING_MANAGER", "permissions: [CATALOG_READ, PRICING_READ]"] {
            let reply = keeper.run(&make(more)).await;
            assert_eq!(reply.error_codes(), ["FORBIDDEN"], "{more}: {}", reply.text());
        }
        let made = keeper.run(&make("permissions: [CATALOG_WRITE]")).await.data();
        let made = &made["apiKeyCreate"];
        assert_eq!(made["apiKey"], json!({ "role": null, "permissions": ["CATALOG_READ", "CATALOG_WRITE"], "channels": null }));
        let its = test.with_key(made["secret"].as_str().unwrap());
        assert_eq!(its.run("{ attributes { totalCount } }").await.data(), json!({ "attributes": { "totalCount": 0 } }));
        assert_eq!(its.run("{ apiKeys { name } }").await.error_codes(), ["GRAPHQL_VALIDATION_FAILED"]);

        let admin = test.admin().await;
        for (wrong, field) in [
            ("permissions: []", json!(["input", "role"])),
            ("role: AUDITOR, permissions: [CATALOG_READ]", json!(["input", "role"])),
            (r#"role: AUDITOR, channels: ["gone"]"#, json!(["input", "channels", "0"])),
            ("role: AUDITOR, channels: []", json!(["input", "channels"])),
        ] {
            let answer = admin.run(&make(wrong)).await.data();
            assert_eq!(answer["apiKeyCreate"]["userErrors"][0]["field"], field, "{wrong}: {answer}");
            assert_eq!(answer["apiKeyCreate"]["secret"], Value::Null);
        }
    }

    async fn a_key_that_is_bound_to_channels_stays_in_them(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.import(SAMPLE).await;
        let bound = test.key_of(Role::Admin, Some(&["de"])).await;
        let count = |context: &str| format!("{{ products(first: 1{context}) {{ totalCount }} }}");
        assert_eq!(bound.run(&count("")).await.status, StatusCode::OK);
        assert_eq!(bound.run(&count("")).await.data(), bound.run(&count(r#", context: { channel: "de" }"#)).await.data());
        for other in ["us", "gone"] {
            let reply = bound.run(&count(&format!(r#", context: {{ channel: "{other}" }}"#))).await;
            assert_eq!(reply.error_codes(), ["FORBIDDEN"], "{}", reply.text());
        }
        let publish = |channel: &str| format!(r#"mutation {{ productPublish(by: {{ code: "folding-wagon-trundle" }}, input: {{ channels: [{{ channel: "{channel}" }}] }}, dryRun: true) {{ userErrors {{ message }} }} }}"#);
        assert_eq!(bound.run(&publish("de")).await.data()["productPublish"]["userErrors"], json!([]));
        assert_eq!(bound.run(&publish("us")).await.error_codes(), ["FORBIDDEN"]);
        let base = r#"mutation { pricesSet(input: { set: [] }, dryRun: true) { userErrors { message } } }"#;
        assert_eq!(bound.run(base).await.error_codes(), ["FORBIDDEN"]);
        for all_share in [
            r#"mutation { productArchive(by: { code: "folding-wagon-trundle" }) { userErrors { message } } }"#,
            "{ apiKeys { name } }",
            "{ jobs { totalCount } }",
        ] {
            assert_eq!(bound.run(all_share).await.error_codes(), ["GRAPHQL_VALIDATION_FAILED"], "{all_share}");
        }
    }
}
