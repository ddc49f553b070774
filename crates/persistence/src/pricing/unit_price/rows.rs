//! The price in lists with fixed prices: one look into the rows of the variant.

use domain::{buyer::Buyer, id::PriceListId};

use super::Pricing;
use crate::sql::Sql;

/// At which quantity.
pub(super) enum At {
    /// One unit.
    One,
    /// As many as this SQL says.
    Many(String),
}

/// Lists that can apply to the buyer, best first.
#[derive(Clone, Copy)]
pub(crate) struct Lists<'l> {
    pub(crate) ids: &'l [PriceListId],
    /// Whether the base prices come after them.
    pub(crate) with_base: bool,
}

/// Writes `(SELECT …)`: the price in the first of these lists that has one at the quantity; NULL where none has.
pub(super) fn write_price(sql: &mut Sql, pricing: &Pricing<'_>, lists: Lists<'_>, at: &At) {
    match at {
        At::One => write_price_of_one(sql, pricing, lists),
        At::Many(quantity) => write_price_of_many(sql, pricing, lists, quantity),
    }
}

/// Of the best list with a row for one unit, the preferred row.
fn write_price_of_one(sql: &mut Sql, pricing: &Pricing<'_>, lists: Lists<'_>) {
    sql.push("(SELECT pr.amount FROM price pr WHERE pr.variant_id = ")
        .push(pricing.alias)
        .push(".id AND pr.min_quantity = 1");
    write_applicable(sql, "pr", lists, pricing.buyer);
    sql.push(" ORDER BY ");
    write_rank(sql, lists);
    write_preference(sql, "pr");
    sql.push(" LIMIT 1)");
}

/// Of the best list with a row for the quantity, the lowest amount among the preferred rows of each minimum quantity.
fn write_price_of_many(sql: &mut Sql, pricing: &Pricing<'_>, lists: Lists<'_>, quantity: &str) {
    sql.push("(SELECT pr.amount FROM price pr WHERE pr.variant_id = ")
        .push(pricing.alias)
        .push(".id AND pr.min_quantity <= ")
        .push(quantity);
    write_applicable(sql, "pr", lists, pricing.buyer);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM price pb WHERE pb.variant_id = pr.variant_id AND pb.min_quantity = pr.min_quantity ");
    sql.push("AND pb.price_list_id IS NOT DISTINCT FROM pr.price_list_id");
    write_applicable(sql, "pb", lists, pricing.buyer);
    sql.push(" AND (");
    write_preference(sql, "pb");
    sql.push(") < (");
    write_preference(sql, "pr");
    sql.push(")) ORDER BY ");
    write_rank(sql, lists);
    sql.push("pr.amount LIMIT 1)");
}

/// Writes ` AND …`: the price row `alias` is of one of the lists and can apply to the buyer at some quantity.
pub(crate) fn write_applicable(sql: &mut Sql, alias: &str, lists: Lists<'_>, buyer: &Buyer) {
    let at = buyer.at.timestamp_micros();
    sql.push(" AND ")
        .push(alias)
        .push(".currency = ")
        .bind(buyer.currency.as_str());
    sql.push(" AND (");
    if lists.with_base {
        sql.push(alias).push(".price_list_id IS NULL");
    }
    if !lists.ids.is_empty() {
        sql.push(if lists.with_base { " OR " } else { "" })
            .push(alias)
            .push(".price_list_id")
            .in_list(lists.ids);
    }
    sql.push(") AND (").push(alias).push(".country IS NULL");
    if let Some(country) = buyer.country {
        sql.push(" OR ")
            .push(alias)
            .push(".country = ")
            .bind(country.as_str());
    }
    sql.push(") AND (")
        .push(alias)
        .push(".valid_from IS NULL OR ")
        .push(alias)
        .push(".valid_from <= ")
        .bind(at);
    sql.push(") AND (")
        .push(alias)
        .push(".valid_until IS NULL OR ")
        .push(alias)
        .push(".valid_until > ")
        .bind(at);
    sql.push(")");
}

/// Writes what is compared, the least being preferred: bound to the country before not, dated before undated, the later
/// beginning, the lower amount.
fn write_preference(sql: &mut Sql, alias: &str) {
    for part in [
        ".country IS NULL, ",
        ".valid_from IS NULL AND ",
        ".valid_until IS NULL, -COALESCE(",
    ] {
        sql.push(alias).push(part);
    }
    // Before every moment, and its negative is a number too.
    sql.push(alias).push(".valid_from, ").bind(-i64::MAX);
    sql.push("), ").push(alias).push(".amount");
}

/// Writes `CASE … END, `: the place of the row's list among these; the base prices come last.
fn write_rank(sql: &mut Sql, lists: Lists<'_>) {
    if lists.ids.len() + usize::from(lists.with_base) < 2 {
        return;
    }
    sql.push("CASE pr.price_list_id");
    for (place, list) in lists.ids.iter().enumerate() {
        sql.push(" WHEN ")
            .bind(list.uuid())
            .push(" THEN ")
            .number(place);
    }
    sql.push(" ELSE ").number(lists.ids.len()).push(" END, ");
}
