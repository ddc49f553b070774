//! The words in which the two databases differ, as tokens in braces.

use sea_orm_migration::{
    DbErr, SchemaManager,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

/// Token, its SQLite form, its PostgreSQL form.
const WORDS: &[(&str, &str, &str)] = &[
    // SQLite compares text by code point unless told otherwise; PostgreSQL has to be told.
    ("{c}", "", "COLLATE \"C\""),
    ("{id}", "BLOB", "UUID"),
    ("{bool}", "BOOLEAN", "BOOLEAN"),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{norowid}", "WITHOUT ROWID", ""),
    (
        "{serial}",
        "INTEGER PRIMARY KEY AUTOINCREMENT",
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    ),
    // A value of thousands of characters is too long for PostgreSQL's ordered indexes: it is found by its hash.
    ("{hash}", "", "USING hash"),
    ("{option_values}", "option_values", "md5(option_values)"),
    // The writing transaction: a reader of the outbox stops before the oldest one that is still open. SQLite has one
    // writer at a time, so that there the sequence alone says it.
    (
        "{txid}",
        "BIGINT NOT NULL DEFAULT 0",
        "BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)",
    ),
];

/// Runs a script of statements that holds for both databases.
pub(crate) async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let mut sql = script.to_owned();
    for (token, in_sqlite, in_postgres) in WORDS {
        sql = sql.replace(token, if sqlite { in_sqlite } else { in_postgres });
    }
    manager
        .get_connection()
        .execute_unprepared(&sql)
        .await
        .map(drop)
}

/// Runs one of two scripts, where the databases have nothing in common.
pub(crate) async fn run_either(
    manager: &SchemaManager<'_>,
    sqlite: &str,
    postgres: &str,
) -> Result<(), DbErr> {
    run(
        manager,
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            sqlite
        } else {
            postgres
        },
    )
    .await
}
