//! Relative price lists: whose prices, from which quantity on, for whom; and the whole against a naive model.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{
    super::{Offer, Origin, PriceFacts, Verdict, explain, segments, select, tiers},
    model, wins,
};
use crate::{
    buyer::Buyer,
    pricing::{
        Adjustment, Amount, Override, OverrideScope, Price, PriceList, Relative, RelativeCompareAt,
        Rounding, RoundingMode,
        fixture::{base, buyer, codes, day, list, listed, price_lists},
    },
    text::Code,
};

/// Ten percent off the prices of another list, or of the base prices.
fn ten_off(parent: Option<&str>) -> Relative {
    Relative {
        parent: parent.map(Code::trusted),
        adjustment: Adjustment::parse_percentage("-10").unwrap(),
        rounding: None,
        compare_at: RelativeCompareAt::Adjusted,
        overrides: Vec::new(),
    }
}

fn relative(code: &str, parent: Option<&str>) -> PriceList {
    PriceList {
        relative: Some(ten_off(parent)),
        ..list(code)
    }
}

fn from(min_quantity: u32, price: Price) -> Price {
    Price {
        min_quantity,
        ..price
    }
}

#[test]
fn a_relative_list_changes_the_base_prices_tier_by_tier() {
    let lists = [relative("sale", None)];
    let prices = [
        base("10.00"),
        from(10, base("9.00")),
        from(20, base("9.50")),
    ];
    for (quantity, expected) in [(1, "9.00"), (9, "9.00"), (10, "8.10"), (20, "8.10")] {
        assert_eq!(
            wins(&prices, &lists, &buyer(), quantity).as_deref(),
            Some(expected)
        );
    }
    let index = price_lists(lists);
    let told: Vec<_> = tiers(&prices, &index, &buyer())
        .iter()
        .map(|tier| (tier.min_quantity, tier.amount.to_text(2)))
        .collect();
    assert_eq!(told, [(1, "9.00".to_owned()), (10, "8.10".to_owned())]);
    let selected = select(&prices, &index, &buyer(), 1).unwrap();
    assert_eq!(
        (selected.origin, selected.list.map(|list| &*list.code)),
        (Origin::Relative, Some("sale"))
    );
}

#[test]
fn a_list_that_takes_over_at_the_same_amount_makes_no_tier_whatever_its_digits() {
    let trade = PriceList {
        customer_groups: codes(["b2b"]),
        unit_precision: Some(4),
        ..list("trade")
    };
    let buyer = Buyer {
        customer_group: Some(Code::trusted("b2b")),
        ..buyer()
    };
    let prices = [base("2.66"), from(2, listed("trade", "2.66"))];
    let told: Vec<_> = tiers(&prices, &price_lists([trade]), &buyer)
        .iter()
        .map(|tier| (tier.min_quantity, tier.amount.to_text(tier.digits)))
        .collect();
    assert_eq!(told, [(1, "2.66".to_owned())]);
}

#[test]
fn own_prices_take_the_place_of_computed_ones_from_their_quantity_on() {
    let lists = [relative("sale", None)];
    let prices = [
        base("10.00"),
        from(10, base("5.00")),
        from(5, listed("sale", "8.50")),
    ];
    // Below five units computed; from there on what was fixed, though the base tier at ten would compute 4.50.
    for (quantity, expected) in [(1, "9.00"), (4, "9.00"), (5, "8.50"), (10, "8.50")] {
        assert_eq!(
            wins(&prices, &lists, &buyer(), quantity).as_deref(),
            Some(expected)
        );
    }
    // Nobody pays more for buying more, also where the fixed price is dearer than the computed one before it.
    let dearer = [base("10.00"), from(5, listed("sale", "9.50"))];
    assert_eq!(wins(&dearer, &lists, &buyer(), 5).as_deref(), Some("9.00"));
    // An own price that doesn't hold for the buyer takes no place.
    let elsewhere = Price {
        valid_from: Some(day(20)),
        ..listed("sale", "1.00")
    };
    assert_eq!(
        wins(&[base("10.00"), elsewhere], &lists, &buyer(), 1).as_deref(),
        Some("9.00")
    );
}

