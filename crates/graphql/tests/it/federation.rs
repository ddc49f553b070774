//! What a gateway of a federated graph asks: references to entities, and the subgraph's schema.

use apollo_compiler::Schema;
use graphql::{Role, relay_sdl, sdl, subgraph_sdl};
use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{Shop, admin, errors, many_products};

const ENTITIES: &str = "query($refs: [_Any!]!) { _entities(representations: $refs) { __typename
    ... on Product { code name } ... on ProductVariant { sku } ... on Category { slug } } }";

on_each_database! {
    async fn each_key_of_each_entity_finds_it_in_place(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ product(by: { code: "tee" }) { id variants { nodes { id } } categories { id } } }"#).await;
        let (product, variant, category) = (&data["product"]["id"], &data["product"]["variants"]["nodes"][0]["id"], &data["product"]["categories"][0]["id"]);
        let refs = json!({ "refs": [
            { "__typename": "Category", "id": category },
            { "__typename": "Product", "slug": "bio-shirt" },
            { "__typename": "Product", "code": "nothing" },
            { "__typename": "ProductVariant", "sku": "MUG" },
            { "__typename": "Product", "code": "mug" },
            { "__typename": "Category", "slug": "kleidung" },
            { "__typename": "Product", "id": product },
            { "__typename": "ProductVariant", "id": variant },
            { "__typename": "Category", "code": "kitchen" },
            { "__typename": "Product", "code": "no code, this" },
            { "__typename": "Product", "code": "mug" },
        ] });
        let answer = shop.ask_with(graphql::Viewer::anonymous(), ENTITIES, refs).await;
        assert_eq!(answer, json!({ "data": { "_entities": [
            { "__typename": "Category", "slug": "shirts" },
            { "__typename": "Product", "code": "tee", "name": "Bio-Shirt" },
            null,
            { "__typename": "ProductVariant", "sku": "MUG" },
            { "__typename": "Product", "code": "mug", "name": "Enamel mug" },
            { "__typename": "Category", "slug": "kleidung" },
            { "__typename": "Product", "code": "tee", "name": "Bio-Shirt" },
            { "__typename": "ProductVariant", "sku": "TEE-S-BLACK" },
            { "__typename": "Category", "slug": "kitchen" },
            null,
            { "__typename": "Product", "code": "mug", "name": "Enamel mug" },
        ] } }));
    }

    async fn a_bad_reference_is_an_error_of_its_own(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let category = shop.data(r#"{ category(by: { code: "shirts" }) { id } }"#).await["category"]["id"].clone();
        let refs = json!({ "refs": [
            { "__typename": "Product", "code": "mug" },
            { "__typename": "Channel", "code": "de" },
            { "__typename": "Product", "id": category },
            { "__typename": "Product" },
            { "__typename": "Product", "code": "mug", "context": { "channel": "mars" } },
            { "__typename": "Product", "code": "mug", "context": { "customerGroup": "b2b" } },
        ] });
        let answer = shop.ask_with(graphql::Viewer::anonymous(), ENTITIES, refs).await;
        assert_eq!(answer["data"]["_entities"], json!([{ "__typename": "Product", "code": "mug", "name": "Enamel mug" }, null, null, null, null, null]));
        let at: Vec<String> = answer["errors"].as_array().unwrap().iter()
            .map(|error| format!("{} {}", error["path"], error["extensions"]["code"].as_str().unwrap())).collect();
        assert_shown!(at.join("\n"), @r#"
        ["_entities",1] BAD_USER_INPUT
        ["_entities",2] INVALID_ID
        ["_entities",3] BAD_USER_INPUT
        ["_entities",4] UNKNOWN_CHANNEL
        ["_entities",5] FORBIDDEN
        "#);
    }

    async fn a_storefront_finds_no_draft_and_nothing_of_another_channel(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let refs = json!({ "refs": [
            { "__typename": "Product", "code": "draft-cap" },
            { "__typename": "Product", "slug": "draft-cap" },
            { "__typename": "ProductVariant", "sku": "CAP" },
            { "__typename": "Product", "code": "grill" },
            { "__typename": "Product", "code": "grill", "context": { "channel": "us" } },
        ] });
        let seen = async |viewer| {
            let answer = shop.ask_with(viewer, ENTITIES, refs.clone()).await;
            assert_eq!(errors(&answer), Vec::<String>::new());
            answer["data"]["_entities"].as_array().unwrap().iter().map(|entity| !entity.is_null()).collect::<Vec<_>>()
        };
        assert_eq!(seen(graphql::Viewer::anonymous()).await, [false, false, false, false, true]);
        assert_eq!(seen(admin()).await, [true; 5]);
    }

    async fn a_reference_has_the_context_that_it_brings(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ _entities(representations: [
            { __typename: "ProductVariant", sku: "TEE-S-BLACK", context: { channel: "us" } },
            { __typename: "ProductVariant", sku: "TEE-S-BLACK" },
            { __typename: "ProductVariant", sku: "TEE-S-BLACK", context: { locale: "en" } }
        ]) { ... on ProductVariant { product { name } price { unit { currency } } } } }"#;
        let offer = |name: &str, currency: &str| json!({ "product": { "name": name }, "price": { "unit": { "currency": currency } } });
        assert_eq!(shop.data(query).await["_entities"], json!([offer("Organic tee", "USD"), offer("Bio-Shirt", "EUR"), offer("Organic tee", "EUR")]));
    }

    async fn a_thousand_references_take_as_many_statements_as_seven(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(140)).await;
        let data = shop.data("{ products(first: 140) { nodes { id variants { nodes { id } } } } }").await;
        let products = data["products"]["nodes"].as_array().unwrap();
        let few = shop.statements(&mixed(&products[..1])).await;
        assert_eq!(shop.statements(&mixed(products)).await, few);
        // One to see whether the reference things have changed, and one for each key.
        assert_eq!(few, 8);
        let answer = shop.ask_with(graphql::Viewer::anonymous(), ENTITIES, json!({ "refs": vec![json!({ "__typename": "Product" }); 1_001] })).await;
        assert_eq!(errors(&answer), ["BAD_USER_INPUT: `representations` has 1001 references; at most 1000 are allowed."]);
    }

    async fn the_service_is_the_subgraph_of_the_viewers_role(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = "{ _service { sdl } }";
        assert_eq!(shop.ask(query).await["data"]["_service"]["sdl"], subgraph_sdl(Role::Storefront));
        assert_eq!(shop.ask_as_admin(query).await["data"]["_service"]["sdl"], subgraph_sdl(Role::Admin));
    }
}

