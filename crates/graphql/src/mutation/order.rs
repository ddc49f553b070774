//! A new order of things that are named by their keys.

use super::{Refusal, RefusalCode, Stop};

/// The keys in their new order: those that are given, then the others in the order that they had. `missing` begins the
/// sentence about a key that isn't there, as in `The product has no variant`.
///
/// # Errors
/// [`Stop::Refused`] about the input's field where a key isn't there, or stands twice.
pub(crate) fn reordered<'k>(
    given: &'k [String],
    before: &[&'k str],
    field: &str,
    missing: &str,
) -> Result<Vec<&'k str>, Stop> {
    let mut refusals = Vec::new();
    for (place, key) in given.iter().enumerate() {
        let (code, message) = if !before.contains(&key.as_str()) {
            (RefusalCode::NotFound, format!("{missing} \"{key}\"."))
        } else if given[..place].contains(key) {
            let message = format!("\"{key}\" stands in this list before.");
            (RefusalCode::Duplicate, message)
        } else {
            continue;
        };
        let field = ["input", field, &place.to_string()];
        refusals.push(Refusal::new(code, &field, message));
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    let rest = before.iter().copied();
    let rest = rest.filter(|key| !given.iter().any(|given| given == key));
    Ok(given.iter().map(String::as_str).chain(rest).collect())
}
