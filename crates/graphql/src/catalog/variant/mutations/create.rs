//! `productVariantCreate`.

use async_graphql::{Context, Result};
use domain::text::{Code, Sku};
use serde_json::Value;
use uuid::Uuid;

use super::{super::ProductVariant, listed, place_of, saying, shown};
use crate::{
    catalog::{
        product::{
            ProductBy,
            input::{ProductVariantSetInput, variant_record},
            mutations as product,
        },
        user_error::CatalogUserError,
    },
    mutation::{Call, Change, Input, RefusalCode, Stop, Work, mutation, payload},
};

payload! {
    /// What became of `productVariantCreate`.
    ProductVariantCreatePayload(Uuid, CatalogUserError) {
        /// The new variant. Null: it was not made, see `userErrors`.
        async fn product_variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Makes a variant of a product that has options. `expectedVersion` is that of the product.
    ProductVariantCreate.product_variant_create(
        product: ProductBy = "Of which product.",
        input: ProductVariantSetInput = "What it is.",
    ) -> ProductVariantCreatePayload
}

impl ProductVariantCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        product: ProductBy,
        input: ProductVariantSetInput,
    ) -> Result<ProductVariantCreatePayload> {
        let change = Create {
            product: product::code_of(ctx, &call, product).await?,
            sku: input.sku,
            input: call.input(),
        };
        call.run(ctx, change).await.map(ProductVariantCreatePayload)
    }
}

struct Create {
    product: Option<Code>,
    sku: String,
    input: Input,
}

impl Change for Create {
    const MUTATION: &'static str = "productVariantCreate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = product::stored(work, self.product.as_ref(), "product").await?;
        let sku = Sku::trusted(&self.sku);
        let says = saying(&sku, Value::Null);
        product::expect(work, &stored, Some(&says)).await?;
        if stored.variant_ids.contains_key(&sku) {
            let message = format!(
                "The product has a variant \"{sku}\" already; productVariantUpdate changes it."
            );
            return Err(Stop::refused(
                RefusalCode::Taken,
                &["input", "sku"],
                message,
            ));
        }
        if stored.value.options.is_empty() {
            let message = "The product has no options, so that it has exactly one variant. \
                           productUpdate gives it options, together with all its variants.";
            return Err(Stop::refused(RefusalCode::Conflict, &["product"], message));
        }
        let mut variants = listed(&stored.value);
        let input = self.input.standing_at(place_of(variants.len()));
        let mut variant = input.given().clone();
        variant_record(&mut variant);
        variants.push(Value::Object(variant));
        let code = &stored.value.code;
        let record = product::record_of(code, "variants", Value::Array(variants));
        work.declare(record, &input).await?;
        let stored = product::stored(work, Some(code), "product").await?;
        let id = stored.variant_ids.get(&sku).map(|id| id.uuid());
        id.ok_or_else(|| {
            Stop::refused(
                RefusalCode::NotFound,
                &["input", "sku"],
                "There is no such variant.",
            )
        })
    }
}
