//! Variants with their prices and stock. They are found by their products, since there may be any number of them.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::Variant,
    country::Country,
    id::VariantId,
    inventory::Stock,
    outcome::{Fault, FaultKind},
    pricing::{Amount, Currency, Price},
    reference::Reference,
    text::{Code, Sku},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::{ByOwner, DOING, kept};
use crate::{
    Promised,
    entity::{price, stock, variant},
    fault::{corrupt, fault},
    inventory::incoming,
    json::{self, Unknown},
    moment::from_micros,
    pricing::quantity_rule,
    sql::Sql,
};

/// The variants of one product.
#[derive(Default)]
pub(super) struct Variants {
    pub(super) values: Vec<Variant>,
    pub(super) ids: HashMap<Sku, VariantId>,
    pub(super) promised: BTreeMap<(Sku, Code), Promised>,
}

pub(super) async fn variants(
    database: &impl ConnectionTrait,
    products: &[Uuid],
    reference: &Reference,
) -> Result<HashMap<Uuid, Variants>, Fault> {
    let mut prices = prices(database, products, reference).await?;
    let mut levels = levels(database, products).await?;
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT * FROM variant WHERE product_id")
        .in_list(products)
        .push(" ORDER BY product_id, position");
    let rows = variant::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_product: HashMap<Uuid, Variants> = HashMap::new();
    for row in rows {
        let of_product = by_product.entry(row.product_id).or_default();
        let sku = Sku::trusted(&row.sku);
        let levels = levels.remove(&row.id).unwrap_or_default();
        for level in &levels {
            let promised = Promised {
                reserved: level.reserved,
                owed: level.backordered,
            };
            if promised == Promised::default() {
                continue;
            }
            let location = kept(
                reference.locations.by_id(level.location_id.into()),
                level.location_id,
            )?;
            of_product
                .promised
                .insert((sku.clone(), location.code.clone()), promised);
        }
        of_product.ids.insert(sku.clone(), row.id.into());
        of_product.values.push(Variant {
            sku,
            barcode: row.barcode,
            name: row.name,
            options: json::strings_from_text(&row.option_values)?,
            attributes: json::attributes_from_text(&row.attributes, reference, Unknown::Refuse)?,
            media: json::media_from_text(&row.media)?,
            track_inventory: row.track_inventory,
            low_stock_threshold: row.low_stock_threshold,
            quantity_rule: quantity_rule(
                [
                    row.quantity_minimum,
                    row.quantity_maximum,
                    row.quantity_increment,
                ],
                DOING,
            )?,
            prices: prices.remove(&row.id).unwrap_or_default(),
            stock: stock_of(levels, reference)?,
        });
    }
    Ok(by_product)
}

async fn prices(
    database: &impl ConnectionTrait,
    products: &[Uuid],
    reference: &Reference,
) -> Result<ByOwner<Price>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT price.* FROM variant JOIN price ON price.variant_id = variant.id WHERE variant.product_id");
    sql.in_list(products)
        .push(" ORDER BY price.variant_id, price.position");
    let rows = price::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_variant: ByOwner<Price> = HashMap::new();
    for row in rows {
        by_variant
            .entry(row.variant_id)
            .or_default()
            .push(price(row, reference)?);
    }
    Ok(by_variant)
}

fn price(row: price::Model, reference: &Reference) -> Result<Price, Fault> {
    let amount = |millionths| {
        Amount::from_millionths(millionths)
            .ok_or_else(|| corrupt(DOING, format!("{millionths} millionths are not an amount")))
    };
    let moment = |micros: Option<i64>| micros.map(|micros| from_micros(micros, DOING)).transpose();
    let list = row
        .price_list_id
        .map(|id| kept(reference.price_lists.by_id(id.into()), id))
        .transpose()?;
    let country = row.country.as_deref().map(Country::parse).transpose();
    Ok(Price {
        list: list.map(|list| list.code.clone()),
        currency: Currency::parse(&row.currency)
            .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?,
        amount: amount(row.amount)?,
        compare_at: row.compare_at.map(amount).transpose()?,
        min_quantity: u32::try_from(row.min_quantity)
            .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?,
        country: country.map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?,
        valid_from: moment(row.valid_from)?,
        valid_until: moment(row.valid_until)?,
    })
}

async fn levels(
    database: &impl ConnectionTrait,
    products: &[Uuid],
) -> Result<ByOwner<stock::Model>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT stock.* FROM variant JOIN stock ON stock.variant_id = variant.id WHERE variant.product_id").in_list(products);
    let rows = stock::Entity::find()
        .from_raw_sql(sql.statement())
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut by_variant: ByOwner<stock::Model> = HashMap::new();
    for row in rows {
        by_variant.entry(row.variant_id).or_default().push(row);
    }
    Ok(by_variant)
}

/// By location, in the order of codes.
fn stock_of(levels: Vec<stock::Model>, reference: &Reference) -> Result<Vec<Stock>, Fault> {
    let stock = levels.into_iter().map(|level| {
        let location = kept(
            reference.locations.by_id(level.location_id.into()),
            level.location_id,
        )?;
        Ok(Stock {
            location: location.code.clone(),
            on_hand: level.on_hand,
            safety_stock: level.safety_stock,
            backorder_limit: level.backorder_limit,
            incoming: incoming(level.incoming, level.incoming_on, DOING)?,
        })
    });
    let mut stock: Vec<Stock> = stock.collect::<Result<_, Fault>>()?;
    stock.sort_by(|a, b| a.location.cmp(&b.location));
    Ok(stock)
}
