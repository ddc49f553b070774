//! Quantity rules as three columns of a variant.

use domain::{
    outcome::{Fault, FaultKind},
    pricing::QuantityRule,
};

/// The rule that the columns of minimum, maximum and increment say. None: all three are NULL.
pub(crate) fn quantity_rule(
    [minimum, maximum, increment]: [Option<i32>; 3],
    doing: &'static str,
) -> Result<Option<QuantityRule>, Fault> {
    if minimum.is_none() && maximum.is_none() && increment.is_none() {
        return Ok(None);
    }
    QuantityRule::parse(
        minimum.map(i64::from),
        maximum.map(i64::from),
        increment.map(i64::from),
    )
    .map_err(|error| Fault::new(FaultKind::Corrupt, doing, error))
}
