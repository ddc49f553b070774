//! Segments say what the rule says, of every catalogue, buyer and moment.

use proptest::prelude::*;

use super::{super::*, laws::catalogues};
use crate::{
    buyer::Buyer,
    country::Country,
    pricing::{
        PriceList,
        fixture::{base, buyer, codes, day, list, listed, price_lists},
    },
    text::Code,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn exactly_the_segment_that_holds_has_the_range((lists, rows, other, someone) in catalogues(), on in 7..15_u32) {
        let index = price_lists(lists);
        let buyer = Buyer { at: day(on), ..someone };
        let half = other.len() / 2;
        for variants in [&[(&rows[..], 1)][..], &[(&rows[..], 3), (&other[..half], 1)]] {
            let expected = range(variants.iter().map(|(rows, quantity)| ((*rows).into(), *quantity)), &index, &buyer);
            let facts = PriceFacts::of(&buyer, &index);
            let segments = segments(variants, &index);
            let holding: Vec<_> = segments
                .iter()
                .filter(|segment| facts.as_ref().is_some_and(|facts| segment.holds(facts)))
                .map(|segment| (segment.min, segment.max))
                .collect();
            if let Some(facts) = &facts {
                for segment in &segments {
                    let timeless = PriceSegment { from: None, until: None, ..segment.clone() };
                    prop_assert_eq!(price_key_holds(&segment.key(), &facts.key), timeless.holds(facts));
                    let key = segment.key();
                    let (context, except) = price_key_parts(&key);
                    prop_assert_eq!(context, &segment.context);
                    prop_assert_eq!(except, segment.except.iter().collect::<Vec<_>>());
                }
            }
            let expected = expected.map(|range| (range.min.amount, range.max.amount));
            prop_assert_eq!(holding, Vec::from_iter(expected));
        }
    }
}

#[test]
fn a_price_without_lists_is_one_segment() {
    let found = segments(
        &[(&[base("10.00")][..], 1), (&[base("12.00")], 1)],
        &price_lists([]),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].context.as_str(), found[0].except.len()),
        ("EUR", 0)
    );
    assert_eq!((found[0].from, found[0].until), (None, None));
}

#[test]
fn a_list_without_rows_of_the_product_changes_no_segment() {
    let rows = [base("10.00"), listed("b2b", "8.00")];
    let of = |lists: Vec<PriceList>| {
        let mut found = segments(&[(&rows[..], 1)], &price_lists(lists));
        found.sort_by(|one, other| one.context.cmp(&other.context));
        found
    };
    let b2b = PriceList {
        customer_groups: codes(["b2b"]),
        ..list("b2b")
    };
    assert_eq!(of(vec![b2b.clone()]), of(vec![b2b, list("new")]));
}

#[test]
fn a_price_that_begins_later_is_a_segment_of_its_own() {
    let mut sale = base("7.00");
    (sale.valid_from, sale.valid_until) = (Some(day(12)), Some(day(14)));
    let mut found = segments(&[(&[base("10.00"), sale][..], 1)], &price_lists([]));
    found.sort_by_key(|segment| segment.from);
    let shown: Vec<_> = found
        .iter()
        .map(|segment| (segment.from, segment.until, segment.min.to_text(2)))
        .collect();
    let expected = [
        (None, Some(day(12)), "10.00"),
        (Some(day(12)), Some(day(14)), "7.00"),
        (Some(day(14)), None, "10.00"),
    ];
    assert_eq!(
        shown,
        expected.map(|(from, until, amount)| (from, until, amount.to_owned()))
    );
}

#[test]
fn a_list_of_each_of_many_groups_is_a_segment_each() {
    let groups: Vec<String> = (0..200).map(|number| format!("g{number}")).collect();
    let lists = groups.iter().map(|group| PriceList {
        customer_groups: [Code::trusted(group)].into(),
        ..list(group)
    });
    let lists = price_lists(lists);
    let mut rows: Vec<_> = groups.iter().map(|group| listed(group, "8.00")).collect();
    rows.push(base("10.00"));
    let found = segments(&[(&rows[..], 1)], &lists);
    assert_eq!(found.len(), 201);
    // Nobody is in two groups, so that only the price of those who are in none has exceptions.
    assert_eq!(
        found
            .iter()
            .map(|segment| segment.except.len())
            .sum::<usize>(),
        200
    );
    let member = Buyer {
        customer_group: Some(Code::trusted("g7")),
        country: Country::parse("DE").ok(),
        ..buyer()
    };
    let facts = PriceFacts::of(&member, &lists).unwrap();
    assert_eq!(facts.contexts.len(), 4);
    let holding: Vec<_> = found
        .iter()
        .filter(|segment| segment.holds(&facts))
        .collect();
    assert_eq!(holding.len(), 1);
    assert_eq!(holding[0].min.to_text(2), "8.00");
}
