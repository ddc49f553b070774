//! Writing many rows of a table in few statements.
//!
//! PostgreSQL takes each column as one array, so that a table has one statement text for any number of rows. SQLite takes
//! rows of parameters, in blocks of powers of two, so that a table has a handful of texts, each prepared once.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value, sea_query::ArrayType,
};
use uuid::Uuid;

/// Most rows in one of SQLite's statements; beyond this, fewer statements save nothing.
const BLOCK: usize = 64;

/// A table as the bulk statements see it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Its columns, those of the primary key first.
    pub(crate) columns: &'static [(&'static str, Type)],
    /// How many columns the primary key has.
    pub(crate) key: usize,
    /// The columns that an update sets; the others stay as they are.
    pub(crate) updated: &'static [&'static str],
    /// Whether an update adds one to the row's own `version`.
    pub(crate) counts: bool,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Id,
    IdOrNull,
    Text,
    TextOrNull,
    Int,
    IntOrNull,
    BigInt,
    BigIntOrNull,
    Bool,
    Bytes,
}

/// What stands for NULL in the arrays of PostgreSQL, whose entries SeaORM takes only with a value: texts never hold this
/// control character, no identifier is nil, and the least numbers are neither a moment nor an amount.
const NO_TEXT: &str = "\u{1}";
const NO_ID: Uuid = Uuid::nil();
const NO_INT: i32 = i32::MIN;
const NO_BIGINT: i64 = i64::MIN;

/// A value in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cell {
    Null,
    Id(Uuid),
    Text(String),
    Int(i32),
    BigInt(i64),
    Bool(bool),
    Bytes(Vec<u8>),
}

/// A row: one cell for each column, in order. Of a key: only the columns of the primary key.
pub(crate) type Row = Vec<Cell>;

impl Table {
    /// Adds rows that are not there.
    pub(crate) async fn insert(
        &self,
        database: &impl ConnectionTrait,
        rows: Vec<Row>,
    ) -> Result<(), DbErr> {
        if database.get_database_backend() == DbBackend::Postgres {
            let text = self.insert_arrays();
            return run_with_arrays(database, text, self.columns, rows).await;
        }
        run_in_blocks(database, rows, |size| self.insert_block(size)).await
    }

