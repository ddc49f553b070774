//! Slugs of products and categories: who has one, and how two can exchange theirs.

use std::collections::{HashMap, HashSet};

use domain::{
    locale::Locale,
    outcome::{Failure, Fault},
    text::{Code, Slug},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{constraint::rejecting, fault::fault, row::Columns, sql::Sql, whole::KEYS};

const DOING: &str = "looking up slugs";

/// The codes of the things (`product`, `category`) that have these slugs: plain ones, and those of a locale. One statement
/// for the plain ones, and one for each locale.
pub(super) async fn codes_by_slug(
    database: &impl ConnectionTrait,
    thing: &str,
    slugs: &[(Option<Locale>, Slug)],
) -> Result<HashMap<(Option<Locale>, Slug), Code>, Fault> {
    let mut by_locale: HashMap<&Option<Locale>, Vec<&Slug>> = HashMap::new();
    for (locale, slug) in slugs {
        by_locale.entry(locale).or_default().push(slug);
    }
    let mut owners = HashMap::new();
    for (locale, slugs) in by_locale {
        for slugs in slugs.chunks(KEYS) {
            let slugs: Vec<&str> = slugs.iter().map(|slug| slug.as_str()).collect();
            let mut sql = Sql::new(database.get_database_backend());
            match locale {
                None => sql
                    .push("SELECT slug, code FROM ")
                    .push(thing)
                    .push(" WHERE slug"),
                Some(locale) => {
                    sql.push("SELECT t.slug, o.code FROM ")
                        .push(thing)
                        .push("_translation t JOIN ")
                        .push(thing);
                    sql.push(" o ON o.id = t.")
                        .push(thing)
                        .push("_id WHERE t.locale = ")
                        .bind(locale.as_str())
                        .push(" AND t.slug")
                }
            };
            sql.in_list(&slugs);
            let rows = database
                .query_all_raw(sql.statement())
                .await
                .map_err(fault(DOING))?;
            for row in &rows {
                let mut columns = Columns::of(row, DOING);
                let (slug, code): (String, String) = (columns.take()?, columns.take()?);
                owners.insert((locale.clone(), Slug::trusted(&slug)), Code::trusted(&code));
            }
        }
    }
    Ok(owners)
}

/// Where a thing of a batch takes the slug that another of it leaves, no order of single changes may work: those that are
/// left get, for a moment, what is no slug.
pub(super) async fn give_up_slugs<'a>(
    database: &impl ConnectionTrait,
    thing: &str,
    left: impl Iterator<Item = (&'a Slug, Uuid)>,
    wanted: impl Iterator<Item = &'a Slug>,
) -> Result<(), Failure> {
    let left: Vec<(&Slug, Uuid)> = left.collect();
    if left.is_empty() {
        return Ok(());
    }
    let wanted: HashSet<&Slug> = wanted.collect();
    let given_up: Vec<Uuid> = left
        .into_iter()
        .filter(|(slug, _)| wanted.contains(slug))
        .map(|(_, id)| id)
        .collect();
    for ids in given_up.chunks(KEYS) {
        let mut sql = Sql::new(database.get_database_backend());
        sql.push("UPDATE ")
            .push(thing)
            .push(" SET slug = ':' || code WHERE id")
            .in_list(ids);
        database
            .execute_raw(sql.statement())
            .await
            .map_err(rejecting("exchanging slugs"))?;
    }
    Ok(())
}