#[test]
fn a_parent_gives_its_prices_to_whomever_it_is_bound_but_only_in_its_time() {
    let wholesale = PriceList {
        customer_groups: codes(["b2b"]),
        ..list("wholesale")
    };
    let lists = [wholesale.clone(), relative("outlet", Some("wholesale"))];
    let prices = [base("10.00"), listed("wholesale", "6.00")];
    assert_eq!(wins(&prices, &lists, &buyer(), 1).as_deref(), Some("5.40"));
    // A variant that the parent has no price of has none in the list either.
    assert_eq!(
        wins(&prices[..1], &lists, &buyer(), 1).as_deref(),
        Some("10.00")
    );
    let over = PriceList {
        valid_until: Some(day(9)),
        ..wholesale.clone()
    };
    assert_eq!(
        wins(&prices, &[over, lists[1].clone()], &buyer(), 1).as_deref(),
        Some("10.00")
    );
    let ends = PriceList {
        valid_until: Some(day(12)),
        ..wholesale
    };
    let index = price_lists([
        ends,
        PriceList {
            valid_until: Some(day(15)),
            ..lists[1].clone()
        },
    ]);
    assert_eq!(
        select(&prices, &index, &buyer(), 1).unwrap().valid_until,
        Some(day(12))
    );
}

#[test]
fn the_explanation_tells_computed_prices_and_where_each_comes_from() {
    let lists = price_lists([
        relative("sale", None),
        PriceList {
            customer_groups: codes(["b2b"]),
            ..relative("trade", Some("sale"))
        },
    ]);
    let prices = [
        base("10.00"),
        from(5, base("8.00")),
        from(3, listed("sale", "8.80")),
    ];
    let told: Vec<_> = explain(&prices, &lists, &buyer(), 5)
        .iter()
        .map(|one| {
            (
                one.origin,
                one.list.map(|code| code.to_string()),
                one.amount.to_text(2),
                one.verdict,
            )
        })
        .collect();
    let sale = || Some("sale".to_owned());
    let trade = || Some("trade".to_owned());
    assert_eq!(
        told,
        [
            (Origin::Fixed, sale(), "8.80".to_owned(), Verdict::Won),
            (
                Origin::Relative,
                sale(),
                "9.00".to_owned(),
                Verdict::TierDearer
            ),
            (
                Origin::Relative,
                sale(),
                "7.20".to_owned(),
                Verdict::RowComputed
            ),
            (Origin::Base, None, "10.00".to_owned(), Verdict::BasePrice),
            (Origin::Base, None, "8.00".to_owned(), Verdict::BasePrice),
            (
                Origin::Relative,
                trade(),
                "8.10".to_owned(),
                Verdict::ListOtherCustomerGroup
            ),
            (
                Origin::Relative,
                trade(),
                "7.92".to_owned(),
                Verdict::ListOtherCustomerGroup
            ),
        ]
    );
}

#[test]
fn an_override_holds_for_the_products_in_its_scope() {
    let own = Relative {
        overrides: vec![Override {
            scope: OverrideScope::Brand("Lumen".to_owned()),
            adjustment: Adjustment::NONE,
        }],
        ..ten_off(None)
    };
    let lists = price_lists([PriceList {
        relative: Some(own),
        ..list("sale")
    }]);
    let prices = [base("10.00")];
    let offer = Offer {
        brand: Some("Lumen"),
        ..Offer::from(&prices)
    };
    assert_eq!(
        select(offer, &lists, &buyer(), 1).unwrap().amount,
        prices[0].amount
    );
    assert_eq!(
        select(&prices, &lists, &buyer(), 1)
            .unwrap()
            .amount
            .to_text(2),
        "9.00"
    );
}

