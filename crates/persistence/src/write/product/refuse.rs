//! What can't go: variants and stock levels of which units are reserved or owed.

use domain::problem::{Problem, Step};

use super::Planned;

/// The promised things that a change would take away.
pub(super) fn held(planned: &Planned) -> Vec<Problem> {
    let Some(before) = &planned.before else {
        return Vec::new();
    };
    let mut problems = before.held(&planned.after);
    for problem in &mut problems {
        problem.field.0.insert(0, Step::Index(planned.index));
    }
    problems
}
