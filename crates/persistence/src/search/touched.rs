//! Which products a change of something else touches, in pages.

use domain::{
    id::{CategoryId, PriceListId, ProductId, VariantId},
    outcome::Fault,
    text::Code,
};

use crate::{Store, row::Columns, sql::Sql};

const DOING: &str = "finding the products that a change touches";

/// Something that shows in the search documents of many products.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sweep {
    /// The products of a category and of all below it.
    Category(CategoryId),
    /// Those that have a price in a list.
    PriceList(PriceListId),
    /// Those that have an attribute, themselves or one of their variants.
    Attribute(Code),
    /// Those that have an option which says what this attribute says.
    OptionsOf(Code),
    /// Those that have options.
    Options,
    /// All there are.
    All,
}

impl Store {
    /// At most `limit` of the products that are touched, after one, in the order of identifiers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn touched(
        &self,
        sweep: &Sweep,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<ProductId>, Fault> {
        let mut sql = self.sql();
        match sweep {
            Sweep::Category(category) => {
                sql.push(
                    "SELECT l.product_id AS id FROM category_listing l WHERE l.category_id = ",
                )
                .bind(category.uuid());
                write_after(&mut sql, "l.product_id", after);
            }
            Sweep::PriceList(list) => {
                sql.push("SELECT DISTINCT v.product_id AS id FROM price pr JOIN variant v ON v.id = pr.variant_id WHERE pr.price_list_id = ")
                    .bind(list.uuid());
                write_after(&mut sql, "v.product_id", after);
            }
            Sweep::Attribute(code) => {
                sql.push("SELECT p.id AS id FROM product p WHERE (");
                write_has(&mut sql, "p", code);
                sql.push(" OR EXISTS (SELECT 1 FROM variant v WHERE v.product_id = p.id AND ");
                write_has(&mut sql, "v", code);
                sql.push("))");
                write_after(&mut sql, "p.id", after);
            }
            Sweep::OptionsOf(code) => {
                sql.push(
                    "SELECT p.id AS id FROM product p WHERE EXISTS (SELECT 1 FROM attribute a",
                );
                write_is_option(&mut sql);
                sql.push(" AND a.code = ").bind(code.as_str());
                sql.push(")");
                write_after(&mut sql, "p.id", after);
            }
            Sweep::Options => {
                sql.push("SELECT p.id AS id FROM product p WHERE p.options <> '[]'");
                write_after(&mut sql, "p.id", after);
            }
            Sweep::All => {
                sql.push("SELECT p.id AS id FROM product p WHERE 1 = 1");
                write_after(&mut sql, "p.id", after);
            }
        }
        sql.push(" ORDER BY id LIMIT ")
            .bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = self.rows(sql, DOING).await?;
        rows.iter()
            .map(|row| Columns::of(row, DOING).id())
            .collect()
    }

    /// The products of these variants; of those that there are no more, nothing.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn products_of(&self, variants: &[VariantId]) -> Result<Vec<ProductId>, Fault> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = self.sql();
        sql.push("SELECT DISTINCT product_id FROM variant WHERE id")
            .in_list(variants);
        let rows = self.rows(sql, DOING).await?;
        rows.iter()
            .map(|row| Columns::of(row, DOING).id())
            .collect()
    }

    /// How many products there are, whatever their status.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn product_count(&self) -> Result<u64, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT COUNT(*) FROM product");
        let count = self.count(sql, DOING).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

fn write_after(sql: &mut Sql, column: &str, after: Option<ProductId>) {
    if let Some(after) = after {
        sql.push(" AND ")
            .push(column)
            .push(" > ")
            .bind(after.uuid());
    }
}

/// Writes a condition: the row `alias` has the attribute.
fn write_has(sql: &mut Sql, alias: &str, code: &Code) {
    if sql.is_postgres() {
        sql.push("jsonb_exists(")
            .push(alias)
            .push(".attributes::jsonb, ")
            .bind(code.as_str())
            .push(")");
    } else {
        sql.push("EXISTS (SELECT 1 FROM json_each(")
            .push(alias)
            .push(".attributes) a WHERE a.key = ")
            .bind(code.as_str())
            .push(")");
    }
}

/// Writes a table and a condition: the product `p` has an option of the name of the attribute `a`. SQLite, and a
/// PostgreSQL whose locale is C, tell the case of A to Z alone, so that an attribute whose name has other letters counts as every
/// option's.
fn write_is_option(sql: &mut Sql) {
    if sql.is_postgres() {
        sql.push(" CROSS JOIN LATERAL jsonb_array_elements_text(p.options::jsonb) AS o(value)");
        sql.push(" WHERE (lower(o.value) = lower(a.name) OR a.name ~ '[^ -~]')");
    } else {
        sql.push(" CROSS JOIN json_each(p.options) AS o");
        sql.push(" WHERE (lower(o.value) = lower(a.name) OR a.name GLOB '*[^ -~]*')");
    }
}
