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

/// Collects the problems of one record, and which items of its lists were left out for them.
#[derive(Default)]
pub(crate) struct Sink {
    problems: RefCell<Vec<Problem>>,
    left_out: RefCell<Vec<FieldPath>>,
}

impl Sink {
    pub(crate) fn note(&self, path: &Path<'_>, reason: Reason, message: impl Into<String>) {
        let problem = Problem::new(path.to_field(), reason, message);
        self.problems.borrow_mut().push(problem);
    }

    pub(crate) fn invalid(&self, path: &Path<'_>, message: impl Into<String>) {
        self.note(path, Reason::Invalid, message);
    }

    /// Notes that an item of a list was left out. Items are noted in their order.
    pub(crate) fn leave_out(&self, path: &Path<'_>) {
        self.left_out.borrow_mut().push(path.to_field());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.into_parts().0
    }

    /// The problems, and the items that were left out.
    pub(crate) fn into_parts(self) -> (Vec<Problem>, Vec<FieldPath>) {
        (self.problems.into_inner(), self.left_out.into_inner())
    }
}
