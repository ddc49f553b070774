use domain::{catalog::Category, id::CategoryId, outcome::Failure};
use persistence::{Stored, Transaction};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, product},
};

async fn found(transaction: &mut Transaction, texts: &[&str]) -> Vec<Stored<CategoryId, Category>> {
    let codes: Vec<_> = texts.iter().map(|text| code(text)).collect();
    let mut found = transaction.categories_by_code(&codes).await.unwrap();
    codes
        .iter()
        .map(|code| found.remove(code).unwrap())
        .collect()
}

async fn delete(shop: &Shop, texts: &[&str]) -> Result<(), Failure> {
    let mut transaction = shop.begin().await;
    let categories = found(&mut transaction, texts).await;
    transaction.delete_categories(categories).await?;
    Ok(transaction.commit().await?)
}

/// The sentences of a refusal.
fn told(result: Result<(), Failure>) -> Vec<String> {
    match result {
        Err(Failure::Rejected(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

on_each_database! {
    async fn a_branch_is_deleted_in_any_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("home"), category_in("home", "lamps"), category_in("lamps", "desk"), category("gifts")]).await;
        delete(&shop, &["home", "desk", "lamps"]).await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM category").await, ["gifts"]);
        let events = shop.database.column("SELECT key || version FROM outbox WHERE action = 'DELETED' ORDER BY seq").await;
        assert_eq!(events, ["home2", "desk2", "lamps2"]);
        let audited = shop.database.column("SELECT changes FROM audit WHERE action = 'DELETED' AND key = 'desk'").await;
        assert!(audited[0].contains(r#""parent":["lamps",null]"#), "{}", audited[0]);
    }

    async fn what_is_in_or_below_a_category_keeps_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("home"), category_in("home", "lamps"), category_in("home", "beds"), category_in("home", "gifts")]).await;
        let in_lamps = ["A", "B"].map(|text| domain::catalog::Product { categories: vec![code("lamps")], ..product(text) });
        shop.save(in_lamps).await;
        let refused = told(delete(&shop, &["gifts", "home", "lamps"]).await);
        assert_eq!(refused, ["[1]: 1 category is below this category.", "[2]: 2 products are in this category."]);
        assert_eq!(told(delete(&shop, &["home"]).await), ["[0]: 3 categories are below this category."]);
        assert_eq!(shop.counted("category").await, 4);
        // Nothing is in or below this one.
        delete(&shop, &["beds"]).await.unwrap();
    }

    async fn a_refused_deletion_leaves_the_transaction_usable(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("home"), category_in("home", "lamps")]).await;
        let mut transaction = shop.begin().await;
        let home = found(&mut transaction, &["home"]).await;
        told(transaction.delete_categories(home).await);
        let both = found(&mut transaction, &["home", "lamps"]).await;
        transaction.delete_categories(both).await.unwrap();
        // What is gone can't be named in the same transaction.
        let lost = domain::catalog::Product { categories: vec![code("lamps")], ..product("A") };
        let refused = transaction.save_products(vec![persistence::ProductChange { before: None, after: lost }]).await;
        assert_eq!(told(refused), ["[0].categories[0]: There is no category \"lamps\"."]);
        transaction.commit().await.unwrap();
        assert_eq!(shop.counted("category").await, 0);
    }
}
