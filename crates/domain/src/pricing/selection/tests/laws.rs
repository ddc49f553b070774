//! What holds of every catalogue: generated lists, rows and buyers, few values of each so that ties are common.

use proptest::{prelude::*, sample::select as one_of};

use super::{super::*, model};
use crate::{
    clock::Timestamp,
    country::Country,
    pricing::{
        Amount,
        fixture::{buyer, codes, currency, day, list, price_lists},
    },
    text::Code,
};

const QUANTITIES: std::ops::Range<u32> = 1..7;

fn countries() -> impl Strategy<Value = Option<Country>> {
    one_of(vec![None, Some("DE"), Some("AT")])
        .prop_map(|code| code.map(|code| Country::parse(code).unwrap()))
}

/// A beginning and an end around the buyer's day 10, the end after the beginning.
fn windows() -> impl Strategy<Value = (Option<Timestamp>, Option<Timestamp>)> {
    let beginnings = one_of(vec![None, None, Some(8), Some(9), Some(10), Some(11)]);
    let ends = one_of(vec![None, None, None, Some(10), Some(12), Some(13)]);
    (beginnings, ends).prop_map(|(from, until)| {
        let until = until.filter(|until| from.is_none_or(|from| from < *until));
        (from.map(day), until.map(day))
    })
}

fn lists_of(code: &'static str) -> impl Strategy<Value = PriceList> {
    let bound = || one_of(vec![0_u8, 0, 1, 2]);
    (
        bound(),
        bound(),
        bound(),
        0..2_i32,
        windows(),
        any::<bool>(),
    )
        .prop_map(
            move |(groups, channels, countries, priority, (valid_from, valid_until), fine)| {
                let pick = |bound, own, other| match bound {
                    0 => codes([]),
                    1 => codes([own]),
                    _ => codes([other]),
                };
                let countries = pick(countries, "DE", "AT");
                PriceList {
                    customer_groups: pick(groups, "b2b", "vip"),
                    channels: pick(channels, "de", "us"),
                    countries: countries
                        .iter()
                        .map(|code| Country::parse(code).unwrap())
                        .collect(),
                    priority,
                    valid_from,
                    valid_until,
                    unit_precision: fine.then_some(4),
                    ..list(code)
                }
            },
        )
}

fn rows() -> impl Strategy<Value = Price> {
    let list = one_of(vec![None, Some("a"), Some("b"), Some("c"), Some("missing")]);
    let money = one_of(vec!["EUR", "EUR", "EUR", "EUR", "USD"]);
    let compare_at = prop::option::of(7..9_i64);
    (
        list,
        money,
        1..5_i64,
        compare_at,
        1..6_u32,
        countries(),
        windows(),
    )
        .prop_map(
            |(
                list,
                money,
                amount,
                compare_at,
                min_quantity,
                country,
                (valid_from, valid_until),
            )| Price {
                list: list.map(Code::trusted),
                currency: currency(money),
                amount: Amount::from_millionths(amount * 10_000).unwrap(),
                compare_at: compare_at.and_then(Amount::from_millionths),
                min_quantity,
                country,
                valid_from,
                valid_until,
            },
        )
}

fn buyers() -> impl Strategy<Value = Buyer> {
    let money = one_of(vec!["EUR", "EUR", "EUR", "EUR", "EUR", "USD", "CHF"]);
    let group = one_of(vec![None, Some("b2b")]);
    (money, group, countries()).prop_map(|(money, group, country)| Buyer {
        currency: currency(money),
        customer_group: group.map(Code::trusted),
        country,
        ..buyer()
    })
}

