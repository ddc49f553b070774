//! What is looked for: each check is a query for the codes of what should not be, at most eleven of them.

use crate::Backend;

/// One thing to look for.
pub(super) struct Check {
    pub(super) what: &'static str,
    pub(super) sql: &'static str,
}

/// All that apply to this database, the gravest first.
pub(super) fn checks(backend: Backend) -> impl Iterator<Item = Check> {
    let own = match backend {
        Backend::Sqlite => SQLITE,
        Backend::Postgres => POSTGRES,
    };
    own.iter()
        .chain(BOTH)
        .map(|(what, sql)| Check { what, sql })
}

const SQLITE: &[(&str, &str)] = &[
    (
        "the database file is damaged",
        "SELECT integrity_check FROM pragma_integrity_check LIMIT 11",
    ),
    (
        "rows point to rows that are not there, in the tables",
        "SELECT DISTINCT \"table\" || ' → ' || parent FROM pragma_foreign_key_check ORDER BY 1 LIMIT 11",
    ),
    (
        "variants have more or fewer option values than their product has options",
        "SELECT v.sku FROM variant v JOIN product p ON p.id = v.product_id \
         WHERE json_array_length(v.option_values) <> json_array_length(p.options) ORDER BY v.sku LIMIT 11",
    ),
];

const POSTGRES: &[(&str, &str)] = &[
    (
        "indexes are not valid",
        "SELECT CAST(CAST(i.indexrelid AS regclass) AS TEXT) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
         WHERE NOT i.indisvalid AND c.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY 1 LIMIT 11",
    ),
    (
        "variants have more or fewer option values than their product has options",
        "SELECT v.sku FROM variant v JOIN product p ON p.id = v.product_id \
         WHERE json_array_length(CAST(v.option_values AS json)) <> json_array_length(CAST(p.options AS json)) ORDER BY v.sku LIMIT 11",
    ),
];

