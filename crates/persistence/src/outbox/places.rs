//! Where changed things are: what followers filter by, read once for all of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    id::{CategoryId, ProductId, VariantId},
    outcome::Fault,
    text::Code,
};

use super::{DOING, OutboxEvent};
use crate::{Store, row::Columns};

/// What all variants of a product share: the variants with their SKUs, and the categories.
type Shared = (Arc<[(VariantId, String)]>, Vec<PlaceCategory>);

/// Where the product of a change is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePlace {
    /// The product that was changed, or whose variant's stock was. None: the change is of no product, or of a variant that
    /// is gone.
    pub product: Option<ProductId>,
    /// Its variants, as they are now.
    pub variants: Arc<[(VariantId, String)]>,
    /// The categories that it is or was in, and those above them.
    pub categories: Arc<[PlaceCategory]>,
}

/// A category of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCategory {
    /// Its identifier.
    pub id: CategoryId,
    /// The seller's key of it.
    pub code: Code,
    /// Whether the product is in it itself, and not only in one below it.
    pub itself: bool,
}

impl Store {
    /// Where the products of changes are, for each of the changes, in a constant number of statements.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn change_places(&self, events: &[OutboxEvent]) -> Result<Vec<ChangePlace>, Fault> {
        let of_kind = |kinds: &'static [&'static str]| {
            let events = events
                .iter()
                .filter(move |event| kinds.contains(&&*event.kind));
            events.filter_map(|event| event.entity_id)
        };
        let variants: HashSet<VariantId> = of_kind(&["stock"]).map(VariantId).collect();
        let products: HashSet<ProductId> = of_kind(&["product"]).map(ProductId).collect();
        let owners = self.owners(&Vec::from_iter(variants)).await?;
        let products: HashSet<ProductId> = products
            .into_iter()
            .chain(owners.values().copied())
            .collect();
        let products = Vec::from_iter(products);
        let mut of_product = self.variants_of(&products).await?;
        let mut categories_of = self.categories_of(&products).await?;
        let left: HashSet<Code> = events
            .iter()
            .filter_map(|event| event.scope.as_ref()?.categories.as_ref())
            .flatten()
            .map(|code| Code::trusted(code))
            .collect();
        let left = self.above(&Vec::from_iter(left)).await?;
        let shared: HashMap<ProductId, Shared> = products
            .iter()
            .map(|product| {
                let variants = of_product.remove(product).unwrap_or_default();
                let categories = categories_of.remove(product).unwrap_or_default();
                (*product, (variants.into(), categories))
            })
            .collect();
        let place = |event: &OutboxEvent| {
            let id = event.entity_id?;
            let product = match &*event.kind {
                "product" => ProductId(id),
                "stock" => *owners.get(&VariantId(id))?,
                _ => return None,
            };
            let (variants, categories) = shared.get(&product).cloned().unwrap_or_default();
            let scope = event
                .scope
                .iter()
                .filter_map(|scope| scope.categories.as_ref());
            let left = scope
                .flatten()
                .filter_map(|code| left.get(code.as_str()))
                .flatten();
            Some(ChangePlace {
                product: Some(product),
                variants,
                categories: categories.into_iter().chain(left.cloned()).collect(),
            })
        };
        Ok(events
            .iter()
            .map(|event| place(event).unwrap_or_default())
            .collect())
    }

    /// The products of variants.
    async fn owners(&self, variants: &[VariantId]) -> Result<HashMap<VariantId, ProductId>, Fault> {
        if variants.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.sql();
        sql.push("SELECT id, product_id FROM variant WHERE id")
            .in_list(variants);
        let rows = self.rows(sql, DOING).await?;
        rows.iter()
            .map(|row| {
                let mut row = Columns::of(row, DOING);
                Ok((row.id()?, row.id()?))
            })
            .collect()
    }

    async fn variants_of(
        &self,
        products: &[ProductId],
    ) -> Result<HashMap<ProductId, Vec<(VariantId, String)>>, Fault> {
        let mut found: HashMap<ProductId, Vec<_>> = HashMap::new();
        if products.is_empty() {
            return Ok(found);
        }
        let mut sql = self.sql();
        sql.push("SELECT product_id, id, sku FROM variant WHERE product_id")
            .in_list(products)
            .push(" ORDER BY product_id, position");
        for row in &self.rows(sql, DOING).await? {
            let mut row = Columns::of(row, DOING);
            let product = row.id()?;
            found
                .entry(product)
                .or_default()
                .push((row.id()?, row.take()?));
        }
        Ok(found)
    }

    async fn categories_of(
        &self,
        products: &[ProductId],
    ) -> Result<HashMap<ProductId, Vec<PlaceCategory>>, Fault> {
        let mut found: HashMap<ProductId, Vec<_>> = HashMap::new();
        if products.is_empty() {
            return Ok(found);
        }
        let mut sql = self.sql();
        sql.push("SELECT l.product_id, l.category_id, c.code, pc.position IS NOT NULL FROM category_listing l");
        sql.push(" JOIN category c ON c.id = l.category_id LEFT JOIN product_category pc");
        sql.push(" ON pc.product_id = l.product_id AND pc.category_id = l.category_id WHERE l.product_id")
            .in_list(products);
        for row in &self.rows(sql, DOING).await? {
            let mut row = Columns::of(row, DOING);
            let product = row.id()?;
            let (id, code): (_, String) = (row.id()?, row.take()?);
            found.entry(product).or_default().push(PlaceCategory {
                id,
                code: Code::trusted(&code),
                itself: row.take()?,
            });
        }
        Ok(found)
    }

    /// Categories with those above them, by code.
    async fn above(&self, codes: &[Code]) -> Result<HashMap<String, Vec<PlaceCategory>>, Fault> {
        let mut found: HashMap<String, Vec<_>> = HashMap::new();
        if codes.is_empty() {
            return Ok(found);
        }
        let mut sql = self.sql();
        sql.push("WITH RECURSIVE above (origin, id) AS (SELECT code, id FROM category WHERE code")
            .in_list(codes);
        sql.push(" UNION ALL SELECT above.origin, c.parent_id FROM above JOIN category c ON c.id = above.id WHERE c.parent_id IS NOT NULL)");
        sql.push(
            " SELECT above.origin, c.id, c.code FROM above JOIN category c ON c.id = above.id",
        );
        for row in &self.rows(sql, DOING).await? {
            let mut row = Columns::of(row, DOING);
            let origin: String = row.take()?;
            let (id, code): (_, String) = (row.id()?, row.take()?);
            let itself = code == origin;
            found.entry(origin).or_default().push(PlaceCategory {
                id,
                code: Code::trusted(&code),
                itself,
            });
        }
        Ok(found)
    }
}
