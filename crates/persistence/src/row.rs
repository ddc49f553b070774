//! Reading a row's columns from left to right, which costs no look-up by name.

use domain::{
    clock::Timestamp,
    outcome::{Fault, FaultKind},
};
use sea_orm::{QueryResult, TryGetable};

use crate::{fault::corrupt, moment::from_micros};

/// A row that is being read.
pub(crate) struct Columns<'r> {
    row: &'r QueryResult,
    next: usize,
    doing: &'static str,
}

impl<'r> Columns<'r> {
    /// Before the row's first column.
    pub(crate) const fn of(row: &'r QueryResult, doing: &'static str) -> Self {
        Self {
            row,
            next: 0,
            doing,
        }
    }

    /// The next column.
    pub(crate) fn take<T: TryGetable>(&mut self) -> Result<T, Fault> {
        let index = self.next;
        self.next += 1;
        self.row
            .try_get_by_index(index)
            .map_err(|error| Fault::new(FaultKind::Corrupt, self.doing, error))
    }

    /// The next column as an identifier.
    pub(crate) fn id<I: From<uuid::Uuid>>(&mut self) -> Result<I, Fault> {
        self.take::<uuid::Uuid>().map(I::from)
    }

    /// The next column as a moment.
    pub(crate) fn moment(&mut self) -> Result<Timestamp, Fault> {
        from_micros(self.take()?, self.doing)
    }

    /// The next column as a moment, if there is one.
    pub(crate) fn optional_moment(&mut self) -> Result<Option<Timestamp>, Fault> {
        let micros: Option<i64> = self.take()?;
        micros
            .map(|micros| from_micros(micros, self.doing))
            .transpose()
    }

    /// The next column as an identifier, which the next read reads again.
    pub(crate) fn peek_id<I: From<uuid::Uuid>>(&mut self) -> Result<I, Fault> {
        let id = self.id()?;
        self.next -= 1;
        Ok(id)
    }

    /// The fault of a column that holds what can't have been written.
    pub(crate) fn corrupt(&self, what: String) -> Fault {
        corrupt(self.doing, what)
    }
}
