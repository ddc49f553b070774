//! How long the catalogue stays as it is if nobody changes it: until the next price, price list or publication begins or
//! ends, or the next reservation expires.

use std::time::Duration;

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::sqlx::{self, ColumnIndex, Decode, Row, Type};

use super::{
    Store,
    stamp::{Mark, Own, POSTGRES_MARK, SQLITE_MARK, Stamp},
};
use crate::{
    inventory::{POSTGRES_NOW, SQLITE_NOW},
    moment::from_micros,
    search::SearchRules,
};

const DOING: &str = "looking when the catalogue changes by itself";

/// The columns at whose moments something begins or ends for buyers. Indexes of those of prices and publications have the next
/// one at hand.
const MOMENTS: [(&str, &str); 6] = [
    ("price", "valid_from"),
    ("price", "valid_until"),
    ("price_list", "valid_from"),
    ("price_list", "valid_until"),
    ("product_channel", "published_from"),
    ("product_channel", "published_until"),
];

/// What the database's clock may be read later than ours.
const MARGIN: Duration = Duration::from_secs(1);

/// How long what is committed means the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The first moment at which something begins or ends. None: nothing does.
    pub until: Option<Timestamp>,
    /// How long it is until a reservation expires, by the database's clock. None: none will.
    pub reserved: Option<Duration>,
}

impl Store {
    /// How long what is committed means the same from this moment on, which was so long ago: prices, price lists,
    /// publications, search's rules and reservations. None: it doesn't any more, since something was committed after the
    /// stamp, or a reservation has expired after the moment, or up to a second before. One statement.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn quiet(
        &self,
        stamp: &Stamp,
        from: Timestamp,
        ago: Duration,
    ) -> Result<Option<Quiet>, Fault> {
        let micros = from.timestamp_micros();
        let ago = i64::try_from((ago + MARGIN).as_micros()).unwrap_or(i64::MAX / 2);
        let read = self.watch().run(async |own| own.moments(micros, ago).await);
        let (now, moments) = read.await?;
        if now != *stamp || moments.reserved.is_some_and(|reserved| reserved <= 0) {
            return Ok(None);
        }
        let rules = self.search_rules_of_reference().await?;
        let next = moments
            .next
            .into_iter()
            .chain(of_rules(&rules).filter(|moment| *moment > micros))
            .min();
        Ok(Some(Quiet {
            until: next.map(|next| from_micros(next, DOING)).transpose()?,
            reserved: moments
                .reserved
                .map(|reserved| Duration::from_micros(reserved.unsigned_abs())),
        }))
    }
}

/// When rules of search begin and end.
fn of_rules(rules: &SearchRules) -> impl Iterator<Item = i64> {
    let rankings = rules.rankings.iter().map(|rule| &rule.body.when);
    let redirects = rules.redirects.iter().map(|rule| &rule.body.when);
    rankings
        .chain(redirects)
        .flat_map(|when| [when.from, when.until])
        .flatten()
}

/// In microseconds.
struct Moments {
    /// The next moment of [`MOMENTS`].
    next: Option<i64>,
    /// From the database's now until the next reservation expires; negative where one has after the moment.
    reserved: Option<i64>,
}

impl Own {
    async fn moments(&mut self, from: i64, ago: i64) -> Result<(Stamp, Moments), sqlx::Error> {
        match self {
            Self::Sqlite(number, own) => {
                let sql = sqlx::AssertSqlSafe(statement(SQLITE_MARK, SQLITE_NOW));
                let row = sqlx::query(sql).bind(from).bind(ago).fetch_one(own).await?;
                let mark = Mark::Sqlite(*number, row.try_get(0)?);
                Ok((Stamp(mark), moments(&row)?))
            }
            Self::Postgres(own) => {
                let sql = sqlx::AssertSqlSafe(statement(POSTGRES_MARK, POSTGRES_NOW));
                let row = sqlx::query(sql).bind(from).bind(ago).fetch_one(own).await?;
                let mark = Mark::Postgres(row.try_get(0)?);
                Ok((Stamp(mark), moments(&row)?))
            }
        }
    }
}

fn statement(mark: &str, now: &str) -> String {
    let next = MOMENTS
        .map(|(table, column)| format!("(SELECT MIN({column}) FROM {table} WHERE {column} > $1)"));
    format!(
        "SELECT ({mark}), (SELECT x.expires_at FROM reservation_line x WHERE x.held > 0 AND x.expires_at > {now} - $2 \
         ORDER BY x.expires_at LIMIT 1) - {now}, {}",
        next.join(", ")
    )
}

fn moments<R: Row>(row: &R) -> Result<Moments, sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
{
    let at = |index: usize| row.try_get::<Option<i64>, _>(index);
    let mut next = Vec::with_capacity(MOMENTS.len());
    for index in 0..MOMENTS.len() {
        next.extend(at(2 + index)?);
    }
    Ok(Moments {
        next: next.into_iter().min(),
        reserved: at(1)?,
    })
}

#[cfg(test)]
mod tests;
