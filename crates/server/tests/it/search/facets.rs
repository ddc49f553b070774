//! What facets show, and what it is called.

use serde_json::{Value, json};
use testkit::on_each_database;

use super::answers::{US, search};
use crate::support::{client::Client, shop::Shop};

on_each_database! {
    async fn an_option_of_an_attributes_name_feeds_the_attributes_facet(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let facets = "facets: [{kind: ATTRIBUTE, code: \"colour\", limit: 50}]";
        let found = search(&shop, facets, "facets { values { value label count } }").await;
        let values = found["facets"][0]["values"].as_array().unwrap();
        let grey = values.iter().find(|value| value["value"] == "grey").unwrap();
        assert_eq!(grey["label"], "Grey");
        let options = "{options: [{name: \"Colour\", in: [\"Grey\"]}]}";
        let attribute = "{attributes: [{code: \"colour\", in: [\"grey\"]}]}";
        let both = shop.find(&format!("filter: {attribute}")).await;
        let by_option = shop.find(&format!("filter: {options}")).await;
        assert_eq!(grey["count"], both.len());
        assert!(by_option.iter().all(|code| both.contains(code)) && !by_option.is_empty(), "{by_option:?} {both:?}");
        assert!(by_option.len() < both.len(), "some products say it themselves");
        // On one and the same variant.
        let small = "{and: [{options: [{name: \"Size\", in: [\"S\"]}]}, {attributes: [{code: \"colour\", in: [\"navy\"]}]}]}";
        assert_eq!(shop.find(&format!("filter: {small}")).await, ["base-layer-tarn", "insulated-jacket-lumi"]);
    }

    async fn hidden_categories_are_a_facets_where_they_are_chosen_and_an_admins(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let values = async |client: &Client, filter: &str| -> Vec<(String, Value)> {
            let query = format!("{{ search({filter}, first: 0, facets: [{{kind: CATEGORY, limit: 250}}], {US}) {{ totalCount {{ value }} facets {{ values {{ value count selected }} }} }} }}");
            let found = client.run(&query).await.data();
            let values = found["search"]["facets"][0]["values"].as_array().unwrap();
            values.iter().map(|value| (value["value"].as_str().unwrap().to_owned(), value.clone())).collect()
        };
        let storefront = shop.storefront();
        let all = values(&storefront, "query: null").await;
        assert!(all.len() > 5 && all.iter().all(|(code, _)| code != "outlet"), "{all:?}");
        let chosen = values(&storefront, "filter: {category: {code: [\"outlet\"]}}").await;
        let outlet = &chosen.iter().find(|(code, _)| code == "outlet").unwrap().1;
        assert_eq!(*outlet, json!({"value": "outlet", "count": 1, "selected": true}));
        let admin = shop.app.admin().await;
        assert!(values(&admin, "query: null").await.iter().any(|(code, _)| code == "outlet"));
    }

    async fn facets_are_called_as_in_the_buyers_language(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let facets = "[{kind: BRAND}, {kind: AVAILABILITY}, {kind: OPTION, code: \"Colour\", limit: 50}, {kind: OPTION, code: \"Size\"}]";
        let query = format!("{{ search(facets: {facets}, context: {{channel: \"de\"}}) {{ facets {{ label values {{ value label }} }} }} }}");
        let found = shop.ask(&query).await.data();
        let facets = found["search"]["facets"].as_array().unwrap();
        let labels: Vec<&Value> = facets.iter().map(|facet| &facet["label"]).collect();
        // No attribute is called Size.
        assert_eq!(labels, ["Marke", "Verfügbarkeit", "Farbe", "Size"]);
        let label = |facet: usize, value: &str| {
            let values = facets[facet]["values"].as_array().unwrap();
            values.iter().find(|known| known["value"] == value).unwrap()["label"].clone()
        };
        assert_eq!(label(1, "IN_STOCK"), "Auf Lager");
        assert_eq!(label(2, "Moss green"), "Moosgrün");
        assert_eq!(label(3, "M"), "M");
    }
}
