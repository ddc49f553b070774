//! The rows of reservations.

use domain::{
    clock::Timestamp,
    id::{LocationId, ReservationId, VariantId},
    inventory::{Reservation, ReservationLine, ReservationState},
    outcome::Fault,
    reference::Reference,
    text::Sku,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    Actor,
    fault::{corrupt, fault},
    moment::to_micros,
    row::Columns,
    sql::Sql,
    write::{
        Transaction,
        stock::LevelKey,
        table::{Cell, Row, Table, Type},
    },
};

const DOING: &str = "reading a reservation";

/// A reservation's own row.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) id: ReservationId,
    pub(super) state: ReservationState,
    pub(super) reference: Option<String>,
    pub(super) version: i64,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Timestamp,
    /// Whether its time is over, by the database's clock.
    pub(super) is_over: bool,
}

/// A line's row.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) reservation: ReservationId,
    pub(super) position: i32,
    pub(super) variant: VariantId,
    pub(super) location: Option<LocationId>,
    pub(super) sku: Sku,
    pub(super) tracked: bool,
    pub(super) quantity: i64,
    pub(super) held: i64,
    pub(super) committed: i64,
    pub(super) released: i64,
}

pub(super) const LINE: Table = Table {
    name: "reservation_line",
    columns: &[
        ("reservation_id", Type::Id),
        ("position", Type::Int),
        ("variant_id", Type::Id),
        ("location_id", Type::IdOrNull),
        ("sku", Type::Text),
        ("tracked", Type::Bool),
        ("quantity", Type::BigInt),
        ("held", Type::BigInt),
        ("committed", Type::BigInt),
        ("released", Type::BigInt),
        ("expires_at", Type::BigInt),
    ],
    key: 2,
    updated: &["held", "committed", "released"],
    counts: false,
};

pub(super) const RESERVATION: Table = Table {
    name: "reservation",
    columns: &[
        ("id", Type::Id),
        ("state", Type::Text),
        ("reference", Type::TextOrNull),
        ("actor", Type::Text),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
        ("expires_at", Type::BigInt),
    ],
    key: 1,
    updated: &[],
    counts: false,
};

/// The columns that [`head`] reads, in its order, but for the last.
const HEAD: &str = "id, state, reference, version, created_at, expires_at, expires_at <= ";
/// The columns that [`line()`] reads, in its order.
const LINES: &str = "SELECT reservation_id, position, variant_id, location_id, sku, tracked, quantity, held, committed, \
                     released FROM reservation_line WHERE reservation_id";

impl Head {
    /// The row of a new one.
    pub(super) fn row(&self, actor: &Actor) -> Row {
        vec![
            Cell::Id(self.id.uuid()),
            Cell::text(self.state.as_str()),
            Cell::text_or_null(self.reference.as_deref()),
            Cell::text(actor.as_str()),
            Cell::BigInt(self.version),
            Cell::BigInt(to_micros(self.created_at)),
            Cell::BigInt(to_micros(self.created_at)),
            Cell::BigInt(to_micros(self.expires_at)),
        ]
    }
}

impl Line {
    /// The level at which its units are held. None: they are held at none.
    pub(super) fn level(&self) -> Option<LevelKey> {
        let location = self.location.filter(|_| self.tracked)?;
        Some(LevelKey {
            variant: self.variant,
            location,
        })
    }

    pub(super) fn row(&self, expires_at: Timestamp) -> Row {
        vec![
            Cell::Id(self.reservation.uuid()),
            Cell::Int(self.position),
            Cell::Id(self.variant.uuid()),
            self.location
                .map_or(Cell::Null, |location| Cell::Id(location.uuid())),
            Cell::text(&self.sku),
            Cell::Bool(self.tracked),
            Cell::BigInt(self.quantity),
            Cell::BigInt(self.held),
            Cell::BigInt(self.committed),
            Cell::BigInt(self.released),
            Cell::BigInt(to_micros(expires_at)),
        ]
    }
}

