//! Filters and facets: the same sets and counts as by plain reading, whatever is asked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{catalog::Scalar, inventory::StockStatus};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use search::{
    Index,
    document::{PriceContext, PriceSegment},
    facet::{FacetKey, FacetRequest, PriceRange},
    query::{AttributeMatch, Condition, Direction, Field, Filter, SearchRequest, Sort},
};

use crate::{
    fixture::{
        amount, attributed, code, fill, found, numbers, price, product, request, variant,
        with_options,
    },
    model::{self, any_request, shop},
};

const PRODUCTS: usize = 60;

fn is(condition: Condition) -> Filter {
    Filter::Is(condition)
}

fn option(name: &str, value: &str) -> Filter {
    is(Condition::Option {
        name: name.to_owned(),
        values: vec![value.to_owned()],
    })
}

fn facet(field: Field, disjunctive: bool) -> FacetRequest {
    FacetRequest {
        field,
        limit: 1_000,
        disjunctive,
        ranges: None,
        hidden: Default::default(),
    }
}

fn fields() -> Vec<Field> {
    let mut fields = vec![Field::Brand, Field::Category, Field::Availability];
    for attribute in ["weight", "material", "finish", "new", "since"] {
        fields.push(Field::Attribute(code(attribute)));
    }
    for option in ["Colour", "Size"] {
        fields.push(Field::Option(option.to_owned()));
    }
    fields
}

/// A request that counts every facet, both ways.
fn with_facets(request: &SearchRequest) -> SearchRequest {
    let mut request = request.clone();
    for field in fields().into_iter().chain([Field::Price]) {
        request.facets.push(facet(field.clone(), true));
        request.facets.push(facet(field, false));
    }
    request.first = 1_000;
    request
}

pub(crate) async fn agree(
    index: &Index,
    shop: &[search::document::ProductDocument],
    asked: &SearchRequest,
) {
    let asked = with_facets(asked);
    let answer = index.search(&asked).await.unwrap();
    let expected = model::found(&asked, shop);
    let set: BTreeSet<u128> = numbers(&answer).into_iter().collect();
    assert_eq!(set, expected, "the products");
    assert_eq!(answer.hits.len(), set.len(), "each once");
    assert_eq!(answer.total, Some(expected.len() as u64), "the total");
    for facet in &answer.facets {
        if facet.field == Field::Price {
            continue;
        }
        let counts: BTreeMap<String, u64> = facet
            .values
            .iter()
            .filter(|value| value.count > 0)
            .map(|value| (format!("{:?}", value.key), value.count))
            .collect();
        let expected = model::counted(&asked, shop, &facet.field, facet.disjunctive);
        assert_eq!(
            counts, expected,
            "{:?}, disjunctive: {}",
            facet.field, facet.disjunctive
        );
    }
    // Click every value of some facets: the count is what comes.
    for facet in &answer.facets {
        for value in &facet.values {
            let clicked = SearchRequest {
                filter: facet.choose(&asked.filter, &value.key),
                facets: Vec::new(),
                first: 0,
                ..asked.clone()
            };
            let by_model = model::found(&clicked, shop).len() as u64;
            assert_eq!(value.count, by_model, "{:?} {:?}", facet.field, value.key);
        }
    }
}

/// Asks the engine itself for every value that a page offers.
async fn click_every_value(index: &Index, asked: &SearchRequest) {
    let asked = with_facets(asked);
    let answer = index.search(&asked).await.unwrap();
    for facet in &answer.facets {
        for value in &facet.values {
            let clicked = SearchRequest {
                filter: facet.choose(&asked.filter, &value.key),
                facets: Vec::new(),
                first: 0,
                ..asked.clone()
            };
            let total = index.search(&clicked).await.unwrap().total;
            assert_eq!(
                total,
                Some(value.count),
                "{:?} {:?}",
                facet.field,
                value.key
            );
        }
    }
}

/// Checks so many generated searches.
pub(crate) fn for_any_request(cases: u32, check: impl Fn(SearchRequest)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&any_request(), |asked| {
        check(asked);
        Ok(())
    });
    checked.unwrap();
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}

pub(crate) fn generated_shop() -> Vec<search::document::ProductDocument> {
    let mut runner = TestRunner::deterministic();
    shop(PRODUCTS).new_tree(&mut runner).unwrap().current()
}

