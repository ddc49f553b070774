//! The scalars of the API. Each wraps the domain's value, so that what is read is parsed and what is shown is exact.

mod attribute_scalar;
mod catalog_version;
mod country_code;
mod currency_code;
mod date;
mod date_time;
mod decimal;
mod locale;

pub(crate) use attribute_scalar::AttributeScalar;
pub(crate) use catalog_version::CatalogVersion;
pub(crate) use country_code::CountryCode;
pub(crate) use currency_code::CurrencyCode;
pub(crate) use date::Date;
pub(crate) use date_time::DateTime;
pub(crate) use decimal::Decimal;
pub(crate) use locale::LocaleTag;

use async_graphql::Value;

/// A quantity or a version as `Int`, which ends at 2,147,483,647: more than that is shown as that.
pub(crate) fn int(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}

/// A text to be looked for. The databases take no NUL in a text, so nothing has one; nothing has what stands for it here.
pub(crate) fn without_nul(text: String) -> String {
    text.replace('\0', "\u{1}")
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
