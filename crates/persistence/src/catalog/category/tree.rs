//! The tree above and below many categories at once.

use std::{collections::HashMap, sync::Arc};

use domain::{buyer::Buyer, id::CategoryId, outcome::Fault};

use super::{Categories, find::write_category, record::CategoryRecord};
use crate::sql::Sql;

impl Categories<'_> {
    /// The categories above each of these, root first, without itself, in one statement however deep the tree is. A
    /// category without an entry is a root, or doesn't exist.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn ancestors(
        &self,
        ids: &[CategoryId],
        buyer: &Buyer,
    ) -> Result<HashMap<CategoryId, Vec<Arc<CategoryRecord>>>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("WITH RECURSIVE above (origin, id, distance) AS (SELECT id, parent_id, 1 FROM category WHERE id");
        sql.in_list(ids).push(" AND parent_id IS NOT NULL UNION ALL SELECT above.origin, higher.parent_id, above.distance + 1");
        sql.push(" FROM above JOIN category higher ON higher.id = above.id WHERE higher.parent_id IS NOT NULL) ");
        write_category(
            &mut sql,
            "above.origin, ",
            "above JOIN category c ON c.id = above.id",
            buyer,
        );
        sql.push(" ORDER BY above.origin, above.distance DESC");
        self.grouped(sql).await
    }

    /// The categories right below each of these, in order, in one statement; a storefront doesn't get the hidden ones. A
    /// category without an entry has none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn children(
        &self,
        ids: &[CategoryId],
        buyer: &Buyer,
    ) -> Result<HashMap<CategoryId, Vec<Arc<CategoryRecord>>>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        write_category(&mut sql, "c.parent_id, ", "category c", buyer);
        sql.push(" WHERE c.parent_id").in_list(ids);
        write_listed(&mut sql, buyer);
        sql.push(" ORDER BY c.parent_id, c.position, c.code");
        self.grouped(sql).await
    }
}

/// Writes ` AND …`: the category `c` is one that the buyer finds in lists.
pub(super) fn write_listed(sql: &mut Sql, buyer: &Buyer) {
    if !buyer.sees_unpublished {
        sql.push(" AND NOT c.hidden");
    }
}
