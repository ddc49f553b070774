//! Reading the reference things whole: channels, locations, customer groups, price lists and attributes.

mod attribute;
mod channel;
mod price_list;

use std::{collections::HashMap, sync::Arc};

use domain::{
    country::Country,
    id::{CustomerGroupId, LocationId},
    inventory::Location,
    outcome::Fault,
    pricing::{Currency, CustomerGroup},
    reference::{Entry, Kind, Reference},
    text::Code,
};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QueryResult, Statement};
use uuid::Uuid;

use crate::{
    entity::{customer_group, location},
    fault::{corrupt, fault},
    sql::Sql,
};

const DOING: &str = "reading channels, locations, price lists and attributes";

/// The versions of what a store keeps whole.
pub(crate) struct Versions {
    /// Of the reference.
    pub(crate) reference: i64,
    /// Of the rules of search.
    pub(crate) search_rules: i64,
}

/// What the versions are now: both in one statement, since every request begins with it.
pub(crate) async fn versions(database: &impl ConnectionTrait) -> Result<Versions, Fault> {
    let sql = "SELECT r.version, s.version FROM reference_state r CROSS JOIN search_rule_state s \
               WHERE r.id = 1 AND s.id = 1";
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = only_row(database, statement).await?;
    Ok(Versions {
        reference: row.try_get_by_index(0).map_err(fault(DOING))?,
        search_rules: row.try_get_by_index(1).map_err(fault(DOING))?,
    })
}

/// The version as it is now.
pub(crate) async fn current_version(database: &impl ConnectionTrait) -> Result<i64, Fault> {
    version(database, "SELECT version FROM reference_state WHERE id = 1").await
}

/// The version, which stays as it is until the transaction ends: who wants to raise it waits.
pub(crate) async fn locked_version(database: &impl ConnectionTrait) -> Result<i64, Fault> {
    // SQLite has one writer at a time, and that is this transaction.
    let lock = if database.get_database_backend() == DbBackend::Postgres {
        " FOR SHARE"
    } else {
        ""
    };
    version(
        database,
        &format!("SELECT version FROM reference_state WHERE id = 1{lock}"),
    )
    .await
}

/// Raises the version by one, and tells it.
pub(crate) async fn raised_version(database: &impl ConnectionTrait) -> Result<i64, Fault> {
    version(
        database,
        "UPDATE reference_state SET version = version + 1 WHERE id = 1 RETURNING version",
    )
    .await
}

/// The version, and settings of PostgreSQL that hold until the transaction ends: in one statement, since every change
/// begins with it. `lock_timeout` is in milliseconds, 0 for without end.
///
/// What a transaction writes makes tables grow under the plans that were made for them when they were small, so that the
/// database shall choose when to plan anew. (Always would be for each check of a foreign key too.) And what has begun to
/// write is not cut off.
pub(crate) async fn version_setting(
    database: &impl ConnectionTrait,
    lock_timeout: Option<u128>,
) -> Result<i64, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT version, set_config('plan_cache_mode', 'auto', TRUE), set_config('statement_timeout', '0', TRUE)");
    if let Some(lock_timeout) = lock_timeout {
        sql.push(", set_config('lock_timeout', ")
            .bind(lock_timeout.to_string())
            .push(", TRUE)");
    }
    sql.push(" FROM reference_state WHERE id = 1");
    one(database, sql.statement()).await
}

/// The one value of a statement that reads, or raises, the version.
async fn version(database: &impl ConnectionTrait, sql: &str) -> Result<i64, Fault> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    one(database, statement).await
}

async fn one(database: &impl ConnectionTrait, statement: Statement) -> Result<i64, Fault> {
    let row = only_row(database, statement).await?;
    row.try_get_by_index(0).map_err(fault(DOING))
}

async fn only_row(
    database: &impl ConnectionTrait,
    statement: Statement,
) -> Result<QueryResult, Fault> {
    let row = database
        .query_one_raw(statement)
        .await
        .map_err(fault(DOING))?;
    row.ok_or_else(|| {
        corrupt(
            DOING,
            "the row of reference_state or of search_rule_state is missing",
        )
    })
}

/// Reads all of them. The connection is in a transaction that sees one state of the database.
pub(crate) async fn load(database: &impl ConnectionTrait) -> Result<Reference, Fault> {
    let version = current_version(database).await?;
    let locations = locations(database).await?;
    let customer_groups = customer_groups(database).await?;
    let channels = channel::load(database, &locations).await?;
    let price_lists = price_list::load(database, &channels, &customer_groups).await?;
    let attributes = attribute::load(database).await?;
    Ok(Reference {
        version,
        channels,
        locations,
        customer_groups,
        price_lists,
        attributes,
    })
}

async fn locations(database: &impl ConnectionTrait) -> Result<Kind<LocationId, Location>, Fault> {
    let rows = location::Entity::find()
        .order_by_asc(location::Column::Code)
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut kind = Kind::default();
    for row in rows {
        let code = Code::trusted(&row.code);
        let value = Location {
            code: code.clone(),
            name: row.name,
            country: country(row.country)?,
        };
        kind.insert(
            code,
            Entry {
                id: row.id.into(),
                version: row.version,
                value: Arc::new(value),
            },
        );
    }
    Ok(kind)
}

async fn customer_groups(
    database: &impl ConnectionTrait,
) -> Result<Kind<CustomerGroupId, CustomerGroup>, Fault> {
    let rows = customer_group::Entity::find()
        .order_by_asc(customer_group::Column::Code)
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut kind = Kind::default();
    for row in rows {
        let code = Code::trusted(&row.code);
        let value = CustomerGroup {
            code: code.clone(),
            name: row.name,
        };
        kind.insert(
            code,
            Entry {
                id: row.id.into(),
                version: row.version,
                value: Arc::new(value),
            },
        );
    }
    Ok(kind)
}

/// Rows of a child table by the thing that they belong to, in the order read.
fn by_owner<R>(rows: Vec<R>, owner: impl Fn(&R) -> Uuid) -> HashMap<Uuid, Vec<R>> {
    let mut groups: HashMap<Uuid, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(owner(&row)).or_default().push(row);
    }
    groups
}

fn currency(text: &str) -> Result<Currency, Fault> {
    Currency::parse(text)
        .map_err(|error| Fault::new(domain::outcome::FaultKind::Corrupt, DOING, error))
}

fn country(text: Option<String>) -> Result<Option<Country>, Fault> {
    let parsed = text.map(|text| Country::parse(&text)).transpose();
    parsed.map_err(|error| Fault::new(domain::outcome::FaultKind::Corrupt, DOING, error))
}

/// The code of a thing by its id, which a foreign key keeps there.
fn code_of<I, T>(kind: &Kind<I, T>, id: Uuid, code: impl Fn(&T) -> &Code) -> Result<Code, Fault>
where
    I: Copy + Eq + std::hash::Hash + From<Uuid>,
{
    let entry = kind
        .by_id(id.into())
        .ok_or_else(|| corrupt(DOING, format!("nothing has the id {id}")))?;
    Ok(code(&entry.value).clone())
}
