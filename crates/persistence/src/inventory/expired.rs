//! What reservations hold although their time is over, until somebody has swept them: it doesn't count, in any reading.

use crate::sql::Sql;

/// The database's clock, in microseconds since 1970 UTC: of the beginning of the statement.
pub(crate) const SQLITE_NOW: &str = "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)";
pub(crate) const POSTGRES_NOW: &str =
    "CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS BIGINT)";

impl Sql {
    /// Writes the database's clock.
    pub(crate) fn now(&mut self) -> &mut Self {
        let now = if self.is_postgres() {
            POSTGRES_NOW
        } else {
            SQLITE_NOW
        };
        self.push(now)
    }

    /// Writes a condition: the hold `alias` of a reservation's line has expired and was not swept yet.
    pub(crate) fn expired(&mut self, alias: &str) -> &mut Self {
        self.push(alias)
            .push(".held > 0 AND ")
            .push(alias)
            .push(".expires_at <= ")
            .now()
    }

    /// Writes the units of the stock level `s` that such holds hold. As a rule nothing has expired, which is asked once for
    /// the whole statement: by the hold that expires first, which an index has at hand however little the database knows of
    /// the table.
    pub(crate) fn expired_units(&mut self) -> &mut Self {
        self.push("(CASE WHEN (SELECT x.expires_at FROM reservation_line x WHERE x.held > 0 ORDER BY x.expires_at LIMIT 1) <= ")
            .now()
            .push(" THEN (SELECT COALESCE(CAST(SUM(y.held) AS BIGINT), 0) FROM reservation_line y WHERE ")
            .expired("y")
            .push(" AND y.variant_id = s.variant_id AND y.location_id = s.location_id AND y.tracked) ELSE 0 END)")
    }
}
