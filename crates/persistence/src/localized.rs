//! Texts in the buyer's language: one join for each locale of the buyer's chain, and the nearest that has the text.

use domain::buyer::Buyer;

use crate::sql::Sql;

/// Writes the joins of the translations of `thing` (`product`, `category`), which is `alias` here: `t0` is the nearest.
pub(crate) fn write_translations(sql: &mut Sql, thing: &str, alias: &str, buyer: &Buyer) {
    for (place, locale) in buyer.locales.iter().enumerate() {
        sql.push(" LEFT JOIN ")
            .push(thing)
            .push("_translation t")
            .number(place);
        sql.push(" ON t")
            .number(place)
            .push(".")
            .push(thing)
            .push("_id = ")
            .push(alias)
            .push(".id");
        sql.push(" AND t")
            .number(place)
            .push(".locale = ")
            .bind(locale.as_str());
    }
}

/// Writes a text column: the first translation that has it, else the plain one.
pub(crate) fn write_localized(sql: &mut Sql, alias: &str, column: &str, locales: usize) {
    if locales == 0 {
        sql.push(alias).push(".").push(column);
        return;
    }
    sql.push("COALESCE(");
    for locale in 0..locales {
        sql.push("t")
            .number(locale)
            .push(".")
            .push(column)
            .push(", ");
    }
    sql.push(alias).push(".").push(column).push(")");
}

/// Writes the rows `(id, distance)` of the things with this slug: the nearest locale has distance 0, the plain slug the
/// greatest.
pub(crate) fn write_by_slug(sql: &mut Sql, thing: &str, slug: &str, buyer: &Buyer) {
    for (distance, locale) in buyer.locales.iter().enumerate() {
        sql.push("SELECT ")
            .push(thing)
            .push("_id AS id, ")
            .number(distance)
            .push(" AS distance FROM ")
            .push(thing);
        sql.push("_translation WHERE locale = ")
            .bind(locale.as_str())
            .push(" AND slug = ")
            .bind(slug);
        sql.push(" UNION ALL ");
    }
    sql.push("SELECT id, ")
        .number(buyer.locales.len())
        .push(" AS distance FROM ")
        .push(thing);
    sql.push(" WHERE slug = ").bind(slug);
}
