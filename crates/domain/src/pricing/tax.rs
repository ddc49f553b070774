//! The amounts of a line of units: total, and how tax splits it. Net and tax make gross, exactly.
//!
//! Calculated in whole minor units of the currency, so that nothing is rounded but where the rule says so. The widest
//! product, a total of 2³² units below a billion each (under 5 × 10²² in the finest currency) times a rate in
//! millionths, stays far inside of `i128`.

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use super::{AMOUNT_DIGITS, Currency, Money, selection::Selected};
use crate::{channel::Channel, country::Country};

/// Digits after the point that a tax rate may have.
pub const RATE_DIGITS: u8 = 6;

/// The largest tax rate: tax is ten times the net price.
pub const RATE_MAX: Decimal = Decimal::TEN;

/// Why a text is not a tax rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a tax rate: the share of the net price from 0 to 10, such as \"0.19\" for 19 %, with at most 6 digits after the point."
)]
pub struct RateError(pub String);

/// Parses a tax rate: digits with an optional point, no sign, at most [`RATE_DIGITS`] after the point, at most
/// [`RATE_MAX`]. Keeps the digits as they were written.
///
/// # Errors
/// [`RateError`] for everything else.
pub fn parse_rate(text: &str) -> Result<Decimal, RateError> {
    let refused = || RateError(text.to_owned());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > usize::from(RATE_DIGITS) {
        return Err(refused());
    }
    let rate: Decimal = text.parse().map_err(|_| refused())?;
    if rate > RATE_MAX {
        Err(refused())
    } else {
        Ok(rate)
    }
}

/// The amounts of a line: a number of units of one variant. All but `unit` have the currency's digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What one unit costs, as the channel shows prices, with the digits of its price list.
    pub unit: Money,
    /// `unit` times the quantity, rounded half-even once: `gross` in a channel whose prices include tax, else `net`.
    pub total: Money,
    /// Without tax.
    pub net: Money,
    /// Rounded half-even.
    pub tax: Money,
    /// With tax: `net` and `tax` together.
    pub gross: Money,
}

/// What lines come to together, in their currency. The tax is that of the lines, each rounded by itself: no cent is lost or
/// found between a cart and its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// As the channel shows prices.
    pub total: Decimal,
    /// Without tax.
    pub net: Decimal,
    /// `gross` less `net`.
    pub tax: Decimal,
    /// With tax.
    pub gross: Decimal,
}

impl<'l> std::iter::Sum<&'l Line> for Sums {
    fn sum<I: Iterator<Item = &'l Line>>(lines: I) -> Self {
        lines.fold(Self::default(), |sums, line| Self {
            total: sums.total + line.total.amount,
            net: sums.net + line.net.amount,
            tax: sums.tax + line.tax.amount,
            gross: sums.gross + line.gross.amount,
        })
    }
}

/// The rate at which a channel taxes a class for buyers in a country: the country's where it has one for the class, else
/// the channel's own. 0 in a channel without rates, and also for a class that the channel has none for, which nothing
/// that is published there can have.
#[must_use]
pub fn rate(channel: &Channel, country: Option<Country>, tax_class: &str) -> Decimal {
    let of_country = country.and_then(|country| channel.country_tax_rates.get(&country));
    of_country
        .and_then(|rates| rates.get(tax_class))
        .or_else(|| channel.tax_rates.get(tax_class))
        .copied()
        .unwrap_or_default()
}

/// The amounts of `quantity` units of a variant at the price that was selected, for buyers in a country, in this channel.
#[must_use]
pub fn line(
    selected: &Selected<'_>,
    quantity: u32,
    channel: &Channel,
    country: Option<Country>,
    tax_class: &str,
) -> Line {
    let currency = selected.price.currency;
    let total = total_in_minor_units(selected.amount.millionths(), quantity, currency);
    let rate = in_millionths(rate(channel, country, tax_class));
    let (net, tax) = if channel.prices_include_tax {
        let tax = divide_half_even(total * rate, ONE + rate);
        (total - tax, tax)
    } else {
        (total, divide_half_even(total * rate, ONE))
    };
    let money = |minor_units: i128| Money {
        amount: Decimal::from_i128_with_scale(minor_units, u32::from(currency.digits())),
        currency,
    };
    Line {
        unit: selected.unit(),
        total: money(total),
        net: money(net),
        tax: money(tax),
        gross: money(net + tax),
    }
}

/// A rate of 1, in millionths.
const ONE: i128 = 10_i128.pow(RATE_DIGITS as u32);

fn total_in_minor_units(unit_millionths: i64, quantity: u32, currency: Currency) -> i128 {
    let surplus_digits = AMOUNT_DIGITS.saturating_sub(currency.digits());
    let exact = i128::from(unit_millionths) * i128::from(quantity);
    divide_half_even(exact, 10_i128.pow(u32::from(surplus_digits)))
}

/// A rate beyond what [`parse_rate`] lets in is taken as the nearest that it does.
fn in_millionths(rate: Decimal) -> i128 {
    let mut rate = rate.clamp(Decimal::ZERO, RATE_MAX);
    rate.rescale(u32::from(RATE_DIGITS));
    rate.mantissa()
}

/// The quotient of a number that is not negative and one that is positive, as the nearest whole number; of two equally
/// near ones, the even one.
const fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    let (quotient, remainder) = (dividend / divisor, dividend % divisor);
    let beyond_half = 2 * remainder > divisor;
    let at_half_and_odd = 2 * remainder == divisor && quotient % 2 == 1;
    if beyond_half || at_half_and_odd {
        quotient + 1
    } else {
        quotient
    }
}
