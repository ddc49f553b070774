//! Pages of products: every item once, in order, from both ends.

use domain::{
    buyer::Buyer,
    catalog::{Product, ProductTranslation, Variant},
};
use persistence::{
    catalog::product::{ProductListing, ProductSort, ProductSortKey, SortDirection},
    page::{Page, PageRequest},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{locale, price, product, slug, variant},
};

const KEYS: [ProductSortKey; 5] = [
    ProductSortKey::CreatedAt,
    ProductSortKey::UpdatedAt,
    ProductSortKey::Name,
    ProductSortKey::Code,
    ProductSortKey::Price,
];
const DIRECTIONS: [SortDirection; 2] = [SortDirection::Ascending, SortDirection::Descending];

on_each_database! {
    async fn walking_all_pages_gives_every_product_once_from_either_end(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let buyer = shop.buyer().await;
        for (key, direction) in KEYS.into_iter().flat_map(|key| DIRECTIONS.map(|direction| (key, direction))) {
            let listing = ProductListing { sort: ProductSort { key, direction }, ..ProductListing::default() };
            let all = codes(&page(&shop, &listing, PageRequest::first(250), &buyer).await);
            assert_eq!(all.len(), 13, "{key:?} {direction:?}");
            for size in [1, 3, 5, 13] {
                assert_eq!(walk_forward(&shop, &listing, size, &buyer).await, all, "{key:?} {direction:?} by {size}");
                assert_eq!(walk_backward(&shop, &listing, size, &buyer).await, all, "{key:?} {direction:?} by {size}");
            }
        }
    }

    async fn each_order_is_the_one_that_it_says(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let buyer = shop.buyer().await;
        let orders = [
            (ProductSortKey::CreatedAt, "P00 P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12"),
            (ProductSortKey::Code, "P00 P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12"),
            // Three names, of which each product has one in turn; equal names go by age.
            (ProductSortKey::Name, "P02 P05 P08 P11 P00 P03 P06 P09 P12 P01 P04 P07 P10"),
            // Four prices, of which P03, P07 and P11 have none.
            (ProductSortKey::Price, "P02 P06 P10 P01 P05 P09 P00 P04 P08 P12 P03 P07 P11"),
        ];
        for (key, expected) in orders {
            let listing = ProductListing { sort: ProductSort { key, ..ProductSort::default() }, ..ProductListing::default() };
            let page = page(&shop, &listing, PageRequest::first(13), &buyer).await;
            assert_eq!(codes(&page).join(" "), expected, "{key:?}");
        }
    }

    async fn products_without_a_price_come_last_in_both_directions(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let sort = ProductSort { key: ProductSortKey::Price, direction: SortDirection::Descending };
        let listing = ProductListing { sort, ..ProductListing::default() };
        let page = page(&shop, &listing, PageRequest::first(13), &shop.buyer().await).await;
        assert_eq!(codes(&page).join(" "), "P12 P08 P04 P00 P09 P05 P01 P10 P06 P02 P11 P07 P03");
    }

    async fn names_sort_in_the_buyers_language(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([named("A", "Zebra", "Ameise"), named("B", "ant", "Zebra"), named("C", "Ärmel", "Mond")]).await;
        let listing = ProductListing { sort: ProductSort { key: ProductSortKey::Name, ..ProductSort::default() }, ..ProductListing::default() };
        let english = shop.buyer().await;
        let german = Buyer { locales: locale("de-AT").fallbacks(), ..english.clone() };
        assert_eq!(codes(&page(&shop, &listing, PageRequest::first(9), &english).await), ["B", "C", "A"]);
        assert_eq!(codes(&page(&shop, &listing, PageRequest::first(9), &german).await), ["A", "C", "B"]);
    }

    async fn a_page_says_whether_there_is_more_on_either_side(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let (buyer, listing) = (shop.buyer().await, ProductListing::default());
        let all = page(&shop, &listing, PageRequest::first(13), &buyer).await;
        assert_eq!((all.has_previous, all.has_next), (false, false));
        let place = |index: usize| all.items[index].1.clone();

        let more = async |request: PageRequest| {
            let page = page(&shop, &listing, request, &buyer).await;
            (codes(&page).join(" "), page.has_previous, page.has_next)
        };
        let expect = |codes: &str, previous, next| (String::from(codes), previous, next);
        assert_eq!(more(PageRequest::first(2)).await, expect("P00 P01", false, true));
        assert_eq!(more(PageRequest::first(2).after(place(4))).await, expect("P05 P06", true, true));
        assert_eq!(more(PageRequest::first(2).after(place(10))).await, expect("P11 P12", true, false));
        assert_eq!(more(PageRequest::last(2)).await, expect("P11 P12", true, false));
        assert_eq!(more(PageRequest::last(2).before(place(4))).await, expect("P02 P03", true, true));
        assert_eq!(more(PageRequest::last(2).before(place(2))).await, expect("P00 P01", false, true));
        assert_eq!(more(PageRequest::first(9).after(place(2)).before(place(5))).await, expect("P03 P04", true, true));
        assert_eq!(more(PageRequest::first(0)).await, expect("", false, true));
    }

    async fn what_is_written_meanwhile_neither_repeats_nor_hides_the_others(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let (buyer, listing) = (shop.buyer().await, ProductListing { sort: ProductSort { key: ProductSortKey::Code, ..ProductSort::default() }, ..ProductListing::default() });
        let first = page(&shop, &listing, PageRequest::first(4), &buyer).await;
        shop.save([product("P01a"), product("P05a")]).await;
        let place = first.items.last().unwrap().1.clone();
        let second = page(&shop, &listing, PageRequest::first(4).after(place), &buyer).await;
        assert_eq!(codes(&second), ["P04", "P05", "P05a", "P06"]);
    }

    async fn the_place_of_another_order_is_a_fault(database: TestDatabase) {
        let shop = thirteen_products(database).await;
        let (buyer, reference) = (shop.buyer().await, shop.reference().await);
        let by_age = page(&shop, &ProductListing::default(), PageRequest::first(1), &buyer).await;
        let listing = ProductListing { sort: ProductSort { key: ProductSortKey::Name, ..ProductSort::default() }, ..ProductListing::default() };
        let request = PageRequest::first(1).after(by_age.items[0].1.clone());
        assert!(shop.store.products().page(&listing, &request, &buyer, &reference).await.is_err());
    }
}

