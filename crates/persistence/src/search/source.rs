//! Products with all that a search document shows of them: a constant number of statements for a batch.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    id::{CategoryId, ProductId, VariantId},
    inventory::StockLevel,
    locale::Locale,
    outcome::Fault,
    reference::Reference,
    text::Code,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::{
    Snapshot, StoredProduct,
    fault::fault,
    inventory::stock,
    row::Columns,
    sql::Sql,
    whole::{products_by_id_page, products_by_ids},
};

const DOING: &str = "reading products for the search index";

/// A product with what a search document needs beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductSource {
    /// The product.
    pub product: StoredProduct,
    /// The stock of its variants at all locations, reservations included.
    pub levels: HashMap<VariantId, Vec<StockLevel>>,
    /// The categories that it is in, in the seller's order.
    pub categories: Vec<CategoryId>,
    /// All categories above those.
    pub above: Vec<CategoryId>,
}

/// What a product's document shows of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategorySource {
    /// Its code.
    pub code: Code,
    /// The category above it. None: it is a root.
    pub parent: Option<CategoryId>,
    /// Whether storefronts don't list it.
    pub hidden: bool,
    /// Its name in the catalogue's default locale.
    pub name: String,
    /// Its name in other locales.
    pub translations: BTreeMap<Locale, String>,
}

/// A batch of products and the categories that they are in or below.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// Those of the batch that there are, in the order of identifiers.
    pub products: Vec<ProductSource>,
    /// By category.
    pub categories: HashMap<CategoryId, CategorySource>,
}

impl Snapshot {
    /// Those of these products that there are.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sources(
        &self,
        ids: &[ProductId],
        reference: &Reference,
    ) -> Result<Sources, Fault> {
        if ids.is_empty() {
            return Ok(Sources::default());
        }
        let products = products_by_ids(self.database(), ids, reference).await?;
        self.with_all(products, reference).await
    }

    /// At most `limit` products after one, in the order of identifiers. None: from the first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sources_after(
        &self,
        after: Option<ProductId>,
        limit: usize,
        reference: &Reference,
    ) -> Result<Sources, Fault> {
        let products = products_by_id_page(self.database(), after, limit, reference).await?;
        self.with_all(products, reference).await
    }

    async fn with_all(
        &self,
        products: Vec<StoredProduct>,
        reference: &Reference,
    ) -> Result<Sources, Fault> {
        if products.is_empty() {
            return Ok(Sources::default());
        }
        let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
        let mut places = places(self.database(), &ids).await?;
        let mut levels = levels(self.database(), &ids, reference).await?;
        let named: HashSet<CategoryId> = places
            .values()
            .flat_map(|places| places.categories.iter().chain(&places.above))
            .copied()
            .collect();
        let categories = categories(self.database(), &Vec::from_iter(named)).await?;
        let products = products.into_iter().map(|product| {
            let Places { categories, above } = places.remove(&product.id).unwrap_or_default();
            ProductSource {
                levels: levels.remove(&product.id).unwrap_or_default(),
                categories: categories.clone(),
                above,
                product,
            }
        });
        Ok(Sources {
            products: products.collect(),
            categories,
        })
    }
}

#[derive(Default)]
struct Places {
    categories: Vec<CategoryId>,
    above: Vec<CategoryId>,
}

async fn places(
    database: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Places>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT l.product_id, l.category_id, pc.position FROM category_listing l LEFT JOIN product_category pc");
    sql.push(
        " ON pc.product_id = l.product_id AND pc.category_id = l.category_id WHERE l.product_id",
    );
    sql.in_list(ids)
        .push(" ORDER BY l.product_id, pc.position, l.category_id");
    let mut found: HashMap<ProductId, Places> = HashMap::with_capacity(ids.len());
    for row in &rows(database, sql).await? {
        let mut row = Columns::of(row, DOING);
        let places = found.entry(row.id()?).or_default();
        let category = row.id()?;
        match row.take::<Option<i32>>()? {
            Some(_) => places.categories.push(category),
            None => places.above.push(category),
        }
    }
    Ok(found)
}

async fn levels(
    database: &impl ConnectionTrait,
    ids: &[ProductId],
    reference: &Reference,
) -> Result<HashMap<ProductId, HashMap<VariantId, Vec<StockLevel>>>, Fault> {
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT v.product_id, ");
    stock::write_columns(&mut sql);
    sql.push(" FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id")
        .in_list(ids)
        .push(" ORDER BY s.variant_id, s.location_id");
    let mut found: HashMap<ProductId, HashMap<VariantId, Vec<StockLevel>>> = HashMap::new();
    for row in &rows(database, sql).await? {
        let mut row = Columns::of(row, DOING);
        let product = row.id()?;
        if let Some((variant, level)) = stock::read(row, reference)? {
            let of_product = found.entry(product).or_default();
            of_product.entry(variant).or_default().push(level);
        }
    }
    Ok(found)
}

async fn categories(
    database: &impl ConnectionTrait,
    ids: &[CategoryId],
) -> Result<HashMap<CategoryId, CategorySource>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(database.get_database_backend());
    sql.push("SELECT c.id, c.code, c.parent_id, c.hidden, c.name, t.locale, t.name FROM category c LEFT JOIN category_translation t");
    sql.push(" ON t.category_id = c.id AND t.name IS NOT NULL WHERE c.id")
        .in_list(ids);
    let mut found: HashMap<CategoryId, CategorySource> = HashMap::with_capacity(ids.len());
    for row in &rows(database, sql).await? {
        let mut row = Columns::of(row, DOING);
        let (id, code): (Uuid, String) = (row.take()?, row.take()?);
        let read = CategorySource {
            code: Code::trusted(&code),
            parent: row.take::<Option<Uuid>>()?.map(CategoryId),
            hidden: row.take()?,
            name: row.take()?,
            translations: BTreeMap::new(),
        };
        let texts = found.entry(CategoryId(id)).or_insert(read);
        let (locale, name): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        if let (Some(locale), Some(name)) = (locale, name) {
            texts.translations.insert(Locale::trusted(&locale), name);
        }
    }
    Ok(found)
}

async fn rows(database: &impl ConnectionTrait, sql: Sql) -> Result<Vec<QueryResult>, Fault> {
    database
        .query_all_raw(sql.statement())
        .await
        .map_err(fault(DOING))
}
