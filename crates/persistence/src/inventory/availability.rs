//! A product's availability as SQL: the rule of [`domain::inventory::availability`] for filters, which need it of products
//! that nobody reads. A test holds the two against each other.

use domain::{buyer::Buyer, inventory::StockStatus};

use crate::{catalog::product::AvailabilityFilter, sql::Sql};

/// Which units of a level are counted.
#[derive(Clone, Copy)]
enum Counted {
    /// Those that can be had without going on backorder, as [`domain::inventory::StockLevel::in_stock`] counts them, before
    /// a deficit is cut off.
    InStock,
    /// Those that can be had at all.
    Headroom,
}

/// Writes how many there are of the level `s`.
fn write_units(sql: &mut Sql, counted: Counted) {
    sql.push("s.on_hand - s.reserved + ").expired_units();
    sql.push(match counted {
        Counted::InStock => " - s.backordered - s.safety_stock",
        Counted::Headroom => " - s.backordered - s.safety_stock + s.backorder_limit",
    });
}

/// Writes a condition about the product `alias`.
pub(crate) fn write_availability(
    sql: &mut Sql,
    alias: &str,
    filter: &AvailabilityFilter,
    buyer: &Buyer,
) {
    match filter {
        AvailabilityFilter::Orderable(orderable) => {
            sql.push(if *orderable { "(" } else { "NOT (" });
            write_untracked(sql, alias);
            sql.push(" OR ");
            write_any_level(sql, alias, Counted::Headroom, buyer);
            sql.push(")");
        }
        AvailabilityFilter::Statuses(statuses) => {
            let statuses: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
            write_status(sql, alias, buyer);
            sql.in_list(&statuses);
        }
    }
}

/// Writes `CASE … END`: the best status of the product's variants.
fn write_status(sql: &mut Sql, alias: &str, buyer: &Buyer) {
    sql.push("CASE WHEN ");
    write_untracked(sql, alias);
    sql.push(" THEN '")
        .push(StockStatus::Untracked.as_str())
        .push("' WHEN ");
    write_more_than_few(sql, alias, buyer);
    sql.push(" THEN '")
        .push(StockStatus::InStock.as_str())
        .push("' WHEN ");
    write_any_level(sql, alias, Counted::InStock, buyer);
    sql.push(" THEN '")
        .push(StockStatus::LowStock.as_str())
        .push("' WHEN ");
    write_any_level(sql, alias, Counted::Headroom, buyer);
    sql.push(" THEN '").push(StockStatus::Backorder.as_str());
    sql.push("' ELSE '")
        .push(StockStatus::OutOfStock.as_str())
        .push("' END");
}

fn write_untracked(sql: &mut Sql, alias: &str) {
    sql.push("EXISTS (SELECT 1 FROM variant sv WHERE sv.product_id = ")
        .push(alias)
        .push(".id AND NOT sv.track_inventory)");
}

/// Writes a condition: some variant has units at one of the channel's locations.
fn write_any_level(sql: &mut Sql, alias: &str, counted: Counted, buyer: &Buyer) {
    sql.push("EXISTS (SELECT 1 FROM variant sv JOIN stock s ON s.variant_id = sv.id JOIN channel_location cl");
    sql.push(" ON cl.location_id = s.location_id AND cl.channel_id = ")
        .bind(buyer.channel_id.uuid());
    sql.push(" WHERE sv.product_id = ")
        .push(alias)
        .push(".id AND sv.track_inventory AND ");
    write_units(sql, counted);
    sql.push(" > 0)");
}

/// Writes a condition: some variant has more units at the channel's locations than its low-stock threshold.
fn write_more_than_few(sql: &mut Sql, alias: &str, buyer: &Buyer) {
    sql.push("EXISTS (SELECT 1 FROM variant sv WHERE sv.product_id = ")
        .push(alias)
        .push(".id AND sv.track_inventory AND COALESCE(sv.low_stock_threshold, 0) < (SELECT COALESCE(SUM(CASE WHEN ");
    write_units(sql, Counted::InStock);
    sql.push(" > 0 THEN ");
    write_units(sql, Counted::InStock);
    sql.push(" ELSE 0 END), 0) FROM stock s JOIN channel_location cl ON cl.location_id = s.location_id AND cl.channel_id = ")
        .bind(buyer.channel_id.uuid())
        .push(" WHERE s.variant_id = sv.id))");
}