/// What a unit costs in a list by the wording of the rule: the least of what the list's own prices say at the quantity,
/// and of what the parent's price computes at the most units below the first of them.
fn naive(
    list: Option<&PriceList>,
    rows: &[Price],
    lists: &[PriceList],
    buyer: &Buyer,
    quantity: u32,
    links: u32,
) -> Option<Decimal> {
    let code = list.map(|list| &list.code);
    let own: Vec<&Price> = rows
        .iter()
        .filter(|row| row.list.as_ref() == code && model::row_matches(row, buyer, u32::MAX))
        .collect();
    let reached: Vec<&Price> = own
        .iter()
        .copied()
        .filter(|row| row.min_quantity <= quantity)
        .collect();
    let fixed = model::winner_in_list(&reached).map(|row| row.amount.to_decimal(6));
    let computed = list.and_then(|list| {
        let relation = list.relative.as_ref().filter(|_| links > 0)?;
        let first = own
            .iter()
            .map(|row| row.min_quantity)
            .min()
            .unwrap_or(u32::MAX);
        let below = quantity.min(first - 1);
        let parent = match &relation.parent {
            None => None,
            Some(code) => Some(lists.iter().find(|list| {
                list.code == *code
                    && list.valid_from.is_none_or(|from| from <= buyer.at)
                    && list.valid_until.is_none_or(|until| buyer.at < until)
            })?),
        };
        let of_parent = naive(parent, rows, lists, buyer, below, links - 1)?;
        let (step, ending, mode) = match relation.rounding {
            Some(rounding) => (
                rounding.step.to_decimal(6),
                rounding.ending.to_decimal(6),
                rounding.mode,
            ),
            None => (
                Decimal::new(1, u32::from(list.digits())),
                Decimal::ZERO,
                RoundingMode::Nearest,
            ),
        };
        Some(crate::pricing::relative::tests::in_decimals(
            of_parent,
            relation.adjustment,
            step,
            ending,
            mode,
        ))
    });
    [fixed, computed].into_iter().flatten().min()
}

fn naive_price(
    rows: &[Price],
    lists: &[PriceList],
    buyer: &Buyer,
    quantity: u32,
) -> Option<Decimal> {
    let ordered = model::lists_in_order(lists, buyer);
    let all = ordered.into_iter().map(Some).chain([None]);
    all.into_iter()
        .find_map(|list| naive(list, rows, lists, buyer, quantity, 5))
}

fn relations(parents: Vec<Option<&'static str>>) -> impl Strategy<Value = Option<Relative>> {
    let rounding = prop::sample::select(vec![None, None, Some(("1", "0.99")), Some(("0.05", "0"))]);
    let change = prop::sample::select(vec!["-10", "-33.33", "25", "0"]);
    let whole = (
        prop::sample::select(parents),
        change,
        rounding,
        prop::sample::select(RoundingMode::ALL),
        any::<bool>(),
    );
    prop::option::weighted(0.7, whole).prop_map(|given| {
        given.map(|(parent, change, rounding, mode, by_amount)| Relative {
            adjustment: if by_amount {
                Adjustment::parse_amount("-0.01", 2).unwrap()
            } else {
                Adjustment::parse_percentage(change).unwrap()
            },
            rounding: rounding
                .map(|(step, ending)| Rounding::parse(step, Some(ending), mode, 2).unwrap()),
            ..ten_off(parent)
        })
    })
}

fn lists() -> impl Strategy<Value = Vec<PriceList>> {
    let of = |code: &'static str, parents: Vec<Option<&'static str>>| {
        (
            relations(parents),
            0..2_i32,
            any::<bool>(),
            any::<bool>(),
            any::<bool>(),
        )
            .prop_map(move |(relative, priority, bound, over, fine)| PriceList {
                relative,
                priority,
                customer_groups: if bound {
                    codes(["b2b"])
                } else {
                    BTreeSet::new()
                },
                valid_until: over.then(|| day(10)),
                unit_precision: fine.then_some(4),
                ..list(code)
            })
    };
    (
        of("a", vec![None]),
        of("b", vec![None, Some("a")]),
        of("c", vec![Some("a"), Some("b")]),
    )
        .prop_map(|(a, b, c)| vec![a, b, c])
}

