//! `productVariantDelete`.

use async_graphql::{Context, ID, Result};
use domain::text::Sku;
use serde_json::Value;
use uuid::Uuid;

use super::{super::ProductVariantBy, listed, saying, sku_of, stored};
use crate::{
    catalog::{product::mutations as product, user_error::CatalogUserError},
    mutation::{Call, Change, Input, RefusalCode, Stop, Work, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `productVariantDelete`.
    ProductVariantDeletePayload(Uuid, CatalogUserError) {
        /// The id that the variant had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::ProductVariant, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a variant with its prices and stock. It is refused while units of it are reserved or owed, and for a
    /// product's last. `expectedVersion` is that of its product.
    ProductVariantDelete.product_variant_delete(by: ProductVariantBy = "Which variant.") -> ProductVariantDeletePayload
}

impl ProductVariantDelete {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductVariantBy,
    ) -> Result<ProductVariantDeletePayload> {
        let change = Delete {
            sku: sku_of(ctx, &call, by).await?,
        };
        call.run(ctx, change).await.map(ProductVariantDeletePayload)
    }
}

struct Delete {
    sku: Option<Sku>,
}

impl Change for Delete {
    const MUTATION: &'static str = "productVariantDelete";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let (stored, place) = stored(work, self.sku.as_ref()).await?;
        let says = saying(&stored.value.variants[place].sku, Value::Null);
        product::expect(work, &stored, Some(&says)).await?;
        let mut variants = listed(&stored.value);
        if variants.len() == 1 {
            let message = "It is the product's only variant, and a product has at least one. Delete \
                           or archive the product instead.";
            return Err(Stop::refused(RefusalCode::Conflict, &["by"], message));
        }
        variants.remove(place);
        let record = product::record_of(&stored.value.code, "variants", Value::Array(variants));
        let declared = work.declare(record, &Input::default()).await;
        declared.map_err(|stop| stop.all_about(&["by"]))?;
        Ok(stored.variant_ids[&stored.value.variants[place].sku].uuid())
    }
}
