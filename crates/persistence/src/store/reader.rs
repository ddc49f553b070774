//! Where reading statements go: to the pool, or into a transaction that is still open.

use std::sync::Arc;

use domain::outcome::Fault;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    ExecResult, IsolationLevel, QueryResult, Statement, TransactionOptions, TransactionTrait,
    prelude::async_trait,
};

use crate::fault::fault;

/// What reading statements are sent to.
#[derive(Clone)]
pub(crate) enum Reader {
    /// Any connection: each statement sees what is committed when it begins.
    Pool(Pools),
    /// The one connection of a transaction: statements see what it has written, and go one after the other.
    Within(Arc<DatabaseTransaction>),
}

/// The connections that read.
#[derive(Clone)]
pub(crate) struct Pools {
    /// For single statements, which have a limit.
    pub(super) statement: DatabaseConnection,
    /// For reading one state in many statements.
    pub(super) snapshot: DatabaseConnection,
}

impl Reader {
    /// One state of the database, to be read in several statements. Within a transaction it is the transaction, which
    /// nobody writes into while it is read.
    pub(crate) async fn begin(&self) -> Result<Self, Fault> {
        let pool = match self {
            Self::Pool(pools) => &pools.snapshot,
            Self::Within(transaction) => return Ok(Self::Within(Arc::clone(transaction))),
        };
        let options = match pool.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
            _ => TransactionOptions::default(),
        };
        let transaction = pool
            .begin_with_options(options)
            .await
            .map_err(fault("beginning to read"))?;
        Ok(Self::Within(Arc::new(transaction)))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pools) => pools.statement.get_database_backend(),
            Self::Within(transaction) => transaction.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pools) => pools.statement.execute_raw(statement).await,
            Self::Within(transaction) => transaction.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pools) => pools.statement.execute_unprepared(sql).await,
            Self::Within(transaction) => transaction.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pools) => pools.statement.query_one_raw(statement).await,
            Self::Within(transaction) => transaction.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pools) => pools.statement.query_all_raw(statement).await,
            Self::Within(transaction) => transaction.query_all_raw(statement).await,
        }
    }
}

#[cfg(test)]
mod tests;