testkit::on_each_index! {
    /// Any filter finds what plain reading finds, any facet counts what plain reading counts, and a count is what choosing
    /// the value gives.
    async fn generated_searches_agree_with_plain_reading(index: TestIndex) {
        let shop = generated_shop();
        fill(index.index(), shop.clone()).await;
        for_any_request(96, |asked| block_on(agree(index.index(), &shop, &asked)));
    }

    async fn choosing_any_value_gives_its_count(index: TestIndex) {
        fill(index.index(), generated_shop()).await;
        for_any_request(6, |asked| block_on(click_every_value(index.index(), &asked)));
    }

    async fn red_and_m_does_not_match_a_red_l_beside_a_blue_m(index: TestIndex) {
        let mut one = product(1, "Shirt");
        one.variants = vec![
            with_options(variant(1), &[("Colour", "Red"), ("Size", "L")]),
            with_options(variant(2), &[("Colour", "Blue"), ("Size", "M")]),
        ];
        let mut other = product(2, "Shirt");
        other.variants = vec![with_options(variant(3), &[("Colour", "Red"), ("Size", "M")])];
        fill(index.index(), [one, other]).await;
        let mut asked = request();
        asked.filter = Filter::All(vec![option("Colour", "Red"), option("Size", "M")]);
        asked.facets = vec![facet(Field::Option("Size".to_owned()), true)];
        let answer = index.index().search(&asked).await.unwrap();
        assert_eq!(numbers(&answer), [2]);
        // Of red there are an L, of the first, and an M, of the second; the blue M is none of these.
        let mut counts: Vec<(FacetKey, u64, bool)> = Vec::new();
        for value in &answer.facets[0].values {
            counts.push((value.key.clone(), value.count, value.selected));
        }
        let size = |size: &str| FacetKey::Option(size.to_owned());
        assert_eq!(counts, [(size("L"), 1, false), (size("M"), 1, true)]);
    }

    async fn what_a_product_says_holds_on_each_variant(index: TestIndex) {
        let mut one = attributed(product(1, "Shirt"), "material", Scalar::Text("wool".to_owned()));
        one.variants = vec![
            with_options(variant(1), &[("Size", "L")]),
            with_options(variant(2), &[("Size", "M")]),
        ];
        fill(index.index(), [one]).await;
        let wool = is(Condition::Attribute {
            code: code("material"),
            matches: AttributeMatch::AnyOf(vec![Scalar::Text("wool".to_owned())]),
        });
        let mut asked = request();
        asked.filter = Filter::All(vec![wool, option("Size", "M")]);
        assert_eq!(found(index.index(), &asked).await, [1]);
    }

    async fn a_price_that_begins_later_is_right_when_it_begins(index: TestIndex) {
        let mut one = product(1, "Lamp");
        let turn = crate::fixture::moment("2026-12-01T00:00:00Z");
        let mut before = price("20");
        before.until = Some(turn);
        let mut after = price("15");
        after.from = Some(turn);
        one.variants[0].prices = vec![before, after];
        fill(index.index(), [one]).await;
        let mut asked = request();
        asked.filter = is(Condition::Price { min: None, max: Some(amount("15")) });
        assert!(found(index.index(), &asked).await.is_empty());
        asked.context.at = turn;
        assert_eq!(found(index.index(), &asked).await, [1]);
    }

    async fn a_price_holds_for_the_buyers_that_its_key_asks_for(index: TestIndex) {
        let of = |key: &str, text: &str| PriceSegment {
            context: PriceContext(key.to_owned()),
            ..price(text)
        };
        // 10.00 for members, 20.00 for all others; and one that costs all the same.
        let mut one = product(1, "Lamp");
        one.variants[0].prices = vec![of("EUR\u{1e}l:members", "20"), of("EUR\u{1f}l:members", "10")];
        let mut other = product(2, "Lamp");
        other.variants[0].prices = vec![of("EUR", "15")];
        fill(index.index(), [one, other]).await;
        for (buyer, cheap, first) in [
            ("EUR", vec![2], 2),
            ("EUR\u{1f}c:DE", vec![2], 2),
            ("EUR\u{1f}l:members", vec![1, 2], 1),
            ("EUR\u{1f}c:DE\u{1f}l:members\u{1f}l:sale", vec![1, 2], 1),
            ("USD\u{1f}l:members", vec![], 1),
        ] {
            let mut asked = request();
            asked.context.prices = Some(PriceContext(buyer.to_owned()));
            asked.sort = Sort::Price(Direction::Ascending);
            assert_eq!(found(index.index(), &asked).await[0], first, "{buyer}");
            asked.filter = is(Condition::Price { min: None, max: Some(amount("16")) });
            let mut hits = found(index.index(), &asked).await;
            hits.sort_unstable();
            assert_eq!(hits, cheap, "{buyer}");
        }
    }

    async fn prices_are_counted_in_round_ranges_or_in_those_asked_for(index: TestIndex) {
        let with_price = |number, text: &str| {
            let mut made = product(number, "Lamp");
            made.variants[0].prices = vec![price(text)];
            made
        };
        let shop = [with_price(1, "3"), with_price(2, "4.99"), with_price(3, "30"), with_price(4, "700")];
        fill(index.index(), shop).await;
        let mut asked = request();
        let of_ranges = |ranges: &[(Option<&str>, Option<&str>)]| FacetRequest {
            ranges: Some(
                ranges
                    .iter()
                    .map(|(min, max)| PriceRange { min: min.map(amount), max: max.map(amount) })
                    .collect(),
            ),
            ..facet(Field::Price, true)
        };
        asked.facets = vec![
            facet(Field::Price, true),
            of_ranges(&[(None, Some("4")), (Some("4"), None)]),
            // In no order, and one within the other.
            of_ranges(&[(Some("100"), None), (None, None), (Some("3"), Some("30")), (Some("4"), Some("5"))]),
        ];
        let answer = index.index().search(&asked).await.unwrap();
        let counts = |facet: usize| -> Vec<u64> {
            answer.facets[facet].values.iter().map(|value| value.count).collect()
        };
        assert_eq!(answer.facets[0].prices, Some((amount("3"), amount("700"))));
        assert_eq!(counts(0), [2, 1, 1]);
        let first = FacetKey::Price(PriceRange { min: Some(amount("2")), max: Some(amount("5")) });
        assert_eq!(answer.facets[0].values[0].key, first);
        assert_eq!(counts(1), [1, 3]);
        assert_eq!(counts(2), [1, 4, 3, 1]);
        asked.facets = vec![FacetRequest { limit: 1, ..facet(Field::Price, true) }];
        let answer = index.index().search(&asked).await.unwrap();
        assert_eq!((answer.facets[0].values.len(), answer.facets[0].others), (1, 2));
    }

    async fn a_facet_gives_the_most_frequent_values_and_tells_of_the_others(index: TestIndex) {
        let branded = |number, brand: &str| {
            let mut made = product(number, "Lamp");
            made.brand = Some(brand.to_owned());
            made
        };
        let shop = [branded(1, "A"), branded(2, "B"), branded(3, "B"), branded(4, "C"), branded(5, "D")];
        fill(index.index(), shop).await;
        let mut asked = request();
        asked.filter = is(Condition::Brand(vec!["D".to_owned(), "X".to_owned()]));
        asked.facets = vec![FacetRequest { limit: 2, ..facet(Field::Brand, true) }];
        let answer = index.index().search(&asked).await.unwrap();
        let shown: Vec<String> = answer.facets[0]
            .values
            .iter()
            .map(|value| format!("{:?} {} {}", value.key, value.count, value.selected))
            .collect();
        assert_eq!(
            shown,
            ["Brand(\"B\") 2 false", "Brand(\"A\") 1 false", "Brand(\"D\") 1 true", "Brand(\"X\") 0 true"]
        );
        assert_eq!(answer.facets[0].others, 1);
    }

    /// More than an engine counts at once.
    async fn a_facet_of_very_many_values_is_exact(index: TestIndex) {
        let with_weights = |number: u32| {
            let weights = (number * 500..number * 500 + 501).map(|n| Scalar::Number(f64::from(n)));
            let mut made = product(u128::from(number), "Lamp");
            made.attributes.insert(code("weight"), weights.collect());
            made
        };
        fill(index.index(), (1..=42).map(with_weights)).await;
        let mut asked = request();
        asked.facets = vec![FacetRequest { limit: 100, ..facet(Field::Attribute(code("weight")), true) }];
        let answer = index.index().search(&asked).await.unwrap();
        let weights = &answer.facets[0];
        assert_eq!(weights.values.len() + weights.others, 42 * 500 + 1);
        // Neighbours share the weight between them, and nothing else.
        let shared: Vec<u64> = weights.values.iter().map(|value| value.count).collect();
        assert_eq!(shared, [vec![2; 41], vec![1; 59]].concat());
        let bounds = (Scalar::Number(500.0), Scalar::Number(21_500.0));
        assert_eq!(weights.bounds, Some(bounds));
    }

    async fn drafts_and_products_of_other_channels_are_for_admins(index: TestIndex) {
        let mut draft = product(1, "Lamp");
        draft.status = domain::catalog::ProductStatus::Draft;
        let mut elsewhere = product(2, "Lamp");
        elsewhere.channels[0].channel = code("us");
        let mut nowhere = product(3, "Lamp");
        nowhere.channels.clear();
        fill(index.index(), [draft, elsewhere, nowhere, product(4, "Lamp")]).await;
        let mut asked = crate::fixture::asking("lamp");
        assert_eq!(found(index.index(), &asked).await, [4]);
        asked.context.audience = search::query::Audience::Admin;
        let all: BTreeSet<u128> = found(index.index(), &asked).await.into_iter().collect();
        assert_eq!(all, BTreeSet::from([1, 2, 3, 4]));
    }

    async fn sold_out_products_are_shown_hidden_or_last(index: TestIndex) {
        let mut sold_out = product(2, "Lamp");
        sold_out.variants[0].stock = [(code("de"), StockStatus::OutOfStock)].into();
        fill(index.index(), [product(1, "Lamp"), sold_out, product(3, "Lamp")]).await;
        let mut asked = request();
        asked.sort = search::query::Sort::Code(search::query::Direction::Ascending);
        let mut answers = Vec::new();
        for sold_out in [
            search::query::SoldOut::Show,
            search::query::SoldOut::Hide,
            search::query::SoldOut::Last,
        ] {
            asked.sold_out = sold_out;
            answers.push(found(index.index(), &asked).await);
        }
        assert_eq!(answers, [vec![1, 2, 3], vec![1, 3], vec![1, 3, 2]]);
    }
}
