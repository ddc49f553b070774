//! Finds keys that come twice in one command, in bounded memory whatever the number of records.
//!
//! Each key goes as a 128-bit hash with its place into one of 64 temporary files by its hash; equal keys meet in one
//! file, and each file is small enough to sort in memory. Hashes are keyed afresh for each command.

use std::{
    collections::HashMap,
    fs::File,
    hash::{BuildHasher, RandomState},
    io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, Write},
};

const PARTS: usize = 64;
const ENTRY: usize = 32;

/// Where a record stands: the input's index and the line's number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) input: u32,
    pub(crate) line: u64,
    /// Tells apart the records that a row of a CSV file makes.
    pub(crate) part: u8,
}

/// What the keys are of, the weightiest first; those of different classes never collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A record's own key, within its kind.
    Record,
    /// A variant's SKU in a product record.
    Sku,
    /// A slug of a product or category in one locale.
    Slug,
}

/// A key that stood in an earlier record already. The weightier class comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Repeat {
    pub(crate) class: Class,
    pub(crate) first: Place,
}

pub(crate) struct Keys {
    hashers: [RandomState; 2],
    parts: Vec<BufWriter<File>>,
}

impl Keys {
    pub(crate) fn new() -> io::Result<Self> {
        let parts = (0..PARTS)
            .map(|_| Ok(BufWriter::with_capacity(16 * 1024, tempfile::tempfile()?)))
            .collect::<io::Result<_>>()?;
        Ok(Self {
            hashers: [RandomState::new(), RandomState::new()],
            parts,
        })
    }

    /// Notes a key of a record at `place`. `scope` tells apart what shares a class, such as kinds and locales.
    pub(crate) fn note(
        &mut self,
        class: Class,
        scope: &str,
        key: &str,
        place: Place,
    ) -> io::Result<()> {
        let [high, low] =
            [0, 1].map(|hasher: usize| self.hashers[hasher].hash_one((class as u8, scope, key)));
        let mut entry = [0_u8; ENTRY];
        entry[..8].copy_from_slice(&high.to_be_bytes());
        entry[8..16].copy_from_slice(&low.to_be_bytes());
        entry[16..20].copy_from_slice(&place.input.to_be_bytes());
        entry[20..28].copy_from_slice(&place.line.to_be_bytes());
        entry[28] = place.part;
        entry[29] = class as u8;
        self.parts[usize::from(entry[0]) % PARTS].write_all(&entry)
    }

    /// The records that repeat a key, each with the first such key.
    pub(crate) fn repeats(self) -> io::Result<HashMap<Place, Repeat>> {
        let mut repeats = HashMap::new();
        for part in self.parts {
            let mut file = part.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.rewind()?;
            let mut entries = read_entries(file)?;
            // Bytes sort by hash and then by place, since both are written in big-endian order.
            entries.sort_unstable();
            for run in entries.chunk_by(|a, b| a[..16] == b[..16]) {
                let first = place(&run[0]);
                for entry in run.iter().filter(|entry| place(entry) != first) {
                    let repeat = Repeat {
                        class: class(entry),
                        first,
                    };
                    // Of several repeats of a record the weightiest is told, whichever file it was found in.
                    repeats
                        .entry(place(entry))
                        .and_modify(|known: &mut Repeat| *known = (*known).min(repeat))
                        .or_insert(repeat);
                }
            }
        }
        Ok(repeats)
    }
}

fn read_entries(file: File) -> io::Result<Vec<[u8; ENTRY]>> {
    let mut reader = BufReader::with_capacity(64 * 1024, file);
    let mut entries = Vec::new();
    let mut entry = [0_u8; ENTRY];
    loop {
        match reader.read_exact(&mut entry) {
            Ok(()) => entries.push(entry),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(entries),
            Err(error) => return Err(error),
        }
    }
}

fn place(entry: &[u8; ENTRY]) -> Place {
    let mut input = [0; 4];
    let mut line = [0; 8];
    input.copy_from_slice(&entry[16..20]);
    line.copy_from_slice(&entry[20..28]);
    Place {
        input: u32::from_be_bytes(input),
        line: u64::from_be_bytes(line),
        part: entry[28],
    }
}

const fn class(entry: &[u8; ENTRY]) -> Class {
    match entry[29] {
        0 => Class::Record,
        1 => Class::Sku,
        _ => Class::Slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_comes_twice_is_found_with_its_first_place() {
        let at = |line| Place {
            input: 0,
            line,
            part: 0,
        };
        let mut keys = Keys::new().unwrap();
        for line in 1..=1000 {
            keys.note(Class::Record, "product", &format!("p{line}"), at(line))
                .unwrap();
        }
        keys.note(Class::Record, "product", "p7", at(1001)).unwrap();
        keys.note(Class::Record, "category", "p8", at(1002))
            .unwrap();
        keys.note(Class::Sku, "product", "p9", at(1003)).unwrap();
        let repeats = keys.repeats().unwrap();
        assert_eq!(repeats.len(), 1);
        assert_eq!(
            repeats[&at(1001)],
            Repeat {
                class: Class::Record,
                first: at(7)
            }
        );
    }
}
