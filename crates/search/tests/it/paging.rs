//! Walking through all pages of every order gives each product once.

use domain::catalog::Scalar;
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use search::{
    Index,
    query::{Cursor, CursorError, Direction, SearchRequest, SoldOut, Sort},
};

use crate::{
    fixture::{attributed, code, fill, numbers, price, product, request},
    model::{self, shop},
};

/// The numbers of all pages, and each page's cursors read back from their texts.
async fn walk(index: &Index, request: &SearchRequest, first: usize) -> Vec<u128> {
    let mut request = SearchRequest {
        first,
        ..request.clone()
    };
    let mut all = Vec::new();
    loop {
        let answer = index.search(&request).await.unwrap();
        all.extend(numbers(&answer));
        let Some(last) = answer.hits.last() else {
            break;
        };
        let text = last.cursor.to_text();
        request.after = Some(Cursor::parse(&text, &request.sort, request.sold_out).unwrap());
        if !answer.has_next {
            break;
        }
    }
    all
}

fn sorts() -> Vec<Sort> {
    use Direction::{Ascending, Descending};
    let mut sorts = vec![Sort::Relevance];
    for direction in [Ascending, Descending] {
        sorts.extend([
            Sort::Price(direction),
            Sort::Created(direction),
            Sort::Updated(direction),
            Sort::Name(direction),
            Sort::Code(direction),
            Sort::Attribute(code("weight"), direction),
            Sort::Attribute(code("material"), direction),
        ]);
    }
    sorts
}

testkit::on_each_index! {
    async fn all_pages_of_every_order_give_each_product_once(index: TestIndex) {
        let mut runner = TestRunner::deterministic();
        let shop = shop(40).new_tree(&mut runner).unwrap().current();
        fill(index.index(), shop.clone()).await;
        for sort in sorts() {
            for (sold_out, query) in [
                (SoldOut::Show, None),
                (SoldOut::Last, None),
                (SoldOut::Show, Some("apfel")),
            ] {
                let asked = SearchRequest {
                    sort: sort.clone(),
                    sold_out,
                    query: query.map(str::to_owned),
                    ..request()
                };
                let whole = numbers(&index.index().search(&SearchRequest { first: 1_000, ..asked.clone() }).await.unwrap());
                let mut expected: Vec<u128> = model::found(&asked, &shop).into_iter().collect();
                if query.is_some() {
                    expected.retain(|number| {
                        let texts = &shop[usize::try_from(*number).unwrap() - 1].texts;
                        texts.values().any(|texts| texts.name.ends_with("pfel"))
                    });
                }
                let mut set = whole.clone();
                set.sort_unstable();
                assert_eq!(set, expected, "{sort:?} {sold_out:?} {query:?}");
                assert_eq!(walk(index.index(), &asked, 7).await, whole, "{sort:?} {sold_out:?} {query:?}");
                assert_eq!(walk(index.index(), &asked, 1).await.len(), whole.len());
            }
        }
    }

    async fn orders_are_those_that_they_say(index: TestIndex) {
        let cheap = |number, name: &str, text: &str, weight: f64| {
            let mut made = attributed(product(number, name), "weight", Scalar::Number(weight));
            made.variants[0].prices = vec![price(text)];
            made
        };
        let mut unpriced = product(4, "Éclair");
        unpriced.variants[0].prices.clear();
        let shop = [cheap(1, "zebra", "5", 10.0), cheap(2, "Äpfel", "7", -3.0), cheap(3, "Banane", "5", 9.5), unpriced];
        fill(index.index(), shop).await;
        let mut asked = request();
        let mut order = Vec::new();
        for sort in [
            Sort::Price(Direction::Ascending),
            Sort::Price(Direction::Descending),
            Sort::Name(Direction::Ascending),
            Sort::Attribute(code("weight"), Direction::Ascending),
            Sort::Attribute(code("weight"), Direction::Descending),
            Sort::Created(Direction::Descending),
            Sort::Relevance,
        ] {
            asked.sort = sort;
            order.push(crate::fixture::found(index.index(), &asked).await);
        }
        assert_eq!(
            order,
            [
                vec![1, 3, 2, 4],
                vec![2, 1, 3, 4],
                vec![2, 3, 4, 1],
                vec![2, 3, 1, 4],
                vec![1, 3, 2, 4],
                vec![4, 3, 2, 1],
                vec![4, 3, 2, 1],
            ]
        );
    }

    async fn what_comes_between_pages_neither_repeats_nor_hides_anything(index: TestIndex) {
        let named = |number: u128, name: &str| product(number, name);
        fill(index.index(), [named(1, "b"), named(2, "d"), named(3, "f")]).await;
        let mut asked = request();
        asked.sort = Sort::Name(Direction::Ascending);
        asked.first = 2;
        let first = index.index().search(&asked).await.unwrap();
        assert_eq!(numbers(&first), [1, 2]);
        assert!(first.has_next);
        fill(index.index(), [named(4, "a"), named(5, "e")]).await;
        asked.after = Some(first.hits[1].cursor.clone());
        asked.first = 10;
        let rest = index.index().search(&asked).await.unwrap();
        assert_eq!(numbers(&rest), [5, 3]);
        assert!(!rest.has_next);
    }
}

#[tokio::test]
async fn a_cursor_of_another_order_is_told() {
    let index = testkit::index::TestIndex::embedded().await;
    fill(index.index(), [product(1, "a")]).await;
    let mut asked = request();
    asked.sort = Sort::Name(Direction::Ascending);
    let answer = index.index().search(&asked).await.unwrap();
    let text = answer.hits[0].cursor.to_text();
    let by_price = Sort::Price(Direction::Ascending);
    assert_eq!(
        Cursor::parse(&text, &by_price, SoldOut::Show),
        Err(CursorError::OtherOrder)
    );
    assert_eq!(
        Cursor::parse(&text, &asked.sort, SoldOut::Last),
        Err(CursorError::OtherOrder)
    );
    assert_eq!(
        Cursor::parse("[1]", &asked.sort, SoldOut::Show),
        Err(CursorError::Malformed)
    );
    assert!(Cursor::parse(&text, &asked.sort, SoldOut::Show).is_ok());
}
