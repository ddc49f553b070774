//! A variant's unit price for one unit as SQL: the rule of [`domain::pricing::selection::select`] for filters and
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
    sql.push("(SELECT pr.amount FROM price pr WHERE pr.variant_id = ")
        .push(alias)
        .push(".id AND pr.min_quantity = 1");
    write_applicable(sql, "pr", &lists, buyer);
    sql.push(" ORDER BY ");
    write_rank(sql, &lists);
    // Bound to the country before not, dated before undated, the later beginning, the lower amount.
    sql.push("pr.country IS NULL, pr.valid_from IS NULL AND pr.valid_until IS NULL, ");
    sql.push("COALESCE(pr.valid_from, ")
        .bind(i64::MIN)
        .push(") DESC, pr.amount LIMIT 1)");
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
