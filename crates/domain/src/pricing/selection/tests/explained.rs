//! What is explained is what happens, in words of the trade.

use super::super::{Verdict, explain};
use crate::{
    buyer::Buyer,
    country::Country,
    pricing::{
        Price, PriceList,
        fixture::{base, buyer, codes, currency, day, list, listed, price_lists},
    },
    text::Code,
};

#[test]
fn every_row_is_explained_the_winner_first() {
    let country = |text: &str| Some(Country::parse(text).unwrap());
    let buyer = Buyer {
        country: country("DE"),
        customer_group: Some(Code::trusted("b2b")),
        ..buyer()
    };
    let lists = price_lists([
        PriceList {
            customer_groups: codes(["b2b"]),
            priority: 1,
            ..list("best")
        },
        PriceList {
            customer_groups: codes(["b2b"]),
            ..list("lower")
        },
        PriceList {
            channels: codes(["de"]),
            ..list("ungrouped")
        },
        PriceList {
            customer_groups: codes(["vip"]),
            ..list("vip")
        },
        PriceList {
            valid_from: Some(day(11)),
            ..list("soon")
        },
    ]);
    let prices = [
        base("1.00"),
        listed("vip", "1.01"),
        listed("soon", "1.02"),
        listed("ungrouped", "1.03"),
        listed("lower", "1.04"),
        listed("gone", "1.05"),
        Price {
            currency: currency("USD"),
            ..base("1.06")
        },
        Price {
            valid_until: Some(day(10)),
            ..listed("best", "1.07")
        },
        Price {
            min_quantity: 11,
            ..listed("best", "1.08")
        },
        Price {
            country: country("AT"),
            ..listed("best", "1.09")
        },
        listed("best", "3.00"),
        Price {
            valid_from: Some(day(2)),
            ..listed("best", "3.50")
        },
        Price {
            valid_from: Some(day(3)),
            ..listed("best", "4.00")
        },
        Price {
            min_quantity: 5,
            ..listed("best", "2.00")
        },
        Price {
            min_quantity: 10,
            ..listed("best", "2.00")
        },
    ];
    let explained: Vec<String> = explain(&prices, &lists, &buyer, 10)
        .iter()
        .map(|row| format!("{} {:?}", row.price.amount.to_text(2), row.verdict))
        .collect();
    insta::assert_snapshot!(explained.join("\n"), @r"
    2.00 Won
    2.00 TierLater
    4.00 TierDearer
    3.50 RowStartsEarlier
    3.00 RowUndated
    1.04 ListLowerPriority
    1.03 ListWithoutCustomerGroup
    1.00 BasePrice
    1.02 ListNotYetValid
    1.01 ListOtherCustomerGroup
    1.05 ListUnknown
    1.07 NoLongerValid
    1.09 OtherCountry
    1.08 QuantityTooSmall
    1.06 OtherCurrency
    ");
}

#[test]
fn in_a_currency_that_the_channel_does_not_sell_in_every_row_says_so() {
    let francs = Price {
        currency: currency("CHF"),
        ..base("7.00")
    };
    let buyer = Buyer {
        currency: currency("CHF"),
        ..buyer()
    };
    for row in explain(&[base("5.00"), francs], &price_lists([]), &buyer, 1) {
        assert_eq!(row.verdict, Verdict::CurrencyNotSold);
        assert_eq!(
            row.verdict.sentence(),
            "The channel does not sell in this currency."
        );
    }
}
