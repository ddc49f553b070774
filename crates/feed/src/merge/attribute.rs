//! Attribute definitions.

use std::collections::BTreeMap;

use domain::{
    catalog::{Attribute, EnumValue, ValueType},
    locale::Locale,
    problem::Reason,
};

use super::{by_key, needed, note_repeats};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{AttributePatch, EnumValuePatch},
};

pub(crate) fn attribute(
    stored: Option<&Attribute>,
    patch: AttributePatch,
    sink: &Sink,
) -> Option<Attribute> {
    let root = &Path::Root;
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        root,
        sink,
    );
    let value_type = needed(
        patch.value_type,
        stored.map(|stored| &stored.value_type),
        "valueType",
        root,
        sink,
    );
    let values = values(stored, patch.values, sink);
    let merged = Attribute {
        code: patch.code,
        name: name?,
        value_type: value_type?,
        unit: patch
            .unit
            .over(stored.and_then(|stored| stored.unit.clone())),
        list: patch.list.over_or(stored.map(|stored| stored.list), false),
        filterable: patch
            .filterable
            .over_or(stored.map(|stored| stored.filterable), false),
        searchable: patch
            .searchable
            .over_or(stored.map(|stored| stored.searchable), false),
        values: values?,
        translations: names(
            patch.translations,
            stored.map(|stored| &stored.translations),
        ),
    };
    if merged.value_type != ValueType::Enum && !merged.values.is_empty() {
        sink.note(
            &root.name("values"),
            Reason::Conflict,
            "Only an ENUM attribute declares values.",
        );
    }
    if let Some(stored) = stored {
        let fixed = |name, what: &str| {
            sink.note(
                &root.name(name),
                Reason::Conflict,
                format!("{what} of an attribute is fixed once made."),
            );
        };
        if stored.value_type != merged.value_type {
            fixed("valueType", "The type");
        }
        if stored.list && !merged.list {
            fixed("list", "That it takes several values");
        }
    }
    Some(merged)
}

fn values(
    stored: Option<&Attribute>,
    given: Given<Vec<EnumValuePatch>>,
    sink: &Sink,
) -> Option<Vec<EnumValue>> {
    let before = stored.map_or(&[][..], |stored| &stored.values);
    let patches = match given {
        Given::Absent => return Some(before.to_vec()),
        Given::Null => return Some(Vec::new()),
        Given::Value(patches) => patches,
    };
    let path = Path::Name(&Path::Root, "values");
    let codes: Vec<_> = patches.iter().map(|patch| patch.code.clone()).collect();
    note_repeats(&codes, &path, sink);
    let merged: Vec<_> = patches
        .into_iter()
        .enumerate()
        .map(|(place, patch)| {
            let stored = before.iter().find(|value| value.code == patch.code);
            let name = needed(
                patch.name,
                stored.map(|stored| &stored.name),
                "name",
                &path.index(place),
                sink,
            );
            let translations = names(
                patch.translations,
                stored.map(|stored| &stored.translations),
            );
            Some(EnumValue {
                code: patch.code,
                name: name?,
                translations,
            })
        })
        .collect();
    merged.into_iter().collect()
}

/// Names by locale; a locale without a name falls away.
fn names(
    given: Given<Vec<(Locale, Given<Given<String>>)>>,
    stored: Option<&BTreeMap<Locale, String>>,
) -> BTreeMap<Locale, String> {
    by_key(given, stored, |_, name, stored| name.over(stored.cloned()))
}
