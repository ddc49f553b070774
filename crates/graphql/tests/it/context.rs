//! The buyer's context: where it comes from, and that it stays with what is below its field.

use std::sync::Arc;

use domain::text::Code;
use graphql::Viewer;
use testkit::on_each_database;

use crate::support::{Shop, pretty};

const OFFER: &str = "name priceRange { min { amount currency } max { amount currency } }
    variants { nodes { sku price { unit { amount } } availability { availableQuantity } } }";

on_each_database! {
    async fn one_request_may_ask_for_a_product_under_two_channels(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(&format!(r#"{{
            de: product(by: {{ code: "tee" }}, context: {{ channel: "de" }}) {{ {OFFER} }}
            us: product(by: {{ code: "tee" }}, context: {{ channel: "us" }}) {{ {OFFER} }}
        }}"#)).await;
        assert_shown!(pretty(&data), @r#"
        {
          "de": {
            "name": "Bio-Shirt",
            "priceRange": {
              "max": {
                "amount": "22.90",
                "currency": "EUR"
              },
              "min": {
                "amount": "19.90",
                "currency": "EUR"
              }
            },
            "variants": {
              "nodes": [
                {
                  "availability": {
                    "availableQuantity": 10
                  },
                  "price": {
                    "unit": {
                      "amount": "19.90"
                    }
                  },
                  "sku": "TEE-S-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 5
                  },
                  "price": {
                    "unit": {
                      "amount": "20.90"
                    }
                  },
                  "sku": "TEE-M-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 0
                  },
                  "price": {
                    "unit": {
                      "amount": "22.90"
                    }
                  },
                  "sku": "TEE-M-WHITE"
                }
              ]
            }
          },
          "us": {
            "name": "Organic tee",
            "priceRange": {
              "max": {
                "amount": "22.00",
                "currency": "USD"
              },
              "min": {
                "amount": "21.00",
                "currency": "USD"
              }
            },
            "variants": {
              "nodes": [
                {
                  "availability": {
                    "availableQuantity": 13
                  },
                  "price": {
                    "unit": {
                      "amount": "21.00"
                    }
                  },
                  "sku": "TEE-S-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 5
                  },
                  "price": {
                    "unit": {
                      "amount": "22.00"
                    }
                  },
                  "sku": "TEE-M-BLACK"
                },
                {
                  "availability": {
                    "availableQuantity": 0
                  },
                  "price": null,
                  "sku": "TEE-M-WHITE"
                }
              ]
            }
          }
        }
        "#);
    }

    async fn equal_contexts_share_their_statements(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let product = |context: &str| format!(r#"product(by: {{ code: "tee" }}{context}) {{ categories {{ name }} }}"#);
        let one = shop.statements(&format!("{{ {} }}", product(""))).await;
        let twice = format!("{{ a: {} b: {} }}", product(""), product(r#", context: { channel: "de", locale: "de-DE" }"#));
        // One more look-up, and not one more batch of categories.
        assert_eq!(shop.statements(&twice).await, one + 1);
        let other = format!("{{ a: {} b: {} }}", product(""), product(r#", context: { channel: "us" }"#));
        assert_eq!(shop.statements(&other).await, one + 2);
    }

    async fn texts_fall_back_from_the_region_to_the_language_to_the_channel(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for (context, expected) in [
            (r#"locale: "de-AT""#, "Bio-Leiberl"),
            (r#"locale: "de-CH""#, "Bio-Shirt"),
            (r#"locale: "fr""#, "Bio-Shirt"),
            (r#"locale: "en""#, "Organic tee"),
            (r#"locale: "en-GB""#, "Organic tee"),
            (r#"channel: "us", locale: "fr""#, "Organic tee"),
            (r#"channel: "us""#, "Organic tee"),
        ] {
            let data = shop.data(&format!(r#"{{ product(by: {{ code: "tee" }}, context: {{ {context} }}) {{ name }} }}"#)).await;
            assert_eq!(data["product"]["name"], expected, "{context}");
        }
    }

    async fn the_keys_channel_holds_where_the_context_names_none(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let viewer = |channel: &str| Viewer { channel: Some(Code::parse(channel).unwrap()), name: Arc::from("shop"), ..Viewer::anonymous() };
        let query = r#"{ own: product(by: { code: "grill" }) { name } de: product(by: { code: "grill" }, context: { channel: "de" }) { name } }"#;
        let answer = shop.ask_as(viewer("us"), query).await;
        assert_eq!(answer["data"], serde_json::json!({ "own": { "name": "Grill" }, "de": null }));
        let answer = shop.ask_as(viewer("gone"), query).await;
        assert_eq!(answer["data"], serde_json::json!({ "own": null, "de": null }));
    }

    async fn what_a_context_may_not_say_is_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut refusals = Vec::new();
        for context in [
            r#"channel: "nowhere""#,
            r#"at: "2027-01-01T00:00:00Z""#,
            r#"currency: "eur""#,
            r#"country: "XX""#,
            r#"locale: "de_DE""#,
            r#"at: "tomorrow""#,
        ] {
            refusals.extend(shop.errors(&format!("{{ product(by: {{ code: \"tee\" }}, context: {{ {context} }}) {{ name }} }}")).await);
        }
        assert_shown!(refusals.join("\n"), @r#"
        UNKNOWN_CHANNEL: There is no channel with the code "nowhere".
        FORBIDDEN: This key may not choose the context's time (`at`).
        BAD_USER_INPUT: Failed to parse "CurrencyCode": "eur" is not a currency code of ISO 4217, such as "EUR" or "USD". (occurred while parsing "BuyerContext")
        BAD_USER_INPUT: Failed to parse "CountryCode": "XX" is not a country code of ISO 3166-1 alpha-2, such as "DE" or "US". (occurred while parsing "BuyerContext")
        BAD_USER_INPUT: Failed to parse "Locale": "de_DE" is not a locale of BCP 47, such as "de" or "en-GB". (occurred while parsing "BuyerContext")
        BAD_USER_INPUT: Failed to parse "DateTime": "tomorrow" is not a moment with its offset, such as "2026-11-22T18:30:00Z" (RFC 3339). (occurred while parsing "BuyerContext")
        "#);
        let query = r#"{ products(context: { customerGroup: "nobody" }) { totalCount } }"#;
        let answer = shop.ask_as_admin(query).await;
        assert_eq!(crate::support::errors(&answer), [r#"BAD_USER_INPUT: There is no customer group with the code "nobody"."#]);
    }

    async fn an_admin_may_look_at_another_time(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let dated = r#"{"type":"product","code":"mug","variants":[{"sku":"MUG","prices":[{"amount":"9.50","currency":"EUR"},{"amount":"7.00","currency":"EUR","validFrom":"2026-12-01T00:00:00Z","validUntil":"2026-12-27T00:00:00+01:00"}]}]}"#;
        shop.import(dated).await;
        let price = |at: &str| format!(r#"{{ productVariant(by: {{ sku: "MUG" }}, context: {{ {at} }}) {{ price {{ unit {{ amount }} validUntil }} }} }}"#);
        let now = shop.ask_as_admin(&price("")).await;
        assert_eq!(now["data"]["productVariant"]["price"]["unit"]["amount"], "9.50");
        let then = shop.ask_as_admin(&price(r#"at: "2026-12-01T00:00:00Z""#)).await;
        assert_shown!(then["data"]["productVariant"]["price"].to_string(), @r#"{"unit":{"amount":"7.00"},"validUntil":"2026-12-26T23:00:00Z"}"#);
    }
}
