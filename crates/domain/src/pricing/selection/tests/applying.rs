//! Which rows and lists apply to a buyer at all.

use std::sync::Arc;

use super::{super::tiers, country, reseller, wins};
use crate::{
    buyer::Buyer,
    channel::Channel,
    pricing::{
        Price, PriceList,
        fixture::{base, buyer, codes, currency, day, list, listed, price_lists},
    },
    text::Code,
};

#[test]
fn a_row_applies_in_its_currency_only_and_only_if_the_channel_sells_in_it() {
    let dollars = Price {
        currency: currency("USD"),
        ..base("9.00")
    };
    let francs = Price {
        currency: currency("CHF"),
        ..base("7.00")
    };
    let prices = [base("8.00"), dollars, francs];
    let with = |code: &str| Buyer {
        currency: currency(code),
        ..buyer()
    };
    assert_eq!(wins(&prices, &[], &with("EUR"), 1).as_deref(), Some("8.00"));
    assert_eq!(wins(&prices, &[], &with("USD"), 1).as_deref(), Some("9.00"));
    assert_eq!(wins(&prices, &[], &with("JPY"), 1), None);
    assert_eq!(
        wins(&prices, &[], &with("CHF"), 1),
        None,
        "the channel doesn't sell in francs"
    );
    assert!(tiers(&prices, &price_lists([]), &with("CHF")).is_empty());
}

#[test]
fn a_tier_applies_from_its_minimum_quantity_on() {
    let prices = [
        base("5.00"),
        Price {
            min_quantity: 10,
            ..base("4.00")
        },
    ];
    assert_eq!(wins(&prices, &[], &buyer(), 9).as_deref(), Some("5.00"));
    assert_eq!(wins(&prices, &[], &buyer(), 10).as_deref(), Some("4.00"));
    assert_eq!(wins(&prices[1..], &[], &buyer(), 9), None);
}

#[test]
fn a_window_includes_its_beginning_and_excludes_its_end() {
    let sale = Price {
        valid_from: Some(day(10)),
        valid_until: Some(day(12)),
        ..base("3.00")
    };
    let at = |at| Buyer { at, ..buyer() };
    let second = chrono::Duration::seconds(1);
    for (moment, expected) in [
        (day(10) - second, None),
        (day(10), Some("3.00")),
        (day(12) - second, Some("3.00")),
        (day(12), None),
    ] {
        assert_eq!(
            wins(std::slice::from_ref(&sale), &[], &at(moment), 1).as_deref(),
            expected
        );
        let list = PriceList {
            valid_from: sale.valid_from,
            valid_until: sale.valid_until,
            ..list("a")
        };
        assert_eq!(
            wins(&[listed("a", "3.00")], &[list], &at(moment), 1).as_deref(),
            expected
        );
    }
}

#[test]
fn a_row_or_list_bound_to_a_country_needs_a_buyer_of_that_country() {
    let row = Price {
        country: country("AT"),
        ..base("3.00")
    };
    let bound = PriceList {
        countries: [country("AT").unwrap()].into(),
        ..list("a")
    };
    for (from, expected) in [
        (None, None),
        (country("DE"), None),
        (country("AT"), Some("3.00")),
    ] {
        let buyer = Buyer {
            country: from,
            ..buyer()
        };
        assert_eq!(
            wins(std::slice::from_ref(&row), &[], &buyer, 1).as_deref(),
            expected
        );
        let in_list = [listed("a", "3.00")];
        assert_eq!(
            wins(&in_list, std::slice::from_ref(&bound), &buyer, 1).as_deref(),
            expected
        );
    }
}

#[test]
fn a_list_bound_to_other_groups_or_channels_or_unknown_is_passed_over() {
    let prices = [base("5.00"), listed("a", "1.00")];
    let for_b2b = PriceList {
        customer_groups: codes(["b2b"]),
        ..list("a")
    };
    assert_eq!(
        wins(&prices, std::slice::from_ref(&for_b2b), &buyer(), 1).as_deref(),
        Some("5.00")
    );
    assert_eq!(
        wins(&prices, &[for_b2b], &reseller(), 1).as_deref(),
        Some("1.00")
    );
    let for_us = PriceList {
        channels: codes(["us"]),
        ..list("a")
    };
    assert_eq!(
        wins(&prices, &[for_us], &buyer(), 1).as_deref(),
        Some("5.00")
    );
    assert_eq!(wins(&prices, &[], &buyer(), 1).as_deref(), Some("5.00"));
}

#[test]
fn another_channel_meets_its_own_lists() {
    let lists = [PriceList {
        channels: codes(["at", "ch"]),
        ..list("alps")
    }];
    let prices = [base("5.00"), listed("alps", "6.00")];
    let channel = Channel {
        code: Code::trusted("at"),
        ..(*buyer().channel).clone()
    };
    let austrian = Buyer {
        channel: Arc::new(channel),
        ..buyer()
    };
    assert_eq!(wins(&prices, &lists, &buyer(), 1).as_deref(), Some("5.00"));
    assert_eq!(wins(&prices, &lists, &austrian, 1).as_deref(), Some("6.00"));
}

#[test]
fn a_list_without_a_row_for_the_quantity_is_passed_over() {
    let lists = [PriceList {
        priority: 9,
        ..list("bulk")
    }];
    let prices = [
        base("5.00"),
        Price {
            min_quantity: 100,
            ..listed("bulk", "6.00")
        },
    ];
    assert_eq!(wins(&prices, &lists, &buyer(), 99).as_deref(), Some("5.00"));
    assert_eq!(
        wins(&prices, &lists, &buyer(), 100).as_deref(),
        Some("6.00"),
        "dearer, but the list wins"
    );
}
