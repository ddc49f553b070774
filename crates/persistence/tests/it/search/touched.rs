//! What a change of something else touches, and no more.

use domain::{
    catalog::{AttributeValue, Scalar},
    pricing::Price,
};
use persistence::search::Sweep;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, price, price_list, product, product_in_sizes},
};

async fn codes(shop: &Shop, sweep: Sweep) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        // One at a time, so that pages are walked too.
        let page = shop.store.touched(&sweep, after, 1).await.unwrap();
        let Some(id) = page.first() else { return found };
        after = Some(*id);
        let known = shop
            .store
            .products()
            .by_ids(&page, &shop.admin().await)
            .await
            .unwrap();
        found.push(known[id].code.to_string());
    }
}

on_each_database! {
    async fn a_category_touches_the_products_in_it_and_below(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("root"), category_in("root", "leaf"), category("other")]).await;
        let places = [("IN", "root"), ("BELOW", "leaf"), ("ELSEWHERE", "other")];
        let products = places.map(|(text, place)| {
            let mut product = product(text);
            product.categories = vec![code(place)];
            product
        });
        shop.save(products).await;
        let sweep = Sweep::Category(shop.category_id("root").await);
        assert_eq!(codes(&shop, sweep).await, ["IN", "BELOW"]);
    }

    async fn a_price_list_touches_the_products_that_have_prices_in_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists([price_list("sale"), price_list("empty")]).await;
        let mut listed = product("LISTED");
        let of_list = |amount| Price { list: Some(code("sale")), ..price(amount) };
        listed.variants[0].prices = vec![price("10"), of_list("8"), Price { min_quantity: 5, ..of_list("7") }];
        let mut other = product("OTHER");
        other.variants[0].prices = vec![price("10")];
        shop.save([listed, other]).await;
        let reference = shop.reference().await;
        let id = |list: &str| reference.price_lists.by_code(list).unwrap().id;
        assert_eq!(codes(&shop, Sweep::PriceList(id("sale"))).await, ["LISTED"]);
        assert_eq!(codes(&shop, Sweep::PriceList(id("empty"))).await, Vec::<String>::new());
    }

    async fn an_attribute_touches_the_products_that_have_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let odd = code("it's \"odd\"");
        let value = AttributeValue::One(Scalar::Text(String::from("x")));
        let mut own = product("OWN");
        own.attributes.insert(odd.clone(), value.clone());
        let mut variants = product("VARIANTS");
        variants.variants[0].attributes.insert(odd.clone(), value);
        shop.save([own, variants, product("NONE")]).await;
        assert_eq!(codes(&shop, Sweep::Attribute(odd)).await, ["OWN", "VARIANTS"]);
    }

    async fn an_attribute_touches_the_products_that_have_an_option_of_its_name(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut coloured = product_in_sizes("COLOURED", &["x"]);
        coloured.options = vec![String::from("COLOUR")];
        shop.save([coloured, product_in_sizes("SIZED", &["S", "M"]), product("NONE")]).await;
        assert_eq!(codes(&shop, Sweep::OptionsOf(code("colour"))).await, ["COLOURED"]);
        assert_eq!(codes(&shop, Sweep::OptionsOf(code("material"))).await, Vec::<String>::new());
        assert_eq!(codes(&shop, Sweep::Options).await, ["COLOURED", "SIZED"]);
    }

    async fn variants_lead_to_their_products(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product("A"), product("B")]).await;
        let variants = [shop.variant_id("A").await, domain::id::VariantId(uuid::Uuid::nil())];
        let found = shop.store.products_of(&variants).await.unwrap();
        assert_eq!(found, [shop.product_id("A").await]);
    }
}
