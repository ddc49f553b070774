use testkit::on_each_database;

use crate::support::{Shop, pretty};

on_each_database! {
    async fn a_value_is_typed_for_programs_and_a_label_for_people(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ product(by: { code: "tee" }) {
            attributes { code name valueType unit value label }
        } }"#).await;
        assert_shown!(pretty(&data["product"]["attributes"]), @r#"
        [
          {
            "code": "colour",
            "label": "Schwarz, Weiß",
            "name": "Farbe",
            "unit": null,
            "value": [
              "black",
              "white"
            ],
            "valueType": "ENUM"
          },
          {
            "code": "material",
            "label": "Baumwolle",
            "name": "Material",
            "unit": null,
            "value": "Baumwolle",
            "valueType": "TEXT"
          },
          {
            "code": "released",
            "label": "2026-03-01",
            "name": "Released",
            "unit": null,
            "value": "2026-03-01",
            "valueType": "DATE"
          },
          {
            "code": "washable",
            "label": "true",
            "name": "Washable",
            "unit": null,
            "value": true,
            "valueType": "BOOLEAN"
          }
        ]
        "#);
    }

    async fn only_the_attributes_that_are_asked_for_are_shown(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data(r#"{ product(by: { code: "tee" }) {
            attributes(codes: ["released", "nobody"]) { code attribute { id list values { code name } } }
        } }"#).await;
        let attributes = data["product"]["attributes"].as_array().unwrap();
        assert_eq!(attributes.len(), 1);
        assert_eq!(attributes[0]["code"], "released");
    }
}
