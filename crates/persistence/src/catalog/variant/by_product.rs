//! The variants of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{buyer::Buyer, id::ProductId, outcome::Fault};

use super::{
    CURSOR_TYPES, Variants,
    columns::{COLUMNS, read},
    record::VariantRecord,
};
use crate::{
    catalog::product::write_visible,
    page::{Keyset, Page, PageRequest, SortValue, SortValues, cut, rows_wanted},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading the variants of products";

/// The order of a product's variants.
const ORDER: Keyset<'static> = Keyset {
    columns: &["w.position", "w.id"],
    types: CURSOR_TYPES,
    descending: false,
};

impl Variants<'_> {
    /// The same page of each of these products' variants, in one statement. A product without an entry has no variants
    /// there, or the buyer doesn't see it.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page_by_products(
        &self,
        products: &[ProductId],
        request: &PageRequest,
        buyer: &Buyer,
    ) -> Result<HashMap<ProductId, Page<Arc<VariantRecord>>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM (SELECT w.id, ROW_NUMBER() OVER (PARTITION BY w.product_id");
        ORDER.write_order(&mut sql, request.end);
        sql.push(
            ") AS place FROM variant w JOIN product p ON p.id = w.product_id WHERE w.product_id",
        )
        .in_list(products);
        write_visible(&mut sql, "p", buyer);
        ORDER.write_conditions(&mut sql, request)?;
        sql.push(") AS listed JOIN variant v ON v.id = listed.id WHERE listed.place <= ")
            .number(rows_wanted(request));
        sql.push(" ORDER BY v.product_id, listed.place");
        let pages = self
            .grouped(sql)
            .await?
            .into_iter()
            .map(|(product, variants)| {
                let items = variants
                    .into_iter()
                    .map(|variant| (Arc::clone(&variant), place(&variant)))
                    .collect();
                (product, cut(items, request))
            });
        Ok(pages.collect())
    }

    /// All variants of each of these products, in order, in one statement. A product without an entry is not seen by
    /// the buyer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn all_by_products(
        &self,
        products: &[ProductId],
        buyer: &Buyer,
    ) -> Result<HashMap<ProductId, Vec<Arc<VariantRecord>>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM variant v JOIN product p ON p.id = v.product_id WHERE v.product_id");
        sql.in_list(products);
        write_visible(&mut sql, "p", buyer);
        sql.push(" ORDER BY v.product_id, v.position, v.id");
        self.grouped(sql).await
    }

    /// How many variants each of these products has, in one statement. A product without an entry is not seen by the
    /// buyer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count_by_products(
        &self,
        products: &[ProductId],
        buyer: &Buyer,
    ) -> Result<HashMap<ProductId, i64>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT v.product_id, COUNT(*) FROM variant v JOIN product p ON p.id = v.product_id WHERE v.product_id");
        sql.in_list(products);
        write_visible(&mut sql, "p", buyer);
        sql.push(" GROUP BY v.product_id");
        let rows = self.store.rows(sql, DOING).await?;
        let counts = rows.iter().map(|row| {
            let mut columns = Columns::of(row, DOING);
            Ok((columns.id()?, columns.take()?))
        });
        counts.collect()
    }

    async fn grouped(
        &self,
        sql: Sql,
    ) -> Result<HashMap<ProductId, Vec<Arc<VariantRecord>>>, Fault> {
        let mut found: HashMap<ProductId, Vec<Arc<VariantRecord>>> = HashMap::new();
        for row in &self.store.rows(sql, DOING).await? {
            let record = read(Columns::of(row, DOING))?;
            found
                .entry(record.product_id)
                .or_default()
                .push(Arc::new(record));
        }
        Ok(found)
    }
}

/// Where a variant stands among its product's.
fn place(variant: &VariantRecord) -> SortValues {
    vec![
        SortValue::Integer(i64::from(variant.position)),
        SortValue::Id(variant.id.uuid()),
    ]
}
