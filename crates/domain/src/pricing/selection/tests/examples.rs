//! The rule by examples, one for each sentence of it.

use std::sync::Arc;

use super::super::{applicable_lists, range, select, tiers};
use crate::{
    buyer::Buyer,
    channel::Channel,
    country::Country,
    pricing::{
        Price, PriceList,
        fixture::{base, buyer, codes, currency, day, list, listed, price_lists},
    },
    text::Code,
};

fn country(text: &str) -> Option<Country> {
    Some(Country::parse(text).unwrap())
}

/// The amount that wins at a quantity, in either order of the rows.
#[track_caller]
fn wins(prices: &[Price], lists: &[PriceList], buyer: &Buyer, quantity: u32) -> Option<String> {
    let lists = price_lists(lists.iter().cloned());
    let amount = |prices: &[Price]| {
        let selected = select(prices, &lists, buyer, quantity)?;
        Some(selected.price.amount.to_text(2))
    };
    let mut reversed = prices.to_vec();
    reversed.reverse();
    assert_eq!(
        amount(prices),
        amount(&reversed),
        "the order of rows matters"
    );
    amount(prices)
}

fn reseller() -> Buyer {
    Buyer {
        customer_group: Some(Code::trusted("b2b")),
        country: country("DE"),
        ..buyer()
    }
}

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
    let selected = select(&prices, &price_lists([]), &buyer(), 1).unwrap();
    assert_eq!(
        (selected.price, selected.valid_until),
        (&prices[1], Some(day(20)))
    );
    let prices = [dated(Some(day(20)), "4.00"), dated(None, "4.00")];
    let selected = select(&prices, &price_lists([]), &buyer(), 1).unwrap();
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
    let selected = select(&prices, &price_lists([]), &buyer(), 20).unwrap();
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

#[test]
fn digits_and_the_end_come_from_the_row_and_its_list() {
    let fine = PriceList {
        unit_precision: Some(4),
        valid_until: Some(day(12)),
        ..list("fine")
    };
    let lists = price_lists([fine]);
    let in_list = Price {
        compare_at: Some(base("0.002").amount),
        ..listed("fine", "0.0015")
    };
    let prices = [in_list, base("2.00")];
    let selected = select(&prices, &lists, &buyer(), 1).unwrap();
    assert_eq!((selected.digits, selected.valid_until), (4, Some(day(12))));
    assert_eq!(selected.unit().amount.to_string(), "0.0015");
    assert_eq!(selected.compare_at().unwrap().amount.to_string(), "0.0020");
    let ends_first = [Price {
        valid_until: Some(day(11)),
        ..listed("fine", "0.0015")
    }];
    assert_eq!(
        select(&ends_first, &lists, &buyer(), 1)
            .unwrap()
            .valid_until,
        Some(day(11))
    );
    let selected = select(&prices[1..], &lists, &buyer(), 1).unwrap();
    assert_eq!((selected.digits, selected.valid_until), (2, None));
}

#[test]
fn tiers_go_across_lists_and_name_only_changes() {
    let lists = price_lists([PriceList {
        unit_precision: Some(3),
        ..list("bulk")
    }]);
    let from = |min_quantity, price: Price| Price {
        min_quantity,
        ..price
    };
    let prices = [
        base("5.00"),
        from(5, base("4.50")),
        from(7, base("4.50")),
        from(10, listed("bulk", "4.75")),
        from(20, base("1.00")),
        from(30, listed("bulk", "4.125")),
        from(
            40,
            Price {
                country: country("AT"),
                ..listed("bulk", "2.00")
            },
        ),
    ];
    let tiers: Vec<_> = tiers(&prices, &lists, &buyer())
        .iter()
        .map(|tier| (tier.min_quantity, tier.amount.to_text(tier.digits)))
        .collect();
    let expected = [(1, "5.00"), (5, "4.50"), (10, "4.750"), (30, "4.125")];
    assert_eq!(
        tiers,
        expected.map(|(quantity, amount)| (quantity, amount.to_owned()))
    );
}

#[test]
fn a_range_spans_the_variants_that_are_for_sale_at_one_unit() {
    let bulk_only = [Price {
        min_quantity: 2,
        ..base("0.10")
    }];
    let variants = [
        vec![base("5.00")],
        bulk_only.to_vec(),
        Vec::new(),
        vec![base("3.00"), base("9.00")],
    ];
    let lists = price_lists([]);
    let range_of = |variants: &[Vec<Price>]| {
        let range = range(variants.iter().map(Vec::as_slice), &lists, &buyer())?;
        Some((
            range.min.amount.to_text(range.min.digits),
            range.max.amount.to_text(range.max.digits),
        ))
    };
    assert_eq!(
        range_of(&variants),
        Some(("3.00".to_owned(), "5.00".to_owned()))
    );
    assert_eq!(range_of(&variants[1..3]), None);
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
