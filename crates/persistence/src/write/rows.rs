//! Rows as they are and as they shall be, and the least that makes the one of the other.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr};

use super::table::{Cell, Row, Table};

/// What has to be written of one table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) inserted: Vec<Row>,
    pub(crate) updated: Vec<Row>,
    /// Keys alone.
    pub(crate) deleted: Vec<Row>,
}

/// Compares rows by their key, which are the first columns.
pub(crate) fn difference(table: &Table, before: Vec<Row>, after: Vec<Row>) -> Difference {
    if before.is_empty() {
        return Difference {
            inserted: after,
            ..Difference::default()
        };
    }
    let key = table.key;
    let mut difference = Difference::default();
    let mut known: HashMap<&[Cell], &Row> = before.iter().map(|row| (&row[..key], row)).collect();
    for row in after {
        match known.remove(&row[..key]) {
            None => difference.inserted.push(row),
            Some(same) if *same == row => {}
            Some(_) => difference.updated.push(row),
        }
    }
    difference.deleted = before
        .iter()
        .map(|row| &row[..key])
        .filter(|key| known.contains_key(key))
        .map(<[Cell]>::to_vec)
        .collect();
    difference
}

impl Difference {
    /// Writes it: first what goes, then what changes, then what comes.
    pub(crate) async fn write(
        self,
        table: &Table,
        database: &impl ConnectionTrait,
    ) -> Result<(), DbErr> {
        table.delete(database, self.deleted).await?;
        table.update(database, self.updated).await?;
        table.insert(database, self.inserted).await
    }

    /// Writes it without updates, by taking away what changes: for rows that are unique by more than their key, where one
    /// may take what another gives up.
    pub(crate) async fn rewrite(
        mut self,
        table: &Table,
        database: &impl ConnectionTrait,
    ) -> Result<(), DbErr> {
        self.deleted
            .extend(self.updated.iter().map(|row| row[..table.key].to_vec()));
        table.delete(database, self.deleted).await?;
        self.inserted.append(&mut self.updated);
        table.insert(database, self.inserted).await
    }
}

#[cfg(test)]
mod tests {
    use super::{super::table::Type, *};

    const THING: Table = Table {
        name: "thing",
        columns: &[("place", Type::Int), ("name", Type::Text)],
        key: 1,
        updated: &["name"],
        counts: false,
    };

    fn row(place: i32, name: &str) -> Row {
        vec![Cell::Int(place), Cell::text(name)]
    }

    #[test]
    fn only_what_differs_is_written() {
        let before = vec![row(1, "stays"), row(2, "changes"), row(3, "goes")];
        let after = vec![row(4, "comes"), row(2, "changed"), row(1, "stays")];
        let expected = Difference {
            inserted: vec![row(4, "comes")],
            updated: vec![row(2, "changed")],
            deleted: vec![vec![Cell::Int(3)]],
        };
        assert_eq!(difference(&THING, before.clone(), after), expected);
        assert_eq!(
            difference(&THING, before.clone(), before),
            Difference::default()
        );
    }
}
