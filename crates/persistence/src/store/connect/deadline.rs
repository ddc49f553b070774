//! A time limit for the statements of a SQLite connection, which SQLite doesn't have by itself: every so many steps its
//! virtual machine asks whether to go on.
//!
//! The limit is for one use of a connection, from when the pool hands it out. Starting it anew takes a turn of the
//! connection's thread, so that is done only while a use is known to run long; statements that end within the first steps
//! are never noticed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::sqlx::{self, SqliteConnection};

/// Steps of SQLite's virtual machine between two looks at the clock, a few milliseconds.
const STEPS: i32 = 100_000;

/// The limit of a pool's connections.
#[derive(Clone)]
pub(super) struct Deadline {
    time: Duration,
    /// How many connections have looked at the clock since their limit began.
    looked: Arc<AtomicUsize>,
}

impl Deadline {
    pub(super) fn new(time: Duration) -> Self {
        Self {
            time,
            looked: Arc::default(),
        }
    }

    /// Puts the limit on a connection.
    pub(super) async fn begin(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let mut using = Using {
            deadline: self.clone(),
            since: None,
        };
        let mut handle = connection.lock_handle().await?;
        handle.set_progress_handler(STEPS, move || using.goes_on());
        Ok(())
    }

    /// Before a connection is used again. What another use of it left is forgotten.
    pub(super) async fn begin_again(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<(), sqlx::Error> {
        if self.looked.load(Ordering::Acquire) == 0 {
            return Ok(());
        }
        self.begin(connection).await
    }
}

/// One use of a connection.
struct Using {
    deadline: Deadline,
    /// When it first looked at the clock. None: it hasn't.
    since: Option<Instant>,
}

impl Using {
    fn goes_on(&mut self) -> bool {
        match self.since {
            Some(since) => since.elapsed() < self.deadline.time,
            None => {
                self.since = Some(Instant::now());
                self.deadline.looked.fetch_add(1, Ordering::AcqRel);
                true
            }
        }
    }
}

impl Drop for Using {
    fn drop(&mut self) {
        if self.since.is_some() {
            self.deadline.looked.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::sqlx::{Connection as _, query_scalar};

    use super::*;

    const FOR_EVER: &str =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const A_WHILE: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT count(*) FROM n";

    #[tokio::test]
    async fn a_statement_is_stopped_in_time_and_the_next_use_has_its_own() {
        let mut connection = SqliteConnection::connect(":memory:").await.unwrap();
        let deadline = Deadline::new(Duration::from_millis(200));
        deadline.begin(&mut connection).await.unwrap();
        let error = query_scalar::<_, i64>(FOR_EVER)
            .fetch_one(&mut connection)
            .await
            .unwrap_err();
        let code = error.as_database_error().and_then(|error| error.code());
        assert_eq!(code.as_deref(), Some("9"));
        assert_eq!(deadline.looked.load(Ordering::Acquire), 1);

        deadline.begin_again(&mut connection).await.unwrap();
        assert_eq!(deadline.looked.load(Ordering::Acquire), 0);
        let counted: i64 = query_scalar(A_WHILE)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(counted, 200_000);
    }
}
