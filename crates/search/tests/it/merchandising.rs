//! A shop's rules: pins, boosts and buries.

use search::query::{Boost, Condition, Filter, Merchandising, SearchRequest};

use crate::fixture::{asking, fill, found, product, request};

fn lamps() -> Vec<search::document::ProductDocument> {
    let mut shop: Vec<_> = (1..=4).map(|number| product(number, "Lamp")).collect();
    shop[3].brand = Some("Acme".to_owned());
    shop.push(product(5, "Mug"));
    shop
}

fn with(rules: Merchandising, query: &str) -> SearchRequest {
    SearchRequest {
        merchandising: rules,
        ..asking(query)
    }
}

fn pins(numbers: &[u128]) -> Merchandising {
    Merchandising {
        pins: numbers
            .iter()
            .map(|number| uuid::Uuid::from_u128(*number).into())
            .collect(),
        ..Merchandising::default()
    }
}

fn boost(factor: f32) -> Merchandising {
    Merchandising {
        boosts: vec![Boost {
            filter: Filter::Is(Condition::Brand(vec!["Acme".to_owned()])),
            factor,
        }],
        ..Merchandising::default()
    }
}

testkit::on_each_index! {
    async fn pins_come_first_in_their_order_and_are_counted(index: TestIndex) {
        fill(index.index(), lamps()).await;
        let mut asked = with(pins(&[5, 3, 99]), "lamp");
        let answer = index.index().search(&asked).await.unwrap();
        assert_eq!(crate::fixture::numbers(&answer), [5, 3, 1, 2, 4]);
        assert_eq!(answer.total, Some(5));
        // A pin passes the filter as everything does.
        asked.filter = Filter::Not(Box::new(Filter::Is(Condition::Product(vec![
            uuid::Uuid::from_u128(5).into(),
        ]))));
        assert_eq!(found(index.index(), &asked).await, [3, 1, 2, 4]);
        asked.first = 2;
        let first = index.index().search(&asked).await.unwrap();
        asked.after = Some(first.hits[1].cursor.clone());
        assert_eq!(found(index.index(), &asked).await, [2, 4]);
    }

    async fn pins_do_not_hide_that_a_word_is_misspelled(index: TestIndex) {
        let mut shop = lamps();
        shop.push(product(6, "Keyboard"));
        fill(index.index(), shop).await;
        assert_eq!(found(index.index(), &with(pins(&[5]), "keybord")).await, [5, 6]);
    }

    async fn boosted_products_rise_and_buried_ones_sink(index: TestIndex) {
        fill(index.index(), lamps()).await;
        assert_eq!(found(index.index(), &with(boost(2.0), "lamp")).await, [4, 1, 2, 3]);
        assert_eq!(found(index.index(), &with(boost(0.5), "lamp")).await[3], 4);
        // Without words, too.
        let asked = SearchRequest { merchandising: boost(0.5), ..request() };
        assert_eq!(found(index.index(), &asked).await, [5, 3, 2, 1, 4]);
    }
}
