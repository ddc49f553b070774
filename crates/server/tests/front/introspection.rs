//! Introspection shows what the role may use.

use axum::http::StatusCode;

use crate::support::door;

const STANDARD: &str = "query IntrospectionQuery { __schema { description queryType { name } mutationType { name } subscriptionType { name } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } } fragment FullType on __Type { kind name description specifiedByURL fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } } fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason } fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

#[tokio::test]
async fn the_standard_query_shows_each_role_its_schema() {
    let door = door();
    for _ in 0..2 {
        let storefront = door.run(STANDARD).await;
        assert_eq!(storefront.data()["__schema"]["queryType"]["name"], "Query");
        assert!(!storefront.text.contains("purchasePriceSecret"));
        let admin = door.admin().run(STANDARD).await;
        assert!(admin.text.contains("purchasePriceSecret"));
    }
}

#[tokio::test]
async fn introspection_beside_data_keeps_the_order_and_the_role() {
    let door = door();
    let query = "query ($name: String!) { a: __typename t: __type(name: $name) { fields { name } interfaces { name } } book(by: {id: \"1\"}) { id } s: __schema { queryType { name } } }";
    let reply = door
        .run_with(query, serde_json::json!({ "name": "Book" }))
        .await;
    assert_eq!(
        reply.written(),
        r#"{"data":{"a":"Query","t":{"fields":[{"name":"id"},{"name":"title"},{"name":"sequel"},{"name":"sequels"}],"interfaces":[{"name":"Node"}]},"book":{"id":"1"},"s":{"queryType":{"name":"Query"}}}"#
    );
    let admin = door
        .admin()
        .run_with(query, serde_json::json!({ "name": "Book" }))
        .await;
    assert!(admin.text.contains("purchasePriceSecret"));
}

#[tokio::test]
async fn is_one_of_is_answered() {
    let door = door();
    let reply = door.run("{ by: __type(name: \"BookBy\") { name isOneOf } shelf: __type(name: \"Shelf\") { isOneOf } book: __type(name: \"Book\") { fields { name } isOneOf } }").await;
    let data = reply.data();
    assert_eq!(
        (&data["by"]["isOneOf"], &data["shelf"]["isOneOf"]),
        (&true.into(), &false.into())
    );
    assert!(
        !reply.text.contains("purchasePriceSecret"),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn lists_of_the_schema_are_not_nested_without_end() {
    let door = door();
    let reply = door
        .run("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }")
        .await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::BAD_REQUEST,
            vec![String::from("DOCUMENT_TOO_DEEP")]
        )
    );
}
