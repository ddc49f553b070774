use serde_json::json;
use testkit::on_each_database;

use crate::support::{Shop, admin, errors, pretty};

on_each_database! {
    async fn a_price_has_its_tax_tiers_and_list(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let fields = "unit { amount currency } net { amount } tax { amount } gross { amount } total { amount } compareAt { amount }
            tiers { minQuantity unit { amount } } quantityRule { minimum } priceList { code name } validUntil";
        let data = shop.data(&format!(r#"{{
            de: productVariant(by: {{ sku: "TEE-S-BLACK" }}) {{ one: price {{ {fields} }} ten: price(quantity: 10) {{ {fields} }} }}
            us: productVariant(by: {{ sku: "TEE-S-BLACK" }}, context: {{ channel: "us" }}) {{ price(quantity: 3) {{ {fields} }} }}
        }}"#)).await;
        assert_shown!(pretty(&data), @r#"
        {
          "de": {
            "one": {
              "compareAt": {
                "amount": "24.90"
              },
              "gross": {
                "amount": "19.90"
              },
              "net": {
                "amount": "16.72"
              },
              "priceList": null,
              "quantityRule": null,
              "tax": {
                "amount": "3.18"
              },
              "tiers": [
                {
                  "minQuantity": 1,
                  "unit": {
                    "amount": "19.90"
                  }
                },
                {
                  "minQuantity": 10,
                  "unit": {
                    "amount": "17.90"
                  }
                }
              ],
              "total": {
                "amount": "19.90"
              },
              "unit": {
                "amount": "19.90",
                "currency": "EUR"
              },
              "validUntil": null
            },
            "ten": {
              "compareAt": null,
              "gross": {
                "amount": "179.00"
              },
              "net": {
                "amount": "150.42"
              },
              "priceList": null,
              "quantityRule": null,
              "tax": {
                "amount": "28.58"
              },
              "tiers": [
                {
                  "minQuantity": 1,
                  "unit": {
                    "amount": "19.90"
                  }
                },
                {
                  "minQuantity": 10,
                  "unit": {
                    "amount": "17.90"
                  }
                }
              ],
              "total": {
                "amount": "179.00"
              },
              "unit": {
                "amount": "17.90",
                "currency": "EUR"
              },
              "validUntil": null
            }
          },
          "us": {
            "price": {
              "compareAt": null,
              "gross": {
                "amount": "68.04"
              },
              "net": {
                "amount": "63.00"
              },
              "priceList": null,
              "quantityRule": null,
              "tax": {
                "amount": "5.04"
              },
              "tiers": [
                {
                  "minQuantity": 1,
                  "unit": {
                    "amount": "21.00"
                  }
                }
              ],
              "total": {
                "amount": "63.00"
              },
              "unit": {
                "amount": "21.00",
                "currency": "USD"
              },
              "validUntil": null
            }
          }
        }
        "#);
    }

    async fn in_a_currency_that_the_channel_does_not_sell_in_there_is_no_price(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ product(by: { code: "tee" }, context: { channel: "de", currency: "USD" }) {
            priceRange { min { amount } } variants { nodes { price { unit { amount } } availability { status } } }
        } }"#;
        let data = shop.data(query).await;
        assert!(data["product"]["priceRange"].is_null());
        let variants = data["product"]["variants"]["nodes"].as_array().unwrap();
        assert!(variants.iter().all(|variant| variant["price"].is_null()));
        assert_eq!(variants[0]["availability"]["status"], "IN_STOCK");
    }

    async fn a_customer_group_has_its_own_prices_for_those_who_may_name_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ productVariant(by: { sku: "TEE-S-BLACK" }, context: { channel: "de", customerGroup: "b2b" }) {
            price(quantity: 2) { unit { amount } total { amount } priceList { code } }
        } }"#;
        let answer = shop.ask_as_admin(query).await;
        assert_shown!(answer["data"]["productVariant"]["price"].to_string(), @r#"{"priceList":{"code":"b2b-eur"},"total":{"amount":"29.99"},"unit":{"amount":"14.995"}}"#);
        assert_eq!(shop.errors(query).await, ["FORBIDDEN: This key may not name the context's `customerGroup`."]);
    }

    async fn an_explanation_says_why_each_price_won_or_lost(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = r#"{ productVariant(by: { sku: "TEE-S-BLACK" }, context: { channel: "de" }) { price(quantity: 12) {
            explanation { verdict reason unit { amount currency } minQuantity priceList { code priority customerGroups { code } } }
        } } }"#;
        let answer = shop.ask_as(admin(), query).await;
        assert_shown!(pretty(&answer["data"]["productVariant"]["price"]["explanation"]), @r#"
        [
          {
            "minQuantity": 10,
            "priceList": null,
            "reason": "This price applies.",
            "unit": {
              "amount": "17.90",
              "currency": "EUR"
            },
            "verdict": "WON"
          },
          {
            "minQuantity": 1,
            "priceList": null,
            "reason": "The list has a lower unit price for another minimum quantity that is met.",
            "unit": {
              "amount": "19.90",
              "currency": "EUR"
            },
            "verdict": "TIER_DEARER"
          },
          {
            "minQuantity": 1,
            "priceList": {
              "code": "b2b-eur",
              "customerGroups": [
                {
                  "code": "b2b"
                }
              ],
              "priority": 10
            },
            "reason": "Its price list is for other customer groups.",
            "unit": {
              "amount": "14.995",
              "currency": "EUR"
            },
            "verdict": "LIST_OTHER_CUSTOMER_GROUP"
          },
          {
            "minQuantity": 1,
            "priceList": null,
            "reason": "It is in another currency.",
            "unit": {
              "amount": "21.00",
              "currency": "USD"
            },
            "verdict": "OTHER_CURRENCY"
          }
        ]
        "#);
    }

    async fn a_quantity_out_of_bounds_is_refused_and_leaves_its_siblings(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask(r#"{ productVariant(by: { sku: "MUG" }) { sku none: price(quantity: 0) { unit { amount } } } }"#).await;
        assert_eq!(errors(&answer), ["BAD_USER_INPUT: `quantity` is 0; it must be 1 to 1000000000."]);
        assert_eq!(answer["data"]["productVariant"], serde_json::json!({ "sku": "MUG", "none": null }));
    }

    async fn scheduled_prices_and_lists_take_effect_on_time_everywhere(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let now = shop.database.now();
        let day = |days| (now + chrono::TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let (first, second, third) = (day(1), day(2), day(3));
        shop.import(&format!(r#"{{"type":"priceList","code":"week","name":"Week","currency":"EUR","channels":["de"],"validFrom":"{second}","validUntil":"{third}"}}
{{"type":"product","code":"mug","channels":["de"],"variants":[{{"sku":"MUG","prices":[{{"amount":"9.50","currency":"EUR"}},{{"amount":"8.00","currency":"EUR","validFrom":"{first}"}},{{"amount":"5.00","priceList":"week"}}]}}]}}"#)).await;
        // What nobody has written since is in memory, too.
        for (days, expected) in [(0, "9.50"), (1, "8.00"), (1, "5.00"), (1, "8.00")] {
            shop.database.clock().advance(chrono::TimeDelta::days(days));
            let query = format!(r#"{{ productVariant(by: {{ sku: "MUG" }}, context: {{ channel: "de" }}) {{ price {{ unit {{ amount }} }} product {{ priceRange {{ min {{ amount }} max {{ amount }} }} }} }}
                at: products(filter: {{ price: {{ min: "{expected}", max: "{expected}" }} }}, sort: {{ key: PRICE }}, context: {{ channel: "de" }}) {{ nodes {{ code }} }} }}"#);
            for _ in 0..2 {
                let data = shop.data(&query).await;
                assert_eq!(data["productVariant"]["price"]["unit"]["amount"], expected);
                assert_eq!(data["productVariant"]["product"]["priceRange"], json!({ "min": { "amount": expected }, "max": { "amount": expected } }));
                assert!(data["at"]["nodes"].as_array().unwrap().contains(&json!({ "code": "mug" })), "at {expected}: {data:#}");
            }
        }
    }
}
