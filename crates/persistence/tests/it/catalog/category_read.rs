//! Look-ups of categories, the tree, and the categories of products.

use std::sync::Arc;

use domain::{
    buyer::Buyer,
    catalog::{Category, CategoryTranslation, Product},
};
use persistence::{
    catalog::{CategoryKey, CategoryRecord},
    page::PageRequest,
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, locale, product, slug},
};

on_each_database! {
    async fn a_category_is_found_by_what_the_caller_knows(database: TestDatabase) {
        let shop = tree(database).await;
        let buyer = shop.buyer().await;
        let id = shop.category_id("chairs").await;
        for key in [CategoryKey::Id(id), CategoryKey::Code(code("chairs")), CategoryKey::Slug(slug("chairs"))] {
            let found = shop.store.categories().by_key(&key, &buyer).await.unwrap().unwrap();
            assert_eq!((found.id, &*found.name, found.position, found.hidden, found.version), (id, "Category chairs", 2, false, 1));
            assert_eq!(found.parent_id, Some(shop.category_id("seats").await));
        }
        for key in [CategoryKey::Code(code("none")), CategoryKey::Slug(slug("none"))] {
            assert!(shop.store.categories().by_key(&key, &buyer).await.unwrap().is_none());
        }
        let hidden = shop.store.categories().by_key(&CategoryKey::Code(code("hidden")), &buyer).await.unwrap();
        assert!(hidden.is_some_and(|category| category.hidden));
    }

    async fn its_texts_come_from_the_nearest_locale(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let named = |name: &str, text: Option<&str>| CategoryTranslation { name: Some(String::from(name)), slug: text.map(slug), description: None };
        let translations = [(locale("de"), named("Stühle", Some("stuehle"))), (locale("de-AT"), named("Sessel", None))].into();
        shop.save_categories([Category { description: Some(String::from("To sit on.")), translations, ..category("chairs") }]).await;
        let buyer = Buyer { locales: locale("de-AT").fallbacks(), ..shop.buyer().await };
        let found = shop.store.categories().by_key(&CategoryKey::Slug(slug("stuehle")), &buyer).await.unwrap().unwrap();
        assert_eq!((&*found.name, found.slug.as_str(), found.description.as_deref()), ("Sessel", "stuehle", Some("To sit on.")));
        let many = shop.store.categories().by_slugs(&["stuehle", "chairs", "none"].map(slug), &buyer).await.unwrap();
        assert_eq!((many[&slug("stuehle")].id, many[&slug("chairs")].id, many.len()), (found.id, found.id, 2));
    }

    async fn many_are_found_by_the_nearest_of_their_slugs(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let german = |text: &str, translated: &str| {
            let translation = CategoryTranslation { name: None, slug: Some(slug(translated)), description: None };
            Category { translations: [(locale("de"), translation)].into(), ..category(text) }
        };
        shop.save_categories([german("a", "b"), german("b", "a")]).await;
        let english = shop.buyer().await;
        let german = Buyer { locales: locale("de").fallbacks(), ..english.clone() };
        let code_of = async |text: &str, buyer: &Buyer| {
            let found = shop.store.categories().by_slugs(&[slug(text), slug("none")], buyer).await.unwrap();
            (found[&slug(text)].code.to_string(), found.len())
        };
        assert_eq!(code_of("a", &english).await, (String::from("a"), 1));
        assert_eq!(code_of("a", &german).await, (String::from("b"), 1));
    }

    async fn ancestors_come_root_first_for_all_at_once(database: TestDatabase) {
        let shop = tree(database).await;
        let buyer = shop.buyer().await;
        let ids = [shop.category_id("chairs").await, shop.category_id("seats").await, shop.category_id("furniture").await];
        let statements = shop.statements_of(shop.store.categories().ancestors(&ids, &buyer)).await;
        let found = shop.store.categories().ancestors(&ids, &buyer).await.unwrap();
        assert_eq!((codes(&found[&ids[0]]), codes(&found[&ids[1]])), (String::from("furniture seats"), String::from("furniture")));
        assert_eq!((found.get(&ids[2]), statements), (None, 1));
    }

    async fn a_storefront_lists_children_and_roots_without_the_hidden_ones(database: TestDatabase) {
        let shop = tree(database).await;
        let (seats, garden) = (shop.category_id("seats").await, shop.category_id("garden").await);
        for (buyer, children, roots) in [
            (shop.buyer().await, "stools chairs", "furniture garden"),
            (shop.admin().await, "hidden stools chairs", "furniture garden hidden-root"),
        ] {
            let found = shop.store.categories().children(&[seats, garden], &buyer).await.unwrap();
            assert_eq!((codes(&found[&seats]), found.get(&garden)), (String::from(children), None));
            let page = shop.store.categories().page(None, &PageRequest::first(9), &buyer).await.unwrap();
            let listed: Vec<_> = page.items.into_iter().map(|(category, _)| category).collect();
            assert_eq!(codes(&listed), roots);
            let count = shop.store.categories().count(None, &buyer).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), listed.len());
        }
    }

    async fn pages_of_categories_join_without_gap_or_repetition(database: TestDatabase) {
        let shop = Shop::open(database).await;
        // Places that are not in the order of codes, some of them equal.
        let placed = |(number, text): (i32, &str)| Category { position: number, ..category_in("root", text) };
        let children = [(2, "a"), (1, "b"), (1, "c"), (3, "d"), (2, "e")].map(placed);
        shop.save_categories([category("root")].into_iter().chain(children)).await;
        let (root, buyer) = (Some(shop.category_id("root").await), shop.buyer().await);
        let mut walked = Vec::new();
        let mut request = PageRequest::first(2);
        loop {
            let page = shop.store.categories().page(root, &request, &buyer).await.unwrap();
            walked.extend(page.items.iter().map(|(category, _)| category.code.to_string()));
            if !page.has_next {
                break;
            }
            request = PageRequest::first(2).after(page.items.last().unwrap().1.clone());
        }
        assert_eq!(walked.join(""), "bcaed");
        let last = shop.store.categories().page(root, &PageRequest::last(2), &buyer).await.unwrap();
        assert_eq!((last.items[0].0.code.as_str(), last.items[1].0.code.as_str(), last.has_previous), ("e", "d", true));
    }

    async fn a_products_categories_come_in_its_order_hidden_ones_too(database: TestDatabase) {
        let shop = tree(database).await;
        let within = |text: &str, categories: &[&str]| Product { categories: categories.iter().map(|name| code(name)).collect(), ..product(text) };
        shop.save([within("A", &["hidden", "chairs", "garden"]), within("B", &["garden"]), within("C", &[])]).await;
        let ids = [shop.product_id("A").await, shop.product_id("B").await, shop.product_id("C").await];
        let found = shop.store.categories().by_products(&ids, &shop.buyer().await).await.unwrap();
        assert_eq!((codes(&found[&ids[0]]), codes(&found[&ids[1]])), (String::from("hidden chairs garden"), String::from("garden")));
        assert_eq!(found.get(&ids[2]), None);
    }
}

/// `furniture` over `seats` over `chairs`, `stools` and a hidden one; beside it `garden` and a hidden root.
async fn tree(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_categories([
        Category {
            position: 2,
            ..category_in("seats", "chairs")
        },
        Category {
            position: 1,
            ..category_in("seats", "stools")
        },
        Category {
            hidden: true,
            ..category_in("seats", "hidden")
        },
        category_in("furniture", "seats"),
        category("furniture"),
        Category {
            position: 1,
            ..category("garden")
        },
        Category {
            hidden: true,
            position: 2,
            ..category("hidden-root")
        },
    ])
    .await;
    shop
}

fn codes(categories: &[Arc<CategoryRecord>]) -> String {
    categories
        .iter()
        .map(|category| category.code.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
