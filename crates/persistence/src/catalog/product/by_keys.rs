//! Look-ups of many products at once, by what callers know of each.

use std::{collections::HashMap, sync::Arc};

use domain::{
    buyer::Buyer,
    outcome::Fault,
    text::{Code, Slug},
};

use super::{
    Products, columns, find::write_product, record::ProductRecord, visibility::write_visible,
};
use crate::{
    localized::{write_by_slugs, write_translations},
    row::Columns,
};

const DOING: &str = "reading products";

impl Products<'_> {
    /// Those of these products that the buyer sees, by code, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_codes(
        &self,
        codes: &[Code],
        buyer: &Buyer,
    ) -> Result<HashMap<Code, Arc<ProductRecord>>, Fault> {
        if codes.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        write_product(&mut sql, "product p", buyer);
        sql.push(" WHERE p.code").in_list(codes);
        write_visible(&mut sql, "p", buyer);
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows.iter().map(|row| {
            let record = columns::read_row(row, buyer)?;
            Ok((record.code.clone(), Arc::new(record)))
        });
        records.collect()
    }

    /// The products with these slugs, in one statement: of two that have one, the one that has it in the nearer locale
    /// of the buyer's chain. A slug of none that the buyer sees is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_slugs(
        &self,
        slugs: &[Slug],
        buyer: &Buyer,
    ) -> Result<HashMap<Slug, Arc<ProductRecord>>, Fault> {
        if slugs.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT found.asked, ");
        columns::write_columns(&mut sql, buyer);
        sql.push(" FROM (");
        write_by_slugs(&mut sql, "product", slugs, buyer);
        sql.push(") AS found JOIN product p ON p.id = found.id");
        write_translations(&mut sql, "product", "p", buyer);
        sql.push(" WHERE 1 = 1");
        write_visible(&mut sql, "p", buyer);
        sql.push(" ORDER BY found.distance DESC");
        // The nearest comes last, and stays.
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows.iter().map(|row| {
            let mut row = Columns::of(row, DOING);
            let slug = Slug::trusted(&row.take::<String>()?);
            Ok((slug, Arc::new(columns::read(row, buyer)?)))
        });
        records.collect()
    }
}
