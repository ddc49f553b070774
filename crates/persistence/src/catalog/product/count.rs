//! How many products a listing or a category has for a buyer.

use std::collections::HashMap;

use domain::{buyer::Buyer, id::CategoryId, outcome::Fault, reference::Reference};

use super::{
    Products, listing::ProductListing, page::write_source, sort::ProductSort,
    visibility::write_visible,
};
use crate::row::Columns;

const DOING: &str = "counting products";

impl Products<'_> {
    /// How many products a listing has on all its pages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(
        &self,
        listing: &ProductListing,
        buyer: &Buyer,
        reference: &Reference,
    ) -> Result<i64, Fault> {
        let unsorted = ProductListing {
            sort: ProductSort::default(),
            ..listing.clone()
        };
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*)");
        write_source(&mut sql, &unsorted, buyer, reference);
        self.store.count(sql, DOING).await
    }

    /// How many products each of these categories has, in one statement. A category without any is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn counts_by_category(
        &self,
        categories: &[CategoryId],
        include_descendants: bool,
        buyer: &Buyer,
    ) -> Result<HashMap<CategoryId, i64>, Fault> {
        if categories.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT l.category_id, COUNT(*) FROM ");
        sql.push(if include_descendants {
            "category_listing"
        } else {
            "product_category"
        });
        sql.push(" l JOIN product p ON p.id = l.product_id WHERE l.category_id")
            .in_list(categories);
        write_visible(&mut sql, "p", buyer);
        sql.push(" GROUP BY l.category_id");
        let rows = self.store.rows(sql, DOING).await?;
        let counts = rows.iter().map(|row| {
            let mut columns = Columns::of(row, DOING);
            Ok((columns.id()?, columns.take()?))
        });
        counts.collect()
    }
}
