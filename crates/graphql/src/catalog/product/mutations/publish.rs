//! `productPublish`.

use async_graphql::{Context, InputObject, Result};
use domain::{catalog::Publication, text::Code};
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{Product, ProductBy, input::PublicationInput},
    code_of, expect, of_channels, publication, record_of, shown, stored,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, Refusal, RefusalCode, Stop, Work, mutation, payload},
    scalars::DateTime,
    viewer::require_channel,
};

/// In which channels a product is published from now on.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductPublishInput {
    /// The channels, each once, with the time in which it is published there; it replaces what was set before. In channels
    /// that are left out it stays published as it is.
    channels: Vec<PublicationInput>,
}

payload! {
    /// What became of `productPublish`.
    ProductPublishPayload(Uuid, CatalogUserError) {
        /// The product as it is now. Null: it was not published, see `userErrors`.
        async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Publishes a product in channels. Storefronts see it there while it is ACTIVE.
    ProductPublish.product_publish(
        by: ProductBy = "Which product.",
        input: ProductPublishInput = "Where, and when.",
    ) -> ProductPublishPayload
}

impl ProductPublish {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ProductBy,
        input: ProductPublishInput,
    ) -> Result<ProductPublishPayload> {
        for given in &input.channels {
            require_channel(ctx, &given.channel)?;
        }
        let change = Publish {
            code: code_of(ctx, &call, by).await?,
            channels: input.channels,
        };
        call.run(ctx, change).await.map(ProductPublishPayload)
    }
}

struct Publish {
    code: Option<Code>,
    channels: Vec<PublicationInput>,
}

impl Change for Publish {
    const MUTATION: &'static str = "productPublish";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref(), "by").await?;
        let channels = self.channels.iter().map(|given| given.channel.as_str());
        expect(work, &stored, Some(&of_channels(channels))).await?;
        self.check()?;
        let (channels, places) = self.over(&stored.value.channels);
        let record = record_of(&stored.value.code, "channels", Value::Array(channels));
        let declared = work.declare(record, &Input::default()).await;
        declared.map_err(|stop| led_back(stop, &places))?;
        Ok(stored.id.uuid())
    }
}

impl Publish {
    fn check(&self) -> Result<(), Stop> {
        let named = |place: usize| &self.channels[place].channel;
        let twice: Vec<Refusal> = (1..self.channels.len())
            .filter(|place| (0..*place).any(|before| named(before) == named(*place)))
            .map(|place| {
                let field = ["input", "channels", &place.to_string(), "channel"];
                let message = format!("\"{}\" stands in this list before.", named(place));
                Refusal::new(RefusalCode::Duplicate, &field, message)
            })
            .collect();
        if twice.is_empty() {
            return Ok(());
        }
        Err(Stop::Refused(twice))
    }

    /// The channels as a record has them, and for each the place in the input that says so.
    fn over(&self, stored: &[Publication]) -> (Vec<Value>, Vec<Option<usize>>) {
        let place_of = |channel: &Code| {
            let mut given = self.channels.iter();
            given.position(|given| given.channel == channel.as_str())
        };
        let kept = stored.iter().map(|stored| {
            let place = place_of(&stored.channel);
            let shown = place.map_or_else(
                || publication(&stored.channel, stored.from, stored.until),
                |place| shape(&self.channels[place]),
            );
            (shown, place)
        });
        let new = self.channels.iter().enumerate().filter(|(_, given)| {
            !stored
                .iter()
                .any(|stored| stored.channel.as_str() == given.channel)
        });
        kept.chain(new.map(|(place, given)| (shape(given), Some(place))))
            .unzip()
    }
}

fn shape(given: &PublicationInput) -> Value {
    let moment = |moment: Option<DateTime>| moment.map(|moment| moment.0);
    publication(&given.channel, moment(given.from), moment(given.until))
}

/// What is wrong with a channel of the record, by the path of the input.
fn led_back(stop: Stop, places: &[Option<usize>]) -> Stop {
    let Stop::Refused(refusals) = stop else {
        return stop;
    };
    let refusals = refusals.into_iter().map(|refusal| {
        let mut steps = refusal.field.iter().map(String::as_str);
        let of_channels = steps.next() == Some("channels");
        let place = steps.next().and_then(|index| index.parse::<usize>().ok());
        let place = place.and_then(|place| places.get(place).copied().flatten());
        let mut field = vec![String::from("input"), String::from("channels")];
        if let Some(place) = place.filter(|_| of_channels) {
            field.push(place.to_string());
            field.extend(steps.map(|step| match step {
                "code" => String::from("channel"),
                other => other.to_owned(),
            }));
        }
        Refusal { field, ..refusal }
    });
    Stop::Refused(refusals.collect())
}