/// References to these products by each of their keys, to their variants, and to categories.
fn mixed(products: &[Value]) -> String {
    let refs = products.iter().enumerate().map(|(number, product)| {
        let (id, variant) = (&product["id"], &product["variants"]["nodes"][0]["id"]);
        format!(
            r#"{{ __typename: "Product", code: "p{number}" }} {{ __typename: "Product", slug: "p-{number}" }}
            {{ __typename: "Product", id: {id} }} {{ __typename: "ProductVariant", id: {variant} }}
            {{ __typename: "ProductVariant", sku: "P{number}-S" }}
            {{ __typename: "Category", code: "shirts" }} {{ __typename: "Category", slug: "kitchen" }}"#
        )
    });
    format!(
        "{{ _entities(representations: [{}]) {{ ... on Product {{ name }} ... on ProductVariant {{ sku product {{ code }} }}
            ... on Category {{ name }} }} }}",
        refs.collect::<Vec<_>>().join(" ")
    )
}

#[test]
fn the_subgraph_has_keys_and_not_what_gateways_add() {
    let text = subgraph_sdl(Role::Storefront);
    for line in [
        r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])"#,
        r#"type Product implements Node @key(fields: "id") @key(fields: "code") @key(fields: "slug") {"#,
        r#"type ProductVariant implements Node @key(fields: "id") @key(fields: "sku") {"#,
        r#"type Category implements Node @key(fields: "id") @key(fields: "code") @key(fields: "slug") {"#,
        "type PageInfo @shareable {",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}");
    }
    for absent in [
        "_Any",
        "_Entity",
        "_Service",
        "_entities",
        "_service",
        "Mutation",
    ] {
        assert!(!text.contains(absent), "{absent}");
    }
    // All else is the schema as it is: without the marks the two are one.
    let plain = sdl(Role::Storefront);
    let plain = Schema::parse_and_validate(plain, "schema.graphql").unwrap();
    let marked = Schema::parse(text, "subgraph.graphql").unwrap_or_else(|invalid| invalid.partial);
    let names = |schema: &Schema| {
        let own = schema
            .types
            .iter()
            .filter(|(name, declared)| !declared.is_built_in() && !name.starts_with('_'));
        own.map(|(name, _)| name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&marked), names(&plain));
}

#[test]
fn relays_compiler_gets_a_node_with_its_id_alone() {
    let schema = Schema::parse_and_validate(relay_sdl(Role::Storefront), "schema.graphql").unwrap();
    let arguments = |field: &str| {
        let field = schema.type_field("Query", field).unwrap();
        let arguments = field
            .arguments
            .iter()
            .map(|argument| argument.name.as_str());
        arguments.collect::<Vec<_>>()
    };
    assert_eq!(arguments("node"), ["id"]);
    assert_eq!(arguments("nodes"), ["ids", "context"]);
}
