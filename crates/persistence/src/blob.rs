//! Bytes that any node can read, kept in the database in chunks: files that were uploaded, and exports until they are
//! fetched.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{Store, fault::fault, moment::to_micros, row::Columns, sql::Sql};

const DOING: &str = "keeping a file";

impl Store {
    /// Begins a file. It has no bytes yet.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn blob_begin(&self) -> Result<Uuid, Fault> {
        let id = self.setup().ids.next();
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("INSERT INTO blob (id, size, created_at) VALUES (")
            .bind(id)
            .push(", 0, ")
            .bind(to_micros(self.setup().clock.now()))
            .push(")");
        let made = self.writer().execute_raw(sql.statement()).await;
        made.map(|_| id).map_err(fault(DOING))
    }

    /// Adds the chunk at this place, counted from 0, to a file. After a fault it may be tried again.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn blob_append(&self, id: Uuid, place: i64, bytes: Vec<u8>) -> Result<(), Fault> {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let database = self.writer().get_database_backend();
        let mut chunk = Sql::new(database);
        chunk
            .push("INSERT INTO blob_chunk (blob_id, place, bytes) VALUES (")
            .bind(id)
            .push(", ")
            .bind(place)
            .push(", ")
            .bind(bytes)
            // Of a try that came no further.
            .push(") ON CONFLICT (blob_id, place) DO NOTHING");
        let mut grown = Sql::new(database);
        grown
            .push("UPDATE blob SET size = size + ")
            .bind(size)
            .push(" WHERE id = ")
            .bind(id);
        for sql in [chunk, grown] {
            let done = self.writer().execute_raw(sql.statement()).await;
            done.map_err(fault(DOING))?;
        }
        Ok(())
    }

    /// The chunk at this place. None: the file ends before it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn blob_chunk(&self, id: Uuid, place: i64) -> Result<Option<Vec<u8>>, Fault> {
        const DOING: &str = "reading a file";
        let mut sql = self.sql();
        sql.push("SELECT bytes FROM blob_chunk WHERE blob_id = ")
            .bind(id)
            .push(" AND place = ")
            .bind(place);
        let row = self.row(sql, DOING).await?;
        row.map(|row| Columns::of(&row, DOING).take()).transpose()
    }

    /// How many bytes a file has. None: there is no such file.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn blob_size(&self, id: Uuid) -> Result<Option<i64>, Fault> {
        const DOING: &str = "reading a file";
        let mut sql = self.sql();
        sql.push("SELECT size FROM blob WHERE id = ").bind(id);
        let row = self.row(sql, DOING).await?;
        row.map(|row| Columns::of(&row, DOING).take()).transpose()
    }

    /// Deletes a file, if it is there and belongs to no job.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn blob_delete_unused(&self, id: Uuid) -> Result<(), Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("DELETE FROM blob WHERE id = ").bind(id);
        sql.push(" AND NOT EXISTS (SELECT 1 FROM job WHERE job.input_id = blob.id OR job.output_id = blob.id)");
        let gone = self.writer().execute_raw(sql.statement()).await;
        gone.map(drop).map_err(fault("deleting a file"))
    }

    /// Deletes the files from before a moment that belong to no job: what was uploaded and never used.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_blobs(&self, older_than: Timestamp) -> Result<u64, Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("DELETE FROM blob WHERE created_at < ")
            .bind(to_micros(older_than))
            .push(" AND NOT EXISTS (SELECT 1 FROM job WHERE job.input_id = blob.id OR job.output_id = blob.id)");
        let gone = self.writer().execute_raw(sql.statement()).await;
        gone.map(|gone| gone.rows_affected())
            .map_err(fault("deleting files that nobody uses"))
    }
}
