//! The columns of a [`VariantRecord`] and how a row becomes one. Both halves are here, since their order must agree.

use domain::{outcome::Fault, text::Sku};

use super::record::VariantRecord;
use crate::{catalog::lazy::Lazy, pricing::quantity_rule, row::Columns};

const DOING: &str = "reading variants";

/// The columns of the variant `v` of the product `p`.
pub(super) const COLUMNS: &str = "p.version, v.id, v.product_id, v.sku, v.barcode, v.name, v.track_inventory, v.low_stock_threshold, v.position, \
                                  v.quantity_minimum, v.quantity_maximum, v.quantity_increment, v.option_values, v.attributes, v.media";

/// Reads [`COLUMNS`].
pub(super) fn read(mut row: Columns<'_>) -> Result<VariantRecord, Fault> {
    Ok(VariantRecord {
        product_version: row.take()?,
        id: row.id()?,
        product_id: row.id()?,
        sku: Sku::trusted(&row.take::<String>()?),
        barcode: row.take()?,
        name: row.take()?,
        track_inventory: row.take()?,
        low_stock_threshold: row.take()?,
        position: row.take()?,
        quantity_rule: quantity_rule([row.take()?, row.take()?, row.take()?], DOING)?,
        option_values: Lazy::new(row.take()?),
        attributes: Lazy::new(row.take()?),
        media: Lazy::new(row.take()?),
    })
}
