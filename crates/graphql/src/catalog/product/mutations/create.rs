//! `productCreate`.

use async_graphql::{Context, InputObject, Result};
use feed::import::Ending;
use uuid::Uuid;

use super::{super::Product, id_of, shown};
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
    mutation::{Call, Change, Input, RefusalCode, Stop, Work, mutation, payload},
};

/// A new product.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// products.
    slug: String,
    /// Its name in the catalogue's language, at most 512 characters.
    name: String,
    /// Its description, as text or HTML, at most 65,536 characters. Null: none.
    description: Option<String>,
    /// Its brand, at most 4,096 characters. Null: none.
    brand: Option<String>,
    /// Where it is in its life. Null: ACTIVE.
    status: Option<ProductStatus>,
    /// In which channels it is published. Empty or null: in none, so that no storefront sees it.
    channels: Option<Vec<PublicationInput>>,
    /// The codes of the categories that it is in, in order.
    categories: Option<Vec<String>>,
    /// Its tax class, which each channel that publishes it has a rate for. Null: `standard`.
    tax_class: Option<String>,
    /// What it has of attributes, each once.
    attributes: Option<Vec<AttributeValueInput>>,
    /// The names of what tells its variants apart, such as `Size` and `Colour`, in order. Empty or null: it has exactly
    /// one variant.
    options: Option<Vec<String>>,
    /// Its pictures, films and documents, in order.
    media: Option<Vec<MediaInput>>,
    /// Its variants, in order: exactly one without `options`; with them, any number, each with one value of each option.
    variants: Vec<ProductVariantSetInput>,
    /// Its texts in other languages, each language once.
    translations: Option<Vec<ProductTranslationInput>>,
}

payload! {
    /// What became of `productCreate`.
    ProductCreatePayload(Uuid, CatalogUserError) {
        /// The new product. Null: it was not made, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    /// Makes a product with its variants.
    ProductCreate.product_create(input: ProductCreateInput = "What it is.") -> ProductCreatePayload
}

impl ProductCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: ProductCreateInput,
    ) -> Result<ProductCreatePayload> {
        let change = Create {
            code: input.code,
            input: call.input(),
        };
        call.run(ctx, change).await.map(ProductCreatePayload)
    }
}

struct Create {
    code: String,
    input: Input,
}

impl Change for Create {
    const MUTATION: &'static str = "productCreate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let record = record(&self.input, &self.code);
        match work.declare(record, &self.input).await? {
            Ending::Created => id_of(work, &self.code).await,
            Ending::Updated | Ending::Unchanged => Err(Stop::refused(
                RefusalCode::Taken,
                &["input", "code"],
                format!(
                    "There is a product with the code \"{}\" already; productUpdate changes it.",
                    self.code
                ),
            )),
        }
    }
}
