//! Finding products inside a transaction.

use std::collections::HashMap;

use domain::{
    id::ProductId,
    locale::Locale,
    outcome::Fault,
    text::{Code, Sku, Slug},
};
use sea_orm::ConnectionTrait;

use crate::{
    StoredProduct, Transaction,
    fault::fault,
    row::Columns,
    sql::Sql,
    whole::{self, KEYS},
    write::slug,
};

impl Transaction {
    /// The identifiers of the products with these codes; those that there are.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn product_ids(&self, codes: &[Code]) -> Result<HashMap<Code, ProductId>, Fault> {
        const DOING: &str = "looking up products";
        let mut found = HashMap::with_capacity(codes.len());
        for codes in codes.chunks(KEYS) {
            let mut sql = Sql::new(self.database.get_database_backend());
            sql.push("SELECT code, id FROM product WHERE code")
                .in_list(codes);
            let rows = self.database.query_all_raw(sql.statement()).await;
            for row in &rows.map_err(fault(DOING))? {
                let mut row = Columns::of(row, DOING);
                let code: String = row.take()?;
                found.insert(Code::trusted(&code), row.id()?);
            }
        }
        Ok(found)
    }

    /// The products with these codes; those that there are. Nobody else changes them before this transaction ends.
    ///
    /// # Errors
    /// A fault where the database can't be read; [`domain::outcome::FaultKind::Contended`] where another writer has changed
    /// a reference thing since this transaction began.
    pub async fn products_by_code(
        &mut self,
        codes: &[Code],
    ) -> Result<HashMap<Code, StoredProduct>, Fault> {
        // What products name must be what the reference knows.
        self.hold_reference().await?;
        let mut found = HashMap::with_capacity(codes.len());
        for codes in codes.chunks(KEYS) {
            let products = whole::stored_products(&self.database, codes, &self.reference).await?;
            found.extend(
                products
                    .into_iter()
                    .map(|product| (product.value.code.clone(), product)),
            );
        }
        Ok(found)
    }

    /// The codes of the products that the variants with these SKUs belong to; those that there are.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn product_codes_by_sku(
        &mut self,
        skus: &[Sku],
    ) -> Result<HashMap<Sku, Code>, Fault> {
        const DOING: &str = "looking up SKUs";
        let mut owners = HashMap::with_capacity(skus.len());
        for skus in skus.chunks(KEYS) {
            let mut sql = Sql::new(self.database.get_database_backend());
            sql.push("SELECT v.sku, p.code FROM variant v JOIN product p ON p.id = v.product_id WHERE v.sku").in_list(skus);
            let rows = self
                .database
                .query_all_raw(sql.statement())
                .await
                .map_err(fault(DOING))?;
            for row in &rows {
                let mut columns = Columns::of(row, DOING);
                let (sku, code): (String, String) = (columns.take()?, columns.take()?);
                owners.insert(Sku::trusted(&sku), Code::trusted(&code));
            }
        }
        Ok(owners)
    }

    /// The codes of the products that have these slugs, plain ones (None) or of a translation; those that there are.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn product_codes_by_slug(
        &mut self,
        slugs: &[(Option<Locale>, Slug)],
    ) -> Result<HashMap<(Option<Locale>, Slug), Code>, Fault> {
        slug::codes_by_slug(&self.database, "product", slugs).await
    }
}
