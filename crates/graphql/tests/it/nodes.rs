//! `node`, `nodes` and ids.

use testkit::on_each_database;

use crate::support::{Shop, pretty};

on_each_database! {
    async fn everything_with_an_id_is_fetched_again_by_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ product(by: { code: "tee" }) { id categories { id } attributes(codes: ["material"]) { attribute { id } }
            variants(first: 1) { nodes { id availability { byLocation { location { id } } }
                price { priceList { id channels { id } customerGroups { id } } } } } } }"#;
        let as_b2b = query.replace("(by: { code: \"tee\" })", "(by: { code: \"tee\" }, context: { customerGroup: \"b2b\" })");
        let answer = shop.ask_as_admin(&as_b2b).await;
        let product = &answer["data"]["product"];
        let variant = &product["variants"]["nodes"][0];
        let list = &variant["price"]["priceList"];
        let ids: Vec<String> = [
            &product["id"],
            &product["categories"][0]["id"],
            &product["attributes"][0]["attribute"]["id"],
            &variant["id"],
            &variant["availability"]["byLocation"][0]["location"]["id"],
            &list["id"],
            &list["channels"][0]["id"],
            &list["customerGroups"][0]["id"],
        ].iter().map(ToString::to_string).collect();
        let query = format!("{{ nodes(ids: [{}]) {{ __typename id }} }}", ids.join(", "));
        let answer = shop.ask_as_admin(&query).await;
        let nodes = answer["data"]["nodes"].as_array().unwrap();
        let types: Vec<&str> = nodes.iter().map(|node| node["__typename"].as_str().unwrap()).collect();
        assert_eq!(types, ["Product", "Category", "Attribute", "ProductVariant", "Location", "PriceList", "Channel", "CustomerGroup"]);
        let again: Vec<String> = nodes.iter().map(|node| node["id"].to_string()).collect();
        assert_eq!(again, ids);
        // What only admins have isn't there for others.
        let data = shop.data(&query).await;
        let types: Vec<&str> = data["nodes"].as_array().unwrap().iter().map(|node| node["__typename"].as_str().unwrap_or("-")).collect();
        assert_eq!(types, ["Product", "Category", "Attribute", "ProductVariant", "Location", "PriceList", "-", "-"]);
    }

    async fn an_id_of_another_type_is_an_error_that_says_so(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ category(by: { code: "shirts" }) { id } }"#).await;
        let id = data["category"]["id"].to_string();
        let errors = shop.errors(&format!("{{ product(by: {{ id: {id} }}) {{ name }} }}")).await;
        assert_eq!(errors, [format!("INVALID_ID: {id} is the id of a Category, and the id of a Product belongs here.")]);
        let errors = shop.errors(r#"{ products(filter: { category: { id: ["x"] } }) { totalCount } }"#).await;
        assert_eq!(errors, ["INVALID_ID: \"x\" is not an id of this catalogue. Ids are taken from its answers as they are."]);
    }

    async fn one_bad_id_among_several_leaves_the_others(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ product(by: { code: "mug" }) { id } }"#).await;
        let id = data["product"]["id"].to_string();
        let answer = shop.ask(&format!("{{ nodes(ids: [\"x\", {id}]) {{ ... on Product {{ code }} }} }}")).await;
        assert_shown!(pretty(&answer), @r#"
        {
          "data": {
            "nodes": [
              null,
              {
                "code": "mug"
              }
            ]
          },
          "errors": [
            {
              "extensions": {
                "code": "INVALID_ID"
              },
              "locations": [
                {
                  "column": 3,
                  "line": 1
                }
              ],
              "message": "\"x\" is not an id of this catalogue. Ids are taken from its answers as they are.",
              "path": [
                "nodes",
                0
              ]
            }
          ]
        }
        "#);
    }
}
