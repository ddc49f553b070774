//! What a caller can put right: a reason with the path of the field that it is about.

use std::fmt;

/// One step of a [`FieldPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field or a key of a map, by name.
    Name(String),
    /// An item of a list, counted from 0.
    Index(usize),
}

/// Where in an input something is wrong, from the outside in, such as `variants[2].prices[0].amount`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath(pub Vec<Step>);

impl FieldPath {
    /// The path of one field.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::default().name(name)
    }

    /// This path and one more name.
    #[must_use]
    pub fn name(&self, name: &str) -> Self {
        self.with(Step::Name(name.to_owned()))
    }

    /// This path and one more list index, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Each step as text, indexes as digits: the form of `userErrors { field }`.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|step| match step {
                Step::Name(name) => name.clone(),
                Step::Index(index) => index.to_string(),
            })
            .collect()
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if position == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The kinds of reasons for which an input is refused; later each maps to a code of `userErrors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Needed and not given.
    Required,
    /// Not of the form, range or length that it must have.
    Invalid,
    /// Names something that does not exist.
    NotFound,
    /// Another thing has this key already.
    Taken,
    /// Given twice where it may stand once.
    Duplicate,
    /// Fields that contradict each other.
    Conflict,
    /// Would make a category its own ancestor.
    Cycle,
    /// Something else depends on it.
    InUse,
}

/// One thing wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where; empty for the input as a whole.
    pub field: FieldPath,
    /// What kind.
    pub reason: Reason,
    /// A sentence for the person who wrote the input, with the way out where there is one.
    pub message: String,
}

impl Problem {
    /// Puts the three together.
    pub fn new(field: FieldPath, reason: Reason, message: impl Into<String>) -> Self {
        Self {
            field,
            reason,
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.0.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.field, self.message)
        }
    }
}
