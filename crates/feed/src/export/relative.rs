//! What a price list is relative to, as its line says it: defaults left out.

use domain::pricing::{
    Adjustment, Amount, Override, OverrideScope, Relative, RelativeCompareAt, RoundingMode,
};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelativeLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    price_list: Option<&'a str>,
    #[serde(flatten)]
    adjustment: AdjustmentLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounding: Option<RoundingLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare_at: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideLine<'a>>,
}

#[derive(Serialize)]
struct AdjustmentLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    percentage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
}

#[derive(Serialize)]
struct RoundingLine {
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
}

#[derive(Serialize)]
struct OverrideLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'a str>,
    #[serde(flatten)]
    adjustment: AdjustmentLine,
}

/// Amounts get the digits of the list.
pub(super) fn line(relative: &Relative, digits: u8) -> RelativeLine<'_> {
    RelativeLine {
        price_list: relative.parent.as_ref().map(|code| code.as_str()),
        adjustment: adjustment(relative.adjustment),
        rounding: relative.rounding.map(|rounding| RoundingLine {
            step: rounding.step.to_text(digits),
            ending: (rounding.ending > Amount::ZERO).then(|| rounding.ending.to_text(digits)),
            mode: (rounding.mode != RoundingMode::default()).then(|| rounding.mode.as_str()),
        }),
        compare_at: (relative.compare_at != RelativeCompareAt::default())
            .then(|| relative.compare_at.as_str()),
        overrides: relative.overrides.iter().map(override_line).collect(),
    }
}

fn override_line(one: &Override) -> OverrideLine<'_> {
    let (category, brand) = match &one.scope {
        OverrideScope::Category(code) => (Some(code.as_str()), None),
        OverrideScope::Brand(name) => (None, Some(name.as_str())),
    };
    OverrideLine {
        category,
        brand,
        adjustment: adjustment(one.adjustment),
    }
}

fn adjustment(adjustment: Adjustment) -> AdjustmentLine {
    let text = Some(adjustment.to_text());
    match adjustment {
        Adjustment::Percentage(_) => AdjustmentLine {
            percentage: text,
            amount: None,
        },
        Adjustment::Amount(_) => AdjustmentLine {
            percentage: None,
            amount: text,
        },
    }
}
