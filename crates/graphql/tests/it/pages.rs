//! The pages of a storefront, and how many statements they take: as many for 100 products as for 3.

use testkit::on_each_database;

use crate::support::{Shop, many_products, pretty};

const PRODUCT_PAGE: &str = r#"{ product(by: { slug: "bio-shirt" }, context: { channel: "de" }) {
    name description brand categories { name slug ancestors { name slug } } attributes { code value }
    options { name values } media { url alt }
    variants(first: 20) { nodes {
        sku selectedOptions { name value } price { unit { amount currency } compareAt { amount } }
        availability { status availableQuantity }
    } }
} }"#;

const LISTING_PAGE: &str = r#"{ category(by: { slug: "kitchen" }, context: { channel: "de" }) {
    name
    products(first: 24) {
        pageInfo { hasNextPage endCursor }
        nodes {
            id name slug priceRange { min { amount currency } max { amount } } categories { name slug }
            variants(first: 10) { nodes {
                sku price { unit { amount currency } } availability { status availableQuantity }
            } }
        }
    }
} }"#;

const NAME_LIST: &str = "{ products(first: 100) { nodes { name slug } } }";

const CATEGORY_TREE: &str =
    "{ categories(first: 50) { nodes { name slug children { name slug productCount } } } }";

on_each_database! {
    async fn a_product_page_is_in_the_channels_language_and_currency(database: TestDatabase) {
        let shop = Shop::open(database).await;
        assert_shown!(pretty(&shop.data(PRODUCT_PAGE).await), @r#"
        {
          "product": {
            "attributes": [
              {
                "code": "colour",
                "value": [
                  "black",
                  "white"
                ]
              },
              {
                "code": "material",
                "value": "Baumwolle"
              },
              {
                "code": "released",
                "value": "2026-03-01"
              },
              {
                "code": "washable",
                "value": true
              }
            ],
            "brand": "Lindgrün",
            "categories": [
              {
                "ancestors": [
                  {
                    "name": "Kleidung",
                    "slug": "kleidung"
                  }
                ],
                "name": "Hemden",
                "slug": "shirts"
              },
              {
                "ancestors": [
                  {
                    "name": "Kleidung",
                    "slug": "kleidung"
                  }
                ],
                "name": "Samples",
                "slug": "samples"
              }
            ],
            "description": "A plain tee.",
            "media": [
              {
                "alt": "Front",
                "url": "https://media.example/tee.jpg"
              }
            ],
            "name": "Bio-Shirt",
            "options": [
              {
                "name": "Größe",
                "values": [
                  "S",
                  "M"
                ]
              },
              {
                "name": "Farbe",
                "values": [
                  "Schwarz",
                  "Weiß"
                ]
              }
            ],
            "variants": {
              "nodes": [
                {
                  "availability": {
                    "availableQuantity": 10,
                    "status": "IN_STOCK"
                  },
                  "price": {
                    "compareAt": {
                      "amount": "24.90"
                    },
                    "unit": {
                      "amount": "19.90",
                      "currency": "EUR"
                    }
                  },
                  "selectedOptions": [
                    {
                      "name": "Größe",
                      "value": "S"
                    },
                    {
                      "name": "Farbe",
                      "value": "Schwarz"
                    }
                  ],
                  "sku": "TEE-S-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 5,
                    "status": "BACKORDER"
                  },
                  "price": {
                    "compareAt": null,
                    "unit": {
                      "amount": "20.90",
                      "currency": "EUR"
                    }
                  },
                  "selectedOptions": [
                    {
                      "name": "Größe",
                      "value": "M"
                    },
                    {
                      "name": "Farbe",
                      "value": "Schwarz"
                    }
                  ],
                  "sku": "TEE-M-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 0,
                    "status": "OUT_OF_STOCK"
                  },
                  "price": {
                    "compareAt": null,
                    "unit": {
                      "amount": "22.90",
                      "currency": "EUR"
                    }
                  },
                  "selectedOptions": [
                    {
                      "name": "Größe",
                      "value": "M"
                    },
                    {
                      "name": "Farbe",
                      "value": "Weiß"
                    }
                  ],
                  "sku": "TEE-M-WHITE"
                }
              ]
            }
          }
        }
        "#);
    }

    async fn a_listing_page_has_what_is_published_in_the_channel(database: TestDatabase) {
        let shop = Shop::open(database).await;
        assert_shown!(pretty(&shop.data(LISTING_PAGE).await), @r#"
        {
          "category": {
            "name": "Kitchen",
            "products": {
              "nodes": [
                {
                  "categories": [
                    {
                      "name": "Kitchen",
                      "slug": "kitchen"
                    }
                  ],
                  "id": "UHJvZHVjdDoBogMgogBwAIAAAAAAAAAU",
                  "name": "Enamel mug",
                  "priceRange": {
                    "max": {
                      "amount": "9.50"
                    },
                    "min": {
                      "amount": "9.50",
                      "currency": "EUR"
                    }
                  },
                  "slug": "mug",
                  "variants": {
                    "nodes": [
                      {
                        "availability": {
                          "availableQuantity": null,
                          "status": "UNTRACKED"
                        },
                        "price": {
                          "unit": {
                            "amount": "9.50",
                            "currency": "EUR"
                          }
                        },
                        "sku": "MUG"
                      }
                    ]
                  }
                }
              ],
              "pageInfo": {
                "endCursor": "ABpwcm9kdWN0cyBieSBDUkVBVEVEX0FUIEFTQwIBogMgogBwAIAAAAAAAAAU",
                "hasNextPage": false
              }
            }
          }
        }
        "#);
    }

    async fn the_category_tree_counts_products_and_leaves_out_hidden_categories(database: TestDatabase) {
        let shop = Shop::open(database).await;
        assert_shown!(pretty(&shop.data(CATEGORY_TREE).await), @r#"
        {
          "categories": {
            "nodes": [
              {
                "children": [
                  {
                    "name": "Hemden",
                    "productCount": 1,
                    "slug": "shirts"
                  }
                ],
                "name": "Kleidung",
                "slug": "kleidung"
              },
              {
                "children": [],
                "name": "Kitchen",
                "slug": "kitchen"
              }
            ]
          }
        }
        "#);
    }

    async fn a_page_takes_as_many_statements_for_100_products_as_for_3(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(3)).await;
        let few = statements(&shop).await;
        shop.import(&many_products(100)).await;
        assert_eq!(statements(&shop).await, few);
        assert_shown!(format!("{few:?}"), @"[7, 2, 4, 11]");
    }

    async fn variants_and_prices_are_read_once_for_each_version_of_a_product(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(30)).await;
        assert_eq!(shop.statements(LISTING_PAGE).await, 7);
        assert_eq!(shop.statements_of(LISTING_PAGE).await, 5, "variants and prices are in memory");
        let price = "{ productVariant(by: { sku: \"P0-S\" }) { price { unit { amount } } } }";
        let before = shop.data(price).await;
        shop.import(r#"{"type":"price","sku":"P0-S","prices":[{"amount":"1.23","currency":"EUR"}]}"#).await;
        let after = shop.data(price).await;
        assert_ne!(before, after);
        assert_eq!(after["productVariant"]["price"]["unit"]["amount"], "1.23");
        assert_eq!(shop.statements_of(LISTING_PAGE).await, 6, "the variants of the one that changed are read again");
        assert_eq!(shop.statements_of(LISTING_PAGE).await, 5);
    }
}

/// How many statements each of the pages takes.
async fn statements(shop: &Shop) -> Vec<u64> {
    let mut counts = Vec::new();
    for page in [LISTING_PAGE, NAME_LIST, CATEGORY_TREE, EVERYTHING] {
        counts.push(shop.statements(page).await);
    }
    counts
}

/// Every edge between things, two of them twice.
const EVERYTHING: &str = r#"{ products(first: 100, context: { channel: "de" }) { totalCount nodes {
    name categories { name ancestors { name } children { name productCount } parent { name } }
    attributes { code label } options { name values } media { url } availability { status byLocation { location { name } } }
    priceRange { min { amount } } variant(options: [{ name: "Size", value: "S" }]) { sku }
    variants(first: 10) { totalCount nodes {
        sku name product { name } selectedOptions { name } attributes { code } media { url }
        price(quantity: 3) { total { amount } net { amount } tiers { minQuantity } priceList { code } }
        availability { status availableQuantity }
    } }
} } }"#;
