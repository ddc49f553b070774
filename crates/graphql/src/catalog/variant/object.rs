//! `ProductVariant`.

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, ID, Object, Result};
use domain::inventory::{QUANTITY_MAX, availability};
use persistence::catalog::{ProductRecord, VariantRecord, variant::CURSOR_TYPES};

use crate::{
    buyer::View,
    catalog::{
        attribute::{self, AttributeValue},
        media::{self, Media},
        product::{Product, SelectedOption, options_of_variant},
    },
    connection::{Listed, Order},
    context::Asked,
    error::{ErrorCode, refuse},
    inventory::stock::{Availability, StockLevel},
    node_id::{NodeType, encode},
    pricing::price::Price,
    scalars::int,
    viewer::{is_admin, require},
};

/// A variant in a view, with its product where that was read before.
#[derive(Clone)]
pub(crate) struct ProductVariant {
    pub(crate) record: Arc<VariantRecord>,
    product: Option<Arc<ProductRecord>>,
    pub(crate) view: Arc<View>,
}

impl ProductVariant {
    pub(crate) fn of(record: Arc<VariantRecord>, view: &Arc<View>) -> Self {
        Self {
            record,
            product: None,
            view: Arc::clone(view),
        }
    }

    pub(crate) fn of_product(record: Arc<VariantRecord>, product: &Product) -> Self {
        Self {
            record,
            product: Some(Arc::clone(&product.record)),
            view: Arc::clone(&product.view),
        }
    }

    /// The order of a product's variants.
    pub(crate) fn order() -> Arc<Order> {
        static ORDER: LazyLock<Arc<Order>> = LazyLock::new(|| {
            Arc::new(Order {
                name: String::from("a product's variants"),
                types: CURSOR_TYPES,
            })
        });
        Arc::clone(&ORDER)
    }

    /// The product that it belongs to. Who sees a variant sees its product.
    pub(crate) async fn product_record(&self, ctx: &Context<'_>) -> Result<Arc<ProductRecord>> {
        if let Some(known) = &self.product {
            return Ok(Arc::clone(known));
        }
        let found = ctx
            .loaders()
            .product_by_id
            .load(&self.view, self.record.product_id)
            .await?;
        // Unpublished or deleted since the variant was read.
        found.ok_or_else(|| {
            refuse(
                ErrorCode::ServiceUnavailable,
                "The product has just been withdrawn. Try again.",
            )
        })
    }
}

/// What is put into a cart: a product in one of its forms, such as a size and a colour.
#[Object]
impl ProductVariant {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::ProductVariant, self.record.id.uuid())
    }

    /// Stock keeping unit: the seller's key of it.
    async fn sku(&self) -> &str {
        &self.record.sku
    }

    /// Its barcode, such as an EAN. Null: none.
    async fn barcode(&self) -> Option<&str> {
        self.record.barcode.as_deref()
    }

    /// Its own name, else the product's name and its options, in the context's locale.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        if let Some(name) = &self.record.name {
            return Ok(name.clone());
        }
        let product = self.product_record(ctx).await?;
        let selected =
            options_of_variant(&product, &self.record).map_err(|fault| ctx.report(&fault))?;
        let values: Vec<&str> = selected.iter().map(|option| &*option.value).collect();
        if values.is_empty() {
            return Ok(product.name.clone());
        }
        Ok(format!("{} – {}", product.name, values.join(" / ")))
    }

    /// The product that it is a variant of.
    async fn product(&self, ctx: &Context<'_>) -> Result<Product> {
        Ok(Product::of(self.product_record(ctx).await?, &self.view))
    }

    /// What it has of the product's options, in their order. Empty: the product has no options.
    async fn selected_options(&self, ctx: &Context<'_>) -> Result<Vec<SelectedOption>> {
        let product = self.product_record(ctx).await?;
        options_of_variant(&product, &self.record).map_err(|fault| ctx.report(&fault))
    }

    /// What it has of the attributes, by their codes. What its product has is the product's.
    async fn attributes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of the attributes with these codes. Null: of all.")] codes: Option<
            Vec<String>,
        >,
    ) -> Result<Vec<AttributeValue<'_>>> {
        let attributes = self
            .record
            .attributes(&self.view.reference)
            .map_err(|fault| ctx.report(&fault))?;
        Ok(attribute::values(attributes, codes.as_deref(), &self.view))
    }

    /// Its own pictures, films and documents, in order.
    async fn media(&self, ctx: &Context<'_>) -> Result<Vec<Media<'_>>> {
        self.record
            .media()
            .map(media::list)
            .map_err(|fault| ctx.report(&fault))
    }

    /// What it costs in this context. Null: it is not for sale here.
    async fn price(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many units are bought together, 1 to 1,000,000,000.",
            default_with = "Some(1)"
        )]
        quantity: Option<i32>,
    ) -> Option<Result<Price>> {
        let quantity = quantity.unwrap_or(1);
        let units = u32::try_from(quantity)
            .ok()
            .filter(|units| *units >= 1 && i64::from(*units) <= QUANTITY_MAX);
        let Some(units) = units else {
            let message = format!("`quantity` is {quantity}; it must be 1 to {QUANTITY_MAX}.");
            return Some(Err(refuse(ErrorCode::BadUserInput, message)));
        };
        if !self.view.buyer.currency_is_sold() {
            return None;
        }
        match ctx
            .loaders()
            .prices_by_product
            .load(&self.view, self.record.product())
            .await
        {
            Ok(prices) => Price::select(self, &prices, units).map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// Whether it can be had from the channel's locations.
    async fn availability(&self, ctx: &Context<'_>) -> Result<Availability> {
        let tracked = self.record.track_inventory;
        let levels = if tracked {
            ctx.loaders()
                .stock_by_variant_id
                .load(&self.view, self.record.id)
                .await?
        } else {
            Arc::default()
        };
        let availability = availability::of_variant(
            self.record.counting(),
            &levels,
            &self.view.buyer.channel.locations,
        );
        Ok(Availability::of(availability, &self.view))
    }

    /// Whether its stock is counted. If not, it can always be had.
    #[graphql(visible = "is_admin")]
    async fn track_inventory(&self, ctx: &Context<'_>) -> Result<bool> {
        require(ctx, "ProductVariant.trackInventory")?;
        Ok(self.record.track_inventory)
    }

    /// Stock of so many units or fewer is called low. Null: never.
    #[graphql(visible = "is_admin")]
    async fn low_stock_threshold(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        if let Err(refused) = require(ctx, "ProductVariant.lowStockThreshold") {
            return Some(Err(refused));
        }
        self.record.low_stock_threshold.map(|units| Ok(int(units)))
    }

    /// Its stock at every location that has any, by location code.
    #[graphql(visible = "is_admin")]
    async fn stock_levels(&self, ctx: &Context<'_>) -> Result<Vec<StockLevel>> {
        require(ctx, "ProductVariant.stockLevels")?;
        let levels = ctx
            .loaders()
            .stock_by_variant_id
            .load(&self.view, self.record.id)
            .await?;
        Ok(StockLevel::list(&self.record.sku, &levels, &self.view))
    }
}

/// What a list of variants is: those of a product.
pub(crate) struct VariantList {
    /// How many there are.
    pub(crate) count: usize,
}

impl Listed for ProductVariant {
    type List = VariantList;

    async fn count(_: &Context<'_>, list: &VariantList) -> Result<i64> {
        Ok(i64::try_from(list.count).unwrap_or(i64::MAX))
    }
}
