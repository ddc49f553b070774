//! `{"type":"customerGroup",…}`

use domain::text::Code;

use crate::{
    fields::{self, Object},
    given::Given,
};

/// What a record says of a customer group.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerGroupPatch {
    /// Its key.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
}

impl CustomerGroupPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &["type", "code", "name"];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let name = object.given("name", fields::name);
        Some(Self { code: code?, name })
    }
}
