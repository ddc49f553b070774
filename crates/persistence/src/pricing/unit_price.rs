//! A variant's unit price at its smallest orderable quantity as SQL: the rule of [`domain::pricing::selection::select`]
//! for filters and orders, which need it of products that nobody reads. A test holds the two against each other.
//!
//! Lists with fixed prices that follow each other by rank are one look into the rows of the variant; a relative list is
//! a look of its own (`relative`), and the first of them that has a price gives it.

mod relative;
mod rows;

use domain::{
    buyer::Buyer,
    id::PriceListId,
    pricing::{
        PriceList,
        selection::{Parent, applicable_lists, parent},
    },
    reference::{Entry, Reference},
};

pub(super) use self::rows::{Lists, write_applicable};
use self::{relative::write_in_list, rows::At};
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

/// Writes `(…)`: the unit price of the variant `alias` in millionths; NULL where it has none.
pub(crate) fn write_unit_price(sql: &mut Sql, alias: &str, buyer: &Buyer, reference: &Reference) {
    if !buyer.currency_is_sold() {
        sql.push("CAST(NULL AS BIGINT)");
        return;
    }
    let lists = applicable_lists(&reference.price_lists, buyer);
    let mut pricing = Pricing {
        alias,
        buyer,
        reference,
        names: 0,
    };
    // Nearly all variants can be bought one by one, and for one unit the question is simpler.
    sql.push("(CASE WHEN COALESCE(")
        .push(alias)
        .push(".quantity_minimum, 1) = 1 THEN ");
    write_best(sql, &mut pricing, &lists, &At::One);
    sql.push(" ELSE ");
    let minimum = At::Many(format!("{alias}.quantity_minimum"));
    write_best(sql, &mut pricing, &lists, &minimum);
    sql.push(" END)");
}

/// The lists whose rows can be of use to the buyer: those that apply, and those to which they are relative.
pub(super) fn applicable(buyer: &Buyer, reference: &Reference) -> Vec<PriceListId> {
    let lists = &reference.price_lists;
    let mut ids = Vec::new();
    for entry in applicable_lists(lists, buyer) {
        let mut next = Some(entry);
        while let Some(entry) = next.filter(|entry| !ids.contains(&entry.id)) {
            ids.push(entry.id);
            next = match parent(&entry.value, lists, buyer) {
                Some(Parent::List(entry)) => Some(entry),
                Some(Parent::Base) | None => None,
            };
        }
    }
    ids
}

/// Of which variant, to whom and from which lists a price is written.
struct Pricing<'a> {
    /// The alias of the variant's row.
    alias: &'a str,
    buyer: &'a Buyer,
    reference: &'a Reference,
    /// How many names of derived tables were given away.
    names: usize,
}

/// Writes the price in the first of the lists, then of the base prices, that has one.
fn write_best(
    sql: &mut Sql,
    pricing: &mut Pricing<'_>,
    lists: &[&Entry<PriceListId, PriceList>],
    at: &At,
) {
    sql.push("COALESCE(");
    let mut left = lists;
    loop {
        let fixed = left
            .iter()
            .position(|entry| entry.value.is_relative())
            .unwrap_or(left.len());
        let ids: Vec<PriceListId> = left[..fixed].iter().map(|entry| entry.id).collect();
        let is_last = fixed == left.len();
        if is_last || !ids.is_empty() {
            let run = Lists {
                ids: &ids,
                with_base: is_last,
            };
            rows::write_price(sql, pricing, run, at);
        }
        if is_last {
            break;
        }
        if !ids.is_empty() {
            sql.push(", ");
        }
        write_in_list(sql, pricing, left[fixed], at);
        sql.push(", ");
        left = &left[fixed + 1..];
    }
    // COALESCE takes two or more.
    sql.push(", NULL)");
}
