//! Categories with their translations.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::{Category, CategoryTranslation},
    id::CategoryId,
    locale::Locale,
    outcome::Fault,
    text::{Code, Slug},
};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait};
use uuid::Uuid;

use crate::{
    Stored,
    entity::{category, category_translation},
    fault::fault,
    id_list::Listed,
    moment::from_micros,
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading categories";

/// The categories with these codes (at most [`super::KEYS`]), in the order of their identifiers; where this can be
/// changed, nobody else changes them before the transaction ends.
pub(crate) async fn stored_categories(
    database: &impl ConnectionTrait,
    codes: &[Code],
    locked: bool,
) -> Result<Vec<Stored<CategoryId, Category>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM category WHERE code")
        .in_list(codes)
        .push(" ORDER BY id");
    if locked && database.get_database_backend() == DbBackend::Postgres {
        sql.push(" FOR UPDATE");
    }
    whole(database, sql).await
}

/// The categories after a code, in the order of codes.
pub(crate) async fn category_page(
    database: &impl ConnectionTrait,
    after: Option<&Code>,
    limit: u64,
) -> Result<Vec<Stored<CategoryId, Category>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM category");
    if let Some(after) = after {
        sql.push(" WHERE code > ").bind(after.as_str());
    }
    sql.push(" ORDER BY code LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    whole(database, sql).await
}

/// Every category's code, and that of the category above it.
pub(crate) async fn category_parents(
    database: &impl ConnectionTrait,
) -> Result<Vec<(Code, Option<Code>)>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT c.code, p.code FROM category c LEFT JOIN category p ON p.id = c.parent_id");
    let rows = database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    let pairs = rows.iter().map(|row| {
        let mut columns = Columns::of(row, DOING);
        let (code, parent): (String, Option<String>) = (columns.take()?, columns.take()?);
        Ok((Code::trusted(&code), parent.as_deref().map(Code::trusted)))
    });
    pairs.collect()
}

async fn whole(
    database: &impl ConnectionTrait,
    sql: Sql,
) -> Result<Vec<Stored<CategoryId, Category>>, Fault> {
    let rows = category::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let parents: Vec<Uuid> = rows.iter().filter_map(|row| row.parent_id).collect();
    let parents = codes(database, &parents).await?;
    let mut translations = translations(database, &ids).await?;
    let values = rows.into_iter().map(|row| {
        Ok(Stored {
            id: row.id.into(),
            version: row.version,
            created_at: from_micros(row.created_at, DOING)?,
            updated_at: from_micros(row.updated_at, DOING)?,
            value: Category {
                code: Code::trusted(&row.code),
                slug: Slug::trusted(&row.slug),
                name: row.name,
                description: row.description,
                parent: row
                    .parent_id
                    .and_then(|parent| parents.get(&parent).cloned()),
                position: row.position,
                hidden: row.hidden,
                translations: translations.remove(&row.id).unwrap_or_default(),
            },
        })
    });
    values.collect()
}

async fn codes(
    database: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Code>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT id, code FROM category WHERE id")
        .in_list(ids);
    let rows = database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    let pairs = rows.iter().map(|row| {
        let mut columns = Columns::of(row, DOING);
        Ok((columns.take()?, Code::trusted(&columns.take::<String>()?)))
    });
    pairs.collect()
}

/// The texts of categories in other locales than the default.
pub(crate) async fn translations(
    database: &impl ConnectionTrait,
    ids: &[impl Listed],
) -> Result<HashMap<Uuid, BTreeMap<Locale, CategoryTranslation>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM category_translation WHERE category_id")
        .in_list(ids);
    let found = category_translation::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_category: HashMap<Uuid, BTreeMap<_, _>> = HashMap::new();
    for row in found {
        let texts = CategoryTranslation {
            name: row.name,
            slug: row.slug.as_deref().map(Slug::trusted),
            description: row.description,
        };
        by_category
            .entry(row.category_id)
            .or_default()
            .insert(Locale::trusted(&row.locale), texts);
    }
    Ok(by_category)
}
