//! Who changed what: the audit, newest first.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    Store, Transaction,
    fault::{corrupt, fault},
    moment::to_micros,
    page::{Keyset, Page, PageRequest, SortValue, SortValueType, SortValues},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading the audit";

/// More changes than this are not looked through.
const CHANGES_MAX: i64 = 1_000;

const COLUMNS: &str = "seq, at, actor, kind, entity_id, key, action, changes";

/// The types of a place in the audit.
pub const AUDIT_CURSOR_TYPES: &[SortValueType] = &[SortValueType::Integer];

const ORDER: Keyset<'static> = Keyset {
    columns: &["seq"],
    types: AUDIT_CURSOR_TYPES,
    descending: true,
};

/// What one change has changed, by field: `[before, after]`, or of what has keys of its own (variants, translations,
/// attributes) the same by key.
pub type Changes = Map<String, Value>;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was taken away.
    Deleted,
}

impl AuditAction {
    /// As the database spells it: `CREATED`, `UPDATED`, `DELETED`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Updated => "UPDATED",
            Self::Deleted => "DELETED",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Created, Self::Updated, Self::Deleted]
            .into_iter()
            .find(|action| action.as_str() == text)
    }
}

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its number: later changes have greater ones.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as [`crate::Actor`] spells it.
    pub actor: String,
    /// What kind of thing: `product`, `category`, `channel`, `location`, `customer_group`, `price_list`, `attribute`,
    /// `stock`, `reservation`.
    pub kind: String,
    /// Its identifier, which outlives it.
    pub entity_id: Uuid,
    /// Its code.
    pub key: String,
    /// What was done.
    pub action: AuditAction,
    /// A JSON object: by field `[before, after]`, of objects on both sides the same of their fields. Of what was deleted
    /// the whole, with null after. None: it was created.
    pub changes: Option<String>,
}

/// Which changes are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of things of this kind.
    pub kind: Option<String>,
    /// Of the thing with this identifier.
    pub entity_id: Option<Uuid>,
    /// Of things with this code.
    pub key: Option<String>,
    /// By this actor.
    pub actor: Option<String>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The queries of the audit; [`Store::audit`] gives them.
#[derive(Clone, Copy)]
pub struct Audit<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of the audit.
    #[must_use]
    pub const fn audit(&self) -> Audit<'_> {
        Audit { store: self }
    }
}

impl Audit<'_> {
    /// A page of changes, the newest first.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<AuditRecord>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT ").push(COLUMNS);
        write_source(&mut sql, filter);
        let read = |row: &QueryResult| {
            let record = read(Columns::of(row, DOING))?;
            let place = place(&record);
            Ok((record, place))
        };
        let page = self.store.page(sql, &ORDER, request, DOING, read);
        page.await
    }

    /// How many changes fit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(&self, filter: &AuditFilter) -> Result<i64, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*)");
        write_source(&mut sql, filter);
        self.store.count(sql, DOING).await
    }
}

/// Where a change stands.
fn place(record: &AuditRecord) -> SortValues {
    vec![SortValue::Integer(record.seq)]
}

fn write_source(sql: &mut Sql, filter: &AuditFilter) {
    sql.push(" FROM audit WHERE 1 = 1");
    if let Some(id) = filter.entity_id {
        sql.push(" AND entity_id = ").bind(id);
    }
    let texts = [
        (" AND kind = ", &filter.kind),
        (" AND key = ", &filter.key),
        (" AND actor = ", &filter.actor),
    ];
    for (condition, text) in texts {
        if let Some(text) = text {
            sql.push(condition).bind(text.as_str());
        }
    }
    for (condition, moment) in [(" AND at >= ", filter.from), (" AND at < ", filter.until)] {
        if let Some(moment) = moment {
            sql.push(condition).bind(to_micros(moment));
        }
    }
}

fn read(mut columns: Columns<'_>) -> Result<AuditRecord, Fault> {
    Ok(AuditRecord {
        seq: columns.take()?,
        at: columns.moment()?,
        actor: columns.take()?,
        kind: columns.take()?,
        entity_id: columns.take()?,
        key: columns.take()?,
        action: {
            let action: String = columns.take()?;
            AuditAction::parse(&action)
                .ok_or_else(|| corrupt(DOING, format!("{action:?} is no action")))?
        },
        changes: columns.take()?,
    })
}

impl Transaction {
    /// What the last changes of a thing, so many, have changed. None: there are not so many changes of it, or one of them
    /// made it or took it away.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn changes_since(
        &self,
        entity: Uuid,
        changes: i64,
    ) -> Result<Option<Vec<Changes>>, Fault> {
        if changes > CHANGES_MAX {
            return Ok(None);
        }
        let mut sql = Sql::new(self.database().get_database_backend());
        sql.push("SELECT changes FROM audit WHERE entity_id = ")
            .bind(entity)
            .push(" AND action = 'UPDATED' ORDER BY seq DESC LIMIT ")
            .bind(changes);
        let rows = self
            .database()
            .query_all_raw(sql.statement())
            .await
            .map_err(fault(DOING))?;
        let read = |row| {
            let changes: Option<String> = Columns::of(row, DOING).take()?;
            serde_json::from_str(&changes.unwrap_or_default())
                .map_err(|error| corrupt(DOING, error.to_string()))
        };
        let found: Vec<Changes> = rows.iter().map(read).collect::<Result<_, Fault>>()?;
        let all = i64::try_from(found.len()).is_ok_and(|found| found == changes);
        Ok(all.then_some(found))
    }
}