    /// The same, and tells a column of each of them.
    pub(crate) async fn insert_telling(
        &self,
        database: &impl ConnectionTrait,
        rows: Vec<Row>,
        column: &str,
    ) -> Result<Vec<QueryResult>, DbErr> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if database.get_database_backend() == DbBackend::Postgres {
            let text = format!("{} RETURNING {column}", self.insert_arrays());
            return database
                .query_all_raw(with_arrays(text, self.columns, rows))
                .await;
        }
        let mut told = Vec::with_capacity(rows.len());
        for (size, values) in blocks(rows) {
            let text = format!("{} RETURNING {column}", self.insert_block(size));
            let statement = Statement::from_sql_and_values(DbBackend::Sqlite, text, values);
            told.extend(database.query_all_raw(statement).await?);
        }
        Ok(told)
    }

    fn insert_arrays(&self) -> String {
        let (table, columns) = (self.name, names(self.columns));
        let given: Vec<String> = self
            .columns
            .iter()
            .map(|(column, of)| of.of_array(column))
            .collect();
        let (given, arrays) = (given.join(", "), arrays(self.columns));
        format!(
            "INSERT INTO {table} ({columns}) SELECT {given} FROM unnest({arrays}) AS given ({columns})"
        )
    }

    fn insert_block(&self, size: usize) -> String {
        format!(
            "INSERT INTO {} ({}) VALUES {}",
            self.name,
            names(self.columns),
            places(size, self.columns.len())
        )
    }

    /// Changes rows that are there, found by their key.
    pub(crate) async fn update(
        &self,
        database: &impl ConnectionTrait,
        rows: Vec<Row>,
    ) -> Result<(), DbErr> {
        if rows.is_empty() {
            return Ok(());
        }
        if database.get_database_backend() == DbBackend::Postgres {
            let given = format!(
                "unnest({}) AS given ({})",
                arrays(self.columns),
                names(self.columns)
            );
            let text = self.update_from(&given, |place| {
                let (column, of) = self.columns[place];
                of.of_array(&format!("given.{column}"))
            });
            return run_with_arrays(database, text, self.columns, rows).await;
        }
        run_in_blocks(database, rows, |size| {
            let given = format!("(VALUES {}) AS given", places(size, self.columns.len()));
            // SQLite names the columns of VALUES so.
            self.update_from(&given, |place| format!("given.column{}", place + 1))
        })
        .await
    }

    /// Takes rows away, found by their key.
    pub(crate) async fn delete(
        &self,
        database: &impl ConnectionTrait,
        keys: Vec<Row>,
    ) -> Result<(), DbErr> {
        let columns = &self.columns[..self.key];
        if database.get_database_backend() == DbBackend::Postgres {
            let matches = columns
                .iter()
                .map(|(column, _)| format!("{}.{column} = gone.{column}", self.name));
            let text = format!(
                "DELETE FROM {} USING unnest({}) AS gone ({}) WHERE {}",
                self.name,
                arrays(columns),
                names(columns),
                matches.collect::<Vec<_>>().join(" AND ")
            );
            return run_with_arrays(database, text, columns, keys).await;
        }
        run_in_blocks(database, keys, |size| {
            format!(
                "DELETE FROM {} WHERE ({}) IN (VALUES {})",
                self.name,
                names(columns),
                places(size, columns.len())
            )
        })
        .await
    }

    fn update_from(&self, given: &str, name: impl Fn(usize) -> String) -> String {
        let table = self.name;
        let mut set = Vec::new();
        let mut same = Vec::new();
        for (place, (column, _)) in self.columns.iter().enumerate() {
            if place < self.key {
                same.push(format!("{table}.{column} = {}", name(place)));
            } else if self.updated.contains(column) {
                set.push(format!("{column} = {}", name(place)));
            }
        }
        if self.counts {
            set.push(format!("version = {table}.version + 1"));
        }
        format!(
            "UPDATE {table} SET {} FROM {given} WHERE {}",
            set.join(", "),
            same.join(" AND ")
        )
    }
}

