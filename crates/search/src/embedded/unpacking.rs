//! Unpacking the columns of a segment, which are packed tightly in its file.

use std::{collections::HashMap, hash::Hash, ops::Range};

use tantivy::{
    DocId, TantivyError,
    columnar::{Column, RowId},
};

/// How many values are unpacked at once.
const AT_ONCE: RowId = 1024;

/// Reads a column from its first row to its last.
pub(super) struct Reader<T: 'static> {
    column: Column<T>,
    start: RowId,
    buffer: Vec<T>,
}

impl<T: PartialOrd + Copy + Default + 'static> Reader<T> {
    pub(super) fn new(column: Column<T>) -> Self {
        Self {
            column,
            start: 0,
            buffer: Vec::new(),
        }
    }

    /// The rows of a document.
    pub(super) fn rows(&self, document: DocId) -> Range<RowId> {
        self.column.index.value_row_ids(document)
    }

    /// The values of some rows.
    pub(super) fn values(&mut self, rows: Range<RowId>) -> &[T] {
        if rows.is_empty() {
            return &[];
        }
        let known = self.start as usize..self.start as usize + self.buffer.len();
        let wanted = rows.start as usize..rows.end as usize;
        if !(known.start <= wanted.start && wanted.end <= known.end) {
            let length = (rows.end - rows.start).max(AT_ONCE);
            let left = self.column.values.num_vals().saturating_sub(rows.start);
            self.buffer.resize(length.min(left) as usize, T::default());
            self.start = rows.start;
            let from = u64::from(rows.start);
            self.column.values.get_range(from, &mut self.buffer);
        }
        let first = wanted.start - self.start as usize;
        &self.buffer[first..first + wanted.len()]
    }
}

/// Lists of numbers, one for each document, that lie one behind the other.
pub(super) struct Lists {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    /// Those of as many documents, each written by a call.
    pub(super) fn of(
        documents: DocId,
        mut write: impl FnMut(DocId, &mut Vec<u32>) -> tantivy::Result<()>,
    ) -> tantivy::Result<Self> {
        let mut starts = Vec::with_capacity(documents as usize + 1);
        let mut numbers = Vec::new();
        starts.push(0);
        for document in 0..documents {
            write(document, &mut numbers)?;
            starts.push(narrow(numbers.len() as u64)?);
        }
        numbers.shrink_to_fit();
        Ok(Self { starts, numbers })
    }

    /// That of a document.
    pub(super) fn get(&self, document: DocId) -> &[u32] {
        let at = document as usize;
        &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// Things of which very many are of the same kind: each kind has a place.
pub(super) struct Kinds<K> {
    places: HashMap<K, u32>,
    known: Vec<K>,
}

impl<K: Copy + Eq + Hash> Kinds<K> {
    pub(super) fn new() -> Self {
        Self {
            places: HashMap::new(),
            known: Vec::new(),
        }
    }

    /// The place of a kind.
    pub(super) fn place(&mut self, kind: K) -> tantivy::Result<u32> {
        let next = narrow(self.known.len() as u64)?;
        Ok(*self.places.entry(kind).or_insert_with(|| {
            self.known.push(kind);
            next
        }))
    }

    /// The kinds, each at its place.
    pub(super) fn into_known(self) -> Box<[K]> {
        self.known.into()
    }
}

/// A number of a segment in half the room.
///
/// # Errors
/// Where a segment has more different texts, or more of anything, than that.
pub(super) fn narrow(number: u64) -> tantivy::Result<u32> {
    u32::try_from(number).map_err(|_| {
        TantivyError::InternalError(String::from("a segment has more than 2^32 of something"))
    })
}