/// Lists, rows, the same rows shuffled, and a buyer.
pub(super) fn catalogues() -> impl Strategy<Value = (Vec<PriceList>, Vec<Price>, Vec<Price>, Buyer)>
{
    let lists = (lists_of("a"), lists_of("b"), lists_of("c")).prop_map(|(a, b, c)| vec![a, b, c]);
    let rows = prop::collection::vec(rows(), 0..24)
        .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()));
    (lists, rows, buyers())
        .prop_map(|(lists, (rows, shuffled), buyer)| (lists, rows, shuffled, buyer))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_price_is_the_naive_models((lists, rows, _, buyer) in catalogues()) {
        let index = price_lists(lists.clone());
        for quantity in QUANTITIES {
            let selected = select(&rows, &index, &buyer, quantity).map(|selected| selected.price);
            prop_assert_eq!(selected, model::winner(&rows, &lists, &buyer, quantity));
        }
    }

    #[test]
    fn the_order_of_rows_and_lists_changes_nothing((lists, rows, shuffled, buyer) in catalogues()) {
        let one = price_lists(lists.iter().cloned());
        let other = price_lists(lists.iter().rev().cloned());
        for quantity in QUANTITIES {
            prop_assert_eq!(
                select(&rows, &one, &buyer, quantity),
                select(&shuffled, &other, &buyer, quantity)
            );
            prop_assert_eq!(
                explain(&rows, &one, &buyer, quantity),
                explain(&shuffled, &other, &buyer, quantity)
            );
        }
        prop_assert_eq!(tiers(&rows, &one, &buyer), tiers(&shuffled, &other, &buyer));
    }

    #[test]
    fn within_a_list_nobody_pays_more_a_unit_for_buying_more((lists, rows, _, buyer) in catalogues()) {
        let index = price_lists(lists);
        for quantity in QUANTITIES {
            let fewer = select(&rows, &index, &buyer, quantity);
            let more = select(&rows, &index, &buyer, quantity + 1);
            if let Some(fewer) = fewer {
                let more = more.expect("what is sold in a quantity is sold in a larger one");
                let same_list = more.price.list == fewer.price.list;
                prop_assert!(!same_list || more.price.amount <= fewer.price.amount);
            }
        }
    }

    #[test]
    fn the_last_tier_not_above_a_quantity_is_its_price((lists, rows, _, buyer) in catalogues()) {
        let index = price_lists(lists);
        let tiers = tiers(&rows, &index, &buyer);
        for quantity in QUANTITIES {
            let tier = tiers.iter().rev().find(|tier| tier.min_quantity <= quantity);
            let selected = select(&rows, &index, &buyer, quantity);
            prop_assert_eq!(tier.map(|tier| tier.amount), selected.map(|selected| selected.price.amount));
        }
        for pair in tiers.windows(2) {
            prop_assert!(pair[0].min_quantity < pair[1].min_quantity);
            prop_assert_ne!(pair[0].amount, pair[1].amount);
        }
    }

    #[test]
    fn every_row_is_explained_once_and_only_the_selected_one_has_won((lists, rows, _, buyer) in catalogues()) {
        let index = price_lists(lists);
        for quantity in QUANTITIES {
            let explained = explain(&rows, &index, &buyer, quantity);
            prop_assert_eq!(explained.len(), rows.len());
            let won: Vec<&Price> = explained
                .iter()
                .filter(|row| row.verdict == Verdict::Won)
                .map(|row| row.price)
                .collect();
            let selected = select(&rows, &index, &buyer, quantity).map(|selected| selected.price);
            prop_assert_eq!(won, selected.into_iter().collect::<Vec<_>>());
            let any_applicable = explained.iter().any(|row| row.verdict.is_applicable());
            prop_assert_eq!(any_applicable, selected.is_some());
        }
    }

    #[test]
    fn the_winning_list_is_the_first_applicable_one_with_a_row((lists, rows, _, buyer) in catalogues()) {
        let index = price_lists(lists);
        let applicable = applicable_lists(&index, &buyer);
        let in_order = applicable.iter().map(|entry| Some(&entry.value.code)).chain([None]);
        let order: Vec<Option<&Code>> = in_order.collect();
        for quantity in QUANTITIES {
            let first = order.iter().find(|code| {
                let of_list = rows.iter().filter(|row| row.list.as_ref() == **code).cloned();
                select(&of_list.collect::<Vec<_>>(), &index, &buyer, quantity).is_some()
            });
            let selected = select(&rows, &index, &buyer, quantity);
            prop_assert_eq!(first.copied(), selected.map(|selected| selected.price.list.as_ref()));
        }
    }

    #[test]
    fn the_range_spans_the_prices_of_one_unit((lists, rows, other_rows, buyer) in catalogues()) {
        let index = price_lists(lists);
        let half = other_rows.len() / 2;
        let variants = [&rows[..], &other_rows[..half], &other_rows[half..]];
        let units: Vec<Amount> = variants
            .iter()
            .filter_map(|prices| select(*prices, &index, &buyer, 1))
            .map(|selected| selected.price.amount)
            .collect();
        let range = range(variants.map(|prices| (prices.into(), 1)), &index, &buyer);
        prop_assert_eq!(range.map(|range| range.min.amount), units.iter().min().copied());
        prop_assert_eq!(range.map(|range| range.max.amount), units.iter().max().copied());
    }
}
