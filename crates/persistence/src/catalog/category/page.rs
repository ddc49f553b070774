//! Pages of the roots, or of the categories right below one.

use std::sync::Arc;

use domain::{buyer::Buyer, id::CategoryId, outcome::Fault};
use sea_orm::QueryResult;

use super::{
    CURSOR_TYPES, Categories, columns::read, find::write_category, record::CategoryRecord,
    tree::write_listed,
};
use crate::{
    page::{Keyset, Page, PageRequest, SortValue, SortValues},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "listing categories";

/// The order of siblings.
const ORDER: Keyset<'static> = Keyset {
    columns: &["c.position", "c.code"],
    types: CURSOR_TYPES,
    descending: false,
};

impl Categories<'_> {
    /// A page of the categories right below `parent`, or of the roots; a storefront doesn't get the hidden ones.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        parent: Option<CategoryId>,
        request: &PageRequest,
        buyer: &Buyer,
    ) -> Result<Page<Arc<CategoryRecord>>, Fault> {
        let mut sql = self.store.sql();
        write_category(&mut sql, "", "category c", buyer);
        write_siblings(&mut sql, parent, buyer);
        let read = |row: &QueryResult| {
            let record = read(Columns::of(row, DOING))?;
            let place = place(&record);
            Ok((Arc::new(record), place))
        };
        let page = self.store.page(sql, &ORDER, request, DOING, read);
        page.await
    }

    /// How many categories all pages together have.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(&self, parent: Option<CategoryId>, buyer: &Buyer) -> Result<i64, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*) FROM category c");
        write_siblings(&mut sql, parent, buyer);
        self.store.count(sql, DOING).await
    }
}

fn write_siblings(sql: &mut Sql, parent: Option<CategoryId>, buyer: &Buyer) {
    match parent {
        Some(parent) => sql.push(" WHERE c.parent_id = ").bind(parent.uuid()),
        None => sql.push(" WHERE c.parent_id IS NULL"),
    };
    write_listed(sql, buyer);
}

/// Where a category stands among its siblings.
fn place(category: &CategoryRecord) -> SortValues {
    vec![
        SortValue::Integer(i64::from(category.position)),
        SortValue::Text(category.code.as_str().to_owned()),
    ]
}
