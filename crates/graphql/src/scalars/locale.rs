//! `Locale`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use domain::locale::Locale;

use crate::error::refuse_value;

/// A language, perhaps with script and region, such as `de` or `de-AT` (BCP 47).
#[derive(Clone, Debug)]
pub(crate) struct LocaleTag(pub(crate) Locale);

/// A language, perhaps with script and region, such as `de` or `de-AT` (BCP 47).
#[Scalar(
    name = "Locale",
    specified_by_url = "https://www.rfc-editor.org/info/bcp47"
)]
impl ScalarType for LocaleTag {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Some(text) = super::text(&value) else {
            return Err(refuse_value(
                "A locale is a string, such as \"de\" or \"en-GB\".",
            ));
        };
        Locale::parse(text).map(Self).map_err(refuse_value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}
