//! Categories: in, back, in any order, and never in a circle.

use std::collections::BTreeMap;

use domain::{
    catalog::{Category, CategoryTranslation},
    id::CategoryId,
    problem::Reason,
};
use persistence::Change;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, locale, slug},
    whole::refusal,
};

fn new(after: Category) -> Change<CategoryId, Category> {
    Change {
        before: None,
        after,
    }
}

on_each_database! {
    async fn a_category_comes_back_as_it_went_in(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let german = CategoryTranslation { name: Some(String::from("Drucker")), slug: Some(slug("drucker")), description: None };
        let printers = Category {
            description: Some(String::from("All of them")),
            position: -3,
            hidden: true,
            translations: BTreeMap::from([(locale("de"), german), (locale("fr"), CategoryTranslation::default())]),
            ..category_in("office", "printers")
        };
        // The child stands before its parent.
        shop.save_categories([printers.clone(), category("office")]).await;
        let mut transaction = shop.begin().await;
        let stored = transaction.categories_by_code(&[code("printers"), code("x")]).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[&code("printers")].value, printers);
        assert_eq!(stored[&code("printers")].version, 1);
        let parents = transaction.category_parents().await.unwrap();
        assert_eq!(parents[&code("printers")], Some(code("office")));
        assert_eq!(parents[&code("office")], None);
        let asked = [(None, slug("printers")), (Some(locale("de")), slug("drucker"))];
        let owners = transaction.category_codes_by_slug(&asked).await.unwrap();
        assert_eq!(owners.into_values().collect::<Vec<_>>(), [code("printers"), code("printers")]);
        let ids = transaction.category_ids(&[code("printers"), code("x")]).await.unwrap();
        assert_eq!(ids.into_iter().collect::<Vec<_>>(), [(code("printers"), stored[&code("printers")].id)]);
    }

    async fn a_long_chain_is_saved_in_one_batch_whatever_its_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let name = |depth: usize| format!("c{depth:03}");
        let mut chain: Vec<Category> = (1..200).map(|depth| category_in(&name(depth - 1), &name(depth))).collect();
        chain.push(category(&name(0)));
        chain.reverse();
        chain.swap(3, 150);
        shop.save_categories(chain).await;
        assert_eq!(shop.counted("category").await, 200);
    }

    async fn a_category_above_itself_is_refused_before_anything_is_written(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("a"), category_in("a", "b"), category_in("b", "c")]).await;
        let told = refusal(shop.change_category("a", |category| category.parent = Some(code("c"))).await);
        assert_eq!(told, [(String::from("[0].parent"), Reason::Cycle)]);
        let mut transaction = shop.begin().await;
        let told = refusal(transaction.save_categories(vec![new(category_in("x", "x"))]).await);
        assert_eq!(told, [(String::from("[0].parent"), Reason::Cycle)]);
        let told = refusal(transaction.save_categories(vec![new(category_in("y", "x")), new(category_in("x", "y"))]).await);
        assert_eq!(told.len(), 2);
        let told = refusal(transaction.save_categories(vec![new(category("fine")), new(category_in("nowhere", "lost"))]).await);
        assert_eq!(told, [(String::from("[1].parent"), Reason::NotFound)]);
        transaction.commit().await.unwrap();
        assert_eq!(shop.counted("category").await, 3);
    }

    async fn two_moves_that_make_a_circle_together_are_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("a"), category("b")]).await;
        let mut transaction = shop.begin().await;
        let mut stored = transaction.categories_by_code(&[code("a"), code("b")]).await.unwrap();
        let changes = [("a", "b"), ("b", "a")].map(|(moved, below)| {
            let before = stored.remove(&code(moved)).unwrap();
            let after = Category { parent: Some(code(below)), ..before.value.clone() };
            Change { before: Some(before), after }
        });
        let told = refusal(transaction.save_categories(changes.into()).await);
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|(_, reason)| *reason == Reason::Cycle));
    }

    async fn parent_and_child_can_change_places(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("a"), category_in("a", "b")]).await;
        let mut transaction = shop.begin().await;
        let mut stored = transaction.categories_by_code(&[code("a"), code("b")]).await.unwrap();
        let changes = [("a", Some(code("b")), "b"), ("b", None, "a")].map(|(moved, parent, taken)| {
            let before = stored.remove(&code(moved)).unwrap();
            let after = Category { parent, slug: slug(taken), ..before.value.clone() };
            Change { before: Some(before), after }
        });
        transaction.save_categories(changes.into()).await.unwrap();
        let parents = transaction.category_parents().await.unwrap();
        assert_eq!(parents[&code("a")], Some(code("b")));
        let stored = transaction.categories_by_code(&[code("a")]).await.unwrap();
        assert_eq!((stored[&code("a")].version, &stored[&code("a")].value.slug), (2, &slug("b")));
    }

    async fn a_taken_slug_is_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("a")]).await;
        let mut transaction = shop.begin().await;
        let twin = Category { slug: slug("a"), ..category("b") };
        assert_eq!(refusal(transaction.save_categories(vec![new(twin)]).await), [(String::from("slug"), Reason::Taken)]);
    }
}
