//! What an import did, or would do.

use std::{collections::BTreeMap, fmt};

use domain::problem::Problem;

use crate::record::Kind;

/// How the records of one kind ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Things that were not there before.
    pub created: u64,
    /// Things that are different now.
    pub updated: u64,
    /// Things that were as the record says; nothing about them was touched.
    pub unchanged: u64,
    /// Records that were refused.
    pub refused: u64,
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The file's name, as it was given.
    pub file: String,
    /// Counted from 1. 0: the file as a whole.
    pub line: u64,
    /// None: the record's type could not be read.
    pub kind: Option<Kind>,
    /// None: the record's key could not be read.
    pub key: Option<String>,
    /// Field path and reason.
    pub problem: Problem,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        match (self.kind, &self.key) {
            (Some(kind), Some(key)) => write!(f, "{} {key}: ", kind.as_str())?,
            (Some(kind), None) => write!(f, "{}: ", kind.as_str())?,
            (None, Some(key)) => write!(f, "{key}: ")?,
            (None, None) => {}
        }
        self.problem.fmt(f)
    }
}

/// Something that whoever gave a file should know, although nothing is wrong: what was left out, or made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The file's name, as it was given.
    pub file: String,
    /// Counted from 1. 0: the file as a whole.
    pub line: u64,
    /// A sentence.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// The outcome of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By kind of record; kinds that did not occur are absent.
    pub counts: BTreeMap<Kind, Counts>,
    /// The first of the issues, as many as the options allow, by file and line.
    pub issues: Vec<Issue>,
    /// How many issues there were in all.
    pub issues_total: u64,
    /// What was left out of files that say more than a feed can, and what was made up.
    pub notices: Vec<Notice>,
    /// How many lines were refused.
    pub lines_refused: u64,
    /// Whether something was written: false for a dry run, and where a refused line held back everything.
    pub applied: bool,
}

/// From how many changes on the database looks over its tables after an import.
const MANY: u64 = 1_000;

impl Report {
    /// Whether so much was changed that the database's picture of its tables is no longer right.
    #[must_use]
    pub fn changed_many(&self) -> bool {
        let total = self.total();
        self.applied && total.created + total.updated >= MANY
    }

    /// All kinds together.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.counts
            .values()
            .fold(Counts::default(), |sum, counts| Counts {
                created: sum.created + counts.created,
                updated: sum.updated + counts.updated,
                unchanged: sum.unchanged + counts.unchanged,
                refused: sum.refused + counts.refused,
            })
    }
}
