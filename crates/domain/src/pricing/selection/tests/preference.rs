//! Which of several applicable rows and lists is preferred.

use super::{
    super::{applicable_lists, select, tiers},
    country, reseller, wins,
};
use crate::{
    buyer::Buyer,
    pricing::{
        Price, PriceList,
        fixture::{base, buyer, codes, day, list, listed, price_lists},
    },
};

#[test]
fn lists_go_by_group_then_channel_then_country_then_priority_then_code_and_base_prices_last() {
    let germany = [country("DE").unwrap()];
    // Each is better than the next, though its price and all that counts less speak against it.
    let lists = [
        PriceList {
            customer_groups: codes(["b2b"]),
            priority: -9,
            ..list("z1")
        },
        PriceList {
            channels: codes(["de"]),
            countries: germany.into(),
            priority: -8,
            ..list("z2")
        },
        PriceList {
            channels: codes(["de"]),
            priority: -7,
            ..list("z3")
        },
        PriceList {
            countries: germany.into(),
            priority: -6,
            ..list("z4")
        },
        PriceList {
            priority: 7,
            ..list("z5")
        },
        PriceList {
            priority: 6,
            ..list("c")
        },
        PriceList {
            priority: 6,
            ..list("d")
        },
    ];
    let mut prices: Vec<Price> = lists
        .iter()
        .zip(2..)
        .map(|(list, n)| listed(&list.code, &format!("{}.00", 20 - n)))
        .collect();
    prices.push(base("1.00"));
    for (first, price) in prices.iter().enumerate() {
        let expected = price.amount.to_text(2);
        assert_eq!(
            wins(&prices[first..], &lists, &reseller(), 1),
            Some(expected),
            "{first}"
        );
    }
    let shuffled = price_lists(lists.iter().rev().cloned());
    let order: Vec<_> = applicable_lists(&shuffled, &reseller())
        .iter()
        .map(|entry| entry.value.code.to_string())
        .collect();
    assert_eq!(order, ["z1", "z2", "z3", "z4", "z5", "c", "d"]);
    let order: Vec<_> = applicable_lists(&shuffled, &buyer())
        .iter()
        .map(|entry| entry.value.code.to_string())
        .collect();
    assert_eq!(order, ["z3", "z5", "c", "d"]);
}

#[test]
fn of_one_minimum_quantity_the_country_then_the_window_then_the_later_beginning_counts() {
    let buyer = Buyer {
        country: country("DE"),
        ..buyer()
    };
    // Each is better than the next, though dearer.
    let prices = [
        Price {
            country: country("DE"),
            ..base("9.00")
        },
        Price {
            valid_from: Some(day(9)),
            ..base("8.00")
        },
        Price {
            valid_from: Some(day(8)),
            valid_until: Some(day(11)),
            ..base("7.00")
        },
        Price {
            valid_until: Some(day(11)),
            ..base("6.00")
        },
        base("5.00"),
    ];
    for (first, price) in prices.iter().enumerate() {
        let expected = price.amount.to_text(2);
        assert_eq!(
            wins(&prices[first..], &[], &buyer, 1),
            Some(expected),
            "{first}"
        );
    }
}

#[test]
fn of_rows_alike_the_lower_amount_then_the_later_end_counts() {
    let dated = |until, amount| Price {
        valid_from: Some(day(1)),
        valid_until: until,
        ..base(amount)
    };
    let prices = [
        dated(None, "5.00"),
        dated(Some(day(20)), "4.00"),
        dated(Some(day(11)), "4.00"),
    ];
    let lists = price_lists([]);
    let selected = select(&prices, &lists, &buyer(), 1).unwrap();
    assert_eq!(
        (selected.price, selected.valid_until),
        (&prices[1], Some(day(20)))
    );
    let prices = [dated(Some(day(20)), "4.00"), dated(None, "4.00")];
    let lists = price_lists([]);
    let selected = select(&prices, &lists, &buyer(), 1).unwrap();
    assert_eq!(selected.valid_until, None, "no end is the latest");
}

#[test]
fn a_dearer_tier_never_raises_the_price_within_its_list() {
    let prices = [
        base("5.00"),
        Price {
            min_quantity: 10,
            ..base("6.00")
        },
        Price {
            min_quantity: 20,
            ..base("5.00")
        },
    ];
    assert_eq!(wins(&prices, &[], &buyer(), 20).as_deref(), Some("5.00"));
    let lists = price_lists([]);
    let selected = select(&prices, &lists, &buyer(), 20).unwrap();
    assert_eq!(
        selected.price.min_quantity, 1,
        "of equal tiers the lower minimum quantity"
    );
    assert_eq!(tiers(&prices, &price_lists([]), &buyer()).len(), 1);
}

#[test]
fn a_preferred_row_hides_a_cheaper_one_of_its_own_minimum_quantity_alone() {
    let buyer = Buyer {
        country: country("DE"),
        ..buyer()
    };
    let prices = [
        base("3.00"),
        Price {
            country: country("DE"),
            ..base("5.00")
        },
        Price {
            min_quantity: 10,
            ..base("4.00")
        },
    ];
    assert_eq!(wins(&prices, &[], &buyer, 1).as_deref(), Some("5.00"));
    assert_eq!(wins(&prices, &[], &buyer, 10).as_deref(), Some("4.00"));
}
