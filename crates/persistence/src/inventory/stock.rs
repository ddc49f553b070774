//! The stock levels of variants.

use std::collections::HashMap;

use domain::{
    id::{LocationId, ProductId, VariantId},
    inventory::{Incoming, StockLevel},
    outcome::Fault,
    reference::Reference,
    text::Code,
};

use crate::{Store, fault::corrupt, row::Columns, sql::Sql};

const DOING: &str = "reading stock";

/// Writes the columns that [`read`] reads, in its order. What has expired is not reserved.
pub(crate) fn write_columns(sql: &mut Sql) {
    sql.push("s.variant_id, s.location_id, s.on_hand, s.reserved - ")
        .expired_units()
        .push(", s.backordered, s.safety_stock, s.backorder_limit, s.incoming, s.incoming_on, s.version");
}

/// The queries of stock; [`Store::stock`] gives them.
#[derive(Clone, Copy)]
pub struct StockLevels<'s> {
    pub(super) store: &'s Store,
}

impl Store {
    /// The queries of stock.
    #[must_use]
    pub const fn stock(&self) -> StockLevels<'_> {
        StockLevels { store: self }
    }
}

impl StockLevels<'_> {
    /// The levels of these variants at these locations, or at all, in one statement. A variant without any is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_variants(
        &self,
        variants: &[VariantId],
        locations: Option<&[Code]>,
        reference: &Reference,
    ) -> Result<HashMap<VariantId, Vec<StockLevel>>, Fault> {
        if variants.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT ");
        write_columns(&mut sql);
        sql.push(" FROM stock s WHERE s.variant_id")
            .in_list(variants);
        write_locations(&mut sql, locations, reference);
        let mut found: HashMap<VariantId, Vec<StockLevel>> = HashMap::with_capacity(variants.len());
        for row in &self.store.rows(sql, DOING).await? {
            if let Some((variant, level)) = read(Columns::of(row, DOING), reference)? {
                found.entry(variant).or_default().push(level);
            }
        }
        Ok(found)
    }

    /// The levels of all variants of these products at these locations, or at all, in one statement. A variant without
    /// any is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_products(
        &self,
        products: &[ProductId],
        locations: Option<&[Code]>,
        reference: &Reference,
    ) -> Result<HashMap<ProductId, HashMap<VariantId, Vec<StockLevel>>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT v.product_id, ");
        write_columns(&mut sql);
        sql.push(" FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id")
            .in_list(products);
        write_locations(&mut sql, locations, reference);
        let mut found: HashMap<ProductId, HashMap<VariantId, Vec<StockLevel>>> =
            HashMap::with_capacity(products.len());
        for row in &self.store.rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let product = columns.id()?;
            if let Some((variant, level)) = read(columns, reference)? {
                found
                    .entry(product)
                    .or_default()
                    .entry(variant)
                    .or_default()
                    .push(level);
            }
        }
        Ok(found)
    }
}

/// Writes ` AND …` and the order, which is that of the locations' identifiers.
fn write_locations(sql: &mut Sql, locations: Option<&[Code]>, reference: &Reference) {
    if let Some(codes) = locations {
        let known = codes
            .iter()
            .filter_map(|code| reference.locations.by_code(code));
        let ids: Vec<LocationId> = known.map(|location| location.id).collect();
        sql.push(" AND s.location_id").in_list(&ids);
    }
    sql.push(" ORDER BY s.variant_id, s.location_id");
}

/// Reads what [`write_columns`] asks for. None: the level is of a location that was made after the snapshot was taken.
pub(crate) fn read(
    mut row: Columns<'_>,
    reference: &Reference,
) -> Result<Option<(VariantId, StockLevel)>, Fault> {
    let variant = row.id()?;
    let Some(location) = reference.locations.by_id(row.id()?) else {
        return Ok(None);
    };
    let level = StockLevel {
        location: location.value.code.clone(),
        on_hand: row.take()?,
        reserved: row.take()?,
        backordered: row.take()?,
        safety_stock: row.take()?,
        backorder_limit: row.take()?,
        incoming: incoming(row.take()?, row.take()?, DOING)?,
        version: row.take()?,
    };
    Ok(Some((variant, level)))
}

/// What is on its way, of its two columns.
pub(crate) fn incoming(
    quantity: i64,
    expected_on: Option<String>,
    doing: &'static str,
) -> Result<Option<Incoming>, Fault> {
    if quantity == 0 {
        return Ok(None);
    }
    let day = expected_on.map(|day| {
        day.parse()
            .map_err(|_| corrupt(doing, format!("{day:?} is not a day")))
    });
    Ok(Some(Incoming {
        quantity,
        expected_on: day.transpose()?,
    }))
}

/// The second of those columns.
pub(crate) fn expected_on(incoming: Option<Incoming>) -> Option<String> {
    incoming
        .and_then(|incoming| incoming.expected_on)
        .map(|day| day.to_string())
}
