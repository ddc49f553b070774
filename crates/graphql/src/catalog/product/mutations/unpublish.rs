//! `productUnpublish`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Code;
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{Product, ProductBy},
    code_of, expect, of_channels, publication, record_of, shown, stored,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, Refusal, RefusalCode, Stop, Work, mutation, payload},
    viewer::require_channel,
};

/// From which channels a product is taken.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductUnpublishInput {
    /// The codes of the channels. One in which it isn't published is nothing to do.
    channels: Vec<String>,
}

payload! {
    /// What became of `productUnpublish`.
    ProductUnpublishPayload(Uuid, CatalogUserError) {
        /// The product as it is now. Null: it was not changed, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Takes a product from channels. In all others it stays published as it is.
    ProductUnpublish.product_unpublish(
        by: ProductBy = "Which product.",
        input: ProductUnpublishInput = "From where.",
    ) -> ProductUnpublishPayload
}

impl ProductUnpublish {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductBy,
        input: ProductUnpublishInput,
    ) -> Result<ProductUnpublishPayload> {
        for channel in &input.channels {
            require_channel(ctx, channel)?;
        }
        let change = Unpublish {
            code: code_of(ctx, &call, by).await?,
            channels: input.channels,
        };
        call.run(ctx, change).await.map(ProductUnpublishPayload)
    }
}

struct Unpublish {
    code: Option<Code>,
    channels: Vec<String>,
}

impl Change for Unpublish {
    const MUTATION: &'static str = "productUnpublish";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref(), "by").await?;
        let channels = self.channels.iter().map(String::as_str);
        expect(work, &stored, Some(&of_channels(channels))).await?;
        self.check(work)?;
        let left: Vec<Value> = stored
            .value
            .channels
            .iter()
            .filter(|left| {
                !self
                    .channels
                    .iter()
                    .any(|gone| gone == left.channel.as_str())
            })
            .map(|left| publication(&left.channel, left.from, left.until))
            .collect();
        let record = record_of(&stored.value.code, "channels", Value::Array(left));
        work.declare(record, &Input::default()).await?;
        Ok(stored.id.uuid())
    }
}

impl Unpublish {
    /// Refuses channels that don't exist.
    fn check(&self, work: &mut Work) -> Result<(), Stop> {
        let reference = work.transaction()?.reference();
        let unknown: Vec<Refusal> = self
            .channels
            .iter()
            .enumerate()
            .filter(|(_, code)| {
                let code = Code::parse(code).ok();
                code.is_none_or(|code| reference.channels.by_code(&code).is_none())
            })
            .map(|(place, code)| {
                let field = ["input", "channels", &place.to_string()];
                let message = format!("There is no channel \"{code}\".");
                Refusal::new(RefusalCode::NotFound, &field, message)
            })
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        Err(Stop::Refused(unknown))
    }
}