/// `P00` to `P12`, made in this order, with few names and prices so that many are equal.
async fn thirteen_products(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    let names = ["Lamp", "Vase", "Éclair"];
    let prices = [Some("30.00"), Some("20.00"), Some("10.00"), None];
    shop.save((0..13).map(|number| {
        let text = format!("P{number:02}");
        let prices = prices[number % 4].map(price).into_iter().collect();
        let variants = vec![Variant {
            prices,
            ..variant(&text)
        }];
        Product {
            name: String::from(names[number % 3]),
            variants,
            ..product(&text)
        }
    }))
    .await;
    shop
}

fn named(text: &str, english: &str, german: &str) -> Product {
    let translation = ProductTranslation {
        name: Some(String::from(german)),
        slug: Some(slug(&format!("de-{}", text.to_lowercase()))),
        ..ProductTranslation::default()
    };
    Product {
        name: String::from(english),
        translations: [(locale("de"), translation)].into(),
        ..product(text)
    }
}

type ProductPage = Page<std::sync::Arc<persistence::catalog::ProductRecord>>;

async fn page(
    shop: &Shop,
    listing: &ProductListing,
    request: PageRequest,
    buyer: &Buyer,
) -> ProductPage {
    shop.store
        .products()
        .page(listing, &request, buyer, &*shop.reference().await)
        .await
        .unwrap()
}

fn codes(page: &ProductPage) -> Vec<String> {
    page.items
        .iter()
        .map(|(product, _)| product.code.to_string())
        .collect()
}

async fn walk_forward(
    shop: &Shop,
    listing: &ProductListing,
    size: u32,
    buyer: &Buyer,
) -> Vec<String> {
    let (mut walked, mut request) = (Vec::new(), PageRequest::first(size));
    loop {
        let page = page(shop, listing, request, buyer).await;
        walked.extend(codes(&page));
        if !page.has_next {
            return walked;
        }
        request = PageRequest::first(size).after(page.items.last().unwrap().1.clone());
    }
}

async fn walk_backward(
    shop: &Shop,
    listing: &ProductListing,
    size: u32,
    buyer: &Buyer,
) -> Vec<String> {
    let (mut walked, mut request) = (Vec::new(), PageRequest::last(size));
    loop {
        let page = page(shop, listing, request, buyer).await;
        walked.splice(0..0, codes(&page));
        if !page.has_previous {
            return walked;
        }
        request = PageRequest::last(size).before(page.items.first().unwrap().1.clone());
    }
}
