//! `SearchFilterValue`: a filter as a client sends it.

use std::ops::Bound;

use async_graphql::{InputValueError, InputValueResult, Name, Scalar, ScalarType, Value};
use domain::{
    catalog::{Scalar as Attribute, ValueType},
    pricing::{AMOUNT_DIGITS, Amount},
    reference::Reference,
    text::Code,
};
use search::query::{AttributeMatch, Condition, Filter};

use crate::node_id::{NodeType, encode};

/// A filter, to be sent.
#[derive(Clone, Debug)]
pub(crate) struct SearchFilterValue(Value);

/// A `SearchFilter` as a value, to be sent as the variable of `filter` as it is.
#[Scalar(name = "SearchFilterValue")]
impl ScalarType for SearchFilterValue {
    fn parse(value: Value) -> InputValueResult<Self> {
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl SearchFilterValue {
    pub(crate) fn of(filter: &Filter, reference: &Reference) -> Self {
        Self(shown(filter, reference))
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.map(|(name, value)| (Name::new(name), value)).into())
}

fn list<T>(values: impl IntoIterator<Item = T>, value: impl FnMut(T) -> Value) -> Value {
    Value::List(values.into_iter().map(value).collect())
}

fn text(text: impl ToString) -> Value {
    Value::String(text.to_string())
}

fn name(name: impl ToString) -> Value {
    Value::Enum(Name::new(name.to_string()))
}

fn shown(filter: &Filter, reference: &Reference) -> Value {
    let nested = |filters: &[Filter]| list(filters, |filter| shown(filter, reference));
    match filter {
        Filter::All(all) if all.is_empty() => object([]),
        Filter::All(all) if all.len() == 1 => shown(&all[0], reference),
        Filter::All(all) => object([("and", nested(all))]),
        Filter::Any(any) => object([("or", nested(any))]),
        Filter::Not(inner) => object([("not", shown(inner, reference))]),
        Filter::Is(condition) => object([of_condition(condition, reference)]),
    }
}

fn of_condition(condition: &Condition, reference: &Reference) -> (&'static str, Value) {
    match condition {
        Condition::Product(ids) => {
            let id = |id: &domain::id::ProductId| text(encode(NodeType::Product, id.uuid()).0);
            ("id", list(ids, id))
        }
        Condition::Code(codes) => ("code", list(codes, text)),
        Condition::Status(statuses) => ("status", list(statuses, name)),
        Condition::Brand(brands) => ("brand", list(brands, text)),
        Condition::Category {
            codes,
            include_descendants,
        } => {
            let include = Value::Boolean(*include_descendants);
            let fields = [("code", list(codes, text)), ("includeDescendants", include)];
            ("category", object(fields))
        }
        Condition::Option { name, values } => {
            let option = object([("name", text(name)), ("in", list(values, text))]);
            ("options", Value::List(vec![option]))
        }
        Condition::Attribute { code, matches } => {
            let attribute = of_attribute(code, matches, reference);
            ("attributes", Value::List(vec![attribute]))
        }
        Condition::Availability(statuses) => ("availability", list(statuses, name)),
        Condition::Price { min, max } => (
            "price",
            object([("min", amount(*min)), ("max", amount(*max))]),
        ),
        Condition::Updated { from, until } => {
            let moment = |moment: &Option<domain::clock::Timestamp>| {
                moment.map_or(Value::Null, |moment| text(moment.to_rfc3339()))
            };
            let fields = [("from", moment(from)), ("until", moment(until))];
            ("updatedAt", object(fields))
        }
    }
}

/// Without zeros that say nothing.
fn amount(amount: Option<Amount>) -> Value {
    amount.map_or(Value::Null, |amount| {
        text(amount.to_decimal(AMOUNT_DIGITS).normalize())
    })
}

fn of_attribute(code: &Code, matches: &AttributeMatch, reference: &Reference) -> Value {
    let known = reference.attributes.by_code(code);
    let value_type = known.map_or(ValueType::Text, |entry| entry.value.value_type);
    let condition = match (matches, value_type) {
        (AttributeMatch::Exists, _) => ("exists", Value::Boolean(true)),
        (AttributeMatch::AnyOf(values), ValueType::Number) => {
            ("number", object([("in", list(values, scalar))]))
        }
        (AttributeMatch::AnyOf(values), ValueType::Date) => {
            ("date", object([("in", list(values, scalar))]))
        }
        (AttributeMatch::AnyOf(values), ValueType::Boolean) => {
            ("boolean", values.first().map_or(Value::Null, scalar))
        }
        (AttributeMatch::AnyOf(values), ValueType::Text | ValueType::Enum) => {
            ("in", list(values, scalar))
        }
        (AttributeMatch::Between(lower, upper), value_type) => {
            let field = if value_type == ValueType::Date {
                "date"
            } else {
                "number"
            };
            let bounds = [bound(lower, "gte", "gt"), bound(upper, "lte", "lt")];
            let bounds = bounds.into_iter().flatten();
            (
                field,
                Value::Object(
                    bounds
                        .map(|(name, value)| (Name::new(name), value))
                        .collect(),
                ),
            )
        }
    };
    object([("code", text(code)), condition])
}

fn bound(
    bound: &Bound<Attribute>,
    included: &'static str,
    excluded: &'static str,
) -> Option<(&'static str, Value)> {
    match bound {
        Bound::Included(value) => Some((included, scalar(value))),
        Bound::Excluded(value) => Some((excluded, scalar(value))),
        Bound::Unbounded => None,
    }
}

fn scalar(value: &Attribute) -> Value {
    match value {
        Attribute::Text(value) => text(value),
        Attribute::Enum(code) => text(code),
        Attribute::Date(day) => text(day),
        Attribute::Boolean(truth) => Value::Boolean(*truth),
        Attribute::Number(number) => {
            serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number)
        }
    }
}
