use proptest::prelude::*;

use super::*;
use crate::pricing::{
    Amount, Price,
    fixture::{base, channel, currency, with_standard_rate},
    selection::Origin,
};

/// The amounts of a line as text: total, net, tax, gross.
fn amounts(price: &Price, digits: u8, quantity: u32, channel: &Channel) -> [String; 4] {
    let line = line(&fixed(price, digits), quantity, channel, None, "standard");
    [line.total, line.net, line.tax, line.gross].map(|money| money.amount.to_string())
}

/// A price as the rule selects it.
fn fixed(price: &Price, digits: u8) -> Selected<'_> {
    Selected {
        price,
        list: None,
        amount: price.amount,
        compare_at: None,
        digits,
        valid_until: None,
        origin: Origin::Base,
    }
}

fn shown_without_tax(rate: &str) -> Channel {
    Channel {
        prices_include_tax: false,
        ..with_standard_rate(channel("us"), rate)
    }
}

#[test]
fn where_prices_include_tax_the_total_is_gross_and_tax_is_taken_out_of_it() {
    let channel = with_standard_rate(channel("de"), "0.19");
    assert_eq!(
        amounts(&base("49.95"), 2, 3, &channel),
        ["149.85", "125.92", "23.93", "149.85"]
    );
}

#[test]
fn where_prices_exclude_tax_the_total_is_net_and_tax_comes_on_top() {
    let channel = shown_without_tax("0.0825");
    assert_eq!(
        amounts(&base("19.99"), 2, 2, &channel),
        ["39.98", "39.98", "3.30", "43.28"]
    );
}

#[test]
fn a_half_is_rounded_to_the_even_neighbour() {
    // 0.50 × 0.05 = 0.025 and 1.50 × 0.05 = 0.075.
    let channel = shown_without_tax("0.05");
    assert_eq!(amounts(&base("0.50"), 2, 1, &channel)[2], "0.02");
    assert_eq!(amounts(&base("1.50"), 2, 1, &channel)[2], "0.08");
    // 0.21 gross at 100 % holds 0.105 of tax, 0.23 holds 0.115.
    let channel = with_standard_rate(self::channel("de"), "1");
    assert_eq!(
        amounts(&base("0.21"), 2, 1, &channel),
        ["0.21", "0.11", "0.10", "0.21"]
    );
    assert_eq!(
        amounts(&base("0.23"), 2, 1, &channel),
        ["0.23", "0.11", "0.12", "0.23"]
    );
}

#[test]
fn a_sub_cent_unit_price_is_rounded_once_for_the_whole_line() {
    let channel = channel("de");
    assert_eq!(amounts(&base("0.0015"), 4, 1, &channel)[0], "0.00");
    assert_eq!(amounts(&base("0.0015"), 4, 10, &channel)[0], "0.02");
    assert_eq!(amounts(&base("0.0015"), 4, 1000, &channel)[0], "1.50");
    let price = base("0.0015");
    let selected = fixed(&price, 4);
    assert_eq!(
        line(&selected, 1000, &channel, None, "standard")
            .unit
            .amount
            .to_string(),
        "0.0015"
    );
}

#[test]
fn a_country_has_its_own_rates_and_else_the_channels() {
    let country = |text: &str| Some(Country::parse(text).unwrap());
    let mut channel = with_standard_rate(channel("de"), "0.19");
    let rates = [(
        crate::text::Code::trusted("standard"),
        "0.2".parse().unwrap(),
    )];
    channel
        .country_tax_rates
        .insert(country("AT").unwrap(), rates.into());
    let of = |place, class: &str| rate(&channel, place, class).to_string();
    assert_eq!(of(None, "standard"), "0.19");
    assert_eq!(of(country("FR"), "standard"), "0.19");
    assert_eq!(of(country("AT"), "standard"), "0.2");
    assert_eq!(of(country("AT"), "reduced"), "0");
    let price = base("120.00");
    let line = line(&fixed(&price, 2), 1, &channel, country("AT"), "standard");
    assert_eq!(
        [line.net, line.tax, line.gross].map(|money| money.amount.to_string()),
        ["100.00", "20.00", "120.00"],
        "what buyers see stays, and the country's tax is taken out of it"
    );
}

#[test]
fn amounts_have_the_digits_of_their_currency() {
    let channel = with_standard_rate(channel("de"), "0.1");
    let in_currency = |code: &str, amount: &str| Price {
        currency: currency(code),
        ..base(amount)
    };
    assert_eq!(
        amounts(&in_currency("JPY", "105"), 0, 1, &channel),
        ["105", "95", "10", "105"]
    );
    let kuwait = amounts(&in_currency("KWD", "1.005"), 3, 1, &channel);
    assert_eq!(kuwait, ["1.005", "0.914", "0.091", "1.005"]);
}

#[test]
fn a_channel_without_rates_has_no_tax() {
    assert_eq!(
        amounts(&base("9.99"), 2, 1, &channel("de")),
        ["9.99", "9.99", "0.00", "9.99"]
    );
    let net_channel = Channel {
        prices_include_tax: false,
        ..channel("de")
    };
    assert_eq!(
        amounts(&base("9.99"), 2, 1, &net_channel),
        ["9.99", "9.99", "0.00", "9.99"]
    );
}

#[test]
fn the_largest_line_is_exact() {
    let channel = shown_without_tax("10");
    let price = Price {
        currency: currency("CLF"),
        ..base("999999999.999999")
    };
    let [total, _, tax, gross] = amounts(&price, 6, u32::MAX, &channel);
    assert_eq!(total, "4294967294999995705.0327");
    assert_eq!(tax, "42949672949999957050.3270");
    assert_eq!(gross, "47244640244999952755.3597");
}