fn rows() -> impl Strategy<Value = Vec<Price>> {
    let list = prop::sample::select(vec![None, None, Some("a"), Some("b"), Some("c")]);
    let row = (
        list,
        1..400_i64,
        1..6_u32,
        prop::sample::select(vec![None, Some(9), Some(11)]),
    )
        .prop_map(|(list, cents, min_quantity, from)| Price {
            list: list.map(Code::trusted),
            amount: Amount::from_millionths(cents * 10_000).unwrap(),
            min_quantity,
            valid_from: from.map(day),
            ..base("1")
        });
    prop::collection::vec(row, 0..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn the_price_with_relative_lists_is_the_naive_models(lists in lists(), rows in rows(), grouped in any::<bool>()) {
        let buyer = Buyer { customer_group: grouped.then(|| Code::trusted("b2b")), ..buyer() };
        let index = price_lists(lists.clone());
        let tiers = tiers(&rows, &index, &buyer);
        let mut last: Option<(Option<Code>, Amount)> = None;
        for quantity in 1..8 {
            let selected = select(&rows, &index, &buyer, quantity);
            let expected = naive_price(&rows, &lists, &buyer, quantity);
            prop_assert_eq!(selected.map(|selected| selected.amount.to_decimal(6).normalize()), expected.map(|amount| amount.normalize()));
            let tier = tiers.iter().rev().find(|tier| tier.min_quantity <= quantity);
            prop_assert_eq!(tier.map(|tier| tier.amount), selected.map(|selected| selected.amount));
            // A list that takes over at the same amount makes no tier, so that the digits are those of where it begins.
            if let Some(tier) = tier {
                let begins = select(&rows, &index, &buyer, tier.min_quantity);
                prop_assert_eq!(Some(tier.digits), begins.map(|selected| selected.digits));
            }
            let explained = explain(&rows, &index, &buyer, quantity);
            let won: Vec<_> = explained.iter().filter(|one| one.verdict == Verdict::Won).map(|one| (one.amount, one.list.cloned(), one.origin)).collect();
            let now = selected.map(|selected| (selected.amount, selected.list.map(|list| list.code.clone()), selected.origin));
            prop_assert_eq!(won, now.into_iter().collect::<Vec<_>>());
            let now = selected.map(|selected| (selected.list.map(|list| list.code.clone()), selected.amount));
            if let (Some(last), Some(now)) = (&last, &now) {
                prop_assert!(last.0 != now.0 || now.1 <= last.1, "within a list nobody pays more for buying more");
            }
            last = now;
        }
    }

    #[test]
    fn segments_hold_what_relative_lists_compute(lists in lists(), rows in rows(), grouped in any::<bool>(), on in 8..13_u32) {
        let buyer = Buyer { customer_group: grouped.then(|| Code::trusted("b2b")), at: day(on), ..buyer() };
        let index = price_lists(lists);
        let facts = PriceFacts::of(&buyer, &index).unwrap();
        let segments = segments(&[(&rows, 2)], &index);
        let holding: Vec<_> = segments.iter().filter(|segment| segment.holds(&facts)).map(|segment| segment.min).collect();
        prop_assert_eq!(holding, select(&rows, &index, &buyer, 2).map(|selected| selected.amount).into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_rows_and_lists_changes_nothing_of_relative_prices((lists, rows, shuffled) in (lists(), rows()).prop_flat_map(|(lists, rows)| (Just(lists), Just(rows.clone()), Just(rows).prop_shuffle()))) {
        let (one, other) = (price_lists(lists.iter().cloned()), price_lists(lists.iter().rev().cloned()));
        for quantity in 1..7 {
            let price = |selected: Option<super::super::Selected<'_>>| selected.map(|selected| (selected.amount, selected.digits, selected.origin));
            prop_assert_eq!(price(select(&rows, &one, &buyer(), quantity)), price(select(&shuffled, &other, &buyer(), quantity)));
        }
        prop_assert_eq!(tiers(&rows, &one, &buyer()), tiers(&shuffled, &other, &buyer()));
    }
}
