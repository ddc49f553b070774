//! `relativeTo` of a price list: what its prices are computed from.

use domain::{
    pricing::{RelativeCompareAt, RoundingMode},
    problem::Reason,
    text::Code,
};

use crate::{
    fields::{self, Object, Path, Sink},
    json::Json,
};

/// What a record says of what a price list is relative to. Its amounts stay texts until the list's digits are known.
#[derive(Clone, Debug, PartialEq)]
pub struct RelativePatch {
    /// The price list whose prices are changed, by code. None: the base prices.
    pub parent: Option<Code>,
    /// What is done to a price.
    pub adjustment: AdjustmentPatch,
    /// To what the changed price is rounded.
    pub rounding: Option<RoundingPatch>,
    /// What a computed price is shown to have cost before.
    pub compare_at: RelativeCompareAt,
    /// Other changes for some products.
    pub overrides: Vec<OverridePatch>,
}

/// A change of a price as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjustmentPatch {
    /// By a share of it.
    Percentage(String),
    /// By an amount.
    Amount(String),
}

/// A rounding as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundingPatch {
    /// From one price to the next.
    pub step: String,
    /// What is above the multiple of the step.
    pub ending: Option<String>,
    /// Which of the two neighbours.
    pub mode: RoundingMode,
}

/// Another change for some products.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverridePatch {
    /// For which products.
    pub scope: domain::pricing::OverrideScope,
    /// What is done to their prices.
    pub adjustment: AdjustmentPatch,
}

const FIELDS: &[&str] = &[
    "priceList",
    "percentage",
    "amount",
    "rounding",
    "compareAt",
    "overrides",
];

impl RelativePatch {
    pub(super) fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, FIELDS, path, sink)?;
        let parent = object.optional("priceList", fields::code);
        let rounding = object.optional("rounding", RoundingPatch::read);
        let compare_at = object.optional("compareAt", compare_at);
        let overrides = object.optional("overrides", |json, path, sink| {
            fields::list(json, path, sink, OverridePatch::read)
        });
        Some(Self {
            adjustment: adjustment(&object, path, sink)?,
            parent,
            rounding,
            compare_at: compare_at.unwrap_or_default(),
            overrides: overrides.unwrap_or_default(),
        })
    }
}

impl RoundingPatch {
    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, &["step", "ending", "mode"], path, sink)?;
        let ending = object.optional("ending", number);
        let mode = object.optional("mode", |json, path, sink| {
            let word = fields::text(json, path, sink)?;
            let mode = RoundingMode::parse(word);
            if mode.is_none() {
                let known = words(RoundingMode::ALL.iter().map(|mode| mode.as_str()));
                sink.invalid(
                    path,
                    format!("{word:?} is no way to round. Known are: {known}."),
                );
            }
            mode
        });
        Some(Self {
            step: object.required("step", number)?,
            ending,
            mode: mode.unwrap_or_default(),
        })
    }
}

impl OverridePatch {
    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        use domain::pricing::OverrideScope;
        let names = ["category", "brand", "percentage", "amount"];
        let object = Object::open(json, &names, path, sink)?;
        let category = object.optional("category", fields::code);
        let brand = object.optional("brand", fields::label);
        let adjustment = adjustment(&object, path, sink);
        let scope = match (category, brand) {
            (Some(code), None) => OverrideScope::Category(code),
            (None, Some(name)) => OverrideScope::Brand(name),
            (Some(_), Some(_)) => {
                let message = "An override is for a category or for a brand, not for both.";
                sink.note(path, Reason::Conflict, message);
                return None;
            }
            (None, None) => {
                let message = "An override needs its category or its brand.";
                sink.note(path, Reason::Required, message);
                return None;
            }
        };
        Some(Self {
            scope,
            adjustment: adjustment?,
        })
    }
}

/// One of `percentage` and `amount`.
fn adjustment(object: &Object<'_, '_>, path: &Path<'_>, sink: &Sink) -> Option<AdjustmentPatch> {
    let percentage = object.optional("percentage", number);
    let amount = object.optional("amount", number);
    match (percentage, amount) {
        (Some(text), None) => Some(AdjustmentPatch::Percentage(text)),
        (None, Some(text)) => Some(AdjustmentPatch::Amount(text)),
        (Some(_), Some(_)) => {
            let message = "A price is changed by a percentage or by an amount, not by both.";
            sink.note(path, Reason::Conflict, message);
            None
        }
        (None, None) => {
            let message = "A percentage or an amount is needed.";
            sink.note(path, Reason::Required, message);
            None
        }
    }
}

fn compare_at(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<RelativeCompareAt> {
    let word = fields::text(json, path, sink)?;
    let mode = RelativeCompareAt::parse(word);
    if mode.is_none() {
        let known = words(RelativeCompareAt::ALL.iter().map(|mode| mode.as_str()));
        sink.invalid(
            path,
            format!("{word:?} is nothing to compare with. Known are: {known}."),
        );
    }
    mode
}

fn words(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// A decimal text; its digits are checked when the list's are known.
fn number(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    match json {
        Json::Integer(_) | Json::Number(_) => {
            sink.invalid(
                path,
                "This is a decimal text such as \"-12.5\", not a JSON number.",
            );
            None
        }
        _ => fields::text(json, path, sink).map(str::to_owned),
    }
}
