//! `Product`.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::{catalog, inventory::availability};
use persistence::catalog::{
    ProductListing, ProductRecord,
    variant::{AllVariants, page_of},
};

use super::{
    options::{self, ProductOption, SelectedOptionInput},
    translation::{self, ProductTranslation},
};
use crate::{
    buyer::View,
    catalog::{
        attribute::{self, AttributeValue},
        category::Category,
        media::{self, Media},
        variant::{ProductVariant, VariantList},
    },
    connection::{Connection, Listed, PageArguments},
    context::Asked,
    inventory::stock::Availability,
    node_id::{NodeType, encode},
    pricing::price::{PriceRange, range_of},
    scalars::{DateTime, int},
    search::similar,
    viewer::{is_admin, require},
};

/// Where a product is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "catalog::ProductStatus")]
pub(crate) enum ProductStatus {
    /// Being prepared: seen by admins alone.
    Draft,
    /// On sale in the channels that publish it.
    Active,
    /// Kept for the record: seen by admins alone.
    Archived,
}

/// A product in a view.
#[derive(Clone)]
pub(crate) struct Product {
    pub(crate) record: Arc<ProductRecord>,
    pub(crate) view: Arc<View>,
}

impl Product {
    pub(crate) fn of(record: Arc<ProductRecord>, view: &Arc<View>) -> Self {
        Self {
            record,
            view: Arc::clone(view),
        }
    }
}

/// Something that is sold, in one or more variants. A storefront sees those that are active and published in the
/// context's channel; an admin sees all.
#[Object]
impl Product {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Product, self.record.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.record.code
    }

    /// Names its page; unique among products. In the context's locale where that has one.
    async fn slug(&self) -> &str {
        &self.record.slug
    }

    /// Its name in the context's locale.
    async fn name(&self) -> &str {
        &self.record.name
    }

    /// Its description in the context's locale, as text or HTML. Null: none.
    async fn description(&self) -> Option<&str> {
        self.record.description.as_deref()
    }

    /// Its brand. Null: none.
    async fn brand(&self) -> Option<&str> {
        self.record.brand.as_deref()
    }

    /// Where it is in its life.
    async fn status(&self) -> ProductStatus {
        self.record.status.into()
    }

    /// The categories that it is in, in the seller's order.
    async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let records = ctx
            .loaders()
            .categories_by_product_id
            .load(&self.view, self.record.id)
            .await?;
        Ok(records
            .iter()
            .map(|record| Category::of(Arc::clone(record), &self.view))
            .collect())
    }

    /// What it has of the attributes, by their codes. What its variants have is theirs.
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

    /// What tells its variants apart, such as size and colour, in order. Empty: it has exactly one variant.
    async fn options(&self, ctx: &Context<'_>) -> Result<Vec<ProductOption>> {
        if self
            .record
            .options()
            .map_err(|fault| ctx.report(&fault))?
            .is_empty()
        {
            return Ok(Vec::new());
        }
        let variants = self.all_variants(ctx).await?;
        options::of_product(&self.record, &variants).map_err(|fault| ctx.report(&fault))
    }

    /// Its pictures, films and documents, in order.
    async fn media(&self, ctx: &Context<'_>) -> Result<Vec<Media<'_>>> {
        self.record
            .media()
            .map(media::list)
            .map_err(|fault| ctx.report(&fault))
    }

    /// Its variants, in the seller's order.
    async fn variants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
    ) -> Result<Connection<ProductVariant>> {
        let order = ProductVariant::order();
        let request = PageArguments {
            first,
            after,
            last,
            before,
        }
        .request(&order)?;
        let all = self.all_variants(ctx).await?;
        let page = page_of(&all, &request);
        let list = VariantList { count: all.len() };
        Ok(Connection::of(&page, order, list, |record| {
            ProductVariant::of_product(record, self)
        }))
    }

    /// The variant that has the picked options. Null: no variant has them, or not each option was picked exactly once.
    async fn variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The picked value of each option, in any order. Empty for a product without options."
        )]
        options: Vec<SelectedOptionInput>,
    ) -> Option<Result<ProductVariant>> {
        self.pick(ctx, &options).await.transpose()
    }

    /// From what unit price to what its variants go in this context. Null: none of them is for sale here.
    async fn price_range(&self, ctx: &Context<'_>) -> Option<Result<PriceRange>> {
        if !self.view.buyer.currency_is_sold() {
            return None;
        }
        let prices = ctx
            .loaders()
            .prices_by_product
            .load(&self.view, self.record.as_of())
            .await;
        prices
            .map(|prices| range_of(&prices, &self.view))
            .transpose()
    }

    /// Whether it can be had from the channel's locations, as a whole: the best status of its variants, and the sum of
    /// their quantities.
    async fn availability(&self, ctx: &Context<'_>) -> Result<Availability> {
        let variants = self.all_variants(ctx);
        let stock = ctx
            .loaders()
            .stock_by_product_id
            .load(&self.view, self.record.id);
        let (variants, stock) = futures_util::try_join!(variants, stock)?;
        let locations = &self.view.buyer.channel.locations;
        let of_variants: Vec<_> = variants
            .iter()
            .map(|variant| {
                let levels = stock.get(&variant.id).map_or(&[][..], Vec::as_slice);
                availability::of_variant(variant.counting(), levels, locations)
            })
            .collect();
        Ok(Availability::of(
            availability::of_product(&of_variants),
            &self.view,
        ))
    }

    /// Products like it that can be seen in this context: of its kind, with words of its name and attributes. The most alike
    /// come first, and what can't be had last. Null, with an error: search doesn't work at the moment.
    async fn similar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0 to 50.", default = 8)] first: i32,
    ) -> Option<Result<Vec<Product>>> {
        Some(similar(ctx, self, first).await)
    }

    /// Its texts in other languages than the catalogue's own, as they are stored, by language.
    #[graphql(visible = "is_admin")]
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<ProductTranslation>> {
        require(ctx, "Product.translations")?;
        let loader = &ctx.loaders().translations_by_product_id;
        let texts = loader.load(&self.view, self.record.id).await?;
        Ok(translation::list(&texts))
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.record.created_at)
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.record.updated_at)
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.record.version)
    }
}

impl Product {
    /// All its variants, in order.
    async fn all_variants(&self, ctx: &Context<'_>) -> Result<Arc<AllVariants>> {
        ctx.loaders()
            .variants_by_product
            .load(&self.view, self.record.as_of())
            .await
    }

    async fn pick(
        &self,
        ctx: &Context<'_>,
        picked: &[SelectedOptionInput],
    ) -> Result<Option<ProductVariant>> {
        let variants = self.all_variants(ctx).await?;
        let variant =
            options::pick(&self.record, &variants, picked).map_err(|fault| ctx.report(&fault))?;
        Ok(variant.map(|record| ProductVariant::of_product(record, self)))
    }
}

/// What a list of products is.
pub(crate) struct ProductList {
    pub(crate) listing: ProductListing,
    pub(crate) view: Arc<View>,
}

impl Listed for Product {
    type List = ProductList;

    async fn count(ctx: &Context<'_>, list: &ProductList) -> Result<i64> {
        let count = ctx
            .store_of(&list.view)
            .products()
            .count(&list.listing, &list.view.buyer, &list.view.reference)
            .await;
        count.map_err(|fault| ctx.report(&fault))
    }
}
