//! `productUpdate`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{
    super::{Product, ProductBy},
    code_of, expect, shown, stored,
};
use crate::{
    catalog::{
        media::MediaInput,
        product::{
            ProductStatus,
            input::{
                AttributeValueInput, ProductTranslationInput, ProductVariantSetInput,
                PublicationInput, record,
            },
        },
        user_error::CatalogUserError,
    },
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

/// What a product shall be. A field that is left out stays as it is, null clears it, and a list replaces. `options` and
/// `variants` are given together where the options change.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductUpdateInput {
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// products.
    slug: Option<String>,
    /// Its name in the catalogue's language, at most 512 characters.
    name: Option<String>,
    /// Its description, as text or HTML, at most 65,536 characters.
    description: Option<String>,
    /// Its brand, at most 4,096 characters.
    brand: Option<String>,
    /// Where it is in its life. Null: ACTIVE.
    status: Option<ProductStatus>,
    /// In which channels it is published. Empty or null: in none, so that no storefront sees it.
    channels: Option<Vec<PublicationInput>>,
    /// The codes of the categories that it is in, in order.
    categories: Option<Vec<String>>,
    /// Its tax class, which each channel that publishes it has a rate for. Null: `standard`.
    tax_class: Option<String>,
    /// What it has of attributes, each once. Those that are left out stay as they are; null clears all.
    attributes: Option<Vec<AttributeValueInput>>,
    /// The names of what tells its variants apart, such as `Size` and `Colour`, in order. Empty or null: it has exactly
    /// one variant.
    options: Option<Vec<String>>,
    /// Its pictures, films and documents, in order.
    media: Option<Vec<MediaInput>>,
    /// All its variants, in order: one that is left out is deleted, which is refused while units of it are reserved or owed;
    /// of one that is there already, a field that is left out stays as it is.
    variants: Option<Vec<ProductVariantSetInput>>,
    /// Its texts in other languages, each language once. Languages that are left out stay as they are; null clears all.
    translations: Option<Vec<ProductTranslationInput>>,
}

payload! {
    /// What became of `productUpdate`.
    ProductUpdatePayload(Uuid, CatalogUserError) {
        /// The product as it is now. Null: it was not changed, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Changes a product.
    ProductUpdate.product_update(
        by: ProductBy = "Which product.",
        input: ProductUpdateInput = "What changes.",
    ) -> ProductUpdatePayload
}

impl ProductUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductBy,
        _: ProductUpdateInput,
    ) -> Result<ProductUpdatePayload> {
        let change = Update {
            code: code_of(ctx, &call, by).await?,
            input: call.input(),
        };
        call.run(ctx, change).await.map(ProductUpdatePayload)
    }
}

struct Update {
    code: Option<Code>,
    input: Input,
}

impl Change for Update {
    const MUTATION: &'static str = "productUpdate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref(), "by").await?;
        let record = record(&self.input, &stored.value.code);
        expect(work, &stored, Some(&record)).await?;
        work.declare(record, &self.input).await?;
        Ok(stored.id.uuid())
    }
}
