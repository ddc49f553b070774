//! Listings after moves. A product stands under each of its categories and under all that is above them, so a move
//! changes the listings of what is above the moved, before and after, for the products below it.

use domain::outcome::Fault;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Planned;
use crate::{fault::fault, row::Columns, sql::Sql};

const DOING: &str = "listing products under moved categories";

/// Everything below the moved, themselves included, with the products there.
const BELOW: &str = " UNION SELECT c.id FROM down JOIN category c ON c.parent_id = down.id), \
     affected (product_id) AS (SELECT DISTINCT pc.product_id FROM down JOIN product_category pc ON pc.category_id = down.id)";

/// Categories that a batch moves, and what was above them.
pub(super) struct Moves {
    moved: Vec<Uuid>,
    left: Vec<Uuid>,
}

impl Moves {
    /// To be asked before anything is written.
    pub(super) async fn before(
        database: &impl ConnectionTrait,
        changes: &[Planned],
    ) -> Result<Self, Fault> {
        let moved = changes.iter().filter_map(|planned| {
            let before = planned.change.before.as_ref()?;
            (before.value.parent != planned.change.after.parent).then_some(planned.id)
        });
        let moved: Vec<Uuid> = moved.collect();
        if moved.is_empty() {
            return Ok(Self {
                moved,
                left: Vec::new(),
            });
        }
        let mut sql = Sql::new(database.get_database_backend());
        sql.push("WITH RECURSIVE up (id) AS (SELECT parent_id FROM category WHERE id")
            .in_list(&moved);
        sql.push(" UNION SELECT c.parent_id FROM up JOIN category c ON c.id = up.id) SELECT id FROM up WHERE id IS NOT NULL");
        let rows = database
            .query_all_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        let left = rows
            .iter()
            .map(|row| Columns::of(row, DOING).take())
            .collect::<Result<_, _>>()?;
        Ok(Self { moved, left })
    }

    /// Puts the listings right, once the categories are written. A product below a moved one leaves everything that was
    /// above; then it gets what is above any of its categories now.
    pub(super) async fn follow(self, database: &impl ConnectionTrait) -> Result<(), Fault> {
        if self.moved.is_empty() {
            return Ok(());
        }
        if !self.left.is_empty() {
            let mut sql = Sql::new(database.get_database_backend());
            sql.push("WITH RECURSIVE down (id) AS (SELECT id FROM category WHERE id")
                .in_list(&self.moved)
                .push(BELOW);
            sql.push(" DELETE FROM category_listing WHERE category_id")
                .in_list(&self.left);
            sql.push(" AND product_id IN (SELECT product_id FROM affected)");
            database
                .execute_raw(sql.statement())
                .await
                .map_err(fault(DOING))?;
        }
        let mut sql = Sql::new(database.get_database_backend());
        sql.push("INSERT INTO category_listing (category_id, product_id) WITH RECURSIVE down (id) AS (SELECT id FROM category WHERE id");
        sql.in_list(&self.moved).push(BELOW);
        sql.push(
            ", up (start, id, above) AS (SELECT id, id, parent_id FROM category WHERE id IN (",
        );
        sql.push("SELECT pc.category_id FROM affected JOIN product_category pc ON pc.product_id = affected.product_id)");
        sql.push(" UNION ALL SELECT up.start, c.id, c.parent_id FROM up JOIN category c ON c.id = up.above)");
        sql.push(" SELECT DISTINCT up.id, pc.product_id FROM affected JOIN product_category pc ON pc.product_id = affected.product_id");
        sql.push(" JOIN up ON up.start = pc.category_id WHERE 1 = 1 ON CONFLICT DO NOTHING");
        database
            .execute_raw(sql.statement())
            .await
            .map(drop)
            .map_err(fault(DOING))
    }
}
