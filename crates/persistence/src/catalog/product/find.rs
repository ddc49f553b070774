//! Look-ups of single products.

use std::{collections::HashMap, sync::Arc};

use domain::{
    buyer::Buyer,
    id::ProductId,
    outcome::Fault,
    text::{Code, Sku, Slug},
};

use super::{Products, columns, record::ProductRecord, visibility::write_visible};
use crate::{
    localized::{write_by_slug, write_translations},
    row::Columns,
    sql::Sql,
};

/// What a caller knows a product by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ProductKey {
    /// Its identifier.
    Id(ProductId),
    /// The seller's key.
    Code(Code),
    /// Its slug: of two products, the one with the slug in the nearer locale of the buyer's chain.
    Slug(Slug),
    /// The SKU of one of its variants.
    Sku(Sku),
}

impl Products<'_> {
    /// Those of these products that the buyer sees, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_ids(
        &self,
        ids: &[ProductId],
        buyer: &Buyer,
    ) -> Result<HashMap<ProductId, Arc<ProductRecord>>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        write_product(&mut sql, "product p", buyer);
        sql.push(" WHERE p.id").in_list(ids);
        write_visible(&mut sql, "p", buyer);
        let rows = self.store.rows(sql, "reading products").await?;
        let records = rows.iter().map(|row| {
            let record = columns::read_row(row, buyer)?;
            Ok((record.id, Arc::new(record)))
        });
        records.collect()
    }

    /// The codes of these products, whoever may see them, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn codes_by_ids(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Code>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT id, code FROM product WHERE id")
            .in_list(ids);
        let rows = self.store.rows(sql, "reading products").await?;
        let found = rows.iter().map(|row| {
            let mut row = Columns::of(row, "reading products");
            let id = row.id()?;
            let code: String = row.take()?;
            Ok((id, Code::trusted(&code)))
        });
        found.collect()
    }

    /// The identifiers of the products with these codes, whoever may see them, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn ids_by_codes(&self, codes: &[Code]) -> Result<HashMap<Code, ProductId>, Fault> {
        if codes.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT code, id FROM product WHERE code")
            .in_list(codes);
        let rows = self.store.rows(sql, "reading products").await?;
        let found = rows.iter().map(|row| {
            let mut row = Columns::of(row, "reading products");
            let code: String = row.take()?;
            Ok((Code::trusted(&code), row.id()?))
        });
        found.collect()
    }

    /// The product with this key. None: there is none that the buyer sees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_key(
        &self,
        key: &ProductKey,
        buyer: &Buyer,
    ) -> Result<Option<Arc<ProductRecord>>, Fault> {
        let mut sql = self.store.sql();
        match key {
            ProductKey::Id(id) => {
                write_product(&mut sql, "product p", buyer);
                sql.push(" WHERE p.id = ").bind(id.uuid());
            }
            ProductKey::Code(code) => {
                write_product(&mut sql, "product p", buyer);
                sql.push(" WHERE p.code = ").bind(code.as_str());
            }
            ProductKey::Sku(sku) => {
                write_product(
                    &mut sql,
                    "variant v JOIN product p ON p.id = v.product_id",
                    buyer,
                );
                sql.push(" WHERE v.sku = ").bind(sku.as_str());
            }
            ProductKey::Slug(slug) => return self.by_slug(slug, buyer).await,
        }
        write_visible(&mut sql, "p", buyer);
        self.one(sql, buyer).await
    }

    async fn by_slug(
        &self,
        slug: &Slug,
        buyer: &Buyer,
    ) -> Result<Option<Arc<ProductRecord>>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT ");
        columns::write_columns(&mut sql, buyer);
        sql.push(" FROM (");
        write_by_slug(&mut sql, "product", slug, buyer);
        sql.push(") AS found JOIN product p ON p.id = found.id");
        write_translations(&mut sql, "product", "p", buyer);
        sql.push(" WHERE 1 = 1");
        write_visible(&mut sql, "p", buyer);
        sql.push(" ORDER BY found.distance LIMIT 1");
        self.one(sql, buyer).await
    }

    async fn one(&self, sql: Sql, buyer: &Buyer) -> Result<Option<Arc<ProductRecord>>, Fault> {
        let row = self.store.row(sql, "reading a product").await?;
        row.map(|row| columns::read_row(&row, buyer).map(Arc::new))
            .transpose()
    }
}

/// Writes `SELECT columns FROM source` with the translations; the product is `p` in the source.
pub(super) fn write_product(sql: &mut Sql, source: &str, buyer: &Buyer) {
    sql.push("SELECT ");
    columns::write_columns(sql, buyer);
    sql.push(" FROM ").push(source);
    write_translations(sql, "product", "p", buyer);
}
