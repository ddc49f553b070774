//! The variants of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{buyer::Buyer, id::ProductId, outcome::Fault, reference::Reference};

use super::{
    Variants,
    columns::{COLUMNS, read},
    record::VariantRecord,
};
use crate::{
    ProductVersion,
    catalog::product::write_visible,
    page::{Page, PageEnd, PageRequest, SortValue, SortValues, cut, rows_wanted},
    row::Columns,
};

const DOING: &str = "reading the variants of products";

/// All variants of a product, in order.
pub type AllVariants = Vec<Arc<VariantRecord>>;

impl Variants<'_> {
    /// All variants of this version of a product, in order, if they are in memory. Whoever has read the product's row
    /// may see them. None: they have to be read.
    #[must_use]
    pub fn kept(&self, product: ProductVersion, reference: &Reference) -> Option<Arc<AllVariants>> {
        self.store.kept_variants().get(product, reference.version)
    }

    /// All variants of each of these products, in order, in one statement; they are kept in memory. A product without
    /// an entry is not seen by the buyer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn all_by_products(
        &self,
        products: &[ProductId],
        buyer: &Buyer,
        reference: &Reference,
    ) -> Result<HashMap<ProductId, Arc<AllVariants>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM variant v JOIN product p ON p.id = v.product_id WHERE v.product_id");
        sql.in_list(products);
        write_visible(&mut sql, "p", buyer);
        sql.push(" ORDER BY v.product_id, v.position, v.id");
        let mut found: HashMap<ProductId, AllVariants> = HashMap::with_capacity(products.len());
        for row in &self.store.rows(sql, DOING).await? {
            let record = read(Columns::of(row, DOING))?;
            found
                .entry(record.product_id)
                .or_default()
                .push(Arc::new(record));
        }
        let found = found.into_iter().map(|(id, variants)| {
            let variants = Arc::new(variants);
            self.keep(&variants, reference);
            (id, variants)
        });
        Ok(found.collect())
    }

    fn keep(&self, variants: &Arc<AllVariants>, reference: &Reference) {
        if let Some(first) = variants.first() {
            let bytes = variants.iter().map(|variant| variant.bytes()).sum();
            self.store
                .kept_variants()
                .put(first.product(), reference.version, variants, bytes);
        }
    }
}

/// A page of a product's variants, of which `all` are at hand.
#[must_use]
pub fn page_of(all: &[Arc<VariantRecord>], request: &PageRequest) -> Page<Arc<VariantRecord>> {
    let wanted = usize::try_from(rows_wanted(request)).unwrap_or(usize::MAX);
    let is_between = |place: &SortValues| {
        let after = request
            .after
            .as_ref()
            .is_none_or(|after| is_less(after, place));
        after
            && request
                .before
                .as_ref()
                .is_none_or(|before| is_less(place, before))
    };
    let placed = all
        .iter()
        .map(|variant| (Arc::clone(variant), place(variant)));
    let between = placed.filter(|(_, place)| is_between(place));
    let items = match request.end {
        PageEnd::First => between.take(wanted).collect(),
        PageEnd::Last => between.rev().take(wanted).collect(),
    };
    cut(items, request)
}

/// Compares two places of this order.
fn is_less(one: &SortValues, other: &SortValues) -> bool {
    let key = |place: &SortValues| match place.as_slice() {
        [SortValue::Integer(position), SortValue::Id(id)] => Some((*position, *id)),
        _ => None,
    };
    key(one) < key(other)
}

/// Where a variant stands among its product's.
fn place(variant: &VariantRecord) -> SortValues {
    vec![
        SortValue::Integer(i64::from(variant.position)),
        SortValue::Id(variant.id.uuid()),
    ]
}
