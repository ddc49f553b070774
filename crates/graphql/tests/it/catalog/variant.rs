use testkit::on_each_database;

use crate::support::{Shop, pretty};

on_each_database! {
    async fn a_variant_is_found_by_sku_and_barcode_and_knows_its_product(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{
            sku: productVariant(by: { sku: "TEE-M-WHITE" }) {
                sku barcode name product { code } selectedOptions { name value } attributes { code value } media { url }
            }
            barcode: productVariant(by: { barcode: "4000000000013" }) { sku name attributes { code value label } }
            nobody: productVariant(by: { sku: "tee-m-white" }) { sku }
            nul: productVariant(by: { barcode: "\u0000" }) { sku }
        }"#).await;
        assert_shown!(pretty(&data), @r#"
        {
          "barcode": {
            "attributes": [
              {
                "code": "weight",
                "label": "0.15 kg",
                "value": 0.15
              }
            ],
            "name": "Bio-Shirt – S / Schwarz",
            "sku": "TEE-S-BLACK"
          },
          "nobody": null,
          "nul": null,
          "sku": {
            "attributes": [],
            "barcode": null,
            "media": [],
            "name": "Bio-Shirt – M / Weiß",
            "product": {
              "code": "tee"
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
        }
        "#);
    }

    async fn an_admin_sees_stock_levels_at_every_location(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask_as_admin(r#"{ productVariant(by: { sku: "TEE-S-BLACK" }) {
            stockLevels { location { code country } onHand reserved backordered safetyStock backorderLimit available version }
        } }"#).await;
        assert_shown!(pretty(&answer["data"]["productVariant"]["stockLevels"]), @r#"
        [
          {
            "available": 10,
            "backorderLimit": 0,
            "backordered": 0,
            "location": {
              "code": "berlin",
              "country": "DE"
            },
            "onHand": 12,
            "reserved": 0,
            "safetyStock": 2,
            "version": 1
          },
          {
            "available": 3,
            "backorderLimit": 0,
            "backordered": 0,
            "location": {
              "code": "reno",
              "country": "US"
            },
            "onHand": 3,
            "reserved": 0,
            "safetyStock": 0,
            "version": 1
          }
        ]
        "#);
    }
}
