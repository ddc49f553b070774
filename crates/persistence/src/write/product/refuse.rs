//! What can't go: variants and stock levels of which units are reserved.

use domain::problem::{FieldPath, Problem, Reason};

use super::Planned;

/// The reserved things that a change would take away.
pub(super) fn held(planned: &Planned) -> Vec<Problem> {
    let Some(before) = &planned.before else {
        return Vec::new();
    };
    let field = FieldPath::default().index(planned.index).name("variants");
    let mut problems = Vec::new();
    for ((sku, location), units) in &before.reserved_at {
        match planned
            .after
            .variants
            .iter()
            .position(|variant| variant.sku == *sku)
        {
            None => {
                let message = format!(
                    "The variant \"{sku}\" can't be removed: {units} of its units are reserved at \"{location}\"."
                );
                problems.push(Problem::new(field.clone(), Reason::InUse, message));
            }
            Some(place)
                if !planned.after.variants[place]
                    .stock
                    .iter()
                    .any(|stock| stock.location == *location) =>
            {
                let message = format!(
                    "The stock of \"{sku}\" at \"{location}\" can't be removed: {units} units of it are reserved."
                );
                problems.push(Problem::new(
                    field.index(place).name("stock"),
                    Reason::InUse,
                    message,
                ));
            }
            Some(_) => {}
        }
    }
    problems
}
