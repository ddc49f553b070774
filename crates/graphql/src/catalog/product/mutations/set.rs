//! `productSet`.

use async_graphql::{Context, Enum, InputObject, Result};
use domain::text::Code;
use feed::import::Ending;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{super::Product, expect, id_of, stored};
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
    context::Asked,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

/// A whole product by its code. Of one that is there already a field that is left out stays as it is, null clears it, and
/// a list replaces. What a feed's product record says, in the same meaning.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductSetInput {
    /// Your key of it, at most 128 characters.
    pub(crate) code: String,
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// products. A new product needs it.
    slug: Option<String>,
    /// Its name in the catalogue's language, at most 512 characters. A new product needs it.
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
    /// All its variants, in order: one that is left out is deleted, which is refused while units of it are reserved or owed.
    /// A new product needs at least one.
    variants: Option<Vec<ProductVariantSetInput>>,
    /// Its texts in other languages, each language once. Languages that are left out stay as they are; null clears all.
    translations: Option<Vec<ProductTranslationInput>>,
}

/// What became of something that was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum SetOutcome {
    /// It is new.
    Created,
    /// It is different now.
    Updated,
    /// It was so already: nothing about it was touched.
    Unchanged,
}

impl From<Ending> for SetOutcome {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Created => Self::Created,
            Ending::Updated => Self::Updated,
            Ending::Unchanged => Self::Unchanged,
        }
    }
}

/// The product, and what became of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Declared {
    id: Uuid,
    outcome: SetOutcome,
}

payload! {
    /// What became of `productSet`.
    ProductSetPayload(Declared, CatalogUserError) {
        /// The product as it is now. Null: nothing was done, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            let id = self.0.made()?.id.into();
            let loaded = ctx.loaders().product_by_id.load(self.0.view(), id).await;
            loaded
                .map(|record| record.map(|record| Product::of(record, self.0.view())))
                .transpose()
        }

        /// Whether it is new, changed, or was so already. Null: nothing was done, see `userErrors`.
        async fn outcome(&self) -> Option<SetOutcome> {
            self.0.made().map(|made| made.outcome)
        }
    }
}

mutation! {
    @versioned
    /// Declares a product with all that belongs to it: makes it, or brings it into this state.
    ProductSet.product_set(input: ProductSetInput = "What it shall be.") -> ProductSetPayload
}

impl ProductSet {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: ProductSetInput,
    ) -> Result<ProductSetPayload> {
        let change = Set {
            code: input.code,
            input: call.input(),
        };
        call.run(ctx, change).await.map(ProductSetPayload)
    }
}

struct Set {
    code: String,
    input: Input,
}

impl Change for Set {
    const MUTATION: &'static str = "productSet";
    type Made = Declared;

    async fn apply(&self, work: &mut Work) -> Result<Declared, Stop> {
        let record = record(&self.input, &self.code);
        // Who expects a version has seen the product.
        if work.expects() {
            let stored = stored(work, Code::parse(&self.code).ok().as_ref(), "input").await?;
            expect(work, &stored, Some(&record)).await?;
        }
        let ending = work.declare(record, &self.input).await?;
        Ok(Declared {
            id: id_of(work, &self.code).await?,
            outcome: ending.into(),
        })
    }
}
