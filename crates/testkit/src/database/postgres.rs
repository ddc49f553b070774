//! PostgreSQL: the template is a database, a test's database is made from it and dropped at its end.
//!
//! Names tell the process that made them, `vitrine_test_<pid>_<start>_<number>`, and that process holds an advisory lock
//! on a connection for as long as it lives. So a later run can drop what a crashed one left, and several processes at
//! once leave each other's alone.

use std::sync::atomic::{AtomicU32, Ordering};

use persistence::{DatabaseConfig, Store};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::OnceCell;

use crate::{engine::engine, time};

const PREFIX: &str = "vitrine_test_";

/// Drops its database at its end.
pub(super) struct Guard {
    server: String,
    name: String,
}

/// The address of the server. None: it is not set, which was said.
pub(super) fn server() -> Option<String> {
    engine("VITRINE_TEST_POSTGRES")
}

pub(super) async fn copy_of_template(server: &str) -> (String, Guard) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let run = run(server).await;
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = format!("{run}_template");
            create(server, &name, "template0").await;
            let store = Store::connect(
                &DatabaseConfig::new(address(server, &name)),
                time::setup().0,
            )
            .await
            .expect("the database was made a moment ago");
            store.migrate().await.expect("every migration runs");
            // A database with connections can't be copied.
            store.close().await;
            name
        })
        .await;
    made(server, &next_name(run), template).await
}

pub(super) async fn empty(server: &str) -> (String, Guard) {
    let name = next_name(run(server).await);
    made(server, &name, "template0").await
}

async fn made(server: &str, name: &str, template: &str) -> (String, Guard) {
    create(server, name, template).await;
    let guard = Guard {
        server: server.to_owned(),
        name: name.to_owned(),
    };
    (address(server, name), guard)
}

fn next_name(run: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{run}_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The server's address with another database.
fn address(server: &str, name: &str) -> String {
    let (before, query) = match server.split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (server, String::new()),
    };
    let authority = before.find("://").map_or(0, |scheme| scheme + 3);
    let end = before[authority..]
        .find('/')
        .map_or(before.len(), |slash| authority + slash);
    format!("{}/{name}{query}", &before[..end])
}

async fn create(server: &str, name: &str, template: &str) {
    let admin = connect(server).await.expect("the server answers");
    // FILE_COPY waits for a checkpoint of the whole server; of so small a database the log is cheaper.
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log");
    admin
        .execute_unprepared(&sql)
        .await
        .expect("the server lets us make databases");
    admin.close().await.expect("closing does not fail");
}

/// The beginning of this process's names. The first call drops what processes that are gone have left.
async fn run(server: &str) -> &'static str {
    static RUN: OnceCell<String> = OnceCell::const_new();
    RUN.get_or_init(|| async {
        let alive = live(server).await;
        sweep(server).await;
        alive
    })
    .await
}

/// Takes the advisory lock that says that this process lives, on a connection that lasts as long as it does.
async fn live(server: &str) -> String {
    let (send, receive) = tokio::sync::oneshot::channel();
    let server = server.to_owned();
    // A test's own runtime ends with the test, and its connections with it; this one stays.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(async move {
            let connection = connect(&server).await.expect("the server answers");
            let backend = first(&connection, "SELECT CAST(pg_backend_pid() AS TEXT)").await;
            let number = std::process::id();
            let run = format!("{PREFIX}{number}_{backend}");
            let lock =
                format!("SELECT CAST(pg_try_advisory_lock(hashtextextended('{run}', 0)) AS TEXT)");
            first(&connection, &lock).await;
            let _ = send.send(run);
            std::future::pending::<()>().await;
        });
    });
    receive.await.expect("the thread answers before it waits")
}

/// Drops the databases of processes that hold their lock no longer.
async fn sweep(server: &str) {
    let admin = connect(server).await.expect("the server answers");
    let list =
        format!("SELECT datname::text FROM pg_database WHERE starts_with(datname, '{PREFIX}')");
    let statement = Statement::from_string(DbBackend::Postgres, list);
    let rows = admin
        .query_all_raw(statement)
        .await
        .expect("the list of databases can be read");
    for row in rows {
        let name: String = row.try_get_by_index(0).expect("a name is text");
        let Some((run, _)) = name.rsplit_once('_') else {
            continue;
        };
        let lock =
            format!("SELECT CAST(pg_try_advisory_lock(hashtextextended('{run}', 0)) AS TEXT)");
        if first(&admin, &lock).await == "true" {
            // Another process may be sweeping too: then one of the two finds nothing to drop.
            let dropped = admin
                .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .await;
            drop(dropped);
            let unlock =
                format!("SELECT CAST(pg_advisory_unlock(hashtextextended('{run}', 0)) AS TEXT)");
            first(&admin, &unlock).await;
        }
    }
    admin.close().await.expect("closing does not fail");
}

async fn first(connection: &DatabaseConnection, sql: &str) -> String {
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = connection.query_one_raw(statement).await;
    row.expect("the statement is right")
        .expect("it answers one row")
        .try_get_by_index(0)
        .expect("the answer is text")
}

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    super::connect(url).await
}

impl Drop for Guard {
    fn drop(&mut self) {
        // What a failed test leaves can be looked at, until the next run sweeps it.
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "who looks for the failure can use it")]
            {
                eprintln!("kept for a look: {}", address(&self.server, &self.name));
            }
            return;
        }
        let (server, name) = (self.server.clone(), self.name.clone());
        // Dropping happens inside a runtime, which can't wait; the thread has one of its own.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be made");
            runtime.block_on(async move {
                let admin = connect(&server).await?;
                admin
                    .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await?;
                admin.close().await
            })
        });
        // A database that stays is swept by the next run.
        drop(dropping.join());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_databases_name_takes_the_place_of_the_servers() {
        let on = |server| address(server, "x");
        assert_eq!(on("postgres://u@h:1/postgres"), "postgres://u@h:1/x");
        assert_eq!(on("postgres://u:p@h"), "postgres://u:p@h/x");
        assert_eq!(
            on("postgres://u@h/postgres?sslmode=disable"),
            "postgres://u@h/x?sslmode=disable"
        );
    }
}
