//! A record in the making: its fields with the cells that they came from, and what is wrong already.

use domain::problem::{FieldPath, Problem, Reason};
use serde_json::{Map, Value};

use super::Origin;
use crate::record::Kind;

/// A record of the feed, made of cells.
pub(crate) struct Draft {
    /// What it is of.
    pub(crate) kind: Kind,
    /// The line on which it begins.
    pub(crate) line: u64,
    fields: Map<String, Value>,
    origin: Origin,
    problems: Vec<(u64, Problem)>,
}

impl Draft {
    /// Begins a record.
    pub(crate) fn new(kind: Kind, line: u64) -> Self {
        let fields = [(String::from("type"), Value::from(kind.as_str()))];
        Self {
            kind,
            line,
            fields: fields.into_iter().collect(),
            origin: Origin::default(),
            problems: Vec::new(),
        }
    }

    /// Marks it as something to be made only where it does not exist.
    pub(crate) fn implied(mut self) -> Self {
        self.origin.implied = true;
        self
    }

    /// A field that came from no cell.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// A field that came from a cell.
    pub(crate) fn put(&mut self, name: &str, value: impl Into<Value>, line: u64, column: &str) {
        self.set(name, value);
        self.note(name, line, column);
    }

    /// Says from which cell the field with this path came.
    pub(crate) fn note(&mut self, path: impl Into<String>, line: u64, column: &str) {
        self.origin.note(path, line, column);
    }

    /// Notes that a cell can't be used.
    pub(crate) fn refuse(&mut self, line: u64, column: &str, why: impl Into<String>) {
        let problem = Problem::new(FieldPath::of(column), Reason::Invalid, why);
        self.problems.push((line, problem));
    }

    /// The value of a field. None: it has none yet.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// A key to call it by, whatever else is wrong. None: it has none.
    pub(crate) fn key(&self) -> Option<String> {
        let key = self.get("code").or_else(|| self.get("sku"))?.as_str()?;
        Some(key.chars().take(128).collect())
    }

    /// Its line in the feed, its cells, and what is wrong with it already.
    pub(crate) fn into_parts(self) -> (String, Origin, Vec<(u64, Problem)>) {
        let line = Value::Object(self.fields).to_string();
        (line, self.origin, self.problems)
    }
}
