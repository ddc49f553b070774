//! Who sees which product. Every query of products and variants asks here.

use domain::{buyer::Buyer, catalog::ProductStatus};

use crate::sql::Sql;

/// Writes ` AND …`: the product `alias` is one that the buyer sees. An admin sees all, the others only active products
/// that are published in their channel at their moment.
pub(crate) fn write_visible(sql: &mut Sql, alias: &str, buyer: &Buyer) {
    if buyer.sees_unpublished {
        return;
    }
    sql.push(" AND ")
        .push(alias)
        .push(".status = ")
        .bind(ProductStatus::Active.as_str());
    sql.push(" AND ");
    write_published(sql, alias, buyer);
}

/// Writes a condition: the product `alias` is published in the buyer's channel at the buyer's moment.
fn write_published(sql: &mut Sql, alias: &str, buyer: &Buyer) {
    let at = buyer.at.timestamp_micros();
    sql.push("EXISTS (SELECT 1 FROM product_channel pc WHERE pc.product_id = ")
        .push(alias)
        .push(".id");
    sql.push(" AND pc.channel_id = ")
        .bind(buyer.channel_id.uuid());
    sql.push(" AND (pc.published_from IS NULL OR pc.published_from <= ")
        .bind(at);
    sql.push(") AND (pc.published_until IS NULL OR pc.published_until > ")
        .bind(at)
        .push("))");
}
