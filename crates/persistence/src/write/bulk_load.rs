//! The first load of a PostgreSQL store: the foreign keys of what belongs to products are checked at its end, all at once.
//!
//! PostgreSQL checks a foreign key row by row, which is nearly half of the time of a large import. While nobody else is
//! connected and there is no product yet, the transaction may take those keys away and put them back before it commits:
//! then each is checked by one join. The tables are locked meanwhile, and whatever happens, undoing the transaction
//! brings the keys back.

use domain::outcome::Fault;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

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

/// The tables that have pages.
const FILLED: &str = "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' \
    AND relnamespace = CAST(current_schema() AS regnamespace) AND pg_relation_size(oid) > 0 ORDER BY relname";

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
    /// of some time later. Tables without rows are left out: of one that was seen empty PostgreSQL thinks that reading all
    /// of it costs nothing, and does that until it looks again, however fast the table fills. SQLite's plans need no such
    /// look.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn analyze(&self) -> Result<(), Fault> {
        const DOING: &str = "analyzing the tables";
        if self.backend() != Backend::Postgres {
            return Ok(());
        }
        let statement = Statement::from_string(DbBackend::Postgres, FILLED);
        let rows = self.writer().query_all_raw(statement).await;
        let mut tables = Vec::new();
        for row in &rows.map_err(fault(DOING))? {
            tables.push(Columns::of(row, DOING).take::<String>()?);
        }
        if tables.is_empty() {
            return Ok(());
        }
        let analyze = format!("ANALYZE {}", tables.join(", "));
        let done = self.writer().execute_unprepared(&analyze).await;
        done.map(drop).map_err(fault(DOING))
    }
}
