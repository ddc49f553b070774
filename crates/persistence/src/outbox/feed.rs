//! The outbox as a feed that a reader goes through for days, page by page, and learns of it when something is missing.

use domain::outcome::Fault;
use sea_orm::QueryResult;

use super::{DOING, OutboxEvent, OutboxPosition};
use crate::{Store, moment::to_micros, row::Columns};

/// Where a reader of the feed is, to be kept by them. Its default is before the first change that there ever was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FeedCursor {
    /// The number of the last event that was read.
    pub seq: i64,
    /// When that was written, in microseconds: tells an event of another history, as after a backup was restored.
    pub at: i64,
}

impl FeedCursor {
    /// After this event.
    #[must_use]
    pub fn after(event: &OutboxEvent) -> Self {
        Self {
            seq: event.position.seq,
            at: to_micros(event.at),
        }
    }
}

/// A page of the feed, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedPage {
    /// What comes after the cursor.
    Events {
        /// The changes, in order.
        events: Vec<OutboxEvent>,
        /// Where to go on, also when nothing is new.
        end: FeedCursor,
        /// Whether more are there already.
        more: bool,
    },
    /// Changes after the cursor were cleared away.
    Expired,
    /// The cursor is of another store, or of a history that this one doesn't have any more.
    Unknown,
}

enum Place {
    At(OutboxPosition),
    Expired,
    Unknown,
}

/// The last row that was cleared away.
struct Swept {
    position: OutboxPosition,
    cursor: FeedCursor,
}

impl Store {
    /// At most `limit` settled changes after a cursor, in order. None: from the oldest that is kept.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn feed(&self, after: Option<FeedCursor>, limit: usize) -> Result<FeedPage, Fault> {
        let (position, begin) = match after {
            None => match self.swept().await? {
                Some(swept) => (swept.position, swept.cursor),
                None => (OutboxPosition::default(), FeedCursor::default()),
            },
            Some(cursor) => match self.place(cursor).await? {
                Place::At(position) => (position, cursor),
                Place::Expired => return Ok(FeedPage::Expired),
                Place::Unknown => return Ok(FeedPage::Unknown),
            },
        };
        let mut events = self.outbox_after(position, limit.saturating_add(1)).await?;
        // What was cleared away while this was read is missing in it.
        let swept = self.swept().await?;
        if swept.is_some_and(|swept| swept.position > position) {
            return Ok(FeedPage::Expired);
        }
        let more = events.len() > limit;
        events.truncate(limit);
        Ok(FeedPage::Events {
            end: events.last().map_or(begin, FeedCursor::after),
            events,
            more,
        })
    }

    /// The cursor of the settled end: whoever reads the catalogue after this call and goes on from there misses nothing.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn feed_end(&self) -> Result<FeedCursor, Fault> {
        let end = self.outbox_end().await?;
        self.feed_cursor(end).await
    }

    /// The cursor of a place in the outbox, which is that of an event or of none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn feed_cursor(&self, position: OutboxPosition) -> Result<FeedCursor, Fault> {
        let row = self.found(position.seq).await?;
        Ok(row.map_or_else(FeedCursor::default, |(_, cursor)| cursor))
    }

    async fn place(&self, cursor: FeedCursor) -> Result<Place, Fault> {
        if let Some((position, found)) = self.found(cursor.seq).await? {
            return Ok(if found == cursor {
                Place::At(position)
            } else {
                Place::Unknown
            });
        }
        Ok(match self.swept().await? {
            Some(swept) if swept.cursor == cursor => Place::At(swept.position),
            // Numbers of PostgreSQL are given before transactions end, so that the moment decides.
            Some(swept) if cursor.at <= swept.cursor.at => Place::Expired,
            None if cursor == FeedCursor::default() => Place::At(OutboxPosition::default()),
            _ => Place::Unknown,
        })
    }

    async fn found(&self, seq: i64) -> Result<Option<(OutboxPosition, FeedCursor)>, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT tx, seq, at FROM outbox WHERE seq = ")
            .bind(seq);
        let row = self.row(sql, DOING).await?;
        row.map(|row| read(&row)).transpose()
    }

    async fn swept(&self) -> Result<Option<Swept>, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT tx, seq, at FROM outbox_swept");
        let row = self.row(sql, DOING).await?;
        let swept = row.map(|row| read(&row)).transpose()?;
        Ok(swept.map(|(position, cursor)| Swept { position, cursor }))
    }
}

pub(super) fn read(row: &QueryResult) -> Result<(OutboxPosition, FeedCursor), Fault> {
    let mut row = Columns::of(row, DOING);
    let (tx, seq, at) = (row.take()?, row.take()?, row.take()?);
    Ok((OutboxPosition { tx, seq }, FeedCursor { seq, at }))
}
