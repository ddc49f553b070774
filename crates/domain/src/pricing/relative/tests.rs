//! Adjusting and rounding by examples, and against decimal arithmetic that shares nothing with it.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::pricing::fixture::{list, price_lists};

fn amount(text: &str) -> Amount {
    Amount::parse(text, 6).unwrap()
}

fn percent(text: &str) -> Adjustment {
    Adjustment::parse_percentage(text).unwrap()
}

fn relative(adjustment: Adjustment, rounding: Option<Rounding>) -> Relative {
    Relative {
        parent: None,
        adjustment,
        rounding,
        compare_at: RelativeCompareAt::Adjusted,
        overrides: Vec::new(),
    }
}

fn rounding(step: &str, ending: &str, mode: RoundingMode) -> Rounding {
    Rounding::parse(step, Some(ending), mode, 6).unwrap()
}

#[track_caller]
fn computes(adjustment: Adjustment, rounding: Option<Rounding>, from: &str, to: &str) {
    let computed = relative(adjustment, rounding).compute(amount(from), None, adjustment, 2);
    assert_eq!(computed.amount.to_text(2), to, "from {from}");
}

#[test]
fn a_price_is_changed_exactly_and_rounded_once() {
    computes(percent("-10"), None, "19.99", "17.99");
    // 0.125 and 0.135: halves go to the even cent.
    computes(percent("-50"), None, "0.25", "0.12");
    computes(percent("-50"), None, "0.27", "0.14");
    computes(percent("-33.3333"), None, "100", "66.67");
    computes(percent("-100"), None, "5", "0.00");
    computes(percent("1000"), None, "999999999.99", "999999999.99");
    let off = Adjustment::parse_amount("-2.50", 2).unwrap();
    computes(off, None, "10", "7.50");
    computes(off, None, "1", "0.00");
}

#[test]
fn a_rounding_leads_to_a_step_or_an_ending() {
    let nearest = |step, ending| Some(rounding(step, ending, RoundingMode::Nearest));
    computes(Adjustment::NONE, nearest("1", "0.99"), "10.20", "9.99");
    computes(Adjustment::NONE, nearest("1", "0.99"), "10.60", "10.99");
    computes(Adjustment::NONE, nearest("1", "0.99"), "0.01", "0.99");
    computes(Adjustment::NONE, nearest("1", "0.99"), "0", "0.00");
    computes(Adjustment::NONE, nearest("0.05", "0"), "1.02", "1.00");
    computes(Adjustment::NONE, nearest("0.05", "0"), "1.03", "1.05");
    // 1.025 lies between 20 and 21 steps: the even one.
    computes(percent("-50"), nearest("0.05", "0"), "2.05", "1.00");
    let up = Some(rounding("1", "0.99", RoundingMode::Up));
    computes(Adjustment::NONE, up, "10.00", "10.99");
    computes(Adjustment::NONE, up, "10.99", "10.99");
    let down = Some(rounding("10", "0", RoundingMode::Down));
    computes(Adjustment::NONE, down, "19.99", "10.00");
}

#[test]
fn what_is_shown_before_is_above_the_price_or_not_shown() {
    let own = |compare_at| Relative {
        compare_at,
        ..relative(percent("-20"), None)
    };
    let before = |mode, shown: Option<&str>| {
        let computed = own(mode).compute(amount("10"), shown.map(amount), percent("-20"), 2);
        computed.compare_at.map(|amount| amount.to_text(2))
    };
    assert_eq!(
        before(RelativeCompareAt::Adjusted, Some("15")).as_deref(),
        Some("12.00")
    );
    assert_eq!(before(RelativeCompareAt::Adjusted, None), None);
    assert_eq!(before(RelativeCompareAt::Adjusted, Some("9")), None);
    assert_eq!(
        before(RelativeCompareAt::Parent, None).as_deref(),
        Some("10.00")
    );
    assert_eq!(before(RelativeCompareAt::None, Some("15")), None);
}

#[test]
fn the_first_override_that_holds_counts() {
    let own = Relative {
        overrides: vec![
            Override {
                scope: OverrideScope::Category(Code::trusted("lamps")),
                adjustment: percent("-5"),
            },
            Override {
                scope: OverrideScope::Brand(String::from("Lumen")),
                adjustment: percent("-7"),
            },
        ],
        ..relative(percent("-10"), None)
    };
    let lamps = [Code::trusted("home"), Code::trusted("lamps")];
    assert_eq!(own.adjustment_for(Some("Lumen"), &lamps), percent("-5"));
    assert_eq!(
        own.adjustment_for(Some("Lumen"), &lamps[..1]),
        percent("-7")
    );
    assert_eq!(own.adjustment_for(Some("lumen"), &[]), percent("-10"));
    assert_eq!(own.adjustment_for(None, &[]), percent("-10"));
}

#[test]
fn texts_that_are_no_change_or_no_rounding_are_refused() {
    for text in [
        "",
        "x",
        "-100.0001",
        "1000.0001",
        "1e2",
        "1.23456",
        "+5",
        "--5",
    ] {
        assert!(Adjustment::parse_percentage(text).is_err(), "{text}");
    }
    assert!(Adjustment::parse_amount("1.234", 2).is_err());
    assert_eq!(percent("-12.50").to_text(), "-12.5");
    assert_eq!(
        Adjustment::parse_amount("-0.05", 2).unwrap().to_text(),
        "-0.05"
    );
    let parse = |step, ending| Rounding::parse(step, Some(ending), RoundingMode::Nearest, 2);
    assert_eq!(parse("0", "0"), Err(RoundingError::StepOutOfBounds));
    assert_eq!(parse("1000.01", "0"), Err(RoundingError::StepOutOfBounds));
    assert_eq!(parse("1", "1"), Err(RoundingError::EndingTooLarge));
    assert!(matches!(parse("0.005", "0"), Err(RoundingError::Step(_))));
}

