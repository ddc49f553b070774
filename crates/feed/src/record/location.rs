//! `{"type":"location",…}`

use domain::{country::Country, text::Code};

use crate::{
    fields::{self, Object},
    given::Given,
};

/// What a record says of a location.
#[derive(Clone, Debug, PartialEq)]
pub struct LocationPatch {
    /// Its key.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
    /// Where it is.
    pub country: Given<Country>,
}

impl LocationPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &["type", "code", "name", "country"];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let name = object.given("name", fields::name);
        let country = object.given("country", fields::country);
        Some(Self {
            code: code?,
            name,
            country,
        })
    }
}
