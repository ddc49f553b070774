//! The SQL of a filter: each condition is written as ` AND …` about the product `p`.

use domain::{buyer::Buyer, catalog::ProductStatus, reference::Reference};

use super::{CategoryFilter, PriceFilter, ProductFilter, attribute::write_attribute};
use crate::{
    inventory::write_availability, pricing::write_unit_price, sort_key::name_key, sql::Sql,
};

/// Writes all conditions of the filter.
pub(in super::super) fn write_filter(
    sql: &mut Sql,
    filter: &ProductFilter,
    buyer: &Buyer,
    reference: &Reference,
) {
    if let Some(ids) = &filter.ids {
        sql.push(" AND p.id").in_list(ids);
    }
    if let Some(codes) = &filter.codes {
        sql.push(" AND p.code").in_list(codes);
    }
    if let Some(text) = &filter.text {
        write_text(sql, text);
    }
    if let Some(categories) = &filter.categories {
        write_categories(sql, categories);
    }
    if let Some(brands) = &filter.brands {
        sql.push(" AND p.brand").in_list(brands);
    }
    if let Some(statuses) = &filter.statuses {
        let statuses: Vec<&str> = statuses
            .iter()
            .map(|status: &ProductStatus| status.as_str())
            .collect();
        sql.push(" AND p.status").in_list(&statuses);
    }
    if let Some(from) = filter.updated_from {
        sql.push(" AND p.updated_at >= ")
            .bind(from.timestamp_micros());
    }
    if let Some(until) = filter.updated_until {
        sql.push(" AND p.updated_at < ")
            .bind(until.timestamp_micros());
    }
    for attribute in &filter.attributes {
        sql.push(" AND ");
        write_attribute(sql, attribute, reference);
    }
    if let Some(availability) = &filter.availability {
        sql.push(" AND ");
        write_availability(sql, "p", availability, buyer);
    }
    if let Some(price) = &filter.price {
        write_price(sql, *price, buyer, reference);
    }
}

/// SQLite knows the case of A to Z alone, and PostgreSQL's code-point order no other.
fn write_text(sql: &mut Sql, text: &str) {
    let (find, lower) = if sql.is_postgres() {
        ("strpos(", " COLLATE \"C\"), ")
    } else {
        ("instr(", "), ")
    };
    let key = text.to_ascii_lowercase();
    sql.push(" AND (")
        .push(find)
        .push("p.name_key, ")
        .bind(name_key(text))
        .push(") > 0 OR ");
    sql.push(find)
        .push("lower(p.code")
        .push(lower)
        .bind(key.as_str())
        .push(") > 0");
    sql.push(" OR EXISTS (SELECT 1 FROM variant tv WHERE tv.product_id = p.id AND ")
        .push(find)
        .push("lower(tv.sku")
        .push(lower)
        .bind(key.as_str())
        .push(") > 0))");
}

fn write_categories(sql: &mut Sql, filter: &CategoryFilter) {
    let table = if filter.include_descendants {
        "category_listing"
    } else {
        "product_category"
    };
    sql.push(" AND EXISTS (SELECT 1 FROM ")
        .push(table)
        .push(" fc WHERE fc.product_id = p.id AND (fc.category_id");
    sql.in_list(&filter.ids);
    if !filter.codes.is_empty() {
        sql.push(" OR fc.category_id IN (SELECT id FROM category WHERE code")
            .in_list(&filter.codes)
            .push(")");
    }
    sql.push("))");
}

fn write_price(sql: &mut Sql, filter: PriceFilter, buyer: &Buyer, reference: &Reference) {
    sql.push(" AND EXISTS (SELECT 1 FROM (SELECT ");
    write_unit_price(sql, "fv", buyer, reference);
    sql.push(" AS amount FROM variant fv WHERE fv.product_id = p.id) AS priced WHERE priced.amount IS NOT NULL");
    if let Some(min) = filter.min {
        sql.push(" AND priced.amount >= ").bind(min.millionths());
    }
    if let Some(max) = filter.max {
        sql.push(" AND priced.amount <= ").bind(max.millionths());
    }
    sql.push(")");
}
