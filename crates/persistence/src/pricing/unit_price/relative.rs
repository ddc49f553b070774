//! The price in a relative list: its own where it has one, else computed from its parent's, in whole numbers as
//! [`domain::pricing::Relative::compute`] does it.

use domain::{
    id::PriceListId,
    pricing::{
        Adjustment, OverrideScope, PriceList, Relative, Rounding, RoundingMode, largest_amount,
        selection::{Parent, parent},
    },
    reference::Entry,
};

use super::{
    Pricing,
    rows::{At, Lists, write_applicable, write_price},
};
use crate::sql::Sql;

/// What a millionth is the millionth part of.
const MILLION: i64 = 1_000_000;

/// Writes `(…)`: the price in one list, whether or not it holds for the buyer; NULL where it has none.
pub(super) fn write_in_list(
    sql: &mut Sql,
    pricing: &mut Pricing<'_>,
    list: &Entry<PriceListId, PriceList>,
    at: &At,
) {
    let own = Lists {
        ids: &[list.id],
        with_base: false,
    };
    let computed = list.value.relative.as_ref().and_then(|relative| {
        let of = parent(&list.value, &pricing.reference.price_lists, pricing.buyer)?;
        Some((relative, of))
    });
    let Some((relative, of)) = computed else {
        return write_price(sql, pricing, own, at);
    };
    let digits = list.value.digits();
    match at {
        At::One => {
            sql.push("COALESCE(");
            write_price(sql, pricing, own, at);
            sql.push(", ");
            write_computed(sql, pricing, relative, digits, of, at);
            sql.push(")");
        }
        At::Many(quantity) => {
            // The list's own prices take the place of the computed ones from their least quantity on.
            pricing.names += 1;
            let below = format!("q{}", pricing.names);
            sql.push("(SELECT MIN(either.amount) FROM (SELECT ");
            write_price(sql, pricing, own, at);
            sql.push(" AS amount UNION ALL SELECT ");
            let until = At::Many(format!("{below}.quantity"));
            write_computed(sql, pricing, relative, digits, of, &until);
            sql.push(" FROM (SELECT COALESCE((SELECT MIN(po.min_quantity) - 1 FROM price po WHERE po.variant_id = ");
            sql.push(pricing.alias)
                .push(".id AND po.min_quantity <= ")
                .push(quantity);
            write_applicable(sql, "po", own, pricing.buyer);
            sql.push("), ").push(quantity);
            sql.push(") AS quantity LIMIT 1) AS ")
                .push(&below)
                .push(") AS either)");
        }
    }
}

/// Writes `(SELECT …)`: the parent's price, changed and rounded.
fn write_computed(
    sql: &mut Sql,
    pricing: &mut Pricing<'_>,
    relative: &Relative,
    digits: u8,
    of: Parent<'_>,
    at: &At,
) {
    let Rounding { step, ending, mode } = relative
        .rounding
        .unwrap_or_else(|| Rounding::to_digits(digits));
    let (step, ending) = (step.millionths(), ending.millionths());
    let most = largest_amount(digits).millionths();
    // From the inside out: the parent's price with factor and offset; the changed price as millionths and a rest in
    // millionths of them; steps above the ending and the rest of a step; the rounded price.
    sql.push("(SELECT CASE WHEN rounded.price > ").bind(most);
    sql.push(" THEN ").bind(most);
    sql.push(" ELSE rounded.price END FROM (SELECT CASE WHEN stepped.whole < 0 OR (stepped.whole = 0 AND stepped.rest = 0) THEN 0 ELSE (stepped.steps");
    match mode {
        RoundingMode::Nearest => {
            let whole_step = step * MILLION;
            sql.push(" + CASE WHEN 2 * stepped.part > ")
                .bind(whole_step);
            sql.push(" OR (2 * stepped.part = ").bind(whole_step);
            sql.push(" AND stepped.steps % 2 = 1) THEN 1 ELSE 0 END");
        }
        RoundingMode::Up => {
            sql.push(" + CASE WHEN stepped.part > 0 THEN 1 ELSE 0 END");
        }
        RoundingMode::Down => {}
    }
    sql.push(") * ").bind(step);
    sql.push(" + ").bind(ending);
    sql.push(" END AS price FROM (SELECT changed.whole, changed.rest, CASE WHEN changed.whole >= ")
        .bind(ending);
    sql.push(" THEN (changed.whole - ").bind(ending);
    sql.push(") / ").bind(step);
    sql.push(" ELSE 0 END AS steps, CASE WHEN changed.whole >= ")
        .bind(ending);
    sql.push(" THEN ((changed.whole - ").bind(ending);
    sql.push(") % ").bind(step);
    sql.push(") * 1000000 + changed.rest ELSE 0 END AS part FROM (SELECT ");
    sql.push("(given.amount / 1000000) * given.factor + ((given.amount % 1000000) * given.factor) / 1000000 + given.offset_by AS whole, ");
    sql.push("((given.amount % 1000000) * given.factor) % 1000000 AS rest FROM (SELECT ");
    match of {
        Parent::Base => {
            let base = Lists {
                ids: &[],
                with_base: true,
            };
            write_price(sql, pricing, base, at);
        }
        Parent::List(list) => write_in_list(sql, pricing, list, at),
    }
    sql.push(" AS amount, ");
    write_share(sql, pricing, relative, |adjustment| {
        adjustment.factor_and_offset().0
    });
    sql.push(" AS factor, ");
    write_share(sql, pricing, relative, |adjustment| {
        adjustment.factor_and_offset().1
    });
    // The limit keeps the databases from writing the parent's price out wherever it is used.
    sql.push(" AS offset_by LIMIT 1) AS given WHERE given.amount IS NOT NULL) AS changed) AS stepped) AS rounded)");
}

/// Writes one number of the adjustment that holds for the variant's product.
fn write_share(
    sql: &mut Sql,
    pricing: &Pricing<'_>,
    relative: &Relative,
    share: impl Fn(Adjustment) -> i64,
) {
    let otherwise = share(relative.adjustment);
    if relative
        .overrides
        .iter()
        .all(|one| share(one.adjustment) == otherwise)
    {
        sql.push("CAST(").bind(otherwise).push(" AS BIGINT)");
        return;
    }
    sql.push("CASE");
    for one in &relative.overrides {
        match &one.scope {
            OverrideScope::Category(code) => {
                sql.push(" WHEN EXISTS (SELECT 1 FROM category_listing ol JOIN category oc ON oc.id = ol.category_id WHERE ol.product_id = ");
                sql.push(pricing.alias)
                    .push(".product_id AND oc.code = ")
                    .bind(code.as_str());
            }
            OverrideScope::Brand(name) => {
                sql.push(" WHEN EXISTS (SELECT 1 FROM product op WHERE op.id = ");
                sql.push(pricing.alias)
                    .push(".product_id AND op.brand = ")
                    .bind(name.as_str());
            }
        }
        sql.push(") THEN CAST(")
            .bind(share(one.adjustment))
            .push(" AS BIGINT)");
    }
    sql.push(" ELSE CAST(")
        .bind(otherwise)
        .push(" AS BIGINT) END");
}
