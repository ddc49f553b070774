//! The price rows of variants, for [`domain::pricing::selection`] to choose from.

use std::{collections::HashMap, sync::Arc};

use domain::{
    buyer::Buyer,
    country::Country,
    id::{PriceListId, ProductId, VariantId},
    outcome::Fault,
    pricing::{Amount, Currency, Price},
    reference::Reference,
    text::Code,
};
use uuid::Uuid;

use super::unit_price::{Lists, applicable, write_applicable};
use crate::{ProductVersion, Store, row::Columns, sql::Sql};

const DOING: &str = "reading prices";

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str = "pr.variant_id, pr.price_list_id, pr.currency, pr.amount, pr.compare_at, pr.min_quantity, \
                       pr.country, pr.valid_from, pr.valid_until";

/// What the prices of a product's variants are made of.
#[derive(Debug, Default)]
pub struct ProductPrices {
    /// The product's brand, on which prices of relative price lists may depend. None: none.
    pub brand: Option<String>,
    /// Its variants that have any price.
    pub by_variant: HashMap<VariantId, VariantPrices>,
}

/// The prices of a variant.
#[derive(Debug, Default)]
pub struct VariantPrices {
    /// The smallest quantity in which it can be bought, at which ranges take its price.
    pub smallest_quantity: u32,
    /// Its rows, in the order in which the store keeps them.
    pub rows: Vec<Price>,
}

/// The rows of a product while they are read.
#[derive(Default)]
struct Gathered {
    version: i64,
    prices: ProductPrices,
    /// A row was of a list that the snapshot doesn't know yet.
    incomplete: bool,
}

/// The queries of prices; [`Store::prices`] gives them.
#[derive(Clone, Copy)]
pub struct Prices<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of prices.
    #[must_use]
    pub const fn prices(&self) -> Prices<'_> {
        Prices { store: self }
    }
}

impl<'s> Prices<'s> {
    pub(super) const fn store(&self) -> &'s Store {
        self.store
    }
}

impl Prices<'_> {
    /// All prices of this version of a product, by variant, if they are in memory. Whoever has read the product's row may
    /// see them. None: they have to be read.
    #[must_use]
    pub fn kept(
        &self,
        product: ProductVersion,
        reference: &Reference,
    ) -> Option<Arc<ProductPrices>> {
        self.store.kept_prices().get(product, reference.version)
    }

    /// All rows, of every list, currency, country and time, of all variants of these products, in one statement; they are
    /// kept in memory. The rule of [`domain::pricing::selection`] chooses from them. A variant without any is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_products(
        &self,
        products: &[ProductId],
        reference: &Reference,
    ) -> Result<HashMap<ProductId, Arc<ProductPrices>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.store.sql();
        sql.push("SELECT v.product_id, p.version, p.brand, v.quantity_minimum, ")
            .push(COLUMNS);
        sql.push(" FROM product p JOIN variant v ON v.product_id = p.id JOIN price pr ON pr.variant_id = v.id WHERE p.id");
        sql.in_list(products);
        sql.push(" ORDER BY pr.variant_id, pr.position");
        let mut found: HashMap<ProductId, Gathered> = HashMap::with_capacity(products.len());
        for row in &self.store.rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let gathered = found.entry(columns.id()?).or_default();
            gathered.version = columns.take()?;
            gathered.prices.brand = columns.take()?;
            let minimum: Option<i32> = columns.take()?;
            match read(columns, reference)? {
                Some((variant, price)) => {
                    let prices = gathered.prices.by_variant.entry(variant).or_default();
                    prices.smallest_quantity =
                        minimum.map_or(1, |minimum| u32::try_from(minimum).unwrap_or(1));
                    prices.rows.push(price);
                }
                None => gathered.incomplete = true,
            }
        }
        Ok(found
            .into_iter()
            .map(|(id, gathered)| (id, self.keep(id, gathered, reference)))
            .collect())
    }

    fn keep(&self, id: ProductId, gathered: Gathered, reference: &Reference) -> Arc<ProductPrices> {
        let prices = Arc::new(gathered.prices);
        if !gathered.incomplete {
            let rows: usize = prices.by_variant.values().map(|own| own.rows.len()).sum();
            let brand = prices.brand.as_ref().map_or(0, String::len);
            let bytes = rows * (size_of::<Price>() + 16) + prices.by_variant.len() * 80 + brand;
            let product = ProductVersion {
                id,
                version: gathered.version,
            };
            self.store
                .kept_prices()
                .put(product, reference.version, &prices, bytes);
        }
        prices
    }

    /// In which of these categories, by code, each of these products is, itself or below, in one statement: what the
    /// prices of relative lists with overrides by category depend on. A product that is in none is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn categories_among(
        &self,
        products: &[ProductId],
        categories: &[Code],
    ) -> Result<HashMap<ProductId, Vec<Code>>, Fault> {
        let mut found: HashMap<ProductId, Vec<Code>> = HashMap::new();
        if products.is_empty() || categories.is_empty() {
            return Ok(found);
        }
        let mut sql = self.store.sql();
        sql.push("SELECT l.product_id, c.code FROM category c JOIN category_listing l ON l.category_id = c.id WHERE c.code");
        sql.in_list(categories)
            .push(" AND l.product_id")
            .in_list(products);
        for row in &self.store.rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let product = columns.id()?;
            let code: String = columns.take()?;
            found.entry(product).or_default().push(Code::trusted(&code));
        }
        Ok(found)
    }

    /// The rows that can apply to the buyer now, at any quantity, of these variants, in one statement, those from which
    /// relative lists compute their prices among them. A variant without any is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn by_variants(
        &self,
        variants: &[VariantId],
        buyer: &Buyer,
        reference: &Reference,
    ) -> Result<HashMap<VariantId, Vec<Price>>, Fault> {
        if variants.is_empty() || !buyer.currency_is_sold() {
            return Ok(HashMap::new());
        }
        let mut sql = self.select(variants);
        let (ids, with_base) = (applicable(buyer, reference), true);
        let lists = Lists {
            ids: &ids,
            with_base,
        };
        write_applicable(&mut sql, "pr", lists, buyer);
        self.grouped(sql, reference).await
    }

    /// All rows of these variants, of every list, currency, country and time: what an explanation of a price is made
    /// of. In the order in which the store keeps them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn all_by_variants(
        &self,
        variants: &[VariantId],
        reference: &Reference,
    ) -> Result<HashMap<VariantId, Vec<Price>>, Fault> {
        if variants.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = self.select(variants);
        sql.push(" ORDER BY pr.variant_id, pr.position");
        self.grouped(sql, reference).await
    }

    fn select(&self, variants: &[VariantId]) -> Sql {
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM price pr WHERE pr.variant_id")
            .in_list(variants);
        sql
    }

    async fn grouped(
        &self,
        sql: Sql,
        reference: &Reference,
    ) -> Result<HashMap<VariantId, Vec<Price>>, Fault> {
        let mut found: HashMap<VariantId, Vec<Price>> = HashMap::new();
        for row in &self.store.rows(sql, DOING).await? {
            if let Some((variant, price)) = read(Columns::of(row, DOING), reference)? {
                found.entry(variant).or_default().push(price);
            }
        }
        Ok(found)
    }
}

