use testkit::on_each_database;

use crate::support::{Shop, pretty};

on_each_database! {
    async fn breadcrumbs_go_from_the_root_to_the_parent(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ category(by: { code: "shirts" }) {
            name slug parent { code } ancestors { name slug } children { code } productCount
        } }"#).await;
        assert_shown!(pretty(&data["category"]), @r#"
        {
          "ancestors": [
            {
              "name": "Kleidung",
              "slug": "kleidung"
            }
          ],
          "children": [],
          "name": "Hemden",
          "parent": {
            "code": "clothing"
          },
          "productCount": 1,
          "slug": "shirts"
        }
        "#);
    }

    async fn a_hidden_category_is_found_by_those_who_know_it_and_listed_for_admins(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ samples: category(by: { slug: "samples" }) { name } clothing: category(by: { code: "clothing" }) { children { code } } }"#;
        let data = shop.data(query).await;
        assert_eq!(data["samples"]["name"], "Samples");
        assert_eq!(data["clothing"]["children"], serde_json::json!([{ "code": "shirts" }]));
        let admin = shop.ask_as_admin(query).await;
        assert_eq!(admin["data"]["clothing"]["children"], serde_json::json!([{ "code": "shirts" }, { "code": "samples" }]));
    }

    async fn categories_of_a_parent_are_listed_and_of_nobody_none_are(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{
            below: categories(parent: { slug: "kleidung" }) { totalCount nodes { code } }
            nobody: categories(parent: { code: "nobody" }) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }
            roots: categories(first: 1) { totalCount nodes { code } pageInfo { hasNextPage } }
        }"#).await;
        assert_eq!(data["below"], serde_json::json!({ "totalCount": 1, "nodes": [{ "code": "shirts" }] }));
        assert_eq!(data["nobody"]["totalCount"], 0);
        assert_eq!(data["roots"]["totalCount"], 2);
        assert_eq!(data["roots"]["pageInfo"]["hasNextPage"], true);
    }

    async fn products_of_the_categories_below_count_unless_asked_otherwise(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ category(by: { code: "clothing" }) {
            productCount own: productCount(includeDescendants: false)
            products { totalCount } ownProducts: products(includeDescendants: false) { totalCount nodes { code } }
        } }"#).await;
        assert_shown!(data["category"].to_string(), @r#"{"own":0,"ownProducts":{"nodes":[],"totalCount":0},"productCount":1,"products":{"totalCount":1}}"#);
    }

    async fn a_tree_without_any_channel_can_be_browsed(database: TestDatabase) {
        let feed = r#"{"type":"category","code":"a","slug":"a","name":"A","translations":{"de":{"name":"Ä"}}}"#;
        let shop = Shop::with(database, feed).await;
        let data = shop.data(r#"{
            categories { nodes { name productCount } }
            german: categories(context: { locale: "de-AT" }) { nodes { name } }
            products { totalCount }
        }"#).await;
        assert_shown!(data.to_string(), @r#"{"categories":{"nodes":[{"name":"A","productCount":0}]},"german":{"nodes":[{"name":"Ä"}]},"products":{"totalCount":0}}"#);
    }
}
