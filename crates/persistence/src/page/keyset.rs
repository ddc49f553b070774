//! The SQL of a keyset page: which rows lie between the places, in which order they are read, and how many.

use domain::outcome::{Fault, FaultKind};
use sea_orm::QueryResult;

use super::{Page, PageEnd, PageRequest, SortValue, SortValueType, SortValues, fits};
use crate::{Store, sql::Sql};

/// An order over columns that together are unique, all in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyset<'c> {
    /// SQL expressions, none of them ever NULL; the last one makes the others unique.
    pub(crate) columns: &'c [&'c str],
    /// The types of the columns.
    pub(crate) types: &'c [SortValueType],
    /// Whether the greatest comes first.
    pub(crate) descending: bool,
}

impl Keyset<'_> {
    /// Writes ` AND (columns) > (values)` for each place of the request.
    pub(crate) fn write_conditions(
        &self,
        sql: &mut Sql,
        request: &PageRequest,
    ) -> Result<(), Fault> {
        let (after, before) = if self.descending {
            (" < ", " > ")
        } else {
            (" > ", " < ")
        };
        for (place, comparison) in [(&request.after, after), (&request.before, before)] {
            if let Some(values) = place {
                self.write_comparison(sql, comparison, values)?;
            }
        }
        Ok(())
    }

    /// Writes ` ORDER BY columns`, read from the end that the page is taken from.
    pub(crate) fn write_order(&self, sql: &mut Sql, end: PageEnd) {
        let backward = self.descending != (end == PageEnd::Last);
        for (place, column) in self.columns.iter().enumerate() {
            sql.push(if place == 0 { " ORDER BY " } else { ", " })
                .push(column);
            if backward {
                sql.push(" DESC");
            }
        }
    }

    fn write_comparison(
        &self,
        sql: &mut Sql,
        comparison: &str,
        values: &SortValues,
    ) -> Result<(), Fault> {
        if !fits(values, self.types) {
            return Err(Fault::new(
                FaultKind::Bug,
                "reading a page",
                "the cursor is of another order",
            ));
        }
        sql.push(" AND (")
            .push(&self.columns.join(", "))
            .push(")")
            .push(comparison)
            .push("(");
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                sql.push(", ");
            }
            match value {
                SortValue::Integer(value) => sql.bind(*value),
                SortValue::Text(value) => sql.bind(value.as_str()),
                SortValue::Id(value) => sql.bind(*value),
            };
        }
        sql.push(")");
        Ok(())
    }
}

impl Store {
    /// A page of what a statement selects that ends with its conditions.
    pub(crate) async fn page<T>(
        &self,
        mut sql: Sql,
        order: &Keyset<'_>,
        request: &PageRequest,
        doing: &'static str,
        read: impl Fn(&QueryResult) -> Result<(T, SortValues), Fault>,
    ) -> Result<Page<T>, Fault> {
        order.write_conditions(&mut sql, request)?;
        order.write_order(&mut sql, request.end);
        write_limit(&mut sql, request);
        let rows = self.rows(sql, doing).await?;
        let items = rows.iter().map(read);
        Ok(cut(items.collect::<Result<_, Fault>>()?, request))
    }
}

/// Writes ` LIMIT n`: one more row than asked for tells whether more follow. The number is in the text, since PostgreSQL
/// plans a prepared statement for any values of its parameters, and so would read the whole table for an unknown limit.
pub(crate) fn write_limit(sql: &mut Sql, request: &PageRequest) {
    sql.push(" LIMIT ").number(rows_wanted(request));
}

/// One more row than asked for.
pub(crate) fn rows_wanted(request: &PageRequest) -> u64 {
    u64::from(request.size) + 1
}

/// Makes a page of the rows, at most one more than asked for, as they were read from the request's end.
pub(crate) fn cut<T>(mut items: Vec<(T, SortValues)>, request: &PageRequest) -> Page<T> {
    let size = usize::try_from(request.size).unwrap_or(usize::MAX);
    let more = items.len() > size;
    items.truncate(size);
    let (given_before, given_after) = (request.before.is_some(), request.after.is_some());
    match request.end {
        PageEnd::First => Page {
            items,
            has_next: more || given_before,
            has_previous: given_after,
        },
        PageEnd::Last => {
            items.reverse();
            Page {
                items,
                has_next: given_before,
                has_previous: more || given_after,
            }
        }
    }
}
