//! What a price list is relative to: a JSON object with the names of the feed's `relativeTo`, without what is the default.

use std::borrow::Cow;

use domain::{
    outcome::{Fault, FaultKind},
    pricing::{
        AMOUNT_DIGITS, Adjustment, AdjustmentError, Override, OverrideScope, Relative,
        RelativeCompareAt, Rounding, RoundingMode,
    },
    text::Code,
};
use serde::{Deserialize, Serialize};

use super::{DOING, decode, encode};
use crate::fault::corrupt;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct RelativeJson<'a> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    price_list: Option<Cow<'a, str>>,
    #[serde(flatten)]
    adjustment: AdjustmentJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rounding: Option<RoundingJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compare_at: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideJson>,
}

#[derive(Deserialize, Serialize)]
struct AdjustmentJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    percentage: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct RoundingJson {
    step: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ending: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct OverrideJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    brand: Option<String>,
    #[serde(flatten)]
    adjustment: AdjustmentJson,
}

/// As JSON.
#[must_use]
pub fn relative_to_text(relative: &Relative) -> String {
    let overrides = relative.overrides.iter().map(|one| {
        let (category, brand) = match &one.scope {
            OverrideScope::Category(code) => (Some(code.to_string()), None),
            OverrideScope::Brand(name) => (None, Some(name.clone())),
        };
        OverrideJson {
            category,
            brand,
            adjustment: adjustment_json(one.adjustment),
        }
    });
    let text =
        |amount: domain::pricing::Amount| amount.to_decimal(AMOUNT_DIGITS).normalize().to_string();
    encode(&RelativeJson {
        price_list: relative.parent.as_deref().map(Cow::Borrowed),
        adjustment: adjustment_json(relative.adjustment),
        rounding: relative.rounding.map(|rounding| RoundingJson {
            step: text(rounding.step),
            ending: (rounding.ending.millionths() > 0).then(|| text(rounding.ending)),
            mode: (rounding.mode != RoundingMode::default())
                .then(|| rounding.mode.as_str().to_owned()),
        }),
        compare_at: (relative.compare_at != RelativeCompareAt::default())
            .then(|| relative.compare_at.as_str().to_owned()),
        overrides: overrides.collect(),
    })
}

/// From JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for what [`relative_to_text`] can't have written.
pub fn relative_from_text(text: &str) -> Result<Relative, Fault> {
    let json: RelativeJson<'_> = decode(text)?;
    let overrides = json.overrides.into_iter().map(|one| {
        let scope = match (one.category, one.brand) {
            (Some(code), None) => OverrideScope::Category(Code::trusted(&code)),
            (None, Some(name)) => OverrideScope::Brand(name),
            _ => {
                return Err(corrupt(
                    DOING,
                    String::from("an override of two scopes, or none"),
                ));
            }
        };
        Ok(Override {
            scope,
            adjustment: adjustment(&one.adjustment)?,
        })
    });
    Ok(Relative {
        parent: json.price_list.map(|code| Code::trusted(&code)),
        adjustment: adjustment(&json.adjustment)?,
        rounding: json.rounding.map(|json| rounding(&json)).transpose()?,
        compare_at: match json.compare_at {
            None => RelativeCompareAt::default(),
            Some(word) => RelativeCompareAt::parse(&word)
                .ok_or_else(|| corrupt(DOING, format!("{word:?} is no way to compare")))?,
        },
        overrides: overrides.collect::<Result<_, Fault>>()?,
    })
}

fn adjustment_json(adjustment: Adjustment) -> AdjustmentJson {
    let text = Some(adjustment.to_text());
    match adjustment {
        Adjustment::Percentage(_) => AdjustmentJson {
            percentage: text,
            amount: None,
        },
        Adjustment::Amount(_) => AdjustmentJson {
            percentage: None,
            amount: text,
        },
    }
}

fn adjustment(json: &AdjustmentJson) -> Result<Adjustment, Fault> {
    let read: Result<Adjustment, AdjustmentError> = match (&json.percentage, &json.amount) {
        (Some(text), None) => Adjustment::parse_percentage(text),
        (None, Some(text)) => Adjustment::parse_amount(text, AMOUNT_DIGITS),
        _ => return Err(corrupt(DOING, String::from("two adjustments, or none"))),
    };
    read.map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))
}

fn rounding(json: &RoundingJson) -> Result<Rounding, Fault> {
    let mode = match &json.mode {
        None => RoundingMode::default(),
        Some(word) => RoundingMode::parse(word)
            .ok_or_else(|| corrupt(DOING, format!("{word:?} is no way to round")))?,
    };
    Rounding::parse(&json.step, json.ending.as_deref(), mode, AMOUNT_DIGITS)
        .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_is_relative_to_survives() {
        let plain = Relative {
            parent: None,
            adjustment: Adjustment::parse_percentage("-10").unwrap(),
            rounding: None,
            compare_at: RelativeCompareAt::Adjusted,
            overrides: Vec::new(),
        };
        let text = relative_to_text(&plain);
        assert_eq!(text, r#"{"percentage":"-10"}"#);
        assert_eq!(relative_from_text(&text).unwrap(), plain);
        let whole = Relative {
            parent: Some(Code::trusted("b2b \"x\"")),
            adjustment: Adjustment::parse_amount("-2.5", 2).unwrap(),
            rounding: Some(Rounding::parse("1", Some("0.99"), RoundingMode::Up, 2).unwrap()),
            compare_at: RelativeCompareAt::Parent,
            overrides: vec![
                Override {
                    scope: OverrideScope::Category(Code::trusted("lamps")),
                    adjustment: Adjustment::parse_percentage("12.25").unwrap(),
                },
                Override {
                    scope: OverrideScope::Brand(String::from("Ünder")),
                    adjustment: Adjustment::NONE,
                },
            ],
        };
        assert_eq!(
            relative_from_text(&relative_to_text(&whole)).unwrap(),
            whole
        );
        assert!(relative_from_text(r#"{"percentage":"1","amount":"1"}"#).is_err());
        assert!(relative_from_text("{}").is_err());
    }
}
