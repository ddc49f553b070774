//! A variant's unit price at its smallest orderable quantity as SQL: the rule of [`domain::pricing::selection::select`] for filters and
//! orders, which need it of products that nobody reads. A test holds the two against each other.

use domain::{
    buyer::Buyer, id::PriceListId, pricing::selection::applicable_lists, reference::Reference,
};

use crate::sql::Sql;

/// Writes `(SELECT …)`: the lowest unit price among the variants of the product `alias`, in millionths; NULL where none
/// has a price.
pub(crate) fn write_lowest_price(sql: &mut Sql, alias: &str, buyer: &Buyer, reference: &Reference) {
    sql.push("(SELECT MIN(");
    write_unit_price(sql, "pv", buyer, reference);
    sql.push(") FROM variant pv WHERE pv.product_id = ")
        .push(alias)
        .push(".id)");
}

/// Writes `(SELECT …)`: the unit price of the variant `alias` in millionths; NULL where it has none.
pub(crate) fn write_unit_price(sql: &mut Sql, alias: &str, buyer: &Buyer, reference: &Reference) {
    if !buyer.currency_is_sold() {
        sql.push("CAST(NULL AS BIGINT)");
        return;
    }
    let lists = lists(buyer, reference);
    // Nearly all variants can be bought one by one, and for one unit the question is simpler.
    sql.push("(CASE WHEN COALESCE(")
        .push(alias)
        .push(".quantity_minimum, 1) = 1 THEN ");
    write_price_of_one(sql, alias, &lists, buyer);
    sql.push(" ELSE ");
    write_price_of_many(sql, alias, &lists, buyer);
    sql.push(" END)");
}

/// Of the best list with a row for one unit, the preferred row.
fn write_price_of_one(sql: &mut Sql, alias: &str, lists: &[PriceListId], buyer: &Buyer) {
    sql.push("(SELECT pr.amount FROM price pr WHERE pr.variant_id = ")
        .push(alias)
        .push(".id AND pr.min_quantity = 1");
    write_applicable(sql, "pr", lists, buyer);
    sql.push(" ORDER BY ");
    write_rank(sql, lists);
    write_preference(sql, "pr");
    sql.push(" LIMIT 1)");
}

/// Of the best list with a row for the quantity, the lowest amount among the preferred rows of each minimum quantity.
fn write_price_of_many(sql: &mut Sql, alias: &str, lists: &[PriceListId], buyer: &Buyer) {
    sql.push("(SELECT pr.amount FROM price pr WHERE pr.variant_id = ")
        .push(alias)
        .push(".id AND pr.min_quantity <= ")
        .push(alias)
        .push(".quantity_minimum");
    write_applicable(sql, "pr", lists, buyer);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM price pb WHERE pb.variant_id = pr.variant_id AND pb.min_quantity = pr.min_quantity ");
    sql.push("AND pb.price_list_id IS NOT DISTINCT FROM pr.price_list_id");
    write_applicable(sql, "pb", lists, buyer);
    sql.push(" AND (");
    write_preference(sql, "pb");
    sql.push(") < (");
    write_preference(sql, "pr");
    sql.push(")) ORDER BY ");
    write_rank(sql, lists);
    sql.push("pr.amount LIMIT 1)");
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

/// The identifiers of the lists that can apply to the buyer, best first.
pub(super) fn lists(buyer: &Buyer, reference: &Reference) -> Vec<PriceListId> {
    applicable_lists(&reference.price_lists, buyer)
        .into_iter()
        .map(|entry| entry.id)
        .collect()
}

/// Writes ` AND …`: the price row `alias` can apply to the buyer at some quantity.
pub(super) fn write_applicable(sql: &mut Sql, alias: &str, lists: &[PriceListId], buyer: &Buyer) {
    let at = buyer.at.timestamp_micros();
    sql.push(" AND ")
        .push(alias)
        .push(".currency = ")
        .bind(buyer.currency.as_str());
    sql.push(" AND (")
        .push(alias)
        .push(".price_list_id IS NULL");
    if !lists.is_empty() {
        sql.push(" OR ")
            .push(alias)
            .push(".price_list_id")
            .in_list(lists);
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

/// Writes `CASE … END, `: the place of the row's list among the applicable ones; the base prices come last.
fn write_rank(sql: &mut Sql, lists: &[PriceListId]) {
    if lists.is_empty() {
        return;
    }
    sql.push("CASE pr.price_list_id");
    for (place, list) in lists.iter().enumerate() {
        sql.push(" WHEN ")
            .bind(list.uuid())
            .push(" THEN ")
            .number(place);
    }
    sql.push(" ELSE ").number(lists.len()).push(" END, ");
}
