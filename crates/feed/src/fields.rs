//! Takes typed values out of JSON and notes every problem with its path instead of stopping at the first.

mod object;
mod value;

use std::cell::RefCell;

use domain::problem::{FieldPath, Problem, Reason, Step};

pub(crate) use object::Object;
pub(crate) use value::*;

/// Where the reader is; made into a [`FieldPath`] only when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Name(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(crate) fn name<'a>(&'a self, name: &'a str) -> Path<'a> {
        Path::Name(self, name)
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }

    pub(crate) fn to_field(self) -> FieldPath {
        let mut steps = Vec::new();
        let mut at = self;
        loop {
            match at {
                Path::Root => break,
                Path::Name(up, name) => {
                    steps.push(Step::Name(name.to_owned()));
                    at = *up;
                }
                Path::Index(up, index) => {
                    steps.push(Step::Index(index));
                    at = *up;
                }
            }
        }
        steps.reverse();
        FieldPath(steps)
    }
}

/// Collects the problems of one record.
#[derive(Default)]
pub(crate) struct Sink(RefCell<Vec<Problem>>);

impl Sink {
    pub(crate) fn note(&self, path: &Path<'_>, reason: Reason, message: impl Into<String>) {
        self.0
            .borrow_mut()
            .push(Problem::new(path.to_field(), reason, message));
    }

    pub(crate) fn invalid(&self, path: &Path<'_>, message: impl Into<String>) {
        self.note(path, Reason::Invalid, message);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}
