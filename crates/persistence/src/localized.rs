//! Texts in the buyer's language: one join for each locale of the buyer's chain, and the nearest that has the text.

use domain::{buyer::Buyer, text::Slug};

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

/// Writes the rows `(id, asked, distance)` of the things with this slug, which is `asked`: the nearest locale has
/// distance 0, the plain slug the greatest.
pub(crate) fn write_by_slug(sql: &mut Sql, thing: &str, slug: &Slug, buyer: &Buyer) {
    write_slugged(sql, thing, buyer, |sql| {
        sql.push(" = ").bind(slug.as_str());
    });
}

/// As [`write_by_slug`], of the things with any of these slugs.
pub(crate) fn write_by_slugs(sql: &mut Sql, thing: &str, slugs: &[Slug], buyer: &Buyer) {
    write_slugged(sql, thing, buyer, |sql| {
        sql.in_list(slugs);
    });
}

fn write_slugged(sql: &mut Sql, thing: &str, buyer: &Buyer, matches: impl Fn(&mut Sql)) {
    for (distance, locale) in buyer.locales.iter().enumerate() {
        sql.push("SELECT ")
            .push(thing)
            .push("_id AS id, slug AS asked, ")
            .number(distance)
            .push(" AS distance FROM ")
            .push(thing);
        sql.push("_translation WHERE locale = ")
            .bind(locale.as_str())
            .push(" AND slug");
        matches(sql);
        sql.push(" UNION ALL ");
    }
    sql.push("SELECT id, slug AS asked, ")
        .number(buyer.locales.len())
        .push(" AS distance FROM ")
        .push(thing)
        .push(" WHERE slug");
    matches(sql);
}