#[test]
fn a_rate_is_a_share_with_at_most_six_digits() {
    assert_eq!(parse_rate("0.190").unwrap().to_string(), "0.190");
    assert_eq!(parse_rate("0").unwrap(), Decimal::ZERO);
    assert_eq!(parse_rate("10").unwrap(), RATE_MAX);
    for text in [
        "",
        ".",
        "19",
        "10.000001",
        "-0.1",
        "+0.1",
        "0.1234567",
        "1e-2",
        ".5",
        "1.",
        "0,19",
        "19 %",
    ] {
        assert_eq!(
            parse_rate(text),
            Err(RateError(text.to_owned())),
            "{text:?}"
        );
    }
}

fn currencies() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["EUR", "JPY", "KWD", "CLF"])
}

proptest! {
    #[test]
    fn net_and_tax_make_gross_and_the_shown_one_is_the_total(
        millionths in 0..1_000_000_000_000_000_i64,
        quantity in 1..=1_000_000_000_u32,
        rate in 0..=10_000_000_i64,
        includes_tax: bool,
        code in currencies(),
    ) {
        let rate = Decimal::new(rate, 6);
        let mut channel = with_standard_rate(channel("de"), &rate.to_string());
        channel.prices_include_tax = includes_tax;
        let price = Price {
            amount: Amount::from_millionths(millionths).unwrap(),
            currency: currency(code),
            ..base("0")
        };
        let selected = fixed(&price, 6);
        let line = line(&selected, quantity, &channel, None, "standard");
        prop_assert_eq!(line.net.amount + line.tax.amount, line.gross.amount);
        prop_assert_eq!(line.total, if includes_tax { line.gross } else { line.net });
        for money in [line.total, line.net, line.tax, line.gross] {
            prop_assert_eq!(money.amount.scale(), u32::from(price.currency.digits()));
            prop_assert!(!money.amount.is_sign_negative());
        }
    }

    /// In the sizes of real shops, plain decimal arithmetic says the same.
    #[test]
    fn tax_agrees_with_decimal_arithmetic(
        cents in 0..100_000_000_i64,
        quantity in 1..10_000_u32,
        rate in 0..=1_000_i64,
        includes_tax: bool,
    ) {
        use rust_decimal::RoundingStrategy::MidpointNearestEven;
        let rate = Decimal::new(rate, 3);
        let mut channel = with_standard_rate(channel("de"), &rate.to_string());
        channel.prices_include_tax = includes_tax;
        let price = Price { amount: Amount::from_millionths(cents * 10_000).unwrap(), ..base("0") };
        let selected = fixed(&price, 2);
        let line = line(&selected, quantity, &channel, None, "standard");

        let total = Decimal::new(cents, 2) * Decimal::from(quantity);
        let exact_tax = if includes_tax { total * rate / (Decimal::ONE + rate) } else { total * rate };
        prop_assert_eq!(line.total.amount, total);
        prop_assert_eq!(line.tax.amount, exact_tax.round_dp_with_strategy(2, MidpointNearestEven));
    }

    /// A cart: lines of any prices, quantities and classes. To the cent, what they come to is the sum of the parts,
    /// whichever way it is added up.
    #[test]
    fn the_lines_of_a_cart_sum_to_the_whole(
        wished in prop::collection::vec((0..1_000_000_000_000_i64, 1..100_000_u32, any::<bool>()), 0..60),
        (standard, reduced) in (0..=10_000_000_i64, 0..=10_000_000_i64),
        includes_tax: bool,
        code in currencies(),
    ) {
        let mut channel = with_standard_rate(channel("de"), &Decimal::new(standard, 6).to_string());
        channel.tax_rates.insert(crate::text::Code::trusted("reduced"), Decimal::new(reduced, 6));
        channel.prices_include_tax = includes_tax;
        let lines: Vec<Line> = wished
            .iter()
            .map(|(millionths, quantity, is_reduced)| {
                let price = Price {
                    amount: Amount::from_millionths(*millionths).unwrap(),
                    currency: currency(code),
                    ..base("0")
                };
                let class = if *is_reduced { "reduced" } else { "standard" };
                line(&fixed(&price, 6), *quantity, &channel, None, class)
            })
            .collect();
        let cart: Sums = lines.iter().sum();
        prop_assert_eq!(cart.net + cart.tax, cart.gross);
        prop_assert_eq!(cart.total, if includes_tax { cart.gross } else { cart.net });
        // In whole minor units, added by themselves.
        let digits = u32::from(currency(code).digits());
        let minor = |money: &Money| money.amount.mantissa() * 10_i128.pow(digits - money.amount.scale());
        for (sum, part) in [
            (cart.total, (|line| &line.total) as fn(&Line) -> &Money),
            (cart.net, |line| &line.net),
            (cart.tax, |line| &line.tax),
            (cart.gross, |line| &line.gross),
        ] {
            let units: i128 = lines.iter().map(|line| minor(part(line))).sum();
            prop_assert_eq!(sum, Decimal::from_i128_with_scale(units, digits));
        }
        // Two halves of the cart are the cart.
        let (one, other) = lines.split_at(lines.len() / 2);
        let (one, other): (Sums, Sums) = (one.iter().sum(), other.iter().sum());
        prop_assert_eq!(one.tax + other.tax, cart.tax);
    }
}
