//! `productDelete`.

use async_graphql::{Context, ID, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{super::ProductBy, code_of, expect, stored};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Stop, Work, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `productDelete`.
    ProductDeletePayload(Uuid, CatalogUserError) {
        /// The id that the product had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::Product, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a product with its variants, prices and stock. It is refused while units of it are reserved or owed. What
    /// shall only be sold no more is archived instead.
    ProductDelete.product_delete(by: ProductBy = "Which product.") -> ProductDeletePayload
}

impl ProductDelete {
    async fn start(ctx: &Context<'_>, call: Call, by: ProductBy) -> Result<ProductDeletePayload> {
        let change = Delete {
            code: code_of(ctx, &call, by).await?,
        };
        call.run(ctx, change).await.map(ProductDeletePayload)
    }
}

struct Delete {
    code: Option<Code>,
}

impl Change for Delete {
    const MUTATION: &'static str = "productDelete";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref(), "by").await?;
        expect(work, &stored, None).await?;
        let id = stored.id.uuid();
        work.transaction()?
            .delete_products(vec![stored])
            .await
            .map_err(|failure| Stop::about(&["by"], failure))?;
        Ok(id)
    }
}
