//! `productArchive`.

use async_graphql::{Context, Result};
use domain::text::Code;
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{Product, ProductBy},
    code_of, expect, record_of, shown, stored,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

payload! {
    /// What became of `productArchive`.
    ProductArchivePayload(Uuid, CatalogUserError) {
        /// The product as it is now. Null: it was not archived, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Takes a product off sale in all channels and keeps it for the record; all else about it stays. productUpdate with
    /// another `status` brings it back.
    ProductArchive.product_archive(by: ProductBy = "Which product.") -> ProductArchivePayload
}

impl ProductArchive {
    async fn start(ctx: &Context<'_>, call: Call, by: ProductBy) -> Result<ProductArchivePayload> {
        let change = Archive {
            code: code_of(ctx, &call, by).await?,
        };
        call.run(ctx, change).await.map(ProductArchivePayload)
    }
}

struct Archive {
    code: Option<Code>,
}

impl Change for Archive {
    const MUTATION: &'static str = "productArchive";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref(), "by").await?;
        let record = record_of(&stored.value.code, "status", Value::from("ARCHIVED"));
        expect(work, &stored, Some(&record)).await?;
        work.declare(record, &Input::default()).await?;
        Ok(stored.id.uuid())
    }
}
