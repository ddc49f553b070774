//! The SQL of an attribute filter: an attribute is said of a product, of a variant, or by a variant's option of its name
//! ([`option`]). Attributes are JSON objects by code, with a scalar or an array under each; both
//! databases are asked for the single values `e` of one code, with every text that a caller gave as a parameter.

mod option;

use std::ops::Bound;

use domain::{
    catalog::{Scalar, ValueType},
    reference::Reference,
    text::Code,
};

use super::{AttributeFilter, AttributeMatch};
use crate::sql::Sql;

/// Writes a condition about the product `p` and its variants.
pub(super) fn write_attribute(sql: &mut Sql, filter: &AttributeFilter, reference: &Reference) {
    let attribute = reference.attributes.by_code(&filter.code);
    let attribute = attribute.map(|entry| &entry.value);
    if filter.matches == AttributeMatch::Exists(false) {
        sql.push("NOT ");
    }
    sql.push("(");
    match attribute {
        // The databases must not compare values of different types, since each would in its own way.
        Some(attribute) if is_about(&filter.matches, attribute.value_type) => {
            let value_type = attribute.value_type;
            write_values(sql, "p", filter, value_type);
            sql.push(" OR EXISTS (SELECT 1 FROM variant av WHERE av.product_id = p.id AND (");
            write_values(sql, "av", filter, value_type);
            option::write_option(sql, &filter.matches, attribute);
            sql.push("))");
        }
        _ => {
            sql.push("1 = 0");
        }
    }
    sql.push(")");
}

/// Whether a match asks for values of this type.
fn is_about(matches: &AttributeMatch, value_type: ValueType) -> bool {
    let bound_is = |bound: &Bound<Scalar>| match bound {
        Bound::Included(scalar) | Bound::Excluded(scalar) => scalar.value_type() == value_type,
        Bound::Unbounded => true,
    };
    match matches {
        AttributeMatch::Exists(_) => true,
        AttributeMatch::AnyOf(scalars) => scalars
            .iter()
            .any(|scalar| scalar.value_type() == value_type),
        AttributeMatch::Between(lower, upper) => bound_is(lower) && bound_is(upper),
    }
}

/// Writes `EXISTS (…)`: the attributes of `alias` have a value that matches.
fn write_values(sql: &mut Sql, alias: &str, filter: &AttributeFilter, value_type: ValueType) {
    if sql.is_postgres() {
        write_postgres_values(sql, alias, &filter.code);
    } else {
        write_sqlite_values(sql, alias, &filter.code);
    }
    match &filter.matches {
        AttributeMatch::Exists(_) => {}
        AttributeMatch::AnyOf(scalars) => write_any_of(sql, scalars, value_type),
        AttributeMatch::Between(lower, upper) => {
            let value = value_of(sql, value_type);
            write_bound(sql, value, lower, " >= ", " > ");
            write_bound(sql, value, upper, " <= ", " < ");
        }
    }
    sql.push(")");
}

fn write_sqlite_values(sql: &mut Sql, alias: &str, code: &Code) {
    sql.push("EXISTS (SELECT 1 FROM json_each(")
        .push(alias)
        .push(".attributes) AS a, ");
    sql.push("json_each(CASE a.type WHEN 'array' THEN a.value ELSE json_array(a.value) END) AS e WHERE a.key = ");
    sql.bind(code.as_str());
}

fn write_postgres_values(sql: &mut Sql, alias: &str, code: &Code) {
    sql.push("EXISTS (SELECT 1 FROM (SELECT ")
        .push(alias)
        .push(".attributes::jsonb -> ")
        .bind(code.as_str());
    sql.push(" AS value) AS a CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(a.value) ");
    sql.push("WHEN 'array' THEN a.value ELSE jsonb_build_array(a.value) END) AS e(value) WHERE a.value IS NOT NULL");
}

/// The value `e` as SQL of this type.
fn value_of(sql: &Sql, value_type: ValueType) -> &'static str {
    match (sql.is_postgres(), value_type) {
        // SQLite reads true and false as 1 and 0.
        (false, ValueType::Boolean) => "CASE e.value WHEN 1 THEN 'true' ELSE 'false' END",
        (false, _) => "e.value",
        (true, ValueType::Number) => "(e.value)::float8",
        (true, _) => "(e.value #>> '{}')",
    }
}

fn write_any_of(sql: &mut Sql, scalars: &[Scalar], value_type: ValueType) {
    let value = value_of(sql, value_type);
    sql.push(" AND ").push(value);
    if value_type == ValueType::Number {
        sql.in_list(&numbers(scalars));
    } else {
        sql.in_list(&texts(scalars, value_type));
    }
}

fn numbers(scalars: &[Scalar]) -> Vec<f64> {
    let numbers = scalars.iter().filter_map(|scalar| match scalar {
        Scalar::Number(number) => Some(*number),
        _ => None,
    });
    numbers.collect()
}

fn texts(scalars: &[Scalar], value_type: ValueType) -> Vec<String> {
    let of_type = scalars
        .iter()
        .filter(|scalar| scalar.value_type() == value_type);
    of_type.map(text).collect()
}

/// Writes ` AND `, and that a value is within a bound.
fn write_bound(sql: &mut Sql, value: &str, bound: &Bound<Scalar>, included: &str, excluded: &str) {
    let (scalar, comparison) = match bound {
        Bound::Included(scalar) => (scalar, included),
        Bound::Excluded(scalar) => (scalar, excluded),
        Bound::Unbounded => return,
    };
    sql.push(" AND ").push(value).push(comparison);
    match scalar {
        Scalar::Number(number) => sql.bind(*number),
        other => sql.bind(text(other)),
    };
}

/// A scalar that is not a number as the text that the databases compare: a day as ISO 8601, so that days sort as texts.
fn text(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(text) => text.clone(),
        Scalar::Enum(code) => code.as_str().to_owned(),
        Scalar::Date(day) => day.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(true) => "true".to_owned(),
        Scalar::Boolean(false) => "false".to_owned(),
    }
}
