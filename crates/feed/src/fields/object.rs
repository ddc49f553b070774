//! An object whose field names are known.

use std::borrow::Cow;

use domain::problem::Reason;

use super::{Path, Sink};
use crate::{given::Given, json::Json};

/// The entries of an object, in the order written.
pub(crate) type Entries<'j> = [(Cow<'j, str>, Json<'j>)];

/// An object that was checked for unknown and repeated fields.
pub(crate) struct Object<'o, 'j> {
    entries: &'o Entries<'j>,
    path: &'o Path<'o>,
    sink: &'o Sink,
}

impl<'o, 'j> Object<'o, 'j> {
    /// Takes an object with these field names; others, and doubles, are noted.
    pub(crate) fn open(
        json: &'o Json<'j>,
        names: &[&str],
        path: &'o Path<'o>,
        sink: &'o Sink,
    ) -> Option<Self> {
        let Json::Map(entries) = json else {
            sink.invalid(
                path,
                format!("An object is expected here, not {}.", json.kind()),
            );
            return None;
        };
        for (place, (name, _)) in entries.iter().enumerate() {
            if !names.contains(&&**name) {
                sink.note(
                    &path.name(name),
                    Reason::Invalid,
                    format!(
                        "There is no field {name:?} here. Known are: {}.",
                        names.join(", ")
                    ),
                );
            } else if entries[..place].iter().any(|(before, _)| before == name) {
                sink.note(
                    &path.name(name),
                    Reason::Duplicate,
                    "This field is given twice.",
                );
            }
        }
        Some(Self {
            entries,
            path,
            sink,
        })
    }

    /// The raw value of a field. None: it is not there.
    pub(crate) fn raw(&self, name: &str) -> Option<&'o Json<'j>> {
        self.entries
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// A field by its parser, which notes what is wrong and then gives None; that counts as absent.
    pub(crate) fn given<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&'o Json<'j>, &Path<'_>, &Sink) -> Option<T>,
    ) -> Given<T> {
        match self.raw(name) {
            None => Given::Absent,
            Some(Json::Null) => Given::Null,
            Some(json) => {
                parse(json, &self.path.name(name), self.sink).map_or(Given::Absent, Given::Value)
            }
        }
    }

    /// As [`Object::given`] for a field where null means the same as absence.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&'o Json<'j>, &Path<'_>, &Sink) -> Option<T>,
    ) -> Option<T> {
        match self.given(name, parse) {
            Given::Value(value) => Some(value),
            Given::Absent | Given::Null => None,
        }
    }

    /// A field that must be there; its absence is noted.
    pub(crate) fn required<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&'o Json<'j>, &Path<'_>, &Sink) -> Option<T>,
    ) -> Option<T> {
        if matches!(self.raw(name), None | Some(Json::Null)) {
            self.sink.note(
                &self.path.name(name),
                Reason::Required,
                "This field is needed.",
            );
            return None;
        }
        self.optional(name, parse)
    }
}

/// The entries of an object whose keys are data; a key given twice is noted.
pub(crate) fn entries<'o, 'j>(
    json: &'o Json<'j>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<&'o Entries<'j>> {
    let Json::Map(entries) = json else {
        sink.invalid(
            path,
            format!("An object is expected here, not {}.", json.kind()),
        );
        return None;
    };
    let mut names: Vec<&str> = entries.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
        sink.note(
            &path.name(pair[0]),
            Reason::Duplicate,
            "This key is given twice.",
        );
    }
    Some(entries)
}
