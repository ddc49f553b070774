//! What records may name: the things that are stored, or were applied before in the same command.

use std::collections::{HashMap, HashSet};

use domain::{catalog::Attribute, problem::Reason, reference::Reference, text::Code};

use crate::{
    fields::{Path, Sink},
    record::Kind,
};

/// Looks up what a record names.
pub(crate) struct Known<'a> {
    /// Channels, locations, groups, lists and attributes.
    pub(crate) reference: &'a Reference,
    /// Which of the categories that the batch names there are.
    pub(crate) categories: &'a HashSet<Code>,
    /// The codes of each ENUM attribute's values.
    pub(crate) enum_values: &'a HashMap<Code, HashSet<Code>>,
    /// Where records of the small kinds were refused in this command, so that those who name them can be told.
    pub(crate) refused: &'a HashMap<(Kind, Code), String>,
}

impl Known<'_> {
    /// Notes that something named is not there.
    pub(crate) fn missing(&self, kind: Kind, code: &Code, path: &Path<'_>, sink: &Sink) {
        let word = match kind {
            Kind::Location => "location",
            Kind::CustomerGroup => "customer group",
            Kind::Channel => "channel",
            Kind::PriceList => "price list",
            Kind::Attribute => "attribute",
            Kind::Category => "category",
            Kind::Product => "product",
            Kind::Price | Kind::Stock => "SKU",
        };
        let message = match self.refused.get(&(kind, code.clone())) {
            Some(place) => format!("The {word} \"{code}\" was refused ({place})."),
            None => format!("There is no {word} \"{code}\"."),
        };
        sink.note(path, Reason::NotFound, message);
    }

    pub(crate) fn attribute(
        &self,
        code: &Code,
        path: &Path<'_>,
        sink: &Sink,
    ) -> Option<&Attribute> {
        let found = self
            .reference
            .attributes
            .by_code(code)
            .map(|entry| &*entry.value);
        if found.is_none() {
            self.missing(Kind::Attribute, code, path, sink);
        }
        found
    }

    /// Checks that each code of a list names a thing of this kind.
    pub(crate) fn check_all<'c>(
        &self,
        kind: Kind,
        codes: impl IntoIterator<Item = &'c Code>,
        path: &Path<'_>,
        sink: &Sink,
    ) {
        for (place, code) in codes.into_iter().enumerate() {
            if !self.has(kind, code) {
                self.missing(kind, code, &path.index(place), sink);
            }
        }
    }

    pub(crate) fn has(&self, kind: Kind, code: &Code) -> bool {
        match kind {
            Kind::Location => self.reference.locations.by_code(code).is_some(),
            Kind::CustomerGroup => self.reference.customer_groups.by_code(code).is_some(),
            Kind::Channel => self.reference.channels.by_code(code).is_some(),
            Kind::PriceList => self.reference.price_lists.by_code(code).is_some(),
            Kind::Attribute => self.reference.attributes.by_code(code).is_some(),
            Kind::Category => self.categories.contains(code),
            Kind::Product | Kind::Price | Kind::Stock => false,
        }
    }
}
