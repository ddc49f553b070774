//! What belongs to products directly: translations, publications, categories.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::{ProductTranslation, Publication},
    locale::Locale,
    outcome::Fault,
    reference::Reference,
    text::{Code, Slug},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::{ByOwner, DOING, kept};
use crate::{
    entity::{product_channel, product_translation},
    fault::fault,
    json::{self, Unknown},
    moment::from_micros,
    row::Columns,
    sql::Sql,
};

/// The texts of products in other locales than the default. What the reference doesn't know of their attributes may be
/// `unknown`.
pub(crate) async fn translations(
    database: &impl ConnectionTrait,
    ids: &[Uuid],
    reference: &Reference,
    unknown: Unknown,
) -> Result<HashMap<Uuid, BTreeMap<Locale, ProductTranslation>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product_translation WHERE product_id")
        .in_list(ids);
    let rows = product_translation::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_product: HashMap<Uuid, BTreeMap<_, _>> = HashMap::new();
    for row in rows {
        let texts = ProductTranslation {
            name: row.name,
            slug: row.slug.as_deref().map(Slug::trusted),
            description: row.description,
            attributes: json::attributes_from_text(&row.attributes, reference, unknown)?,
            options: json::option_translations_from_text(&row.options)?,
        };
        by_product
            .entry(row.product_id)
            .or_default()
            .insert(Locale::trusted(&row.locale), texts);
    }
    Ok(by_product)
}

pub(super) async fn channels(
    database: &impl ConnectionTrait,
    ids: &[Uuid],
    reference: &Reference,
) -> Result<ByOwner<Publication>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM product_channel WHERE product_id")
        .in_list(ids)
        .push(" ORDER BY product_id, position");
    let rows = product_channel::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_product: ByOwner<Publication> = HashMap::new();
    for row in rows {
        let channel = kept(
            reference.channels.by_id(row.channel_id.into()),
            row.channel_id,
        )?;
        by_product
            .entry(row.product_id)
            .or_default()
            .push(Publication {
                channel: channel.code.clone(),
                from: row
                    .published_from
                    .map(|micros| from_micros(micros, DOING))
                    .transpose()?,
                until: row
                    .published_until
                    .map(|micros| from_micros(micros, DOING))
                    .transpose()?,
            });
    }
    Ok(by_product)
}

pub(super) async fn categories(
    database: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<ByOwner<Code>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT pc.product_id, c.code FROM product_category pc JOIN category c ON c.id = pc.category_id WHERE pc.product_id");
    sql.in_list(ids)
        .push(" ORDER BY pc.product_id, pc.position");
    let rows = database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    let mut by_product: ByOwner<Code> = HashMap::new();
    for row in &rows {
        let mut columns = Columns::of(row, DOING);
        let (product, code): (Uuid, String) = (columns.take()?, columns.take()?);
        by_product
            .entry(product)
            .or_default()
            .push(Code::trusted(&code));
    }
    Ok(by_product)
}
