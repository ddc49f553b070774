//! Saving products: what differs, in a fixed number of statements for a batch, on PostgreSQL whatever its size.

mod delete;
mod encode;
mod find;
mod history;
mod refuse;
mod tables;

use std::collections::HashSet;

use domain::{
    catalog::Product,
    clock::Timestamp,
    id::VariantId,
    outcome::Failure,
    text::{Code, Sku},
};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use self::{
    encode::{Encoder, Rows},
    history::PRICE_HISTORY,
    tables::{CATEGORY, CHANNEL, LISTING, PRICE, PRODUCT, STOCK, TRANSLATION, VARIANT},
};
use super::{
    Transaction, log,
    rows::{Difference, difference},
    shape, slug,
    stock::DeclaredStock,
    table::Row,
};
use crate::{
    OutboxScope, ProductChange, StoredProduct, constraint::rejecting, moment::to_micros, sql::Sql,
    whole::KEYS,
};

const DOING: &str = "saving products";

impl Transaction {
    /// Saves products with all that belongs to them. What equals the stored is not touched, whatever the order of prices
    /// and stock; of the rest only the rows that differ are written, the product counts its version and gets its event and
    /// audit rows. New ones get their identifiers in the order of the batch. The batch holds each product once.
    ///
    /// # Errors
    /// Rejected, each path beginning with the place in the batch, where something is named that does not exist, or where a
    /// variant or a stock level would go of which units are reserved or owed; or where the database refuses (another writer took
    /// the slug, the code or the SKU), which ends the transaction. Else a fault.
    pub async fn save_products(&mut self, changes: Vec<ProductChange>) -> Result<(), Failure> {
        let planned: Vec<Planned> = changes
            .into_iter()
            .enumerate()
            .filter_map(|(index, change)| self.planned(index, change))
            .collect();
        if planned.is_empty() {
            return Ok(());
        }
        self.hold_reference().await?;
        self.lock_tree(false).await?;
        self.tree.load(&self.database, categories(&planned)).await?;
        let written = self.written(&planned)?;
        let past: Vec<Row> = planned
            .iter()
            .flat_map(|planned| history::rows(planned, &self.reference, self.began))
            .collect();
        let rejecting = rejecting(DOING);
        let slugs_left = planned.iter().filter_map(|planned| {
            let before = planned.before.as_ref()?;
            (before.value.slug != planned.after.slug).then_some((&before.value.slug, planned.id))
        });
        slug::give_up_slugs(
            &self.database,
            "product",
            slugs_left,
            planned.iter().map(|planned| &planned.after.slug),
        )
        .await?;
        written.write(self).await.map_err(&rejecting)?;
        PRICE_HISTORY
            .insert(&self.database, past)
            .await
            .map_err(&rejecting)?;
        let now = self.now();
        let events = planned.iter().map(|planned| planned.event(now));
        self.log(&events.collect::<Vec<_>>()).await
    }

    /// A change as it will be written. None: nothing differs.
    fn planned(&self, index: usize, change: ProductChange) -> Option<Planned> {
        let ProductChange { before, mut after } = change;
        encode::arrange(&mut after);
        let before = before.map(|mut before| {
            encode::arrange(&mut before.product.value);
            before
        });
        if before.as_ref().is_some_and(|before| before.value == after) {
            return None;
        }
        let id = before
            .as_ref()
            .map_or_else(|| self.next_id(), |before| before.id.uuid());
        let known = |sku: &Sku| {
            before
                .as_ref()
                .and_then(|before| before.variant_ids.get(sku))
                .copied()
        };
        let variants = after
            .variants
            .iter()
            .map(|variant| known(&variant.sku).unwrap_or_else(|| VariantId(self.next_id())));
        let variants = variants.collect();
        Some(Planned {
            index,
            id,
            variants,
            before,
            after,
        })
    }

    /// The rows that differ, or why they can't be written.
    fn written(&self, planned: &[Planned]) -> Result<Written, Failure> {
        let now = to_micros(self.now());
        let mut problems: Vec<_> = planned.iter().flat_map(refuse::held).collect();
        let (mut before, mut after) = (Rows::default(), Rows::default());
        let mut shifted = Vec::new();
        let mut encoder = Encoder {
            reference: &self.reference,
            tree: &self.tree,
            now,
            index: 0,
            problems: &mut problems,
        };
        for planned in planned {
            encoder.index = planned.index;
            encoder.product(
                planned.id,
                planned.version(),
                &planned.after,
                &planned.variants,
                &mut after,
            );
            if let Some(stored) = &planned.before {
                encoder.product(
                    planned.id,
                    stored.version,
                    &stored.value,
                    &planned.ids_before(stored),
                    &mut before,
                );
                shifted.extend(planned.shifted(stored));
            }
        }
        if problems.is_empty() {
            Ok(Written::new(before, after, shifted))
        } else {
            Err(Failure::Rejected(problems))
        }
    }
}

