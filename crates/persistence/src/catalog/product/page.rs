//! Pages of a listing: an inner statement finds the identifiers in order and stops at the page's end, and only for
//! those the outer one reads the wide columns.

use std::sync::Arc;

use domain::{buyer::Buyer, outcome::Fault, reference::Reference};
use sea_orm::QueryResult;

use super::{
    Products, columns,
    filter::write_filter,
    listing::ProductListing,
    record::ProductRecord,
    sort::{ProductSort, ProductSortKey, SortDirection},
    visibility::write_visible,
};
use crate::{
    localized::{write_localized, write_translations},
    page::{Keyset, Page, PageRequest, SortValue, SortValues, cut, write_limit},
    pricing::write_lowest_price,
    row::Columns,
    sql::Sql,
};

#[cfg(test)]
mod tests;

/// What the price of a product without one counts as, so that it comes last.
const NO_PRICE_ASCENDING: i64 = i64::MAX;
const NO_PRICE_DESCENDING: i64 = -1;

/// The columns of the order, in the inner and in the outer statement.
const INNER: &[&str; 2] = &["sort_key", "id"];
const OUTER: &[&str; 2] = &["listed.sort_key", "listed.id"];

impl Products<'_> {
    /// A page of a listing, in one statement.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        listing: &ProductListing,
        request: &PageRequest,
        buyer: &Buyer,
        reference: &Reference,
    ) -> Result<Page<Arc<ProductRecord>>, Fault> {
        let mut sql = self.store.sql();
        write_page(&mut sql, listing, request, buyer, reference)?;
        let rows = self.store.rows(sql, "listing products").await?;
        let items = rows
            .iter()
            .map(|row| read_item(row, listing.sort, buyer))
            .collect::<Result<_, _>>()?;
        Ok(cut(items, request))
    }
}

/// Writes the whole statement of a page.
fn write_page(
    sql: &mut Sql,
    listing: &ProductListing,
    request: &PageRequest,
    buyer: &Buyer,
    reference: &Reference,
) -> Result<(), Fault> {
    let keyset = keyset_of(listing.sort, INNER);
    // A price takes long to find: with this word it is found once for each product, not once for each time it is named.
    let materialized = listing.sort.key == ProductSortKey::Price;
    if materialized {
        sql.push("WITH candidate AS MATERIALIZED (");
        write_listed(sql, listing, buyer, reference);
        sql.push(") ");
    }
    sql.push("SELECT ");
    if has_key(listing.sort) {
        sql.push("listed.sort_key, ");
    }
    columns::write_columns(sql, buyer);
    sql.push(" FROM (SELECT * FROM ");
    if !materialized {
        sql.push("(");
        write_listed(sql, listing, buyer, reference);
        sql.push(") AS ");
    }
    sql.push("candidate WHERE 1 = 1");
    keyset.write_conditions(sql, request)?;
    keyset.write_order(sql, request.end);
    write_limit(sql, request);
    sql.push(") AS listed JOIN product p ON p.id = listed.id");
    write_translations(sql, "product", "p", buyer);
    keyset_of(listing.sort, OUTER).write_order(sql, request.end);
    Ok(())
}

/// Writes `SELECT id, sort_key FROM …`: all products of the listing, without order.
fn write_listed(sql: &mut Sql, listing: &ProductListing, buyer: &Buyer, reference: &Reference) {
    // With a category, its rows of category_listing lead: they are stored in the order of products.
    let in_category = listing.category.is_some();
    sql.push(if in_category {
        "SELECT l.product_id AS id"
    } else {
        "SELECT p.id AS id"
    });
    if has_key(listing.sort) {
        sql.push(", ");
        write_key(sql, listing.sort, buyer, reference);
        sql.push(" AS sort_key");
    }
    write_source(sql, listing, buyer, reference);
}

/// Writes ` FROM … WHERE …`: the products `p` of the listing that the buyer sees.
pub(super) fn write_source(
    sql: &mut Sql,
    listing: &ProductListing,
    buyer: &Buyer,
    reference: &Reference,
) {
    match (listing.category, listing.include_descendants) {
        (Some(_), true) => {
            sql.push(" FROM category_listing l JOIN product p ON p.id = l.product_id")
        }
        (Some(_), false) => {
            sql.push(" FROM product_category l JOIN product p ON p.id = l.product_id")
        }
        (None, _) => sql.push(" FROM product p"),
    };
    if listing.sort.key == ProductSortKey::Name {
        write_translations(sql, "product", "p", buyer);
    }
    sql.push(" WHERE 1 = 1");
    if let Some(category) = listing.category {
        sql.push(" AND l.category_id = ").bind(category.uuid());
    }
    write_visible(sql, "p", buyer);
    write_filter(sql, &listing.filter, buyer, reference);
}

fn has_key(sort: ProductSort) -> bool {
    sort.key != ProductSortKey::CreatedAt
}

fn write_key(sql: &mut Sql, sort: ProductSort, buyer: &Buyer, reference: &Reference) {
    match (sort.key, sort.direction) {
        (ProductSortKey::CreatedAt, _) => {}
        (ProductSortKey::UpdatedAt, _) => {
            sql.push("p.updated_at");
        }
        (ProductSortKey::Code, _) => {
            sql.push("p.code");
        }
        (ProductSortKey::Name, _) => write_localized(sql, "p", "name_key", buyer.locales.len()),
        (ProductSortKey::Price, direction) => {
            let missing = match direction {
                SortDirection::Ascending => NO_PRICE_ASCENDING,
                SortDirection::Descending => NO_PRICE_DESCENDING,
            };
            sql.push("COALESCE(");
            write_lowest_price(sql, "p", buyer, reference);
            sql.push(", ").bind(missing).push(")");
        }
    }
}

fn keyset_of(sort: ProductSort, columns: &'static [&'static str; 2]) -> Keyset<'static> {
    Keyset {
        columns: if has_key(sort) {
            columns
        } else {
            &columns[1..]
        },
        types: sort.cursor_types(),
        descending: sort.direction == SortDirection::Descending,
    }
}

fn read_item(
    row: &QueryResult,
    sort: ProductSort,
    buyer: &Buyer,
) -> Result<(Arc<ProductRecord>, SortValues), Fault> {
    let mut columns = Columns::of(row, "listing products");
    let key = match sort.key {
        ProductSortKey::CreatedAt => None,
        ProductSortKey::UpdatedAt | ProductSortKey::Price => {
            Some(SortValue::Integer(columns.take()?))
        }
        ProductSortKey::Name | ProductSortKey::Code => Some(SortValue::Text(columns.take()?)),
    };
    let record = columns::read(columns, buyer)?;
    let place = key
        .into_iter()
        .chain([SortValue::Id(record.id.uuid())])
        .collect();
    Ok((Arc::new(record), place))
}
