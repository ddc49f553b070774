//! Texts in all languages, as they are stored.

use serde_json::json;
use testkit::on_each_database;

use crate::support::Shop;

on_each_database! {
    async fn admins_see_the_texts_of_every_language(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let found = shop.ask_as_admin(r#"{
            product(by: { code: "tee" }) { translations { locale name slug description attributes { code value } options { option name values { value name } } } }
            mug: product(by: { code: "mug" }) { translations { locale } }
            category(by: { code: "clothing" }) { translations { locale name slug description } }
            attribute(by: { code: "colour" }) { translations { locale name } values { code translations { locale name } } }
        }"#).await;
        assert!(found.get("errors").is_none(), "{found:#}");
        assert_eq!(found["data"]["product"]["translations"], json!([
            {
                "locale": "de", "name": "Bio-Shirt", "slug": "bio-shirt", "description": null,
                "attributes": [{ "code": "material", "value": "Baumwolle" }],
                "options": [
                    { "option": "Colour", "name": "Farbe", "values": [{ "value": "Black", "name": "Schwarz" }, { "value": "White", "name": "Weiß" }] },
                    { "option": "Size", "name": "Größe", "values": [] },
                ],
            },
            { "locale": "de-AT", "name": "Bio-Leiberl", "slug": null, "description": null, "attributes": [], "options": [] },
        ]));
        assert_eq!(found["data"]["mug"]["translations"], json!([]));
        assert_eq!(found["data"]["category"]["translations"], json!([{ "locale": "de", "name": "Kleidung", "slug": "kleidung", "description": null }]));
        assert_eq!(found["data"]["attribute"], json!({
            "translations": [{ "locale": "de", "name": "Farbe" }],
            "values": [
                { "code": "black", "translations": [{ "locale": "de", "name": "Schwarz" }] },
                { "code": "white", "translations": [{ "locale": "de", "name": "Weiß" }] },
            ],
        }));
    }

    async fn translations_of_a_page_are_read_at_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let statements = |query: &'static str| {
            let shop = &shop;
            async move {
                let before = shop.store.statements();
                let answer = shop.ask_as_admin(query).await;
                assert!(answer.get("errors").is_none(), "{answer:#}");
                shop.store.statements() - before
            }
        };
        statements("{ nodes(ids: []) { id } }").await;
        let plain = statements("{ products { nodes { code } } categories { nodes { code } } }").await;
        let with = statements("{ products { nodes { code translations { name } } } categories { nodes { code translations { name } } } }").await;
        assert_eq!(with, plain + 2);
    }
}
