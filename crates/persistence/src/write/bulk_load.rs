//! The first load of a PostgreSQL store: the foreign keys of what belongs to products are checked at its end, all at once.
//!
//! PostgreSQL checks a foreign key row by row, which is nearly half of the time of a large import. While nobody else is
//! connected and there is no product yet, the transaction may take those keys away and put them back before it commits:
//! then each is checked by one join. The tables are locked meanwhile, and whatever happens, undoing the transaction
//! brings the keys back.

use domain::outcome::Fault;
use sea_orm::{ConnectionTrait, Statement};

use super::Transaction;
use crate::{Backend, fault::fault, row::Columns};

const DOING: &str = "loading a store in bulk";

/// Nobody else is connected to the database, there is no product, and the tables are ours to change.
const MAY: &str = "SELECT NOT EXISTS (SELECT 1 FROM product) AND NOT EXISTS (SELECT 1 FROM pg_stat_activity \
    WHERE datname = current_database() AND application_name LIKE 'vitrine-%' \
    AND application_name <> current_setting('application_name')) \
    AND (SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class \
    WHERE oid IN ('product'::regclass, 'variant'::regclass, 'price'::regclass, 'stock'::regclass))";

/// The foreign keys of what belongs to a product.
const KEYS: &str = "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint \
    WHERE contype = 'f' AND conrelid IN ('variant'::regclass, 'price'::regclass, 'stock'::regclass, \
    'product_channel'::regclass, 'product_category'::regclass, 'product_translation'::regclass, \
    'category_listing'::regclass) ORDER BY conname";

/// A foreign key that was taken away.
pub(super) struct SetAside {
    table: String,
    name: String,
    definition: String,
}

impl Transaction {
    /// Whether there is any product.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn has_products(&self) -> Result<bool, Fault> {
        Ok(!self
            .query("SELECT 1 FROM product LIMIT 1")
            .await?
            .is_empty())
    }

    /// Readies an empty PostgreSQL store for many products, if nobody else uses it; otherwise, and on SQLite, does
    /// nothing. [`Transaction::commit`] puts back what it takes away.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn load_in_bulk(&mut self) -> Result<(), Fault> {
        if self.store.backend() == Backend::Sqlite || !self.may_load_in_bulk().await? {
            return Ok(());
        }
        for row in self.query(KEYS).await? {
            let mut columns = Columns::of(&row, DOING);
            let key = SetAside {
                table: columns.take()?,
                name: columns.take()?,
                definition: columns.take()?,
            };
            self.alter(&format!(
                "ALTER TABLE {} DROP CONSTRAINT {}",
                key.table, key.name
            ))
            .await?;
            self.set_aside.push(key);
        }
        Ok(())
    }

    /// Puts the foreign keys back, which checks every row.
    pub(super) async fn end_bulk_load(&mut self) -> Result<(), Fault> {
        for key in std::mem::take(&mut self.set_aside) {
            let SetAside {
                table,
                name,
                definition,
            } = key;
            self.alter(&format!(
                "ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            ))
            .await?;
        }
        Ok(())
    }

    async fn may_load_in_bulk(&self) -> Result<bool, Fault> {
        match self.query(MAY).await?.first() {
            Some(row) => Ok(Columns::of(row, DOING)
                .take::<Option<bool>>()?
                .unwrap_or(false)),
            None => Ok(false),
        }
    }

    async fn query(&self, text: &str) -> Result<Vec<sea_orm::QueryResult>, Fault> {
        let statement = Statement::from_string(self.database.get_database_backend(), text);
        self.database
            .query_all_raw(statement)
            .await
            .map_err(fault(DOING))
    }

    async fn alter(&self, text: &str) -> Result<(), Fault> {
        self.database
            .execute_unprepared(text)
            .await
            .map(drop)
            .map_err(fault(DOING))
    }
}

impl crate::Store {
    /// Has PostgreSQL look over its tables after a large change, so that it plans for what is there now, at once instead
    /// of some time later. SQLite's plans need no such look.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn analyze(&self) -> Result<(), Fault> {
        if self.backend() == Backend::Postgres {
            self.writer()
                .execute_unprepared("ANALYZE")
                .await
                .map_err(fault("analyzing the tables"))?;
        }
        Ok(())
    }
}
