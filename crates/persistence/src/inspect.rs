//! Looking a store over: how much is in it, and whether it is what it should be. Nothing is changed.

mod checks;

use domain::outcome::Fault;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use self::checks::{Check, checks};
use crate::{Store, fault::fault};

/// What a catalogue consists of, in the order in which it is told.
const COUNTED: [&str; 9] = [
    "channel",
    "location",
    "customer_group",
    "price_list",
    "attribute",
    "category",
    "product",
    "variant",
    "api_key",
];

/// At most how many things one finding names.
const NAMED: usize = 10;

/// Something in a store that should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A sentence, such as "products without a variant".
    pub what: &'static str,
    /// What it was found at: the first ten, by code or SKU.
    pub examples: Vec<String>,
    /// Whether there are more than those.
    pub more: bool,
}

impl Store {
    /// Whether no migration has been run yet, so that there are no tables.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn is_new(&self) -> Result<bool, Fault> {
        Ok(self.pending_migrations().await?.len() == Migrator::migrations().len())
    }

    /// How many rows there are of each kind of thing, by the name of its table.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn counts(&self) -> Result<Vec<(&'static str, i64)>, Fault> {
        let mut counts = Vec::new();
        for table in COUNTED {
            let rows = self.look(&format!("SELECT COUNT(*) FROM {table}")).await?;
            let count = rows
                .first()
                .map(|row| row.try_get_by_index(0))
                .transpose()
                .map_err(fault("counting"))?;
            counts.push((table, count.unwrap_or_default()));
        }
        Ok(counts)
    }

    /// Looks for what should not be: damage of the file, rows that point nowhere, and derived rows that differ from what
    /// they are derived from. Empty: all is well. It reads everything, so it takes its time on a large catalogue.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn inspect(&self) -> Result<Vec<Finding>, Fault> {
        let mut findings = Vec::new();
        for check in checks(self.backend()) {
            findings.extend(self.run(check).await?);
        }
        Ok(findings)
    }

    async fn run(&self, check: Check) -> Result<Option<Finding>, Fault> {
        let rows = self.look(check.sql).await?;
        let mut examples = Vec::new();
        for row in &rows {
            let text: Option<String> = row
                .try_get_by_index(0)
                .map_err(fault("looking the store over"))?;
            examples.extend(text.filter(|text| text != "ok"));
        }
        let more = examples.len() > NAMED;
        examples.truncate(NAMED);
        Ok((!examples.is_empty()).then_some(Finding {
            what: check.what,
            examples,
            more,
        }))
    }

    async fn look(&self, sql: &str) -> Result<Vec<QueryResult>, Fault> {
        let statement = Statement::from_string(self.reader().get_database_backend(), sql);
        self.reader()
            .query_all_raw(statement)
            .await
            .map_err(fault("looking the store over"))
    }
}
