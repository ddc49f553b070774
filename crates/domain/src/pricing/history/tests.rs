//! Prior prices by examples, and against a clock that ticks through the whole past.

use proptest::prelude::*;

use super::*;
use crate::pricing::{
    Adjustment, Relative, RelativeCompareAt,
    fixture::{base, buyer, day, list, listed, price_lists},
};

/// A month in which history was recorded from the first day on; the buyer's present is day 10 of [`buyer`].
fn prior(
    rows: &[Price],
    lists: &PriceLists,
    prices: &[PriceChange],
    changes: &[ListChange],
    days: u32,
) -> Option<String> {
    let past = Past {
        prices,
        lists: changes,
        since: day(1),
    };
    lowest_prior(Offer::from(rows), lists, past, &buyer(), 1, days)
        .map(|unit| unit.amount.to_text(2))
}

fn changed(at: u32, before: &[Price], after: &[Price]) -> PriceChange {
    change(before, after, day(at)).unwrap()
}

#[test]
fn a_reduction_shows_the_price_before_it() {
    let lists = PriceLists::default();
    let (was, is) = ([base("100")], [base("80")]);
    assert_eq!(
        prior(&is, &lists, &[changed(8, &was, &is)], &[], 30).as_deref(),
        Some("100.00")
    );
    // One that never changed has none.
    assert_eq!(prior(&is, &lists, &[], &[], 30), None);
    // One that is not for sale has none.
    assert_eq!(prior(&[], &lists, &[changed(8, &was, &[])], &[], 30), None);
}

#[test]
fn only_the_days_before_the_present_price_count() {
    let lists = PriceLists::default();
    let states = [[base("50")], [base("100")], [base("80")]];
    let changes = [
        changed(3, &states[0], &states[1]),
        changed(8, &states[1], &states[2]),
    ];
    assert_eq!(
        prior(&states[2], &lists, &changes, &[], 30).as_deref(),
        Some("50.00")
    );
    // The 50 held until day 3, the 80 began on day 8.
    assert_eq!(
        prior(&states[2], &lists, &changes, &[], 6).as_deref(),
        Some("50.00")
    );
    assert_eq!(
        prior(&states[2], &lists, &changes, &[], 5).as_deref(),
        Some("100.00")
    );
}

#[test]
fn a_row_written_anew_with_the_same_price_is_no_reduction() {
    let lists = PriceLists::default();
    let shown = [Price {
        compare_at: Some(base("120").amount),
        ..base("80")
    }];
    let (was, is) = ([base("100")], [base("80")]);
    let changes = [changed(4, &was, &is), changed(8, &is, &shown)];
    assert_eq!(
        prior(&shown, &lists, &changes, &[], 30).as_deref(),
        Some("100.00")
    );
    assert_eq!(
        prior(&shown, &lists, &changes, &[], 1).as_deref(),
        Some("100.00")
    );
}

#[test]
fn a_scheduled_price_begins_when_its_window_does() {
    let lists = PriceLists::default();
    let was = [base("100")];
    let is = [
        base("100"),
        Price {
            valid_from: Some(day(9)),
            valid_until: Some(day(20)),
            ..base("70")
        },
    ];
    // Entered on day 2, in force from day 9 on.
    assert_eq!(
        prior(&is, &lists, &[changed(2, &was, &is)], &[], 30).as_deref(),
        Some("100.00")
    );
    // A sale that is over is what the price before may have been.
    let over = [
        base("100"),
        Price {
            valid_from: Some(day(3)),
            valid_until: Some(day(5)),
            ..base("70")
        },
    ];
    assert_eq!(
        prior(&over, &lists, &[changed(2, &was, &over)], &[], 30).as_deref(),
        Some("70.00")
    );
}

#[test]
fn a_time_without_a_price_is_passed_over() {
    let lists = PriceLists::default();
    let (was, is) = ([base("100")], [base("80")]);
    let changes = [changed(5, &was, &[]), changed(7, &[], &is)];
    assert_eq!(
        prior(&is, &lists, &changes, &[], 30).as_deref(),
        Some("100.00")
    );
    assert_eq!(prior(&is, &lists, &changes, &[], 2), None);
}

#[test]
fn a_change_of_a_relative_list_is_a_change_of_its_prices() {
    let off = |percent: &str| PriceList {
        relative: Some(Relative {
            parent: None,
            adjustment: Adjustment::parse_percentage(percent).unwrap(),
            rounding: None,
            compare_at: RelativeCompareAt::Adjusted,
            overrides: Vec::new(),
        }),
        ..list("sale")
    };
    let lists = price_lists([off("-30")]);
    let id = lists.by_code("sale").unwrap().id;
    let was = |at: u32, before: Option<PriceList>| ListChange {
        at: day(at),
        id,
        code: Code::trusted("sale"),
        before: before.map(Arc::new),
    };
    let rows = [base("100")];
    // Made on day 3, deepened on day 6.
    let changes = [was(3, None), was(6, Some(off("-10")))];
    assert_eq!(
        prior(&rows, &lists, &[], &changes, 30).as_deref(),
        Some("90.00")
    );
    assert_eq!(
        prior(&rows, &lists, &[], &changes[1..], 30).as_deref(),
        Some("90.00")
    );
    assert_eq!(
        prior(&rows, &lists, &[], &changes[..1], 30).as_deref(),
        Some("100.00")
    );
    // A list that is gone gave the price before.
    let gone = [was(6, Some(off("-50")))];
    assert_eq!(
        prior(&rows, &PriceLists::default(), &[], &gone, 30).as_deref(),
        Some("50.00")
    );
}

fn rows() -> impl Strategy<Value = Vec<Price>> {
    let window = prop::sample::select(vec![
        (None, None),
        (None, None),
        (Some(4), None),
        (Some(3), Some(7)),
        (None, Some(6)),
    ]);
    let row = (1..4_i64, window, any::<bool>()).prop_map(
        |(euros, (from, until), in_list): (i64, (Option<u32>, Option<u32>), bool)| Price {
            amount: crate::pricing::Amount::from_millionths(euros * 1_000_000).unwrap(),
            valid_from: from.map(day),
            valid_until: until.map(day),
            ..if in_list {
                listed("sale", "1")
            } else {
                base("1")
            }
        },
    );
    prop::collection::vec(row, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_lowest_prior_price_is_what_a_calendar_says(states in prop::collection::vec(rows(), 1..6), days in 1..9_u32, until in prop::option::of(2..9_u32)) {
        let lists = price_lists([PriceList { valid_until: until.map(day), ..list("sale") }]);
        // One state a day from the second day on, the last one until today.
        let changes: Vec<PriceChange> = states.windows(2).zip(2..).filter_map(|(pair, at)| change(&pair[0], &pair[1], day(at))).collect();
        let last = states.last().unwrap();
        let state_on = |number: usize| states.get(number.min(states.len()) - 1).unwrap();
        let price_on = |number: u32| {
            let then = Buyer { at: day(number), ..buyer() };
            select(state_on(number as usize), &lists, &then, 1).map(|selected| selected.amount)
        };
        let expected = price_on(10).and_then(|present| {
            let began = (1..=10).rev().take_while(|number| price_on(*number) == Some(present)).last()?;
            let first = began.saturating_sub(days).max(1);
            (first..began).filter_map(price_on).min()
        });
        prop_assert_eq!(prior(last, &lists, &changes, &[], days), expected.map(|amount| amount.to_text(2)));
    }
}
