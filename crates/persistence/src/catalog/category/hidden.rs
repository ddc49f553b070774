//! The categories that storefronts aren't shown.

use std::collections::BTreeSet;

use domain::{outcome::Fault, text::Code};

use super::Categories;
use crate::row::Columns;

const DOING: &str = "reading hidden categories";

impl Categories<'_> {
    /// The codes of all that are hidden, in one statement.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn hidden(&self) -> Result<BTreeSet<Code>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT c.code FROM category c WHERE c.hidden");
        let rows = self.store.rows(sql, DOING).await?;
        let codes = rows.iter().map(|row| {
            let code: String = Columns::of(row, DOING).take()?;
            Ok(Code::trusted(&code))
        });
        codes.collect()
    }
}