/// Writes `SELECT … FROM reservation`.
pub(super) fn write_head(sql: &mut Sql) {
    sql.push("SELECT ")
        .push(HEAD)
        .now()
        .push(" FROM reservation");
}

/// Reads what [`write_head`] asks for.
pub(super) fn head(row: &sea_orm::QueryResult) -> Result<Head, Fault> {
    let mut row = Columns::of(row, DOING);
    Ok(Head {
        id: row.id()?,
        state: {
            let state: String = row.take()?;
            ReservationState::parse(&state)
                .ok_or_else(|| corrupt(DOING, format!("{state:?} is no state of a reservation")))?
        },
        reference: row.take()?,
        version: row.take()?,
        created_at: row.moment()?,
        expires_at: row.moment()?,
        is_over: row.take()?,
    })
}

fn line(row: &sea_orm::QueryResult) -> Result<Line, Fault> {
    let mut row = Columns::of(row, DOING);
    Ok(Line {
        reservation: row.id()?,
        position: row.take()?,
        variant: row.id()?,
        location: row.take::<Option<Uuid>>()?.map(LocationId::from),
        sku: Sku::trusted(&row.take::<String>()?),
        tracked: row.take()?,
        quantity: row.take()?,
        held: row.take()?,
        committed: row.take()?,
        released: row.take()?,
    })
}

/// The lines of these reservations, in order.
pub(super) async fn lines_of(
    database: &impl ConnectionTrait,
    reservations: &[Uuid],
) -> Result<Vec<Line>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push(LINES)
        .in_list(reservations)
        .push(" ORDER BY reservation_id, position");
    let rows = database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    rows.iter().map(line).collect()
}

/// A reservation as its rows tell it.
pub(super) fn reservation(head: Head, lines: &[Line], reference: &Reference) -> Reservation {
    let lines = lines.iter().map(|line| {
        let location = line
            .location
            .and_then(|location| reference.locations.by_id(location));
        ReservationLine {
            sku: line.sku.clone(),
            location: location.map(|entry| entry.value.code.clone()),
            quantity: line.quantity,
            held: line.held,
            committed: line.committed,
            released: line.released,
        }
    });
    Reservation {
        id: head.id,
        state: head.state,
        reference: head.reference,
        created_at: head.created_at,
        expires_at: head.expires_at,
        lines: lines.collect(),
    }
}

impl Transaction {
    /// A reservation, which nobody else changes before this transaction ends. None: there is none.
    pub(super) async fn locked_reservation(
        &self,
        id: ReservationId,
    ) -> Result<Option<(Head, Vec<Line>)>, Fault> {
        let mut sql = self.sql();
        write_head(&mut sql);
        sql.push(" WHERE id = ").bind(id.uuid());
        if sql.is_postgres() {
            sql.push(" FOR UPDATE");
        }
        let rows = self.all(sql, DOING).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let lines = lines_of(&self.database, &[id.uuid()]).await?;
        Ok(Some((head(row)?, lines)))
    }
}

impl crate::Store {
    /// The reservation with this identifier, as it stands: one whose time is over is expired, whether it was swept or not.
    /// None: there is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reservation(&self, id: ReservationId) -> Result<Option<Reservation>, Fault> {
        let reference = self.reference().await?;
        let state = self.reader().begin().await?;
        let mut sql = self.sql();
        write_head(&mut sql);
        sql.push(" WHERE id = ").bind(id.uuid());
        let row = state
            .query_one_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        let Some(row) = row else {
            return Ok(None);
        };
        let head = head(&row)?;
        let lines = lines_of(&state, &[id.uuid()]).await?;
        let over = head.is_over && head.state == ReservationState::Active;
        let mut found = reservation(head, &lines, &reference);
        if over {
            found.state = ReservationState::Expired;
            for line in &mut found.lines {
                line.released += std::mem::take(&mut line.held);
            }
        }
        Ok(Some(found))
    }
}
