//! A price list's whole definition, for the history of what lists were.

use domain::{
    country::Country,
    outcome::{Fault, FaultKind},
    pricing::{Currency, PriceList},
    text::Code,
};
use serde::{Deserialize, Serialize};

use super::{DOING, decode, encode, relative_from_text, relative_to_text};
use crate::moment::{from_micros, to_micros};

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct PriceListJson {
    name: String,
    currency: String,
    priority: i32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    channels: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    customer_groups: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    countries: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_until: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit_precision: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relative: Option<String>,
}

/// As JSON, without its code; moments in microseconds.
#[must_use]
pub fn price_list_to_text(list: &PriceList) -> String {
    let texts = |codes: &std::collections::BTreeSet<Code>| {
        codes.iter().map(|code| code.as_str().to_owned()).collect()
    };
    let countries = list.countries.iter();
    encode(&PriceListJson {
        name: list.name.clone(),
        currency: list.currency.as_str().to_owned(),
        priority: list.priority,
        channels: texts(&list.channels),
        customer_groups: texts(&list.customer_groups),
        countries: countries
            .map(|country| country.as_str().to_owned())
            .collect(),
        valid_from: list.valid_from.map(to_micros),
        valid_until: list.valid_until.map(to_micros),
        unit_precision: list.unit_precision,
        relative: list.relative.as_ref().map(relative_to_text),
    })
}

/// From JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for what [`price_list_to_text`] can't have written.
pub fn price_list_from_text(code: &Code, text: &str) -> Result<PriceList, Fault> {
    let json: PriceListJson = decode(text)?;
    let codes = |texts: &[String]| texts.iter().map(|text| Code::trusted(text)).collect();
    let countries = json.countries.iter().map(|text| Country::parse(text));
    let moment = |micros: Option<i64>| micros.map(|micros| from_micros(micros, DOING)).transpose();
    Ok(PriceList {
        code: code.clone(),
        name: json.name,
        currency: Currency::parse(&json.currency)
            .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?,
        priority: json.priority,
        channels: codes(&json.channels),
        customer_groups: codes(&json.customer_groups),
        countries: countries
            .collect::<Result<_, _>>()
            .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?,
        valid_from: moment(json.valid_from)?,
        valid_until: moment(json.valid_until)?,
        unit_precision: json.unit_precision,
        relative: json
            .relative
            .as_deref()
            .map(relative_from_text)
            .transpose()?,
    })
}
