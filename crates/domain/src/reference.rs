//! The small things that every request needs whole: channels, locations, customer groups, price lists and attributes.
//!
//! A [`Reference`] is a snapshot of them as of one reference version. Products, categories, prices and stock are not in
//! it: those are read where they are asked for.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

use crate::{
    catalog::Attribute,
    channel::Channel,
    id::{AttributeId, ChannelId, CustomerGroupId, LocationId, PriceListId},
    inventory::Location,
    locale::Locale,
    pricing::{CustomerGroup, PriceList},
    text::Code,
};

/// A snapshot of all reference things.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Grows with every change of one of these things.
    pub version: i64,
    /// Sales channels.
    pub channels: Kind<ChannelId, Channel>,
    /// Locations.
    pub locations: Kind<LocationId, Location>,
    /// Customer groups.
    pub customer_groups: Kind<CustomerGroupId, CustomerGroup>,
    /// Price lists.
    pub price_lists: Kind<PriceListId, PriceList>,
    /// Attribute definitions.
    pub attributes: Kind<AttributeId, Attribute>,
}

impl Reference {
    /// Every locale that a channel shows its texts in, and the catalogue's own, each once.
    #[must_use]
    pub fn locales(&self, of_catalogue: &Locale) -> BTreeSet<Locale> {
        let of_channels = self
            .channels
            .iter()
            .flat_map(|channel| &channel.value.locales);
        of_channels.chain([of_catalogue]).cloned().collect()
    }
}

/// All things of one kind, found by id and by code.
#[derive(Clone, Debug)]
pub struct Kind<I, T> {
    entries: Vec<Entry<I, T>>,
    by_id: HashMap<I, usize>,
    by_code: HashMap<Code, usize>,
}

/// One thing with its id and version.
#[derive(Clone, Debug)]
pub struct Entry<I, T> {
    /// Its identifier.
    pub id: I,
    /// Counts its changes, from 1.
    pub version: i64,
    /// The thing.
    pub value: Arc<T>,
}

impl<I, T> Default for Kind<I, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            by_id: HashMap::new(),
            by_code: HashMap::new(),
        }
    }
}

impl<I: Copy + Eq + Hash, T> Kind<I, T> {
    /// Puts a thing in, or in the place of the one with this code.
    pub fn insert(&mut self, code: Code, entry: Entry<I, T>) {
        if let Some(&place) = self.by_code.get(&code) {
            self.by_id.remove(&self.entries[place].id);
            self.by_id.insert(entry.id, place);
            self.entries[place] = entry;
        } else {
            let place = self.entries.len();
            self.by_id.insert(entry.id, place);
            self.by_code.insert(code, place);
            self.entries.push(entry);
        }
    }

    /// Takes the thing with this code out, and gives it back. None: there was none.
    pub fn remove(&mut self, code: &str) -> Option<Entry<I, T>> {
        let gone = self.by_code.remove(code)?;
        let entry = self.entries.remove(gone);
        self.by_id.remove(&entry.id);
        let places = self.by_id.values_mut().chain(self.by_code.values_mut());
        for place in places.filter(|place| **place > gone) {
            *place -= 1;
        }
        Some(entry)
    }

    /// The thing with this id. None: there is none.
    pub fn by_id(&self, id: I) -> Option<&Entry<I, T>> {
        self.by_id.get(&id).map(|&place| &self.entries[place])
    }

    /// The thing with this code. None: there is none.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Entry<I, T>> {
        self.by_code.get(code).map(|&place| &self.entries[place])
    }

    /// All of them, in the order put in: by code, as the store reads them.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<I, T>> {
        self.entries.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_leaves_the_others_where_they_are_found() {
        let mut kind: Kind<u8, &str> = Kind::default();
        for (id, code) in [(1, "a"), (2, "b"), (3, "c")] {
            let entry = Entry {
                id,
                version: 1,
                value: Arc::new(code),
            };
            kind.insert(Code::trusted(code), entry);
        }
        assert_eq!(kind.remove("b").map(|entry| entry.id), Some(2));
        assert!(kind.remove("b").is_none());
        assert!(kind.by_id(2).is_none());
        for (id, code) in [(1, "a"), (3, "c")] {
            assert_eq!(*kind.by_id(id).unwrap().value, code);
            assert_eq!(kind.by_code(code).unwrap().id, id);
        }
        assert_eq!(kind.len(), 2);
    }
}
