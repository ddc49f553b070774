//! `productVariantUpdate`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Sku;
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{ProductVariant, ProductVariantBy},
    listed, place_of, saying, shown, sku_of, stored,
};
use crate::{
    catalog::{
        media::MediaInput,
        product::{
            input::{
                AttributeValueInput, OptionValueInput, QuantityRuleInput, VariantPriceInput,
                VariantStockInput, variant_record,
            },
            mutations as product,
        },
        user_error::CatalogUserError,
    },
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

/// What a variant shall be. A field that is left out stays as it is, null clears it, and a list replaces.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductVariantUpdateInput {
    /// Its barcode, such as an EAN, at most 64 characters.
    barcode: Option<String>,
    /// Its own name, at most 512 characters. Null: it is called like its product, with its options.
    name: Option<String>,
    /// Its value of each option of the product, each once. No two variants of a product have the same.
    options: Option<Vec<OptionValueInput>>,
    /// What it has of attributes, each once. Those that are left out stay as they are; null clears all.
    attributes: Option<Vec<AttributeValueInput>>,
    /// Its own pictures, films and documents, in order.
    media: Option<Vec<MediaInput>>,
    /// Whether its stock is counted. Null: it is.
    track_inventory: Option<bool>,
    /// From how many available units down its stock is low. Null: it never is.
    low_stock_threshold: Option<i32>,
    /// In which quantities it can be bought; replaced as a whole. Null: in any.
    quantity_rule: Option<QuantityRuleInput>,
    /// All its prices, those of price lists too.
    prices: Option<Vec<VariantPriceInput>>,
    /// Its stock at each location. A level that isn't named goes, which is refused while units of it are reserved or owed.
    stock: Option<Vec<VariantStockInput>>,
}

payload! {
    /// What became of `productVariantUpdate`.
    ProductVariantUpdatePayload(Uuid, CatalogUserError) {
        /// The variant as it is now. Null: it was not changed, see `userErrors`.
        async fn product_variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Changes a variant. `expectedVersion` is that of its product.
    ProductVariantUpdate.product_variant_update(
        by: ProductVariantBy = "Which variant.",
        input: ProductVariantUpdateInput = "What changes.",
    ) -> ProductVariantUpdatePayload
}

impl ProductVariantUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductVariantBy,
        _: ProductVariantUpdateInput,
    ) -> Result<ProductVariantUpdatePayload> {
        let change = Update {
            sku: sku_of(ctx, &call, by).await?,
            input: call.input(),
        };
        call.run(ctx, change).await.map(ProductVariantUpdatePayload)
    }
}

struct Update {
    sku: Option<Sku>,
    input: Input,
}

impl Change for Update {
    const MUTATION: &'static str = "productVariantUpdate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let (stored, place) = stored(work, self.sku.as_ref()).await?;
        let input = self.input.standing_at(place_of(place));
        let sku = &stored.value.variants[place].sku;
        let mut variant = input.given().clone();
        variant_record(&mut variant);
        let says = saying(sku, Value::Object(variant.clone()));
        product::expect(work, &stored, Some(&says)).await?;
        variant.insert(String::from("sku"), Value::from(sku.as_str()));
        let mut variants = listed(&stored.value);
        variants[place] = Value::Object(variant);
        let code = &stored.value.code;
        let record = product::record_of(code, "variants", Value::Array(variants));
        work.declare(record, &input).await?;
        Ok(stored.variant_ids[sku].uuid())
    }
}
