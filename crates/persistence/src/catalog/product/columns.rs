//! The columns of a [`ProductRecord`] and how a row becomes one. Both halves are here, since their order must agree.

use domain::{
    buyer::Buyer,
    catalog::ProductStatus,
    outcome::Fault,
    text::{Code, Slug},
};
use sea_orm::QueryResult;

use super::record::ProductRecord;
use crate::{catalog::lazy::Lazy, localized::write_localized, row::Columns, sql::Sql};

/// What one locale's translation says of attributes and options, as JSON.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// TEXT attributes by code.
    pub(super) attributes: String,
    /// Options by their name in the default locale.
    pub(super) options: String,
}

/// Writes the columns of the product `p` with its translations `t0`, `t1`, ….
pub(super) fn write_columns(sql: &mut Sql, buyer: &Buyer) {
    let locales = buyer.locales.len();
    sql.push("p.id, p.code, ");
    for column in ["slug", "name", "description"] {
        write_localized(sql, "p", column, locales);
        sql.push(", ");
    }
    sql.push("p.brand, p.status, p.tax_class, p.version, p.created_at, p.updated_at, p.attributes, p.options, p.media");
    for locale in 0..locales {
        sql.push(", t")
            .number(locale)
            .push(".attributes, t")
            .number(locale)
            .push(".options");
    }
}

/// Reads the columns, which stand last in the row.
pub(super) fn read(mut row: Columns<'_>, buyer: &Buyer) -> Result<ProductRecord, Fault> {
    let id = row.id()?;
    let code = Code::trusted(&row.take::<String>()?);
    let slug = Slug::trusted(&row.take::<String>()?);
    let (name, description, brand) = (row.take()?, row.take()?, row.take()?);
    let status: String = row.take()?;
    let status = ProductStatus::parse(&status)
        .ok_or_else(|| row.corrupt(format!("{status} is no status")))?;
    let tax_class = Code::trusted(&row.take::<String>()?);
    let version = row.take()?;
    let (created_at, updated_at) = (row.moment()?, row.moment()?);
    let (attributes, options, media) = (row.take()?, row.take()?, row.take()?);
    let mut layers = Vec::new();
    for _ in &buyer.locales {
        let (attributes, options): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        if let (Some(attributes), Some(options)) = (attributes, options) {
            layers.push(Layer {
                attributes,
                options,
            });
        }
    }
    Ok(ProductRecord {
        id,
        code,
        slug,
        name,
        description,
        brand,
        status,
        tax_class,
        version,
        created_at,
        updated_at,
        attributes: Lazy::new(attributes),
        options: Lazy::new(options),
        media: Lazy::new(media),
        layers,
    })
}

/// Reads a row that has nothing else.
pub(super) fn read_row(row: &QueryResult, buyer: &Buyer) -> Result<ProductRecord, Fault> {
    read(Columns::of(row, "reading a product"), buyer)
}
