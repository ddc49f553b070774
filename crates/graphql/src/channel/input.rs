//! What mutations take of a channel's taxes, and how an input becomes a record of a feed.

use async_graphql::InputObject;
use serde_json::{Map, Value};

use crate::{
    mutation::Input,
    scalars::{CountryCode, Decimal},
};

/// The tax rate of a class of products.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct TaxRateInput {
    /// The tax class, such as `standard`.
    pub(crate) tax_class: String,
    /// The share of the net price, such as `"0.19"`. Null takes the class's rate away.
    pub(crate) rate: Option<Decimal>,
    /// For buyers in this country instead of the channel's own rate. Null: for all whose country has no rate of its own.
    pub(crate) country: Option<CountryCode>,
}

/// What a tax class is called.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct TaxClassNameInput {
    /// The tax class, such as `standard`.
    pub(crate) tax_class: String,
    /// Its name, at most 512 characters. Null takes it away, and the class's code is shown.
    pub(crate) name: Option<String>,
}

/// The record that says of the channel with this code what the input says.
pub(super) fn record(input: &Input, code: &str) -> Map<String, Value> {
    let mut record = input.record("channel", code);
    if let Some(Value::Array(names)) = record.get_mut("taxClassNames") {
        let names = std::mem::take(names).into_iter().filter_map(name_of_class);
        let names = Value::Object(names.collect());
        record.insert(String::from("taxClassNames"), names);
    }
    if let Some(Value::Array(rates)) = record.get_mut("taxRates") {
        let rates = by_class_and_country(std::mem::take(rates));
        record.insert(String::from("taxRates"), Value::Object(rates));
    }
    record
}

fn name_of_class(mut entry: Value) -> Option<(String, Value)> {
    let entry = entry.as_object_mut()?;
    let class = entry.remove("taxClass")?.as_str()?.to_owned();
    Some((class, entry.remove("name").unwrap_or_default()))
}

/// Rates by class, and under a country's code those of the country.
fn by_class_and_country(rates: Vec<Value>) -> Map<String, Value> {
    let mut all = Map::new();
    for rate in rates {
        let Value::Object(mut rate) = rate else {
            continue;
        };
        let Some(Value::String(class)) = rate.remove("taxClass") else {
            continue;
        };
        // A feed takes exact numbers as text.
        let share = match rate.remove("rate") {
            Some(Value::Number(number)) => Value::String(number.to_string()),
            other => other.unwrap_or_default(),
        };
        let of = match rate.remove("country") {
            Some(Value::String(country)) => all
                .entry(country)
                .or_insert_with(|| Value::Object(Map::new()))
                .as_object_mut(),
            _ => Some(&mut all),
        };
        if let Some(of) = of {
            of.insert(class, share);
        }
    }
    all
}
