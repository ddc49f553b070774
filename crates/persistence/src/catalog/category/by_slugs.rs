//! Look-ups of many categories at once, by their slugs.

use std::{collections::HashMap, sync::Arc};

use domain::{buyer::Buyer, outcome::Fault, text::Slug};

use super::{
    Categories,
    columns::{read, write_columns},
    record::CategoryRecord,
};
use crate::{
    localized::{write_by_slugs, write_translations},
    row::Columns,
};

const DOING: &str = "reading categories";

impl Categories<'_> {
    /// The categories with these slugs, in one statement: of two that have one, the one that has it in the nearer locale
    /// of the buyer's chain. A slug of none is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_slugs(
        &self,
        slugs: &[Slug],
        buyer: &Buyer,
    ) -> Result<HashMap<Slug, Arc<CategoryRecord>>, Fault> {
        if slugs.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT found.asked, ");
        write_columns(&mut sql, buyer);
        sql.push(" FROM (");
        write_by_slugs(&mut sql, "category", slugs, buyer);
        sql.push(") AS found JOIN category c ON c.id = found.id");
        write_translations(&mut sql, "category", "c", buyer);
        sql.push(" ORDER BY found.distance DESC");
        // The nearest comes last, and stays.
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows.iter().map(|row| {
            let mut row = Columns::of(row, DOING);
            let slug = Slug::trusted(&row.take::<String>()?);
            Ok((slug, Arc::new(read(row)?)))
        });
        records.collect()
    }
}
