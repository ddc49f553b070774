//! What a client is told when the store fails: a code and the request id, where it matters and nowhere else.

use testkit::on_each_database;

use crate::support::{Shop, errors, pretty};

const NAMES_AND_PRICES: &str = "{ products { nodes { code priceRange { min { amount } } } } }";

on_each_database! {
    async fn a_batch_that_fails_is_an_error_at_each_of_its_fields_and_leaves_the_others(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.ask(NAMES_AND_PRICES).await;
        shop.database.execute("ALTER TABLE price RENAME TO lost").await.unwrap();
        shop.store.forget_kept();
        let answer = shop.ask(NAMES_AND_PRICES).await;
        assert_shown!(pretty(&answer["data"]), @r#"
        {
          "products": {
            "nodes": [
              {
                "code": "tee",
                "priceRange": null
              },
              {
                "code": "mug",
                "priceRange": null
              }
            ]
          }
        }
        "#);
        let mut failed = answer["errors"].as_array().unwrap().clone();
        failed.sort_by_key(|error| error["path"].to_string());
        assert_eq!(failed.len(), 2);
        assert_shown!(pretty(&failed[1]), @r#"
        {
          "extensions": {
            "code": "INTERNAL_SERVER_ERROR",
            "requestId": "test"
          },
          "locations": [
            {
              "column": 27,
              "line": 1
            }
          ],
          "message": "The server failed to answer this. The fault is logged under the request id.",
          "path": [
            "products",
            "nodes",
            1,
            "priceRange"
          ]
        }
        "#);
    }

    async fn a_store_that_cannot_be_reached_is_unavailable(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.store.clone().close().await;
        let answer = shop.ask("{ a: products { totalCount } }").await;
        assert_eq!(errors(&answer), ["SERVICE_UNAVAILABLE: The catalogue can't be read at the moment. Try again."]);
        assert_eq!(answer["errors"][0]["extensions"]["requestId"], "test");
    }
}
