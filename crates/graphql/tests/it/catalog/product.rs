use testkit::on_each_database;

use crate::support::{Shop, pretty};

async fn names(shop: &Shop, arguments: &str) -> Vec<String> {
    let data = shop
        .data(&format!(
            "{{ products({arguments}) {{ nodes {{ name }} }} }}"
        ))
        .await;
    let nodes = data["products"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| String::from(node["name"].as_str().unwrap()))
        .collect()
}

on_each_database! {
    async fn a_product_is_found_by_whatever_the_caller_knows(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{
            code: product(by: { code: "tee" }) { id name }
            slug: product(by: { slug: "tee" }) { name }
            german: product(by: { slug: "bio-shirt" }) { name slug }
            sku: product(by: { sku: "TEE-M-WHITE" }) { name }
            nobody: product(by: { code: "nobody" }) { name }
            impossible: product(by: { slug: "NOT A SLUG" }) { name }
        }"#).await;
        for key in ["code", "slug", "german", "sku"] {
            assert_eq!(data[key]["name"], "Bio-Shirt", "{key}");
        }
        assert!(data["nobody"].is_null() && data["impossible"].is_null());
        let id = data["code"]["id"].as_str().unwrap();
        let data = shop.data(&format!("{{ product(by: {{ id: {id:?} }}) {{ slug }} }}")).await;
        assert_eq!(data["product"]["slug"], "bio-shirt");
    }

    async fn what_is_not_published_in_the_channel_is_not_there(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{
            draft: product(by: { code: "draft-cap" }) { name }
            elsewhere: product(by: { code: "grill" }) { name }
            variant: productVariant(by: { sku: "GRILL" }) { sku }
            there: product(by: { code: "grill" }, context: { channel: "us" }) { name }
        }"#).await;
        assert!(data["draft"].is_null() && data["elsewhere"].is_null() && data["variant"].is_null());
        assert_eq!(data["there"]["name"], "Grill");
        let admin = shop.ask_as_admin(r#"{ product(by: { code: "draft-cap" }) { name status } }"#).await;
        assert_eq!(admin["data"]["product"]["status"], "DRAFT");
    }

    async fn filters_narrow_a_listing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for (filter, expected) in [
            (r#"brand: "Holm""#, "Enamel mug"),
            (r#"brand: ["Holm", "Lindgrün"]"#, "Bio-Shirt, Enamel mug"),
            (r#"brand: []"#, ""),
            (r#"brand: "\u0000""#, ""),
            (r#"code: ["mug", "nobody"]"#, "Enamel mug"),
            (r#"category: { code: "clothing" }"#, "Bio-Shirt"),
            (r#"category: { code: "clothing", includeDescendants: false }"#, ""),
            (r#"attributes: { code: "colour", in: "white" }"#, "Bio-Shirt"),
            (r#"attributes: { code: "colour", in: "green" }"#, ""),
            (r#"attributes: { code: "material", in: ["Cotton"] }"#, "Bio-Shirt"),
            (r#"attributes: { code: "weight", number: { gte: 0.3 } }"#, "Enamel mug"),
            (r#"attributes: { code: "weight", number: { gt: 0.1, lt: 0.3 } }"#, "Bio-Shirt"),
            (r#"attributes: { code: "weight", number: { in: [0.15, 0.3] } }"#, "Bio-Shirt, Enamel mug"),
            (r#"attributes: { code: "released", date: { lte: "2026-03-01" } }"#, "Bio-Shirt"),
            (r#"attributes: { code: "washable", boolean: false }"#, ""),
            (r#"attributes: { code: "washable", exists: false }"#, "Enamel mug"),
            (r#"price: { min: "9.50", max: "19.89" }"#, "Enamel mug"),
            (r#"price: { min: "22.90" }"#, "Bio-Shirt"),
            (r#"availability: [UNTRACKED]"#, "Enamel mug"),
            (r#"orderable: true"#, "Bio-Shirt, Enamel mug"),
        ] {
            assert_eq!(names(&shop, &format!("filter: {{ {filter} }}")).await.join(", "), expected, "{filter}");
        }
    }

    async fn an_admin_lists_products_by_their_status(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask_as_admin("{ products(filter: { status: [DRAFT, ARCHIVED] }) { totalCount nodes { code status } } }").await;
        assert_eq!(answer["data"]["products"], serde_json::json!({ "totalCount": 1, "nodes": [{ "code": "draft-cap", "status": "DRAFT" }] }));
    }

    async fn a_filter_that_means_nothing_is_refused_with_the_way_out(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut refusals = Vec::new();
        for filter in [
            r#"attributes: { code: "colour", number: { gt: 1 } }"#,
            r#"attributes: { code: "weight", in: "1" }"#,
            r#"attributes: { code: "weight" }"#,
            r#"attributes: { code: "weight", number: { gt: 1, gte: 1 } }"#,
            r#"attributes: { code: "smell", exists: true }"#,
            r#"availability: [IN_STOCK], orderable: true"#,
        ] {
            refusals.extend(shop.errors(&format!("{{ products(filter: {{ {filter} }}) {{ nodes {{ name }} }} }}")).await);
        }
        assert_shown!(refusals.join("\n"), @r#"
        BAD_USER_INPUT: The attribute "colour" is of type ENUM: use `in` instead of `number`.
        BAD_USER_INPUT: The attribute "weight" is of type NUMBER: use `number` instead of `in`.
        BAD_USER_INPUT: The filter of the attribute "weight" needs exactly one condition.
        BAD_USER_INPUT: The filter of the attribute "weight" needs either `in`, or one lower bound (`gte` or `gt`), one upper bound (`lte` or `lt`) or both.
        BAD_USER_INPUT: There is no attribute with the code "smell".
        BAD_USER_INPUT: A filter has either `availability` or `orderable`, not both.
        "#);
    }

    async fn a_listing_is_sorted_as_asked(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for (sort, expected) in [
            ("{ key: CREATED_AT }", "Bio-Shirt, Enamel mug"),
            ("{ key: CREATED_AT, direction: DESC }", "Enamel mug, Bio-Shirt"),
            ("{ key: NAME, direction: DESC }", "Enamel mug, Bio-Shirt"),
            ("{ key: PRICE }", "Enamel mug, Bio-Shirt"),
            ("{ key: CODE }", "Enamel mug, Bio-Shirt"),
        ] {
            assert_eq!(names(&shop, &format!("sort: {sort}")).await.join(", "), expected, "{sort}");
        }
    }

    async fn the_server_resolves_a_picked_combination_in_either_language(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ product(by: { code: "tee" }) {
            german: variant(options: [{ name: "Farbe", value: "Weiß" }, { name: "Größe", value: "M" }]) { sku }
            plain: variant(options: [{ name: "Size", value: "S" }, { name: "Colour", value: "Black" }]) { sku }
            nowhere: variant(options: [{ name: "Size", value: "S" }, { name: "Colour", value: "White" }]) { sku }
            incomplete: variant(options: [{ name: "Size", value: "S" }]) { sku }
        } }"#).await;
        assert_shown!(pretty(&data["product"]), @r#"
        {
          "german": {
            "sku": "TEE-M-WHITE"
          },
          "incomplete": null,
          "nowhere": null,
          "plain": {
            "sku": "TEE-S-BLACK"
          }
        }
        "#);
    }

    async fn a_products_availability_is_that_of_its_variants_together(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let fields = "availability { status availableQuantity byLocation { location { code } status availableQuantity } }";
        let data = shop.data(&format!(r#"{{
            de: product(by: {{ code: "tee" }}) {{ {fields} }}
            us: product(by: {{ code: "tee" }}, context: {{ channel: "us" }}) {{ {fields} }}
            mug: product(by: {{ code: "mug" }}) {{ {fields} }}
        }}"#)).await;
        assert_shown!(pretty(&data), @r#"
        {
          "de": {
            "availability": {
              "availableQuantity": 15,
              "byLocation": [
                {
                  "availableQuantity": 15,
                  "location": {
                    "code": "berlin"
                  },
                  "status": "IN_STOCK"
                }
              ],
              "status": "IN_STOCK"
            }
          },
          "mug": {
            "availability": {
              "availableQuantity": null,
              "byLocation": [],
              "status": "UNTRACKED"
            }
          },
          "us": {
            "availability": {
              "availableQuantity": 18,
              "byLocation": [
                {
                  "availableQuantity": 3,
                  "location": {
                    "code": "reno"
                  },
                  "status": "IN_STOCK"
                },
                {
                  "availableQuantity": 15,
                  "location": {
                    "code": "berlin"
                  },
                  "status": "IN_STOCK"
                }
              ],
              "status": "IN_STOCK"
            }
          }
        }
        "#);
    }
}
