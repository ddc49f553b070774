//! Products with all that belongs to them: eight statements, however many products.

mod children;
mod variants;

use std::collections::HashMap;

pub(crate) use children::translations as product_translations;
use domain::{
    catalog::{Product, ProductStatus},
    id::ProductId,
    outcome::Fault,
    reference::Reference,
    text::{Code, Slug},
};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait};
use uuid::Uuid;

use crate::{
    Stored, StoredProduct,
    entity::product,
    fault::{corrupt, fault},
    json::{self, Unknown},
    moment::from_micros,
    sql::Sql,
};

const DOING: &str = "reading products";

/// The products with these codes (at most [`super::KEYS`]), in the order of their identifiers. Until the transaction
/// ends nobody else changes them.
pub(crate) async fn stored_products(
    database: &impl ConnectionTrait,
    codes: &[Code],
    reference: &Reference,
) -> Result<Vec<StoredProduct>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product WHERE code")
        .in_list(codes)
        .push(" ORDER BY id");
    // One order for all writers, so that none waits for another that waits for it.
    if database.get_database_backend() == DbBackend::Postgres {
        sql.push(" FOR UPDATE");
    }
    whole(database, sql, reference).await
}

/// The products after a code, in the order of codes.
pub(crate) async fn product_page(
    database: &impl ConnectionTrait,
    after: Option<&Code>,
    limit: u64,
    reference: &Reference,
) -> Result<Vec<StoredProduct>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product");
    if let Some(after) = after {
        sql.push(" WHERE code > ").bind(after.as_str());
    }
    sql.push(" ORDER BY code LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    whole(database, sql, reference).await
}

/// Those of these products (at most [`super::KEYS`] a statement) that there are, in the order of their identifiers.
pub(crate) async fn products_by_ids(
    database: &impl ConnectionTrait,
    ids: &[ProductId],
    reference: &Reference,
) -> Result<Vec<StoredProduct>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product WHERE id")
        .in_list(ids)
        .push(" ORDER BY id");
    whole(database, sql, reference).await
}

/// The products after one, in the order of identifiers.
pub(crate) async fn products_by_id_page(
    database: &impl ConnectionTrait,
    after: Option<ProductId>,
    limit: usize,
    reference: &Reference,
) -> Result<Vec<StoredProduct>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product");
    if let Some(after) = after {
        sql.push(" WHERE id > ").bind(after.uuid());
    }
    sql.push(" ORDER BY id LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    whole(database, sql, reference).await
}

async fn whole(
    database: &impl ConnectionTrait,
    sql: Sql,
    reference: &Reference,
) -> Result<Vec<StoredProduct>, Fault> {
    let rows = product::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut translations =
        children::translations(database, &ids, reference, Unknown::Refuse).await?;
    let mut channels = children::channels(database, &ids, reference).await?;
    let mut categories = children::categories(database, &ids).await?;
    let mut variants = variants::variants(database, &ids, reference).await?;
    let products = rows.into_iter().map(|row| {
        let id = row.id;
        let variants = variants.remove(&id).unwrap_or_default();
        let product = Stored {
            id: id.into(),
            version: row.version,
            created_at: from_micros(row.created_at, DOING)?,
            updated_at: from_micros(row.updated_at, DOING)?,
            value: Product {
                channels: channels.remove(&id).unwrap_or_default(),
                categories: categories.remove(&id).unwrap_or_default(),
                variants: variants.values,
                translations: translations.remove(&id).unwrap_or_default(),
                ..alone(row, reference)?
            },
        };
        Ok(StoredProduct {
            product,
            variant_ids: variants.ids,
            promised: variants.promised,
        })
    });
    products.collect()
}

/// A product without what stands in other tables.
fn alone(row: product::Model, reference: &Reference) -> Result<Product, Fault> {
    Ok(Product {
        code: Code::trusted(&row.code),
        slug: Slug::trusted(&row.slug),
        name: row.name,
        description: row.description,
        brand: row.brand,
        status: ProductStatus::parse(&row.status)
            .ok_or_else(|| corrupt(DOING, format!("{:?} is not a status", row.status)))?,
        channels: Vec::new(),
        categories: Vec::new(),
        tax_class: Code::trusted(&row.tax_class),
        attributes: json::attributes_from_text(&row.attributes, reference, Unknown::Refuse)?,
        options: json::strings_from_text(&row.options)?,
        media: json::media_from_text(&row.media)?,
        variants: Vec::new(),
        translations: std::collections::BTreeMap::new(),
    })
}

/// The entry of something that a foreign key keeps.
fn kept<I, T>(found: Option<&domain::reference::Entry<I, T>>, id: Uuid) -> Result<&T, Fault> {
    found
        .map(|entry| &*entry.value)
        .ok_or_else(|| corrupt(DOING, format!("nothing has the id {id}")))
}

/// Rows by the thing that they belong to, in the order read.
type ByOwner<T> = HashMap<Uuid, Vec<T>>;
