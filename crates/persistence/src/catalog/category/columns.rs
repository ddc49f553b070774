//! The columns of a [`CategoryRecord`] and how a row becomes one. Both halves are here, since their order must agree.

use domain::{
    buyer::Buyer,
    outcome::Fault,
    text::{Code, Slug},
};

use super::record::CategoryRecord;
use crate::{localized::write_localized, row::Columns, sql::Sql};

/// Writes the columns of the category `c` with its translations `t0`, `t1`, ….
pub(super) fn write_columns(sql: &mut Sql, buyer: &Buyer) {
    sql.push("c.id, c.code, ");
    for column in ["slug", "name", "description"] {
        write_localized(sql, "c", column, buyer.locales.len());
        sql.push(", ");
    }
    sql.push("c.parent_id, c.position, c.hidden, c.version, c.created_at, c.updated_at");
}

/// Reads the columns, which stand last in the row.
pub(super) fn read(mut row: Columns<'_>) -> Result<CategoryRecord, Fault> {
    Ok(CategoryRecord {
        id: row.id()?,
        code: Code::trusted(&row.take::<String>()?),
        slug: Slug::trusted(&row.take::<String>()?),
        name: row.take()?,
        description: row.take()?,
        parent_id: row.take::<Option<uuid::Uuid>>()?.map(Into::into),
        position: row.take()?,
        hidden: row.take()?,
        version: row.take()?,
        created_at: row.moment()?,
        updated_at: row.moment()?,
    })
}