fn names(columns: &[(&'static str, Type)]) -> String {
    columns
        .iter()
        .map(|(column, _)| *column)
        .collect::<Vec<_>>()
        .join(", ")
}

/// `$1::uuid[], $2::text[]`
fn arrays(columns: &[(&'static str, Type)]) -> String {
    let typed = columns.iter().enumerate().map(|(place, (_, of))| {
        let name = match of {
            Type::Id | Type::IdOrNull => "uuid",
            Type::Text | Type::TextOrNull => "text",
            Type::Int | Type::IntOrNull => "int4",
            Type::BigInt | Type::BigIntOrNull => "int8",
            Type::Bool => "bool",
            Type::Bytes => "bytea",
        };
        format!("${}::{name}[]", place + 1)
    });
    typed.collect::<Vec<_>>().join(", ")
}

/// `(?, ?), (?, ?)`
fn places(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    vec![row.as_str(); rows].join(", ")
}

async fn run_with_arrays(
    database: &impl ConnectionTrait,
    text: String,
    columns: &[(&'static str, Type)],
    rows: Vec<Row>,
) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    database
        .execute_raw(with_arrays(text, columns, rows))
        .await
        .map(drop)
}

/// A statement of PostgreSQL that takes each column as one array.
fn with_arrays(text: String, columns: &[(&'static str, Type)], rows: Vec<Row>) -> Statement {
    let mut arrays: Vec<Vec<Value>> = columns
        .iter()
        .map(|_| Vec::with_capacity(rows.len()))
        .collect();
    for row in rows {
        for ((array, cell), (_, of)) in arrays.iter_mut().zip(row).zip(columns) {
            array.push(cell.in_array(*of));
        }
    }
    let values = arrays
        .into_iter()
        .zip(columns)
        .map(|(array, (_, of))| Value::Array(of.array(), Some(Box::new(array))));
    Statement::from_sql_and_values(DbBackend::Postgres, text, values)
}

async fn run_in_blocks(
    database: &impl ConnectionTrait,
    rows: Vec<Row>,
    text: impl Fn(usize) -> String,
) -> Result<(), DbErr> {
    for (size, values) in blocks(rows) {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, text(size), values);
        database.execute_raw(statement).await?;
    }
    Ok(())
}

/// The values of rows, by the statements that take them: each the largest power of two that is left, so that any number of
/// rows takes few and ever the same texts.
fn blocks(rows: Vec<Row>) -> impl Iterator<Item = (usize, Vec<Value>)> + Send {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let left = rows.len();
        let size = if left >= BLOCK {
            BLOCK
        } else {
            1 << left.checked_ilog2()?
        };
        let values = rows.by_ref().take(size).flatten().map(Cell::any).collect();
        Some((size, values))
    })
}

impl Type {
    const fn array(self) -> ArrayType {
        match self {
            Self::Id | Self::IdOrNull => ArrayType::Uuid,
            Self::Text | Self::TextOrNull => ArrayType::String,
            Self::Int | Self::IntOrNull => ArrayType::Int,
            Self::BigInt | Self::BigIntOrNull => ArrayType::BigInt,
            Self::Bool => ArrayType::Bool,
            Self::Bytes => ArrayType::Bytes,
        }
    }

    /// A column of PostgreSQL's arrays, with NULL where NULL is meant.
    fn of_array(self, column: &str) -> String {
        match self {
            Self::IdOrNull => format!("NULLIF({column}, '{NO_ID}')"),
            Self::TextOrNull => format!("NULLIF({column}, U&'\\0001')"),
            Self::IntOrNull => format!("NULLIF({column}, '{NO_INT}')"),
            Self::BigIntOrNull => format!("NULLIF({column}, '{NO_BIGINT}')"),
            Self::Id | Self::Text | Self::Int | Self::BigInt | Self::Bool | Self::Bytes => {
                column.to_owned()
            }
        }
    }
}

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn text_or_null(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub(crate) fn moment_or_null(moment: Option<domain::clock::Timestamp>) -> Self {
        moment.map_or(Self::Null, |moment| {
            Self::BigInt(crate::moment::to_micros(moment))
        })
    }

    /// A place in a list.
    pub(crate) fn place(place: usize) -> Self {
        Self::Int(i32::try_from(place).expect("no list of a catalogue has two billion entries"))
    }

    /// For PostgreSQL's arrays.
    fn in_array(self, of: Type) -> Value {
        match (self, of) {
            (Self::Null, Type::Id | Type::IdOrNull) => Value::from(NO_ID),
            (Self::Null, Type::Text | Type::TextOrNull) => Value::from(NO_TEXT),
            (Self::Null, Type::Int | Type::IntOrNull) => Value::from(NO_INT),
            (Self::Null, Type::BigInt | Type::BigIntOrNull) => Value::from(NO_BIGINT),
            (cell, _) => cell.any(),
        }
    }

    /// For SQLite, to which NULL has no type.
    fn any(self) -> Value {
        match self {
            Self::Null => Value::Int(None),
            Self::Id(id) => Value::from(id),
            Self::Text(text) => Value::from(text),
            Self::Int(number) => Value::from(number),
            Self::BigInt(number) => Value::from(number),
            Self::Bool(truth) => Value::from(truth),
            Self::Bytes(bytes) => Value::from(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THING: Table = Table {
        name: "thing",
        columns: &[("id", Type::Id), ("place", Type::Int), ("name", Type::Text)],
        key: 2,
        updated: &["name"],
        counts: true,
    };

    #[test]
    fn postgres_takes_columns_and_sqlite_rows() {
        assert_eq!(arrays(THING.columns), "$1::uuid[], $2::int4[], $3::text[]");
        assert_eq!(places(2, 3), "(?, ?, ?), (?, ?, ?)");
    }

    #[test]
    fn an_update_sets_what_it_may_and_counts() {
        let expected = "UPDATE thing SET name = given.column3, version = thing.version + 1 FROM (VALUES (?, ?, ?)) AS given \
                        WHERE thing.id = given.column1 AND thing.place = given.column2";
        assert_eq!(
            THING.update_from("(VALUES (?, ?, ?)) AS given", |place| format!(
                "given.column{}",
                place + 1
            )),
            expected
        );
    }
}
