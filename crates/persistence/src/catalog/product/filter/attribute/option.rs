//! What a variant's options say of an attribute, as [`Attribute::value_of_option`] reads them.

use domain::catalog::{Attribute, Scalar, ValueType};

use super::{AttributeMatch, numbers, texts, write_bound};
use crate::sql::Sql;

/// Writes ` OR EXISTS (…)`: the variant `av` of the product `p` has an option of the attribute's name, with a value `e` that
/// matches. Nothing where no option can say what the attribute says.
pub(super) fn write_option(sql: &mut Sql, matches: &AttributeMatch, attribute: &Attribute) {
    if matches!(attribute.value_type, ValueType::Boolean | ValueType::Date) {
        return;
    }
    sql.push(" OR EXISTS (SELECT 1 FROM ");
    sql.push(if sql.is_postgres() {
        "jsonb_array_elements_text(p.options::jsonb) WITH ORDINALITY AS o(value, place) JOIN jsonb_array_elements_text(av.option_values::jsonb) WITH ORDINALITY AS e(value, place) ON e.place = o.place"
    } else {
        "json_each(p.options) AS o JOIN json_each(av.option_values) AS e ON e.key = o.key"
    });
    sql.push(" WHERE ");
    write_is_one_of(sql, "o.value", &[&attribute.name]);
    match attribute.value_type {
        ValueType::Enum => write_enum(sql, matches, attribute),
        ValueType::Number => write_number(sql, matches),
        ValueType::Text | ValueType::Boolean | ValueType::Date => write_text(sql, matches),
    }
    sql.push(")");
}

/// Writes a condition: a text is one of these, whatever the case. SQLite, and a PostgreSQL whose locale is C, know the case of A
/// to Z alone, so that other letters are found as they are declared, and all large or all small.
fn write_is_one_of(sql: &mut Sql, text: &str, known: &[&str]) {
    let lower = known.iter().map(|known| known.to_lowercase());
    sql.push("(lower(").push(text).push(")");
    sql.in_list(&lower.collect::<Vec<String>>());
    let spelled = known.iter();
    let spelled = spelled.flat_map(|known| [(*known).to_owned(), known.to_uppercase()]);
    sql.push(" OR ").push(text);
    sql.in_list(&spelled.collect::<Vec<String>>());
    sql.push(")");
}

fn write_enum(sql: &mut Sql, matches: &AttributeMatch, attribute: &Attribute) {
    let wanted = |code: &str| match matches {
        AttributeMatch::Exists(_) => true,
        AttributeMatch::AnyOf(scalars) => scalars
            .iter()
            .any(|scalar| matches!(scalar, Scalar::Enum(wanted) if wanted.as_str() == code)),
        AttributeMatch::Between(..) => false,
    };
    let values = attribute.values.iter();
    let known: Vec<&str> = values
        .filter(|value| wanted(value.code.as_str()))
        .flat_map(|value| [&*value.name, value.code.as_str()])
        .collect();
    sql.push(" AND ");
    write_is_one_of(sql, "e.value", &known);
}

fn write_text(sql: &mut Sql, matches: &AttributeMatch) {
    if let AttributeMatch::AnyOf(scalars) = matches {
        sql.push(" AND e.value");
        sql.in_list(&texts(scalars, ValueType::Text));
    }
}

/// The texts that are numbers, and the numbers that they are: no other text may be read as one.
const POSTGRES_NUMBER: &str = "CASE WHEN e.value ~ '^[0-9]+([.][0-9]+)?$' THEN e.value::float8 END";
const SQLITE_NUMBER: &str = "CASE WHEN e.value GLOB '[0-9]*' AND e.value GLOB '*[0-9]' AND e.value NOT GLOB '*[^0-9.]*' AND e.value NOT GLOB '*.*.*' THEN CAST(e.value AS REAL) END";

fn write_number(sql: &mut Sql, matches: &AttributeMatch) {
    let number = if sql.is_postgres() {
        POSTGRES_NUMBER
    } else {
        SQLITE_NUMBER
    };
    match matches {
        AttributeMatch::Exists(_) => {
            sql.push(" AND ").push(number).push(" IS NOT NULL");
        }
        AttributeMatch::AnyOf(scalars) => {
            sql.push(" AND ").push(number);
            sql.in_list(&numbers(scalars));
        }
        AttributeMatch::Between(lower, upper) => {
            write_bound(sql, number, lower, " >= ", " > ");
            write_bound(sql, number, upper, " <= ", " < ");
        }
    }
}
