//! Telling other processes at once that something has changed, where the database can.
//!
//! The notice is sent after the commit, by itself, and never within: PostgreSQL puts transactions that notify in one line
//! while they commit, and reservations shall not wait there. A process that is killed in between tells nobody, and whoever
//! follows looks now and then anyway.

use domain::outcome::Fault;
use sea_orm::{
    ConnectionTrait as _,
    sqlx::{
        pool::PoolOptions,
        postgres::{PgListener, Postgres},
    },
};

use super::Store;
use crate::{Backend, fault::fault, fault::kind_of_sqlx};

/// The name of what is listened to, of each database by itself.
const CHANNEL: &str = "vitrine_changes";
const NOTIFY: &str = "NOTIFY vitrine_changes";

/// Hears when other processes have changed something.
pub struct Listening(PgListener);

impl Store {
    /// Begins to hear, over a connection of its own. None: this database can't tell.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn listen(&self) -> Result<Option<Listening>, Fault> {
        if self.backend() == Backend::Sqlite {
            return Ok(None);
        }
        let shared = self.writer().get_postgres_connection_pool();
        let options = (*shared.connect_options()).clone();
        let own = PoolOptions::<Postgres>::new()
            .max_connections(1)
            .connect_lazy_with(options);
        let listening = async {
            let mut listener = PgListener::connect_with(&own).await?;
            listener.listen(CHANNEL).await?;
            Ok(listener)
        };
        let listener = listening.await.map_err(failed)?;
        Ok(Some(Listening(listener)))
    }

    /// Tells those who listen. To be called after a commit, not within.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn tell_others(&self) -> Result<(), Fault> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let told = self.writer().execute_unprepared(NOTIFY).await;
        told.map(drop).map_err(fault("telling others of changes"))
    }
}

impl Listening {
    /// Waits until somebody has changed something. Where the connection broke meanwhile that counts as well, since
    /// something may have been missed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn heard(&mut self) -> Result<(), Fault> {
        self.0.try_recv().await.map(drop).map_err(failed)
    }
}

fn failed(error: sea_orm::sqlx::Error) -> Fault {
    Fault::new(kind_of_sqlx(&error), "listening for changes", error)
}
