//! The stock levels of the whole catalogue, page by page.

use domain::{inventory::StockLevel, outcome::Fault, reference::Reference, text::Sku};

use super::stock::{StockLevels, read, write_columns};
use crate::{
    id_list::Listed,
    page::{Keyset, Page, PageRequest, SortValue, SortValueType, cut, write_limit},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "listing stock levels";

/// The types of a place among the levels: the SKU and the location's code.
pub const STOCK_LEVEL_CURSOR_TYPES: &[SortValueType] = &[SortValueType::Text, SortValueType::Text];

const ORDER: Keyset<'static> = Keyset {
    columns: &["v.sku", "l.code"],
    types: STOCK_LEVEL_CURSOR_TYPES,
    descending: false,
};

/// Which levels are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockLevelFilter {
    /// Of variants with one of these SKUs.
    pub skus: Option<Vec<String>>,
    /// At locations with one of these codes.
    pub locations: Option<Vec<String>>,
    /// Of which at most so many units can be reserved.
    pub available_at_most: Option<i64>,
    /// Whether units are on their way.
    pub has_incoming: Option<bool>,
}

/// A level with what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantLevel {
    /// The variant's SKU.
    pub sku: Sku,
    /// Its level.
    pub level: StockLevel,
}

impl StockLevels<'_> {
    /// A page of levels, by SKU and location code.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        filter: &StockLevelFilter,
        request: &PageRequest,
        reference: &Reference,
    ) -> Result<Page<VariantLevel>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT v.sku, l.code, ");
        write_columns(&mut sql);
        write_source(&mut sql, filter);
        ORDER.write_conditions(&mut sql, request)?;
        ORDER.write_order(&mut sql, request.end);
        write_limit(&mut sql, request);
        let mut items = Vec::new();
        for row in &self.store.rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let (sku, code): (String, String) = (columns.take()?, columns.take()?);
            if let Some((_, level)) = read(columns, reference)? {
                let place = vec![SortValue::Text(sku.clone()), SortValue::Text(code)];
                let sku = Sku::trusted(&sku);
                items.push((VariantLevel { sku, level }, place));
            }
        }
        Ok(cut(items, request))
    }

    /// How many levels fit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(&self, filter: &StockLevelFilter) -> Result<i64, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*)");
        write_source(&mut sql, filter);
        self.store.count(sql, DOING).await
    }
}

fn write_source(sql: &mut Sql, filter: &StockLevelFilter) {
    sql.push(
        " FROM stock s JOIN variant v ON v.id = s.variant_id JOIN location l ON l.id = s.location_id WHERE 1 = 1",
    );
    write_list(sql, " AND v.sku", filter.skus.as_deref());
    write_list(sql, " AND l.code", filter.locations.as_deref());
    if let Some(most) = filter.available_at_most {
        // What has expired is not reserved.
        sql.push(" AND s.on_hand - s.reserved + ")
            .expired_units()
            .push(" - s.backordered - s.safety_stock + s.backorder_limit <= ")
            .bind(most);
    }
    if let Some(has) = filter.has_incoming {
        sql.push(if has {
            " AND s.incoming > 0"
        } else {
            " AND s.incoming = 0"
        });
    }
}

fn write_list<T: Listed>(sql: &mut Sql, condition: &str, list: Option<&[T]>) {
    if let Some(list) = list {
        sql.push(condition).in_list(list);
    }
}