#[test]
fn a_chain_ends_and_is_not_too_long() {
    let child = |code: &str, parent: &str| PriceList {
        relative: Some(Relative {
            parent: Some(Code::trusted(parent)),
            ..relative(percent("-1"), None)
        }),
        ..list(code)
    };
    let problem = |own: &PriceList, lists: Vec<PriceList>| {
        chain_problem(own, &price_lists(lists)).map(|problem| problem.to_string())
    };
    let chain = |length: usize| -> Vec<PriceList> {
        let child = |number: usize| child(&format!("l{number}"), &format!("l{}", number + 1));
        let last = list(&format!("l{length}"));
        (1..length).map(child).chain([last]).collect()
    };
    assert_eq!(problem(&chain(5)[0], chain(5)), None);
    let long = problem(&chain(6)[0], chain(6)).unwrap();
    assert!(long.starts_with("At most 5 price lists"), "{long}");
    let round = vec![child("a", "b"), child("b", "c"), child("c", "a")];
    let told = problem(&round[0], round.clone()).unwrap();
    assert_eq!(
        told,
        "A price list can't be relative to itself: a → b → c → a."
    );
    assert_eq!(
        problem(&child("a", "a"), Vec::new()).unwrap(),
        "A price list can't be relative to itself: a → a."
    );
    assert_eq!(
        problem(&child("a", "b"), Vec::new()).unwrap(),
        "There is no price list \"b\"."
    );
    let dollars = PriceList {
        currency: crate::pricing::fixture::currency("USD"),
        ..list("b")
    };
    assert_eq!(
        problem(&child("a", "b"), vec![dollars]).unwrap(),
        "The price list \"b\" is in USD, not EUR."
    );
}

/// The same in decimals: exact change, then the nearest of the prices that may be, looked for one by one.
pub(in crate::pricing) fn in_decimals(
    parent: Decimal,
    adjustment: Adjustment,
    step: Decimal,
    ending: Decimal,
    mode: RoundingMode,
) -> Decimal {
    let exact = match adjustment {
        Adjustment::Percentage(share) => parent + parent * Decimal::new(share, 6),
        Adjustment::Amount(millionths) => parent + Decimal::new(millionths, 6),
    };
    if exact <= Decimal::ZERO {
        return Decimal::ZERO;
    }
    if exact <= ending {
        return ending;
    }
    let number = ((exact - ending) / step).floor();
    let (below, above) = (
        number * step + ending,
        (number + Decimal::ONE) * step + ending,
    );
    let (to_below, to_above) = (exact - below, above - exact);
    let is_even = (number % Decimal::TWO).is_zero();
    match mode {
        RoundingMode::Down => below,
        RoundingMode::Up if to_below.is_zero() => below,
        RoundingMode::Up => above,
        RoundingMode::Nearest if to_below < to_above || (to_below == to_above && is_even) => below,
        RoundingMode::Nearest => above,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn computing_is_what_decimals_say(
        millionths in prop_oneof![0..50_000_000_i64, (0..5000_i64).prop_map(|cents| cents * 10_000), 0..900_000_000_000_i64],
        percentage in any::<bool>(),
        share in prop_oneof![-1_000_000..1_000_000_i64, (-100..100_i64).prop_map(|percent| percent * 10_000)],
        step in prop::sample::select(vec!["0.01", "0.05", "0.10", "0.25", "1", "10"]),
        with_ending in any::<bool>(),
        mode in prop::sample::select(RoundingMode::ALL),
    ) {
        let adjustment = if percentage { Adjustment::Percentage(share) } else { Adjustment::Amount(share * 7) };
        let step_amount = amount(step);
        let ending = if with_ending { Amount::from_millionths(step_amount.millionths() - 10_000).unwrap() } else { Amount::ZERO };
        let rounding = Rounding { step: step_amount, ending, mode };
        let parent = Amount::from_millionths(millionths).unwrap();
        let computed = relative(adjustment, Some(rounding)).compute(parent, None, adjustment, 2).amount;
        let expected = in_decimals(parent.to_decimal(6), adjustment, step_amount.to_decimal(6), ending.to_decimal(6), mode);
        prop_assert_eq!(computed.to_decimal(6).normalize(), expected.normalize());
    }

    #[test]
    fn a_dearer_parent_never_computes_a_cheaper_price(one in 0..40_000_000_i64, more in 0..3_000_000_i64, share in -1_000_000..1_000_000_i64, up in any::<bool>()) {
        let mode = if up { RoundingMode::Up } else { RoundingMode::Nearest };
        let own = relative(Adjustment::Percentage(share), Some(rounding("1", "0.95", mode)));
        let price = |millionths| own.compute(Amount::from_millionths(millionths).unwrap(), None, own.adjustment, 2).amount;
        prop_assert!(price(one) <= price(one + more));
    }
}
