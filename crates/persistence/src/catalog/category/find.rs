//! Look-ups of single categories, and the categories of products.

use std::{collections::HashMap, sync::Arc};

use domain::{
    buyer::Buyer,
    id::{CategoryId, ProductId},
    outcome::Fault,
    text::{Code, Slug},
};

use super::{
    Categories,
    columns::{read, write_columns},
    record::CategoryRecord,
};
use crate::{
    localized::{write_by_slug, write_translations},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading categories";

/// What a caller knows a category by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CategoryKey {
    /// Its identifier.
    Id(CategoryId),
    /// The seller's key.
    Code(Code),
    /// Its slug: of two categories, the one with the slug in the nearer locale of the buyer's chain.
    Slug(Slug),
}

impl Categories<'_> {
    /// These categories, in one statement; one that doesn't exist is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_ids(
        &self,
        ids: &[CategoryId],
        buyer: &Buyer,
    ) -> Result<HashMap<CategoryId, Arc<CategoryRecord>>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        write_category(&mut sql, "", "category c", buyer);
        sql.push(" WHERE c.id").in_list(ids);
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows
            .iter()
            .map(|row| read(Columns::of(row, DOING)).map(|record| (record.id, Arc::new(record))));
        records.collect()
    }

    /// These categories by their codes, in one statement; one that doesn't exist is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_codes(
        &self,
        codes: &[Code],
        buyer: &Buyer,
    ) -> Result<HashMap<Code, Arc<CategoryRecord>>, Fault> {
        if codes.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        write_category(&mut sql, "", "category c", buyer);
        sql.push(" WHERE c.code").in_list(codes);
        let rows = self.store.rows(sql, DOING).await?;
        let records = rows.iter().map(|row| {
            let record = read(Columns::of(row, DOING))?;
            Ok((record.code.clone(), Arc::new(record)))
        });
        records.collect()
    }

    /// The category with this key. None: there is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_key(
        &self,
        key: &CategoryKey,
        buyer: &Buyer,
    ) -> Result<Option<Arc<CategoryRecord>>, Fault> {
        let mut sql = self.store.sql();
        match key {
            CategoryKey::Id(id) => {
                write_category(&mut sql, "", "category c", buyer);
                sql.push(" WHERE c.id = ").bind(id.uuid());
            }
            CategoryKey::Code(code) => {
                write_category(&mut sql, "", "category c", buyer);
                sql.push(" WHERE c.code = ").bind(code.as_str());
            }
            CategoryKey::Slug(slug) => {
                sql.push("SELECT ");
                write_columns(&mut sql, buyer);
                sql.push(" FROM (");
                write_by_slug(&mut sql, "category", slug, buyer);
                sql.push(") AS found JOIN category c ON c.id = found.id");
                write_translations(&mut sql, "category", "c", buyer);
                sql.push(" ORDER BY found.distance LIMIT 1");
            }
        }
        let row = self.store.row(sql, DOING).await?;
        row.map(|row| read(Columns::of(&row, DOING)).map(Arc::new))
            .transpose()
    }

    /// The categories that each of these products is in, in the product's order, in one statement. A product without an
    /// entry is in none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_products(
        &self,
        products: &[ProductId],
        buyer: &Buyer,
    ) -> Result<HashMap<ProductId, Vec<Arc<CategoryRecord>>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        let source = "product_category pc JOIN category c ON c.id = pc.category_id";
        write_category(&mut sql, "pc.product_id, ", source, buyer);
        sql.push(" WHERE pc.product_id")
            .in_list(products)
            .push(" ORDER BY pc.product_id, pc.position");
        self.grouped(sql).await
    }

    /// Reads rows of an owner's identifier and a category. Owners share their categories, of which each is read once.
    pub(super) async fn grouped<I>(
        &self,
        sql: Sql,
    ) -> Result<HashMap<I, Vec<Arc<CategoryRecord>>>, Fault>
    where
        I: From<uuid::Uuid> + Eq + std::hash::Hash,
    {
        let mut known: HashMap<CategoryId, Arc<CategoryRecord>> = HashMap::new();
        let mut found: HashMap<I, Vec<Arc<CategoryRecord>>> = HashMap::new();
        for row in &self.store.rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let owner = columns.id()?;
            let id = columns.peek_id()?;
            let category = match known.get(&id) {
                Some(category) => Arc::clone(category),
                None => Arc::clone(known.entry(id).or_insert(Arc::new(read(columns)?))),
            };
            found.entry(owner).or_default().push(category);
        }
        Ok(found)
    }
}

/// Writes `SELECT owner columns FROM source` with the translations; the category is `c` in the source.
pub(super) fn write_category(sql: &mut Sql, owner: &str, source: &str, buyer: &Buyer) {
    sql.push("SELECT ").push(owner);
    write_columns(sql, buyer);
    sql.push(" FROM ").push(source);
    write_translations(sql, "category", "c", buyer);
}
