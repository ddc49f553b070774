//! Deleting products, with all that belongs to them.

use domain::{outcome::Failure, problem::Problem};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::tables::PRODUCT;
use crate::{
    OutboxScope, StoredProduct,
    constraint::rejecting,
    write::{
        Transaction,
        dependents::{Dependents, all_in_use},
        log, shape,
        table::Cell,
    },
};

/// Units, not levels: that is what the seller has promised.
const RESERVED: Dependents = Dependents {
    counted: "SELECT v.product_id, CAST(SUM(s.reserved) AS BIGINT) \
              FROM variant v JOIN stock s ON s.variant_id = v.id WHERE s.reserved > 0 AND ",
    by: "v.product_id",
    one: "1 unit of this product is reserved.",
    many: "units of this product are reserved.",
};

/// Units that were sold beyond the shelf, likewise.
const OWED: Dependents = Dependents {
    counted: "SELECT v.product_id, CAST(SUM(s.backordered) AS BIGINT) \
              FROM variant v JOIN stock s ON s.variant_id = v.id WHERE s.backordered > 0 AND ",
    by: "v.product_id",
    one: "1 unit of this product is owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet.",
    many: "units of this product are owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet.",
};

impl Transaction {
    /// Deletes products with their variants, prices, stock, translations and publications, in a fixed number of statements.
    /// The products are as read in this transaction, each once.
    ///
    /// # Errors
    /// Rejected, each path beginning with the place in the batch, where units of a product are reserved or owed: then nothing
    /// was deleted and the transaction goes on. Or where a reservation comes meanwhile, which ends the transaction. Else a
    /// fault.
    pub async fn delete_products(&mut self, products: Vec<StoredProduct>) -> Result<(), Failure> {
        if products.is_empty() {
            return Ok(());
        }
        self.lock_tree(false).await?;
        let ids: Vec<Uuid> = products.iter().map(|product| product.id.uuid()).collect();
        let problems: Vec<Problem> = all_in_use(&self.database, &[RESERVED, OWED], &ids).await?;
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        self.close_ledger_of(&ids).await?;
        let keys = ids.into_iter().map(|id| vec![Cell::Id(id)]).collect();
        PRODUCT
            .delete(&self.database, keys)
            .await
            .map_err(rejecting("deleting products"))?;
        let now = self.now();
        let nothing = Value::Object(Map::new());
        let events = products.iter().map(|product| log::Event {
            kind: "product",
            id: product.id.uuid(),
            key: product.value.code.to_string(),
            version: product.version + 1,
            action: log::Action::Deleted,
            changes: log::changes(&shape::product(&product.value), &nothing),
            scope: Some(OutboxScope::of_deletion(&product.value, now)),
        });
        self.log(&events.collect::<Vec<_>>()).await
    }
}
