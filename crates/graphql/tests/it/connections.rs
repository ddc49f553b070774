//! Walking lists.

use serde_json::Value;
use testkit::on_each_database;

use crate::support::{Shop, many_products};

/// Walks a list of products in pages of two, and gives their names and how many pages there were.
async fn walk(shop: &Shop, sort: &str, forward: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut place = String::new();
    loop {
        let page = if forward { "first: 2" } else { "last: 2" };
        let query = format!(
            "{{ products(sort: {sort}, {page}{place}) {{ edges {{ cursor node {{ code }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        );
        let data = shop.data(&query).await;
        let list = &data["products"];
        let codes = list["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| String::from(edge["node"]["code"].as_str().unwrap()));
        let codes: Vec<String> = codes.collect();
        let info = &list["pageInfo"];
        if forward {
            found.extend(codes);
        } else {
            found.splice(0..0, codes);
        }
        let (more, cursor, argument) = match forward {
            true => (&info["hasNextPage"], &info["endCursor"], "after"),
            false => (&info["hasPreviousPage"], &info["startCursor"], "before"),
        };
        if !more.as_bool().unwrap() {
            return found;
        }
        place = format!(", {argument}: {cursor}");
    }
}

on_each_database! {
    async fn walking_either_way_gives_every_product_once(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(7)).await;
        for sort in ["{ key: CREATED_AT }", "{ key: NAME, direction: DESC }", "{ key: PRICE }", "{ key: UPDATED_AT, direction: DESC }", "{ key: CODE }"] {
            let forward = walk(&shop, sort, true).await;
            assert_eq!(forward.len(), 7, "{sort}: {forward:?}");
            let mut once = forward.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), 7, "{sort}: {forward:?}");
            assert_eq!(walk(&shop, sort, false).await, forward, "{sort}");
        }
    }

    async fn a_cursor_of_another_list_or_sort_is_an_error_that_says_so(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data("{ products(first: 1, sort: { key: NAME }) { pageInfo { endCursor } } categories(first: 1) { pageInfo { endCursor } } }").await;
        let cursor = |list: &Value| list["pageInfo"]["endCursor"].to_string();
        let (of_products, of_categories) = (cursor(&data["products"]), cursor(&data["categories"]));
        let mut refusals = Vec::new();
        for arguments in [
            format!("sort: {{ key: PRICE }}, after: {of_products}"),
            format!("sort: {{ key: NAME, direction: DESC }}, before: {of_products}"),
            format!("sort: {{ key: NAME }}, after: {of_products}, context: {{ locale: \"de-AT\" }}"),
            format!("after: {of_categories}"),
            String::from("after: \"nonsense\""),
            String::from("first: -1"),
            String::from("last: 251"),
            String::from("first: 1, last: 1"),
        ] {
            refusals.extend(shop.errors(&format!("{{ products({arguments}) {{ totalCount }} }}")).await);
        }
        assert_shown!(refusals.join("\n"), @r#"
        INVALID_CURSOR: `after` holds a cursor of products by NAME ASC in de-DE, and this list is of products by PRICE ASC in EUR. Start again at the first page.
        INVALID_CURSOR: `before` holds a cursor of products by NAME ASC in de-DE, and this list is of products by NAME DESC in de-DE. Start again at the first page.
        INVALID_CURSOR: `after` holds a cursor of products by NAME ASC in de-DE, and this list is of products by NAME ASC in de-AT. Start again at the first page.
        INVALID_CURSOR: `after` holds a cursor of sibling categories, and this list is of products by CREATED_AT ASC. Start again at the first page.
        INVALID_CURSOR: `after` holds no cursor of this catalogue. Cursors are taken from its answers as they are.
        BAD_USER_INPUT: `first` is -1; a page has 0 to 250 items.
        BAD_USER_INPUT: `last` is 251; a page has 0 to 250 items.
        BAD_USER_INPUT: A page has either `first` or `last`, not both.
        "#);
    }

    async fn an_empty_page_still_knows_the_total(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let data = shop.data("{ products(first: 0) { totalCount nodes { code } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }").await;
        assert_shown!(data["products"].to_string(), @r#"{"nodes":[],"pageInfo":{"endCursor":null,"hasNextPage":true,"hasPreviousPage":false,"startCursor":null},"totalCount":2}"#);
    }

    async fn the_total_is_counted_only_where_it_is_asked_for(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let without = shop.statements("{ products { nodes { code } } }").await;
        assert_eq!(shop.statements("{ products { totalCount nodes { code } } }").await, without + 1);
    }

    async fn variants_are_walked_within_their_product(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = |place: &str| format!(r#"{{ product(by: {{ code: "tee" }}) {{ variants(first: 2{place}) {{ totalCount nodes {{ sku }} pageInfo {{ hasNextPage endCursor }} }} }} }}"#);
        let data = shop.data(&query("")).await;
        let page = &data["product"]["variants"];
        assert_eq!((page["totalCount"].as_i64(), page["pageInfo"]["hasNextPage"].as_bool()), (Some(3), Some(true)));
        let data = shop.data(&query(&format!(", after: {}", page["pageInfo"]["endCursor"]))).await;
        assert_eq!(data["product"]["variants"]["nodes"], serde_json::json!([{ "sku": "TEE-M-WHITE" }]));
    }
}
