//! What depends on things that are to be deleted, and how many: the sentences of a refusal.

use std::collections::HashMap;

use domain::{
    outcome::Fault,
    problem::{FieldPath, Problem, Reason},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{fault::fault, row::Columns, sql::Sql, whole::KEYS};

const DOING: &str = "counting what depends on what is to be deleted";

/// One kind of thing that depends on another.
pub(super) struct Dependents {
    /// The statement that counts them, up to the column that names what they depend on.
    pub(super) counted: &'static str,
    /// That column.
    pub(super) by: &'static str,
    /// The sentence for one.
    pub(super) one: &'static str,
    /// The sentence for several, after their number.
    pub(super) many: &'static str,
}

impl Dependents {
    /// How many depend on each; what nothing depends on is absent. One statement for a thousand.
    pub(super) async fn counts(
        &self,
        database: &impl ConnectionTrait,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, i64>, Fault> {
        let mut counts = HashMap::new();
        for ids in ids.chunks(KEYS) {
            let mut sql = Sql::new(database.get_database_backend());
            sql.push(self.counted).push(self.by).in_list(ids);
            sql.push(" GROUP BY ").push(self.by);
            let rows = database
                .query_all_raw(sql.statement())
                .await
                .map_err(fault(DOING))?;
            for row in &rows {
                let mut columns = Columns::of(row, DOING);
                counts.insert(columns.take()?, columns.take()?);
            }
        }
        Ok(counts)
    }

    /// The refusal of a thing on which so many depend. None: none does.
    pub(super) fn problem(&self, index: usize, count: i64) -> Option<Problem> {
        in_use(index, count, self.one, self.many)
    }
}

/// The refusal of the thing at this place of a batch, on which so many depend. None: none does.
pub(super) fn in_use(index: usize, count: i64, one: &str, many: &str) -> Option<Problem> {
    let message = match count {
        ..=0 => return None,
        1 => one.to_owned(),
        _ => format!("{count} {many}"),
    };
    let field = FieldPath::default().index(index);
    Some(Problem::new(field, Reason::InUse, message))
}

/// The refusals of those on which something depends, each beginning with its place in the batch.
pub(super) async fn all_in_use(
    database: &impl ConnectionTrait,
    dependents: &[Dependents],
    ids: &[Uuid],
) -> Result<Vec<Problem>, Fault> {
    let mut counts = Vec::with_capacity(dependents.len());
    for one in dependents {
        counts.push((one, one.counts(database, ids).await?));
    }
    let mut problems = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let of_one = counts.iter().filter_map(|(dependents, counts)| {
            dependents.problem(index, counts.get(id).copied().unwrap_or_default())
        });
        problems.extend(of_one);
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_how_many() {
        let told = |count| in_use(3, count, "1 child.", "children.").map(|p| p.to_string());
        assert_eq!(told(0), None);
        assert_eq!(told(1).as_deref(), Some("[3]: 1 child."));
        assert_eq!(told(12).as_deref(), Some("[3]: 12 children."));
    }
}