/// Reads [`COLUMNS`]. None: the row is of a list that was made after the snapshot was taken, and holds from the next.
fn read(row: Columns<'_>, reference: &Reference) -> Result<Option<(VariantId, Price)>, Fault> {
    let code = |id| {
        let entry = reference.price_lists.by_id(PriceListId(id))?;
        Some(entry.value.code.clone())
    };
    read_row(row, code)
}

/// Reads [`COLUMNS`], the code of the list by its identifier. None: there is none.
pub(super) fn read_row(
    mut row: Columns<'_>,
    code: impl Fn(Uuid) -> Option<Code>,
) -> Result<Option<(VariantId, Price)>, Fault> {
    let variant = row.id()?;
    let list = match row.take::<Option<Uuid>>()? {
        None => None,
        Some(id) => match code(id) {
            Some(code) => Some(code),
            None => return Ok(None),
        },
    };
    let currency: String = row.take()?;
    let currency = Currency::parse(&currency).map_err(|error| row.corrupt(error.to_string()))?;
    let amount: i64 = row.take()?;
    let amount = to_amount(&row, amount)?;
    let compare_at: Option<i64> = row.take()?;
    let compare_at = compare_at
        .map(|millionths| to_amount(&row, millionths))
        .transpose()?;
    let min_quantity: i32 = row.take()?;
    let min_quantity = u32::try_from(min_quantity)
        .map_err(|_| row.corrupt(format!("{min_quantity} is no minimum quantity")))?;
    let country: Option<String> = row.take()?;
    let country = country.map(|code| Country::parse(&code)).transpose();
    let country = country.map_err(|error| row.corrupt(error.to_string()))?;
    let (valid_from, valid_until) = (row.optional_moment()?, row.optional_moment()?);
    let price = Price {
        list,
        currency,
        amount,
        compare_at,
        min_quantity,
        country,
        valid_from,
        valid_until,
    };
    Ok(Some((variant, price)))
}

fn to_amount(row: &Columns<'_>, millionths: i64) -> Result<Amount, Fault> {
    Amount::from_millionths(millionths)
        .ok_or_else(|| row.corrupt(format!("{millionths} is no amount")))
}
