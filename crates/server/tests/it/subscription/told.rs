//! Who is told of what.

use serde_json::{Value, json};

use super::{SECRET, Shop};
use crate::support::socket::Socket;

const PRICES: &str = r#"subscription { priceChanged(filter: {sku: ["MUG"]}, context: {channel: "de"}) { sku catalogVersion variant { sku price { unit { amount } } product { code } } } }"#;

fn amount(told: &Value) -> &str {
    told["variant"]["price"]["unit"]["amount"].as_str().unwrap()
}

/// Subscribes to products, and waits until that tells: of `mug`, which is renamed for it.
async fn products(shop: &Shop, socket: &mut Socket, arguments: &str) {
    let query = format!(
        "subscription {{ productChanged({arguments}) {{ action code product {{ code name }} changedFields version }} }}"
    );
    socket.subscribe("p", &query).await;
    socket
        .first_told(async |round| {
            shop.product("mug", json!({"name": format!("Mug {round}")}))
                .await;
        })
        .await;
    // What was changed before has been told then.
    shop.product("mug", json!({"name": "Ready"})).await;
    socket
        .told_until("productChanged", |told| told["product"]["name"] == "Ready")
        .await;
}

testkit::on_each_database! {
    async fn each_change_of_a_price_is_told_with_the_price_that_it_has_then(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut socket = shop.storefront().await;
        socket.subscribe("1", PRICES).await;
        let first = socket.first_told(async |round| shop.price("MUG", 10 + round).await).await;
        assert_eq!(first["payload"]["data"]["priceChanged"]["sku"], "MUG", "{first}");
        shop.price("MUG", 500).await;
        socket.told_until("priceChanged", |told| amount(told) == "500.00").await;
        for price in ["77.50", "78.25", "79"] {
            // Those of others are not told, and neither is what isn't a price.
            shop.price("CUP", price).await;
            shop.product("mug", json!({"brand": price})).await;
            shop.price("MUG", price).await;
            let told = socket.told("priceChanged").await;
            assert_eq!(amount(&told).parse::<f64>().unwrap(), price.parse::<f64>().unwrap());
            assert_eq!(told["variant"]["product"]["code"], "mug");
        }
        // A whole price list: the named variants are told.
        shop.app.import(r#"{"type":"price","sku":"MUG","priceList":"sale","prices":[{"amount":"0.50"}]}"#).await;
        assert_eq!(amount(&socket.told("priceChanged").await), "0.50");
        shop.app.import(r#"{"type":"priceList","code":"sale","channels":["us"]}"#).await;
        assert_eq!(amount(&socket.told("priceChanged").await), "79.00");

        socket.say(json!({"type": "complete", "id": "1"})).await;
        socket.silent().await;
        shop.price("MUG", 5).await;
        socket.silent().await;
        // Its id is free again.
        socket.subscribe("1", PRICES).await;
        socket.first_told(async |round| shop.price("MUG", 20 + round).await).await;
    }

    async fn a_storefront_is_told_of_what_it_sees_and_when_it_does_no_more(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut socket = shop.storefront().await;
        products(&shop, &mut socket, r#"context: {channel: "de"}"#).await;
        let mut other = shop.storefront().await;
        other.subscribe("p", r#"subscription { productChanged(context: {channel: "us"}) { action code product { name } } }"#).await;
        other.first_told(async |round| {
            shop.product("lamp", json!({"channels": if round % 2 == 1 { json!(["de", "us"]) } else { json!(["de"]) }})).await;
        }).await;
        for channels in [json!(["de", "us"]), json!(["de"])] {
            shop.product("lamp", json!({"channels": channels})).await;
        }

        // A draft is none of its business, whatever happens to it, until it is published.
        shop.product("draft", json!({"name": "Secret"})).await;
        shop.product("draft", json!({"status": "ARCHIVED"})).await;
        shop.product("draft", json!({"status": "ACTIVE", "name": "Public"})).await;
        let published = |told: &Value| {
            assert!(told["code"] != "draft" || told["product"]["name"] == "Public", "{told}");
            told["code"] == "draft" && told["action"] == "PUBLISHED"
        };
        socket.told_until("productChanged", published).await;
        shop.product("draft", json!({"channels": ["us"]})).await;
        let told = socket.told("productChanged").await;
        assert_eq!((&told["action"], &told["code"], &told["product"]), (&json!("UNPUBLISHED"), &json!("draft"), &json!(null)));
        shop.product("draft", json!({"name": "Elsewhere"})).await;
        shop.product("cup", json!({"status": "ARCHIVED"})).await;
        let told = socket.told("productChanged").await;
        assert_eq!((&told["action"], &told["code"]), (&json!("UNPUBLISHED"), &json!("cup")), "{told}");
        let admin = shop.app.with_key(SECRET);
        for code in ["cup", "lamp"] {
            let id = admin.run(&format!(r#"{{ product(by: {{code: "{code}"}}) {{ id }} }}"#)).await.data()["product"]["id"].take();
            let gone = admin.run(&format!("mutation {{ productDelete(by: {{id: {id}}}) {{ userErrors {{ message }} }} }}")).await.data();
            assert_eq!(gone["productDelete"]["userErrors"], json!([]));
        }
        // The cup was not to be seen any more; the lamp was.
        let told = socket.told("productChanged").await;
        assert_eq!((&told["action"], &told["code"], &told["product"]), (&json!("DELETED"), &json!("lamp"), &json!(null)), "{told}");
        shop.product("new", json!({"slug": "new", "name": "New", "status": "ACTIVE", "channels": ["de"], "variants": [{"sku": "NEW"}]})).await;
        let told = socket.told("productChanged").await;
        assert_eq!((&told["action"], &told["code"], &told["version"]), (&json!("CREATED"), &json!("new"), &json!(1)));

        // The other channel was told of the lamp and of the draft, in its own way.
        let mut of_other = Vec::new();
        while of_other.last().is_none_or(|(code, action)| code != "draft" || action != "PUBLISHED") {
            let told = other.told("productChanged").await;
            of_other.push((told["code"].as_str().unwrap().to_owned(), told["action"].as_str().unwrap().to_owned()));
        }
        assert!(of_other.contains(&("lamp".to_owned(), "UNPUBLISHED".to_owned())), "{of_other:?}");
    }

    async fn an_admin_is_told_of_everything(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut socket = shop.admin().await;
        products(&shop, &mut socket, r#"context: {channel: "de"}"#).await;
        shop.product("draft", json!({"name": "Secret"})).await;
        loop {
            let told = socket.told("productChanged").await;
            if told["code"] == "draft" {
                assert_eq!((&told["action"], &told["changedFields"]), (&json!("UPDATED"), &json!(["name"])));
                break;
            }
        }
        socket.subscribe("bad", "subscription { productChanged(context: {channel: \"nowhere\"}) { code } }").await;
        let heard = socket.hear().await;
        assert_eq!((&heard["type"], &heard["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("UNKNOWN_CHANNEL")), "{heard}");
    }

    async fn products_are_told_by_id_by_sku_and_by_category(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let reply = shop.app.storefront().run(r#"{ product(by: {code: "mug"}, context: {channel: "de"}) { id } }"#).await;
        let id = reply.data()["product"]["id"].take();
        let mut socket = shop.storefront().await;
        let filters = [
            ("all", String::new(), vec!["mug", "lamp", "cup"]),
            ("id", format!("id: [{id}]"), vec!["mug"]),
            ("sku", String::from(r#"sku: ["LAMP", "MUG"]"#), vec!["mug", "lamp"]),
            ("code", String::from(r#"code: ["cup"]"#), vec!["cup"]),
            ("below", String::from(r#"category: {code: ["home"]}"#), vec!["mug", "cup"]),
            ("itself", String::from(r#"category: {code: ["home"], includeDescendants: false}"#), vec![]),
            ("both", String::from(r#"category: {code: ["mugs"]}, sku: ["CUP", "LAMP"]"#), vec!["cup"]),
            ("none", String::from("sku: []"), vec![]),
        ];
        for (name, filter, _) in &filters {
            let query = format!(r#"subscription {{ productChanged(filter: {{{filter}}}, context: {{channel: "de"}}) {{ code }} }}"#);
            socket.subscribe(name, &query).await;
        }
        // All begin together; those that tell nothing must not be what is waited for.
        let mut heard: Vec<(String, String)> = Vec::new();
        let told = |heard: &[(String, String)], name: &str, code: &str| {
            heard.iter().any(|(id, told)| id == name && told == code)
        };
        let wanted = |heard: &[(String, String)]| {
            filters.iter().all(|(name, _, codes)| codes.iter().all(|code| told(heard, name, code)))
        };
        for round in 0..60 {
            for code in ["mug", "lamp", "cup"] {
                shop.product(code, json!({"brand": format!("Brand {round}")})).await;
            }
            while let Ok(next) = tokio::time::timeout(std::time::Duration::from_millis(300), socket.hear()).await {
                let code = next["payload"]["data"]["productChanged"]["code"].as_str().unwrap_or_else(|| panic!("{next}")).to_owned();
                heard.push((next["id"].as_str().unwrap().to_owned(), code));
            }
            if wanted(&heard) {
                break;
            }
        }
        assert!(wanted(&heard), "{heard:?}");
        for (id, code) in &heard {
            let (_, _, codes) = filters.iter().find(|(name, _, _)| name == id).unwrap();
            assert!(codes.contains(&code.as_str()), "{id} was told of {code}");
        }
    }

    async fn stock_that_is_reserved_is_told(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut socket = shop.storefront().await;
        let query = r#"subscription { stockChanged(filter: {category: {code: ["mugs"]}}, context: {channel: "de"}) { sku variant { availability { availableQuantity } } } }"#;
        socket.subscribe("1", query).await;
        let admin = shop.app.with_key(SECRET);
        let reserve = async |sku: &str| {
            let query = format!(r#"mutation {{ stockReserve(input: {{lines: [{{sku: "{sku}", quantity: 1}}], channel: "de", ttlSeconds: 900}}) {{ userErrors {{ message }} }} }}"#);
            assert_eq!(admin.run(&query).await.data()["stockReserve"]["userErrors"], json!([]));
        };
        let first = socket.first_told(async |_| reserve("MUG").await).await;
        assert_eq!(first["payload"]["data"]["stockChanged"]["sku"], "MUG");
        reserve("LAMP").await;
        shop.app.import(r#"{"type":"stock","sku":"DRAFT","location":"here","onHand":9}"#).await;
        reserve("CUP").await;
        loop {
            let told = socket.told("stockChanged").await;
            if told["sku"] == "CUP" {
                break;
            }
            assert_eq!(told["sku"], "MUG", "a lamp and a draft are not asked for");
        }
    }

    async fn the_progress_of_an_import_is_told_until_its_end(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let admin = shop.app.with_key(SECRET);
        let asked = crate::job::import(&admin, "many.jsonl", crate::job::many(200).as_bytes(), json!({})).await;
        let mut socket = shop.admin().await;
        let query = format!("subscription {{ importProgress(id: {}) {{ state progress {{ stage done }} }} }}", asked["job"]["id"]);
        socket.subscribe("1", &query).await;
        assert_eq!(socket.told("importProgress").await["state"], "QUEUED");
        let working = shop.app.app.start_jobs();
        let mut states = Vec::new();
        loop {
            let heard = socket.hear().await;
            if heard["type"] == "complete" {
                break;
            }
            states.push(heard["payload"]["data"]["importProgress"]["state"].as_str().unwrap().to_owned());
        }
        assert_eq!(states.last().map(String::as_str), Some("DONE"), "{states:?}");
        working.stop().await;

        // A storefront's schema has none of it.
        let mut storefront = shop.storefront().await;
        storefront.subscribe("1", &query).await;
        let heard = storefront.hear().await;
        assert_eq!((&heard["type"], &heard["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("GRAPHQL_VALIDATION_FAILED")));
    }

    async fn an_id_in_use_is_closed_with_4409_and_more_operations_than_allowed_are_refused(database: TestDatabase) {
        let shop = Shop::with(database, &[("VITRINE_SUBSCRIPTIONS__STREAMS_PER_SOCKET", "3")]).await;
        let mut socket = shop.storefront().await;
        for id in ["1", "2", "3", "4"] {
            socket.subscribe(id, "subscription { productChanged { code } }").await;
        }
        // Of the three it may hear what was written before and settled late.
        let heard = socket.hear_of("4").await;
        assert_eq!((&heard["type"], &heard["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("TOO_MANY_STREAMS")));
        socket.say(json!({"type": "complete", "id": "2"})).await;
        socket.subscribe("4", "{ __typename }").await;
        assert_eq!(socket.hear_of("4").await["type"], "next");
        assert_eq!(socket.hear_of("4").await["type"], "complete");
        let figures = shop.app.storefront().get("/metrics").await;
        assert!(figures.text().contains("vitrine_streams_open{transport=\"websocket\"} 2"), "{}", figures.text());
        socket.subscribe("3", "subscription { productChanged { code } }").await;
        assert_eq!(socket.closed().await, (4409, String::from("Subscriber for 3 already exists")));
    }
}
