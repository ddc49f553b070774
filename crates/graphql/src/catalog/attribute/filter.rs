//! `AttributeFilter`: what a listing's products must have of an attribute.

use std::ops::Bound;

use async_graphql::{InputObject, Result};
use chrono::NaiveDate;
use domain::{
    catalog::{self, Scalar, ValueType},
    reference::Reference,
    text::Code,
};
use persistence::catalog::product::{AttributeFilter as Condition, AttributeMatch};

use crate::{
    error::{ErrorCode, refuse},
    scalars::Date,
};

/// What a product, or one of its variants, must have of an attribute. Give `code` and one condition, the one of the
/// attribute's type; of an attribute with several values, any of them may meet it.
#[derive(Debug, InputObject)]
pub(crate) struct AttributeFilter {
    /// The attribute's code.
    code: String,
    /// Of a TEXT or an ENUM: one of these texts, or of these codes of values.
    #[graphql(name = "in")]
    one_of: Option<Vec<String>>,
    /// Of a NUMBER: all of these conditions, in the attribute's unit.
    number: Option<NumberFilter>,
    /// Of a DATE: all of these conditions.
    date: Option<DateFilter>,
    /// Of a BOOLEAN: this.
    boolean: Option<bool>,
    /// Of any type: true if there must be a value, false if there must be none.
    exists: Option<bool>,
}

/// Conditions on a number. Give `in`, or bounds.
#[derive(Debug, Default, InputObject)]
pub(crate) struct NumberFilter {
    /// One of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<f64>>,
    /// At least this.
    gte: Option<f64>,
    /// More than this.
    gt: Option<f64>,
    /// At most this.
    lte: Option<f64>,
    /// Less than this.
    lt: Option<f64>,
}

/// Conditions on a day. Give `in`, or bounds.
#[derive(Debug, Default, InputObject)]
pub(crate) struct DateFilter {
    /// One of these.
    #[graphql(name = "in")]
    one_of: Option<Vec<Date>>,
    /// This day or later.
    gte: Option<Date>,
    /// Later than this day.
    gt: Option<Date>,
    /// This day or earlier.
    lte: Option<Date>,
    /// Earlier than this day.
    lt: Option<Date>,
}

impl AttributeFilter {
    /// The store's condition. Refuses an attribute that doesn't exist, and conditions of another type than its.
    pub(crate) fn into_condition(self, reference: &Reference) -> Result<Condition> {
        let Some(entry) = reference.attributes.by_code(&self.code) else {
            return Err(refused(format!(
                "There is no attribute with the code {:?}.",
                self.code
            )));
        };
        let code = entry.value.code.clone();
        let mut given = self.conditions(&entry.value)?;
        match (given.pop(), given.is_empty()) {
            (Some(matches), true) => Ok(Condition { code, matches }),
            _ => Err(refused(format!(
                "The filter of the attribute {:?} needs exactly one condition.",
                code.as_str()
            ))),
        }
    }

    fn conditions(self, attribute: &catalog::Attribute) -> Result<Vec<AttributeMatch>> {
        let code = &attribute.code;
        let mut given = Vec::new();
        if let Some(texts) = self.one_of {
            // The databases take no NUL in a text, so nothing has one.
            let texts = texts.into_iter().filter(|text| !text.contains('\0'));
            given.push(AttributeMatch::AnyOf(
                texts
                    .map(|text| text_or_enum(attribute, text))
                    .collect::<Result<_>>()?,
            ));
        }
        if let Some(number) = self.number {
            of_type(attribute, ValueType::Number, "number")?;
            given.push(number.into_match(code)?);
        }
        if let Some(date) = self.date {
            of_type(attribute, ValueType::Date, "date")?;
            given.push(date.into_match(code)?);
        }
        if let Some(boolean) = self.boolean {
            of_type(attribute, ValueType::Boolean, "boolean")?;
            given.push(AttributeMatch::AnyOf(vec![Scalar::Boolean(boolean)]));
        }
        given.extend(self.exists.map(AttributeMatch::Exists));
        Ok(given)
    }
}

impl NumberFilter {
    fn into_match(self, code: &Code) -> Result<AttributeMatch> {
        let [gte, gt, lte, lt] =
            [self.gte, self.gt, self.lte, self.lt].map(|bound| bound.map(Scalar::Number));
        into_match(
            code,
            self.one_of
                .map(|numbers| numbers.into_iter().map(Scalar::Number).collect()),
            gte,
            gt,
            lte,
            lt,
        )
    }
}

impl DateFilter {
    fn into_match(self, code: &Code) -> Result<AttributeMatch> {
        let day = |date: Date| -> NaiveDate { date.0 };
        let [gte, gt, lte, lt] =
            [self.gte, self.gt, self.lte, self.lt].map(|bound| bound.map(day).map(Scalar::Date));
        into_match(
            code,
            self.one_of
                .map(|days| days.into_iter().map(day).map(Scalar::Date).collect()),
            gte,
            gt,
            lte,
            lt,
        )
    }
}

fn into_match(
    code: &Code,
    one_of: Option<Vec<Scalar>>,
    gte: Option<Scalar>,
    gt: Option<Scalar>,
    lte: Option<Scalar>,
    lt: Option<Scalar>,
) -> Result<AttributeMatch> {
    let bound = |included: Option<Scalar>, excluded: Option<Scalar>| match (included, excluded) {
        (Some(value), None) => Some(Bound::Included(value)),
        (None, Some(value)) => Some(Bound::Excluded(value)),
        (None, None) => Some(Bound::Unbounded),
        (Some(_), Some(_)) => None,
    };
    match (one_of, bound(gte, gt), bound(lte, lt)) {
        (Some(values), Some(Bound::Unbounded), Some(Bound::Unbounded)) => {
            Ok(AttributeMatch::AnyOf(values))
        }
        (None, Some(Bound::Unbounded), Some(Bound::Unbounded))
        | (Some(_), ..)
        | (None, None, _)
        | (None, _, None) => {
            let code = code.as_str();
            Err(refused(format!(
                "The filter of the attribute {code:?} needs either `in`, or one lower bound (`gte` or `gt`), one upper bound (`lte` or `lt`) or both."
            )))
        }
        (None, Some(lower), Some(upper)) => Ok(AttributeMatch::Between(lower, upper)),
    }
}

fn text_or_enum(attribute: &catalog::Attribute, text: String) -> Result<Scalar> {
    if attribute.value_type == ValueType::Enum {
        // A code that isn't declared matches nothing, like a text that nobody has.
        return Ok(Scalar::Enum(Code::trusted(&text)));
    }
    of_type(attribute, ValueType::Text, "in")?;
    Ok(Scalar::Text(text))
}

fn of_type(attribute: &catalog::Attribute, expected: ValueType, condition: &str) -> Result<()> {
    if attribute.value_type == expected {
        return Ok(());
    }
    let (code, found) = (attribute.code.as_str(), attribute.value_type);
    let fitting = match found {
        ValueType::Text | ValueType::Enum => "in",
        ValueType::Number => "number",
        ValueType::Boolean => "boolean",
        ValueType::Date => "date",
    };
    Err(refused(format!(
        "The attribute {code:?} is of type {found}: use `{fitting}` instead of `{condition}`."
    )))
}

fn refused(message: String) -> async_graphql::Error {
    refuse(ErrorCode::BadUserInput, message)
}
