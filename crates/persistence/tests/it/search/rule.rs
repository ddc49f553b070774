//! What a shop sets for its search, on each database.

use persistence::search::{Ranking, Redirect, Synonyms, When};
use testkit::on_each_database;

use crate::support::{shop::Shop, things::code};

fn synonyms(words: &[&str]) -> Synonyms {
    Synonyms {
        locale: None,
        from: None,
        words: words.iter().map(ToString::to_string).collect(),
    }
}

on_each_database! {
    async fn a_rule_acts_as_soon_as_it_is_saved_and_no_longer_once_it_is_gone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        // Kept in memory from here on.
        assert_eq!(shop.store.search_rules().await.unwrap().synonyms, []);
        let mut transaction = shop.begin().await;
        let (id, new) = transaction.save_search_rule(&code("s"), &synonyms(&["sofa", "couch"])).await.unwrap();
        assert!(new);
        transaction.commit().await.unwrap();
        let rules = shop.store.search_rules().await.unwrap();
        assert_eq!((rules.synonyms[0].id, rules.synonyms[0].version), (id, 1));
        assert_eq!(rules.synonyms[0].body, synonyms(&["sofa", "couch"]));
        let statements = shop.statements_of(shop.store.search_rules()).await;
        assert_eq!(statements, 1);

        let mut transaction = shop.begin().await;
        assert_eq!(transaction.save_search_rule(&code("s"), &synonyms(&["sofa", "settee"])).await.unwrap(), (id, false));
        transaction.commit().await.unwrap();
        assert_eq!(shop.store.search_rules().await.unwrap().synonyms[0].version, 2);

        let mut transaction = shop.begin().await;
        assert!(transaction.delete_search_rule::<Synonyms>(&code("s")).await.unwrap());
        assert!(!transaction.delete_search_rule::<Ranking>(&code("s")).await.unwrap());
        transaction.commit().await.unwrap();
        assert_eq!(shop.store.search_rules().await.unwrap().synonyms, []);
        let events = shop.database.column("SELECT action FROM outbox WHERE kind = 'synonym' ORDER BY seq").await;
        assert_eq!(events, ["CREATED", "UPDATED", "DELETED"]);
    }

    async fn a_request_that_asks_for_the_reference_sees_the_rules_of_that_moment_without_a_statement_more(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.store.reference().await.unwrap();
        assert_eq!(shop.store.search_rules_of_reference().await.unwrap().synonyms, []);
        let other = shop.database.store().await;
        let mut transaction = shop.begin().await;
        transaction.save_search_rule(&code("s"), &synonyms(&["sofa", "couch"])).await.unwrap();
        transaction.commit().await.unwrap();
        for store in [&shop.store, &other] {
            store.reference().await.unwrap();
            let rules = store.search_rules_of_reference().await.unwrap();
            assert_eq!(rules.synonyms[0].body, synonyms(&["sofa", "couch"]));
            let again = async {
                store.reference().await.unwrap();
                store.search_rules_of_reference().await.unwrap();
            };
            let before = store.statements();
            again.await;
            assert_eq!(store.statements() - before, 1);
        }
    }

    async fn rules_of_a_database_that_was_put_back_to_older_ones_are_read_anew(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        transaction.save_search_rule(&code("s"), &synonyms(&["sofa", "couch"])).await.unwrap();
        transaction.commit().await.unwrap();
        shop.store.reference().await.unwrap();
        assert_eq!(shop.store.search_rules_of_reference().await.unwrap().synonyms.len(), 1);
        shop.database.execute("DELETE FROM search_rule").await.unwrap();
        shop.database.execute("UPDATE search_rule_state SET version = version - 1").await.unwrap();
        shop.store.reference().await.unwrap();
        assert_eq!(shop.store.search_rules_of_reference().await.unwrap().synonyms, []);
    }

    async fn kinds_have_their_own_codes_and_what_is_equal_is_left_alone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let redirect = Redirect {
            when: When { queries: vec![String::from("help")], ..When::default() },
            url: String::from("/help"),
        };
        let mut transaction = shop.begin().await;
        transaction.save_search_rule(&code("x"), &redirect).await.unwrap();
        transaction.save_search_rule(&code("x"), &synonyms(&["a", "b"])).await.unwrap();
        transaction.save_search_rule(&code("x"), &redirect).await.unwrap();
        transaction.commit().await.unwrap();
        let rules = shop.store.search_rules().await.unwrap();
        assert_eq!(rules.redirects[0].body, redirect);
        assert_eq!(rules.redirects[0].version, 1);
        assert_eq!(rules.synonyms.len(), 1);
    }
}
