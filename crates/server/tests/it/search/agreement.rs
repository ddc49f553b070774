//! The index and the database agree: the same filters find the same products.

mod generated;

use testkit::on_each_database;

use crate::support::shop::{Shop, codes};

on_each_database! {
    async fn filters_find_what_the_database_finds(database: TestDatabase) {
        let shop = Shop::open(database).await;
        filters_agree(&shop).await;
    }
}

/// Every filter in every context, and the order by price.
pub(super) async fn filters_agree(shop: &Shop) {
    let filters = [
        "{brand: [\"Talvenna\"]}",
        "{brand: []}",
        "{category: {code: [\"outdoor\", \"office\"]}}",
        "{category: {code: [\"camping\"], includeDescendants: false}}",
        "{price: {min: \"20\", max: \"100\"}}",
        "{price: {max: \"0.1\"}}",
        "{availability: [IN_STOCK]}",
        "{availability: [OUT_OF_STOCK]}",
        "{availability: [BACKORDER, UNTRACKED]}",
        "{attributes: [{code: \"colour\", in: [\"black\"]}]}",
        "{attributes: [{code: \"weight\", number: {gte: 0.5, lt: 2}}]}",
        "{attributes: [{code: \"waterproof\", boolean: true}]}",
        "{attributes: [{code: \"publication-date\", exists: true}]}",
        "{code: [\"tent-ridge\", \"nothing\"]}",
    ];
    let contexts = [
        "{channel: \"us\"}",
        "{channel: \"de\"}",
        "{channel: \"de\", country: \"AT\"}",
        "{channel: \"de\", country: \"FR\"}",
        "{channel: \"de\", currency: \"USD\"}",
        "{channel: \"us\", customerGroup: \"b2b\"}",
        "{channel: \"de\", customerGroup: \"b2b\"}",
        "{channel: \"de\", at: \"2027-07-01T00:00:00Z\"}",
        "{channel: \"de\", country: \"FR\", at: \"2027-07-01T00:00:00Z\"}",
    ];
    // An admin may say all of these; drafts are there for both.
    let admin = shop.app.admin().await;
    for context in contexts {
        for filter in filters {
            // Availability of a whole product is another question than that of one of its variants.
            let product_wide = filter.contains("OUT_OF_STOCK") || filter.contains("BACKORDER");
            let query = format!("{{
                listed: products(filter: {filter}, first: 250, context: {context}) {{ nodes {{ code }} }}
                found: search(filter: {filter}, first: 250, context: {context}) {{ nodes {{ code }} totalCount {{ value }} }} }}");
            let data = admin.run(&query).await.data();
            let (mut listed, mut found) = (
                codes(&data["listed"]["nodes"]),
                codes(&data["found"]["nodes"]),
            );
            listed.sort();
            found.sort();
            if product_wide {
                assert!(
                    listed.iter().all(|code| found.contains(code)),
                    "{filter} {context}: {listed:?} {found:?}"
                );
            } else {
                assert_eq!(found, listed, "{filter} {context}");
            }
            assert_eq!(data["found"]["totalCount"]["value"], found.len());
        }
        let query = format!("{{
            listed: products(sort: {{key: PRICE}}, first: 250, context: {context}) {{ nodes {{ code priceRange {{ min {{ amount }} }} }} }}
            found: search(sort: {{key: PRICE}}, first: 250, context: {context}) {{ nodes {{ code priceRange {{ min {{ amount }} }} }} }} }}");
        let data = admin.run(&query).await.data();
        assert_eq!(
            data["found"]["nodes"], data["listed"]["nodes"],
            "by price, {context}"
        );
    }
    generated::filters_agree(&admin, &contexts).await;
}
