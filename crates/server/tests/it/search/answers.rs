//! What `search` and `suggest` answer.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::shop::{Shop, codes};

pub(super) const US: &str = "context: {channel: \"us\", locale: \"en\"}";

pub(super) async fn search(shop: &Shop, arguments: &str, fields: &str) -> Value {
    let query = format!("{{ search({arguments}, {US}) {{ {fields} }} }}");
    shop.ask(&query).await.data()["search"].take()
}

on_each_database! {
    async fn words_find_products_with_the_buyers_prices_and_stock(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.come_to_rest().await;
        let fields = "edges { cursor node { code name priceRange { min { amount currency } } availability { status } }
            highlights { field parts { text found } } } totalCount { value precision } didYouMean indexedAt catalogVersion
            pageInfo { hasNextPage hasPreviousPage endCursor }";
        let found = search(&shop, "query: \"rain jacket\"", fields).await;
        let first = &found["edges"][0];
        assert_eq!(first["node"]["code"], "rain-jacket-skerry");
        assert_eq!(first["node"]["priceRange"]["min"]["currency"], "USD");
        let marked = json!([{"text": "Skerry ", "found": false}, {"text": "rain", "found": true},
            {"text": " ", "found": false}, {"text": "jacket", "found": true}]);
        assert_eq!(first["highlights"][0], json!({"field": "NAME", "parts": marked}));
        assert_eq!(found["totalCount"]["precision"], "EXACT");
        assert_eq!(found["pageInfo"]["hasPreviousPage"], false);
        let newest = shop.app.app.store().catalog_version().await.unwrap();
        assert_eq!(found["catalogVersion"], crate::support::shop::shown(newest));
    }

    async fn each_channel_searches_in_its_language_and_sees_its_own_products(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let german = "{ search(query: \"regenjacke\", context: {channel: \"de\"}) { nodes { code name } } }";
        let found = shop.ask(german).await.data();
        assert_eq!(found["search"]["nodes"][0]["code"], "rain-jacket-skerry");
        // So it is in a channel that doesn't list the language, since that is what names are shown in.
        let german = "{ search(query: \"regenjacke\", context: {channel: \"us\", locale: \"de\"}) { nodes { code } } }";
        assert_eq!(shop.ask(german).await.data()["search"]["nodes"][0]["code"], "rain-jacket-skerry");
        // It is sold in the other channel alone.
        assert!(!shop.find("query: \"copy paper a4\"").await.contains(&String::from("copy-paper-a4")));
    }

    async fn the_count_of_a_facet_value_is_what_its_filter_finds(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let facets = "facets: [{kind: BRAND}, {kind: CATEGORY, limit: 50}, {kind: PRICE}, {kind: AVAILABILITY},
            {kind: ATTRIBUTE, code: \"colour\"}, {kind: OPTION, code: \"Size\"}, {kind: ATTRIBUTE, code: \"waterproof\"}]";
        let fields = "facets { kind label values { value label count selected filter toggled category { code } } }";
        let found = search(&shop, &format!("{facets}, filter: {{brand: [\"Talvenna\", \"Kelmora\"]}}"), fields).await;
        let mut clicked = 0;
        for facet in found["facets"].as_array().unwrap() {
            for value in facet["values"].as_array().unwrap() {
                for field in ["filter", "toggled"] {
                    let counted = shop.storefront().run_with(
                        &format!("query($f: SearchFilter) {{ search(filter: $f, first: 0, {US}) {{ totalCount {{ value }} }} }}"),
                        json!({"f": value[field]}),
                    ).await.data();
                    if field == "filter" {
                        assert_eq!(counted["search"]["totalCount"]["value"], value["count"], "{} {value}", facet["kind"]);
                        clicked += 1;
                    }
                }
            }
        }
        assert!(clicked > 20, "{clicked}");
        let brands = found["facets"][0]["values"].as_array().unwrap();
        let selected: Vec<&Value> = brands.iter().filter(|brand| brand["selected"] == true).collect();
        assert_eq!(selected.len(), 2);
        assert!(brands.len() > 2, "a disjunctive facet shows what else could be chosen");
    }

    async fn a_cursor_is_of_use_in_its_own_list(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let first = search(&shop, "query: \"tent\", first: 1", "pageInfo { endCursor }").await;
        let cursor = &first["pageInfo"]["endCursor"];
        let page = async |arguments: &str| {
            shop.ask(&format!("{{ search({arguments}, after: {cursor}, {US}) {{ nodes {{ code }} }} }}")).await
        };
        assert!(!page("query: \"tent\", first: 100").await.data()["search"]["nodes"].as_array().unwrap().is_empty());
        // Facets and the length of a page make no other list.
        page("query: \" tent \", first: 2, facets: [{kind: BRAND}]").await.data();
        for other in ["query: \"jacket\"", "first: 5", "query: \"tent\", filter: {availability: [IN_STOCK]}"] {
            let refused = page(other).await;
            assert_eq!(refused.error_codes(), ["INVALID_CURSOR"], "{other}");
            assert!(refused.text().contains("another query or filter"), "{}", refused.text());
        }
        let refused = page("query: \"tent\", sort: {key: NAME}").await;
        assert!(refused.text().contains("another order"), "{}", refused.text());
    }

    async fn conditions_hold_on_one_and_the_same_variant(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let both = "filter: {options: [{name: \"Size\", in: [\"S\"]}, {name: \"Colour\", in: [\"Navy\"]}]}";
        assert_eq!(shop.find(both).await, ["base-layer-tarn", "insulated-jacket-lumi"]);
        let apart = "filter: {and: [{options: [{name: \"Size\", in: [\"S\"]}]}, {options: [{name: \"Colour\", in: [\"Cream\"]}]}]}";
        assert_eq!(shop.find(apart).await, Vec::<String>::new());
    }

    async fn walking_all_pages_gives_every_product_once_in_every_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for sort in ["{key: RELEVANCE}", "{key: PRICE}", "{key: PRICE, direction: DESC}", "{key: NAME}", "{key: CREATED_AT, direction: DESC}", "{key: ATTRIBUTE, attribute: \"weight\"}"] {
            let whole = shop.find(&format!("sort: {sort}")).await;
            let (mut walked, mut after) = (Vec::new(), String::from("null"));
            loop {
                let page = search(&shop, &format!("sort: {sort}, first: 7, after: {after}"), "nodes { code } pageInfo { hasNextPage endCursor }").await;
                walked.extend(codes(&page["nodes"]));
                if page["pageInfo"]["hasNextPage"] == false { break }
                after = page["pageInfo"]["endCursor"].to_string();
            }
            assert_eq!(walked, whole, "{sort}");
        }
    }

    async fn what_cannot_be_had_is_shown_hidden_or_last(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let sold_out = r#"{"type":"product","code":"gone","slug":"gone","name":"Middle lamp","status":"ACTIVE","channels":["us"],"categories":["camping"],"variants":[{"sku":"GONE"}]}"#;
        shop.app.import(sold_out).await;
        shop.settle().await;
        let gone = String::from("gone");
        let camping = "filter: {category: {code: [\"camping\"]}}, sort: {key: NAME, direction: DESC}";
        let shown = shop.find(camping).await;
        assert!(shown.contains(&gone) && shown.last() != Some(&gone));
        assert!(!shop.find(&format!("{camping}, outOfStock: HIDE")).await.contains(&gone));
        assert_eq!(shop.find(&format!("{camping}, outOfStock: LAST")).await.last(), Some(&gone));
    }

    async fn a_category_page_has_facets_and_lists_what_is_below(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = format!("{{ category(by: {{code: \"outdoor\"}}, {US}) {{
            products(first: 250) {{ nodes {{ code }} }}
            search(first: 250, facets: [{{kind: CATEGORY}}]) {{ nodes {{ code }} totalCount {{ value }} facets {{ values {{ value count }} }} }} }} }}");
        let found = shop.ask(&query).await.data();
        let mut listed = codes(&found["category"]["products"]["nodes"]);
        let mut searched = codes(&found["category"]["search"]["nodes"]);
        listed.sort();
        searched.sort();
        assert_eq!(searched, listed);
        assert!(searched.len() > 5);
    }

    async fn suggestions_are_products_categories_and_queries(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = format!("{{ suggest(prefix: \"ten\", {US}) {{ products {{ code }} categories {{ code name }} queries {{ text count }} }} }}");
        let found = shop.ask(&query).await.data();
        assert!(codes(&found["suggest"]["products"]).contains(&String::from("tent-ridge")), "{found}");
        assert_eq!(codes(&found["suggest"]["categories"]), ["tents"]);
    }

    async fn products_like_one_are_of_its_kind_and_those_that_this_buyer_sees(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let like = async |context: &str| {
            let query = format!("{{ product(by: {{code: \"rain-jacket-skerry\"}}, context: {{{context}}}) {{ similar(first: 50) {{ code priceRange {{ min {{ currency }} }} }} }} }}");
            shop.ask(&query).await.data()["product"]["similar"].take()
        };
        let in_dollars = like("channel: \"us\"").await;
        let alike = codes(&in_dollars);
        assert_eq!(alike[0], "insulated-jacket-lumi", "{alike:?}");
        assert!(!alike.contains(&String::from("rain-jacket-skerry")), "{alike:?}");
        assert_eq!(in_dollars[0]["priceRange"]["min"]["currency"], "USD");
        for context in ["channel: \"us\"", "channel: \"de\""] {
            let listed = format!("{{ products(first: 250, context: {{{context}}}) {{ nodes {{ code }} }} }}");
            let listed = codes(&shop.ask(&listed).await.data()["products"]["nodes"]);
            let alike = codes(&like(context).await);
            assert!(alike.len() > 1 && alike.iter().all(|code| listed.contains(code)), "{context}: {alike:?}");
        }
        let refused = shop.ask("{ products(first: 1) { nodes { similar(first: 51) { code } } } }").await;
        assert_eq!(refused.error_codes(), ["BAD_USER_INPUT"]);
    }

    async fn the_number_of_statements_does_not_depend_on_how_many_products_are_compared(database: TestDatabase) {
        let mut shop = Shop::open(database).await;
        // It asks the database, too.
        shop.kill();
        shop.find("query: \"tent\"").await;
        let store = shop.app.app.store();
        let mut counts = Vec::new();
        for first in [3, 40] {
            let query = format!("{{ products(first: {first}, {US}) {{ nodes {{ code similar {{ name }} }} }} }}");
            store.forget_kept();
            let before = store.statements();
            shop.ask(&query).await.data();
            counts.push(store.statements() - before);
        }
        // The reference's version, the products, their categories, and all that is like any of them.
        assert_eq!(counts, [4, 4]);
    }

    async fn the_number_of_statements_does_not_depend_on_the_page(database: TestDatabase) {
        let mut shop = Shop::open(database).await;
        // It asks the database, too.
        shop.kill();
        shop.find("query: \"tent\"").await;
        let store = shop.app.app.store();
        let mut counts = Vec::new();
        for first in [3, 40] {
            let facets = "facets: [{kind: BRAND}, {kind: CATEGORY}, {kind: PRICE}, {kind: ATTRIBUTE, code: \"colour\"}, {kind: AVAILABILITY}]";
            let query = format!("{{ search(first: {first}, {facets}, {US}) {{ nodes {{ code name priceRange {{ min {{ amount }} }} availability {{ status }} }}
                facets {{ label values {{ label count category {{ name }} }} }} totalCount {{ value }} }} }}");
            store.forget_kept();
            store.reference().await.unwrap();
            store.search_rules_of_reference().await.unwrap();
            let before = store.statements();
            let found = shop.ask(&query).await.data();
            assert_eq!(found["search"]["nodes"].as_array().unwrap().len(), first);
            counts.push(store.statements() - before);
        }
        // The reference's version with that of the rules, the hidden categories, the products, their variants, prices and stock, the
        // categories of the facet.
        assert_eq!(counts, [7, 7]);
    }

    async fn drafts_are_found_by_admins_alone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let draft = r#"{"type":"product","code":"secret-tent","slug":"secret-tent","name":"Secret tent","status":"DRAFT","channels":["us"],"variants":[{"sku":"SECRET"}]}"#;
        shop.app.import(draft).await;
        shop.settle().await;
        let query = format!("{{ search(query: \"secret\", {US}) {{ nodes {{ code }} edges {{ explanation }} }} }}");
        let found = shop.app.admin().await.run(&query).await.data();
        assert_eq!(codes(&found["search"]["nodes"]), ["secret-tent"]);
        assert!(found["search"]["edges"][0]["explanation"].as_str().unwrap().contains("value"), "{found}");
        assert_eq!(shop.find("query: \"secret\"").await, Vec::<String>::new());
    }

    async fn what_makes_no_sense_is_refused_with_the_way_out(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for (arguments, code) in [
            ("after: \"nonsense\"", "INVALID_CURSOR"),
            ("first: 251", "BAD_USER_INPUT"),
            ("facets: [{kind: BRAND, code: \"x\"}]", "BAD_USER_INPUT"),
            ("facets: [{kind: ATTRIBUTE, code: \"page-count\"}]", "BAD_USER_INPUT"),
            ("sort: {key: ATTRIBUTE}", "BAD_USER_INPUT"),
            ("atLeast: \"v999999999\"", "BAD_USER_INPUT"),
        ] {
            let query = format!("{{ search({arguments}) {{ nodes {{ code }} }} }}");
            assert_eq!(shop.ask(&query).await.error_codes(), [code], "{arguments}");
        }
        let price = search(&shop, "sort: {key: PRICE}", "pageInfo { endCursor }").await;
        let cursor = &price["pageInfo"]["endCursor"];
        let query = format!("{{ search(after: {cursor}) {{ nodes {{ code }} }} }}");
        assert_eq!(shop.ask(&query).await.error_codes(), ["INVALID_CURSOR"]);
    }
}