const BOTH: &[(&str, &str)] = &[
    (
        "categories are their own ancestors, or stand below one that is",
        "WITH RECURSIVE below (id) AS ( \
             SELECT id FROM category WHERE parent_id IS NULL \
             UNION SELECT c.id FROM category c JOIN below b ON c.parent_id = b.id) \
         SELECT c.code FROM category c WHERE c.id NOT IN (SELECT id FROM below) ORDER BY c.code LIMIT 11",
    ),
    (
        "products are missing from the listing of a category that they stand in (product in category)",
        "WITH RECURSIVE up (product_id, category_id) AS ( \
             SELECT product_id, category_id FROM product_category \
             UNION SELECT u.product_id, c.parent_id FROM up u JOIN category c ON c.id = u.category_id WHERE c.parent_id IS NOT NULL) \
         SELECT p.code || ' in ' || c.code FROM up u JOIN product p ON p.id = u.product_id JOIN category c ON c.id = u.category_id \
         WHERE NOT EXISTS (SELECT 1 FROM category_listing l WHERE l.category_id = u.category_id AND l.product_id = u.product_id) \
         ORDER BY 1 LIMIT 11",
    ),
    (
        "products are in the listing of a category that they do not stand in (product in category)",
        "WITH RECURSIVE up (product_id, category_id) AS ( \
             SELECT product_id, category_id FROM product_category \
             UNION SELECT u.product_id, c.parent_id FROM up u JOIN category c ON c.id = u.category_id WHERE c.parent_id IS NOT NULL) \
         SELECT p.code || ' in ' || c.code FROM ( \
             SELECT product_id, category_id FROM category_listing EXCEPT SELECT product_id, category_id FROM up) l \
         JOIN product p ON p.id = l.product_id JOIN category c ON c.id = l.category_id ORDER BY 1 LIMIT 11",
    ),
    (
        "products are sold in a channel that has tax rates, but none for their class (product in channel)",
        "SELECT p.code || ' in ' || c.code FROM product_channel pc JOIN product p ON p.id = pc.product_id JOIN channel c ON c.id = pc.channel_id \
         WHERE EXISTS (SELECT 1 FROM channel_tax_rate r WHERE r.channel_id = pc.channel_id) \
         AND NOT EXISTS (SELECT 1 FROM channel_tax_rate r WHERE r.channel_id = pc.channel_id AND r.tax_class = p.tax_class) \
         ORDER BY 1 LIMIT 11",
    ),
    (
        "products have no variant",
        "SELECT p.code FROM product p WHERE NOT EXISTS (SELECT 1 FROM variant v WHERE v.product_id = p.id) ORDER BY p.code LIMIT 11",
    ),
    (
        "prices are in another currency than their price list (SKU in list)",
        "SELECT v.sku || ' in ' || l.code FROM price r JOIN price_list l ON l.id = r.price_list_id \
         JOIN variant v ON v.id = r.variant_id WHERE r.currency <> l.currency ORDER BY 1 LIMIT 11",
    ),
    (
        "more units are promised than there are (SKU at location)",
        "SELECT v.sku || ' at ' || l.code FROM stock s JOIN variant v ON v.id = s.variant_id JOIN location l ON l.id = s.location_id \
         WHERE s.reserved + s.backordered > 0 \
         AND s.on_hand - s.reserved - s.backordered - s.safety_stock + s.backorder_limit < 0 ORDER BY 1 LIMIT 11",
    ),
    (
        "the ledger of stock does not add up to the level (SKU at location)",
        "SELECT v.sku || ' at ' || l.code FROM stock s JOIN variant v ON v.id = s.variant_id JOIN location l ON l.id = s.location_id \
         LEFT JOIN (SELECT variant_id, location_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved, SUM(backordered) AS backordered, \
             SUM(safety_stock) AS safety_stock, SUM(backorder_limit) AS backorder_limit, SUM(incoming) AS incoming \
             FROM stock_ledger GROUP BY variant_id, location_id) b ON b.variant_id = s.variant_id AND b.location_id = s.location_id \
         WHERE b.variant_id IS NULL OR b.on_hand <> s.on_hand OR b.reserved <> s.reserved OR b.backordered <> s.backordered \
         OR b.safety_stock <> s.safety_stock OR b.backorder_limit <> s.backorder_limit OR b.incoming <> s.incoming ORDER BY 1 LIMIT 11",
    ),
    (
        "the ledger holds stock of levels that are gone (first row of the ledger)",
        "SELECT CAST(MIN(b.seq) AS TEXT) FROM stock_ledger b \
         WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.variant_id = b.variant_id AND s.location_id = b.location_id) \
         GROUP BY b.variant_id, b.location_id \
         HAVING SUM(b.on_hand) <> 0 OR SUM(b.reserved) <> 0 OR SUM(b.backordered) <> 0 OR SUM(b.safety_stock) <> 0 \
         OR SUM(b.backorder_limit) <> 0 OR SUM(b.incoming) <> 0 ORDER BY MIN(b.seq) LIMIT 11",
    ),
    (
        "reservations hold more or fewer units than their level says (SKU at location)",
        "SELECT v.sku || ' at ' || l.code FROM stock s JOIN variant v ON v.id = s.variant_id JOIN location l ON l.id = s.location_id \
         LEFT JOIN (SELECT variant_id, location_id, SUM(held) AS held FROM reservation_line WHERE held > 0 AND tracked \
             GROUP BY variant_id, location_id) h ON h.variant_id = s.variant_id AND h.location_id = s.location_id \
         WHERE s.reserved <> COALESCE(h.held, 0) ORDER BY 1 LIMIT 11",
    ),
    (
        "reservations that have ended hold units, or active ones hold none (reference, or moment of creation)",
        "SELECT COALESCE(r.reference, CAST(r.created_at AS TEXT)) FROM reservation r \
         WHERE (r.state = 'ACTIVE') <> EXISTS (SELECT 1 FROM reservation_line l WHERE l.reservation_id = r.id AND l.held > 0) \
         ORDER BY 1 LIMIT 11",
    ),
];
