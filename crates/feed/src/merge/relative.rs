//! What a price list is relative to: digits by the list. Whether there is such a list, and whether the chain of lists
//! ends, is seen where the lists of a command are saved together, since one may name another that comes later.

use domain::pricing::{Adjustment, Override, Relative, Rounding};

use crate::{
    fields::{Path, Sink},
    record::{AdjustmentPatch, RelativePatch},
};

/// Makes a relation of what a record gives. None: what is wrong is noted.
pub(super) fn relative(
    patch: RelativePatch,
    digits: u8,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Relative> {
    let own = adjustment(&patch.adjustment, digits, path, sink);
    let rounding = match patch.rounding {
        None => Some(None),
        Some(given) => {
            let parsed = Rounding::parse(&given.step, given.ending.as_deref(), given.mode, digits);
            parsed
                .map(Some)
                .map_err(|error| sink.invalid(&path.name("rounding"), error.to_string()))
                .ok()
        }
    };
    let overrides_path = path.name("overrides");
    let mut overrides = Vec::with_capacity(patch.overrides.len());
    for (place, one) in patch.overrides.into_iter().enumerate() {
        let path = overrides_path.index(place);
        overrides.push(Override {
            adjustment: adjustment(&one.adjustment, digits, &path, sink)?,
            scope: one.scope,
        });
    }
    Some(Relative {
        parent: patch.parent,
        adjustment: own?,
        rounding: rounding?,
        compare_at: patch.compare_at,
        overrides,
    })
}

fn adjustment(
    patch: &AdjustmentPatch,
    digits: u8,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Adjustment> {
    let (parsed, field) = match patch {
        AdjustmentPatch::Percentage(text) => (Adjustment::parse_percentage(text), "percentage"),
        AdjustmentPatch::Amount(text) => (Adjustment::parse_amount(text, digits), "amount"),
    };
    parsed
        .map_err(|error| sink.invalid(&path.name(field), error.to_string()))
        .ok()
}
