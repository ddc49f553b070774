//! What is left of a record when what is wrong in it by itself is taken out.

use domain::problem::{FieldPath, Problem, Reason, Step};

use super::Record;

/// Fields with which no other field has to fit.
const INDEPENDENT: &[&str] = &[
    "name",
    "description",
    "brand",
    "slug",
    "media",
    "translations",
    "unit",
];

/// A record without the fields and the items of lists that are wrong by themselves. It is never applied to last; but what
/// it names can be looked for, so that all that is wrong with the record is told at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    record: Record,
    /// Where something is wrong by itself.
    wrong: Vec<FieldPath>,
    left_out: Vec<FieldPath>,
}

impl Rest {
    pub(super) fn new(record: Record, problems: &[Problem], left_out: Vec<FieldPath>) -> Self {
        let wrong = problems.iter().map(|problem| problem.field.clone());
        Self {
            record,
            wrong: wrong.collect(),
            left_out,
        }
    }

    /// The record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// Those of its problems that the whole record has as well, with the paths of the whole. That something is missing or
    /// doesn't fit may come of what was left out, unless nothing has to fit with that; that something would go may come of
    /// an item that was left out of the same list; that something named isn't there, or is somebody else's, never does.
    #[must_use]
    pub fn problems_of_whole(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut wrong = self.wrong.iter();
        let alone = wrong.all(|path| INDEPENDENT.contains(&first(path)));
        let told = |problem: &Problem| {
            let mut wrong = self.wrong.iter();
            wrong.any(|wrong| problem.field.0.starts_with(&wrong.0))
        };
        problems
            .into_iter()
            .map(|problem| Problem {
                field: self.as_written(problem.field),
                ..problem
            })
            .filter(|problem| !told(problem))
            .filter(|problem| match problem.reason {
                Reason::NotFound | Reason::Taken | Reason::Cycle => true,
                Reason::InUse => !self.lacks_item_of(&problem.field),
                Reason::Required | Reason::Invalid | Reason::Duplicate | Reason::Conflict => alone,
            })
            .collect()
    }

    /// Whether an item of this list was left out.
    fn lacks_item_of(&self, list: &FieldPath) -> bool {
        let mut left_out = self.left_out.iter();
        left_out.any(|out| matches!(out.0.split_last(), Some((Step::Index(_), of)) if of == list.0))
    }

    /// The path in the whole record of what stands here in the rest.
    fn as_written(&self, path: FieldPath) -> FieldPath {
        let mut written = Vec::with_capacity(path.0.len());
        for step in path.0 {
            let step = match step {
                Step::Index(place) => Step::Index(self.place_as_written(&written, place)),
                name @ Step::Name(_) => name,
            };
            written.push(step);
        }
        FieldPath(written)
    }

    fn place_as_written(&self, list: &[Step], place: usize) -> usize {
        let mut place = place;
        for out in &self.left_out {
            if let Some((Step::Index(out), of)) = out.0.split_last()
                && of == list
                && *out <= place
            {
                place += 1;
            }
        }
        place
    }
}

/// The field of the record in which this is. Empty: it is the record as a whole.
fn first(path: &FieldPath) -> &str {
    match path.0.first() {
        Some(Step::Name(name)) => name,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_whole_and_what_may_come_of_the_gap_is_left_out() {
        let line =
            r#"{"type": "channel", "code": "de", "name": "", "locations": ["", "a", " ", "b"]}"#;
        let rest = Record::parse(line).unwrap_err().rest.unwrap();
        let problem = |place: usize, reason| {
            Problem::new(FieldPath::of("locations").index(place), reason, "")
        };
        let told = rest.problems_of_whole(vec![
            problem(0, Reason::NotFound),
            problem(1, Reason::NotFound),
            Problem::new(FieldPath::of("name"), Reason::Required, ""),
        ]);
        let paths: Vec<String> = told.iter().map(|told| told.field.to_string()).collect();
        assert_eq!(paths, ["locations[1]", "locations[3]"]);
    }

    #[test]
    fn that_something_would_go_may_come_of_an_item_that_was_left_out() {
        let line = r#"{"type": "product", "code": "a", "variants": [{"sku": "A", "stock": [{"location": ""}]}, {"sku": "B", "stock": []}]}"#;
        let rest = Record::parse(line).unwrap_err().rest.unwrap();
        let variants = FieldPath::of("variants");
        let told = rest.problems_of_whole(vec![
            Problem::new(variants.clone(), Reason::InUse, ""),
            Problem::new(variants.index(0).name("stock"), Reason::InUse, ""),
            Problem::new(variants.index(1).name("stock"), Reason::InUse, ""),
        ]);
        let paths: Vec<String> = told.iter().map(|told| told.field.to_string()).collect();
        assert_eq!(paths, ["variants", "variants[1].stock"]);
    }
}