/// A product that is to be written.
struct Planned {
    /// Its place in the batch.
    index: usize,
    id: Uuid,
    /// The identifiers of the variants, in the order of `after`.
    variants: Vec<VariantId>,
    before: Option<StoredProduct>,
    after: Product,
}

impl Planned {
    fn version(&self) -> i64 {
        self.before.as_ref().map_or(1, |before| before.version + 1)
    }

    fn ids_before(&self, stored: &StoredProduct) -> Vec<VariantId> {
        stored
            .value
            .variants
            .iter()
            .map(|variant| stored.variant_ids[&variant.sku])
            .collect()
    }

    /// The variants that stay and change their values of options.
    fn shifted(&self, stored: &StoredProduct) -> Vec<Uuid> {
        let stays = self.after.variants.iter().zip(&self.variants);
        let shifted = stays.filter(|(after, _)| {
            stored
                .value
                .variants
                .iter()
                .any(|before| before.sku == after.sku && before.options != after.options)
        });
        shifted.map(|(_, id)| id.uuid()).collect()
    }

    fn event(&self, now: Timestamp) -> log::Event {
        let before = self.before.as_ref();
        let changes = before.and_then(|before| {
            log::changes(&shape::product(&before.value), &shape::product(&self.after))
        });
        log::Event {
            kind: "product",
            id: self.id,
            key: self.after.code.to_string(),
            version: self.version(),
            action: log::Action::saved(before.is_some()),
            changes,
            scope: before.map(|before| OutboxScope::of_change(&before.value, &self.after, now)),
        }
    }
}

/// The categories that a batch names, before and after.
fn categories(planned: &[Planned]) -> HashSet<&Code> {
    let before = planned
        .iter()
        .filter_map(|planned| planned.before.as_ref())
        .flat_map(|before| &before.value.categories);
    planned
        .iter()
        .flat_map(|planned| &planned.after.categories)
        .chain(before)
        .collect()
}

/// What is written of each table.
struct Written {
    products: Difference,
    translations: Difference,
    channels: Difference,
    categories: Difference,
    listing: Difference,
    variants: Difference,
    prices: Difference,
    stock: DeclaredStock,
    shifted: Vec<Uuid>,
}

impl Written {
    fn new(before: Rows, after: Rows, shifted: Vec<Uuid>) -> Self {
        Self {
            products: difference(&PRODUCT, before.products, after.products),
            translations: difference(&TRANSLATION, before.translations, after.translations),
            channels: difference(&CHANNEL, before.channels, after.channels),
            categories: difference(&CATEGORY, before.categories, after.categories),
            listing: difference(&LISTING, before.listing, after.listing),
            variants: difference(&VARIANT, before.variants, after.variants),
            prices: difference(&PRICE, before.prices, after.prices),
            stock: DeclaredStock::new(
                &before.stock,
                difference(&STOCK, before.stock.clone(), after.stock),
            ),
            shifted,
        }
    }

    /// First what goes, children before parents, so that what comes finds keys free; then parents before children.
    async fn write(mut self, transaction: &mut Transaction) -> Result<(), DbErr> {
        let gone =
            |difference: &mut Difference| -> Vec<Row> { std::mem::take(&mut difference.deleted) };
        transaction.remove_declared(&STOCK, &mut self.stock).await?;
        let database = &transaction.database;
        PRICE.delete(database, gone(&mut self.prices)).await?;
        VARIANT.delete(database, gone(&mut self.variants)).await?;
        make_way(database, &self.shifted).await?;
        self.products.write(&PRODUCT, database).await?;
        self.translations.rewrite(&TRANSLATION, database).await?;
        self.channels.write(&CHANNEL, database).await?;
        self.categories.write(&CATEGORY, database).await?;
        self.listing.write(&LISTING, database).await?;
        self.variants.write(&VARIANT, database).await?;
        self.prices.write(&PRICE, database).await?;
        transaction.write_declared(&STOCK, self.stock).await
    }
}

/// Two variants of a product may exchange their values of options, which no order of single changes can do: those that
/// change get, for a moment, what is no list of values.
async fn make_way(database: &impl ConnectionTrait, shifted: &[Uuid]) -> Result<(), DbErr> {
    for ids in shifted.chunks(KEYS) {
        let mut sql = Sql::new(database.get_database_backend());
        sql.push("UPDATE variant SET option_values = ':' || sku WHERE id")
            .in_list(ids);
        database.execute_raw(sql.statement()).await?;
    }
    Ok(())
}
