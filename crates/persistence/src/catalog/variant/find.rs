//! Look-ups of single variants.

use std::{collections::HashMap, sync::Arc};

use domain::{
    buyer::Buyer,
    id::{ProductId, VariantId},
    outcome::Fault,
    text::Sku,
};

use super::{
    Variants,
    columns::{COLUMNS, read},
    record::VariantRecord,
};
use crate::{catalog::product::write_visible, json, row::Columns, sql::Sql};

const DOING: &str = "reading variants";

/// What a caller knows a variant by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum VariantKey {
    /// Its identifier.
    Id(VariantId),
    /// The seller's key.
    Sku(Sku),
    /// Its barcode: of several visible variants that have it, the oldest.
    Barcode(String),
}

impl Variants<'_> {
    /// Those of these variants that the buyer sees, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_ids(
        &self,
        ids: &[VariantId],
        buyer: &Buyer,
    ) -> Result<HashMap<VariantId, Arc<VariantRecord>>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.select();
        sql.push(" WHERE v.id").in_list(ids);
        write_visible(&mut sql, "p", buyer);
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows
            .iter()
            .map(|row| read(Columns::of(row, DOING)).map(|record| (record.id, Arc::new(record))));
        records.collect()
    }

    /// Those of these variants that the buyer sees, by SKU, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_skus(
        &self,
        skus: &[Sku],
        buyer: &Buyer,
    ) -> Result<HashMap<Sku, Arc<VariantRecord>>, Fault> {
        if skus.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.select();
        sql.push(" WHERE v.sku").in_list(skus);
        write_visible(&mut sql, "p", buyer);
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows.iter().map(|row| {
            read(Columns::of(row, DOING)).map(|record| (record.sku.clone(), Arc::new(record)))
        });
        records.collect()
    }

    /// The variant with this key. None: there is none that the buyer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_key(
        &self,
        key: &VariantKey,
        buyer: &Buyer,
    ) -> Result<Option<Arc<VariantRecord>>, Fault> {
        let mut sql = self.select();
        match key {
            VariantKey::Id(id) => sql.push(" WHERE v.id = ").bind(id.uuid()),
            VariantKey::Sku(sku) => sql.push(" WHERE v.sku = ").bind(sku.as_str()),
            VariantKey::Barcode(barcode) => sql.push(" WHERE v.barcode = ").bind(barcode.as_str()),
        };
        self.first(sql, buyer).await
    }

    /// The variant of a product that has these option values, as variants have them, in the product's order of options.
    /// None: there is none that the buyer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_options(
        &self,
        product: ProductId,
        option_values: &[String],
        buyer: &Buyer,
    ) -> Result<Option<Arc<VariantRecord>>, Fault> {
        let mut sql = self.select();
        sql.push(" WHERE v.product_id = ").bind(product.uuid());
        sql.push(" AND v.option_values = ")
            .bind(json::strings_to_text(option_values));
        self.first(sql, buyer).await
    }

    fn select(&self) -> Sql {
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM variant v JOIN product p ON p.id = v.product_id");
        sql
    }

    async fn first(
        &self,
        mut sql: Sql,
        buyer: &Buyer,
    ) -> Result<Option<Arc<VariantRecord>>, Fault> {
        write_visible(&mut sql, "p", buyer);
        sql.push(" ORDER BY v.id LIMIT 1");
        let row = self.store.row(sql, DOING).await?;
        row.map(|row| read(Columns::of(&row, DOING)).map(Arc::new))
            .transpose()
    }
}
