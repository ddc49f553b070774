//! `productVariantsReorder`.

use async_graphql::{Context, InputObject, Result};
use domain::{id::ProductId, text::Code};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    catalog::{
        product::{Product, ProductBy, mutations as product},
        user_error::CatalogUserError,
    },
    context::Asked,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload, reordered},
};

/// The order of a product's variants.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductVariantsReorderInput {
    /// The SKUs of variants of the product in their new order, each once. Those that are left out come after them, in the
    /// order that they had.
    skus: Vec<String>,
}

payload! {
    /// What became of `productVariantsReorder`.
    ProductVariantsReorderPayload(Uuid, CatalogUserError) {
        /// The product as it is now. Null: it was not changed, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            let id = ProductId(*self.0.made()?);
            let loaded = ctx.loaders().product_by_id.load(self.0.view(), id).await;
            loaded
                .map(|record| record.map(|record| Product::of(record, self.0.view())))
                .transpose()
        }
    }
}

mutation! {
    @versioned
    /// Changes the order of a product's variants.
    ProductVariantsReorder.product_variants_reorder(
        by: ProductBy = "Which product.",
        input: ProductVariantsReorderInput = "In which order.",
    ) -> ProductVariantsReorderPayload
}

impl ProductVariantsReorder {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductBy,
        input: ProductVariantsReorderInput,
    ) -> Result<ProductVariantsReorderPayload> {
        let change = Reorder {
            code: product::code_of(ctx, &call, by).await?,
            skus: input.skus,
        };
        call.run(ctx, change)
            .await
            .map(ProductVariantsReorderPayload)
    }
}

struct Reorder {
    code: Option<Code>,
    skus: Vec<String>,
}

impl Change for Reorder {
    const MUTATION: &'static str = "productVariantsReorder";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = product::stored(work, self.code.as_ref(), "by").await?;
        let says = product::record_of(&stored.value.code, "variants", Value::Null);
        product::expect(work, &stored, Some(&says)).await?;
        let before = &stored.value.variants;
        let before: Vec<&str> = before.iter().map(|variant| variant.sku.as_str()).collect();
        let order = reordered(&self.skus, &before, "skus", "The product has no variant")?;
        let variants = order.into_iter().map(|sku| json!({"sku": sku})).collect();
        let record = product::record_of(&stored.value.code, "variants", Value::Array(variants));
        work.declare(record, &Input::default()).await?;
        Ok(stored.id.uuid())
    }
}
