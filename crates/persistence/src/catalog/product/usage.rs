//! How many products have something of an attribute.

use std::collections::HashMap;

use domain::{outcome::Fault, text::Code};

use super::Products;
use crate::row::Columns;

const DOING: &str = "counting the products of attributes";

impl Products<'_> {
    /// How many products have values of each of these attributes, themselves or on one of their variants, whatever their
    /// status, in one statement. An attribute that no product has is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn counts_by_attribute(
        &self,
        attributes: &[Code],
    ) -> Result<HashMap<Code, i64>, Fault> {
        if attributes.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        let keys = if sql.is_postgres() {
            " owner CROSS JOIN LATERAL jsonb_object_keys(CAST(owner.attributes AS jsonb)) AS used(key)"
        } else {
            " owner CROSS JOIN json_each(owner.attributes) AS used"
        };
        sql.push("SELECT given.code, COUNT(DISTINCT given.product_id) FROM (");
        for owners in [
            "SELECT owner.id AS product_id, used.key AS code FROM product",
            " UNION ALL SELECT owner.product_id, used.key FROM variant",
        ] {
            sql.push(owners).push(keys);
            sql.push(" WHERE owner.attributes <> '{}' AND used.key")
                .in_list(attributes);
        }
        sql.push(") AS given GROUP BY given.code");
        let rows = self.store.rows(sql, DOING).await?;
        let counts = rows.iter().map(|row| {
            let mut columns = Columns::of(row, DOING);
            let code: String = columns.take()?;
            Ok((Code::trusted(&code), columns.take()?))
        });
        counts.collect()
    }
}
