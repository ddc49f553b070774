//! `stockReserve`.

use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::{Context, InputObject, Result};
use domain::{
    reference::Reference,
    text::{Code, Sku},
};
use persistence::{NewReservation, ReservedLine, StockFailure};

use super::super::object::{Reservation, Told};
use crate::{
    inventory::{
        bound,
        user_error::{Checked, StockUserError, stop},
    },
    mutation::{Call, Change, RefusalCode, Stop, Together, Work, mutation, payload},
    viewer::require_channel,
};

/// What shall be reserved, all of it or nothing.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockReserveInput {
    /// What; 1 to 250 lines. Several lines of the same SKU and location count together.
    lines: Vec<StockReserveLineInput>,
    /// The code of the channel whose locations are taken from, in their order, where a line names none. Null: the channel
    /// of the context.
    channel: Option<String>,
    /// Whether a line that names no location may take from several where none holds the whole of it.
    #[graphql(default = false)]
    allow_split: bool,
    /// For how many seconds it is held, 1 to 2,592,000 (30 days). Null: 900.
    ttl_seconds: Option<i32>,
    /// What you call it, such as the number of a cart, at most 255 characters. Null: nothing.
    reference: Option<String>,
}

/// Units of one variant.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockReserveLineInput {
    /// The variant's SKU.
    sku: String,
    /// How many units, 1 to 1,000,000,000.
    quantity: i32,
    /// The code of the location that they are to come from. Null: the first of the channel's that holds all of them.
    location: Option<String>,
}

payload! {
    /// What became of `stockReserve`.
    StockReservePayload(Told, StockUserError) {
        /// The reservation. Null: nothing was reserved, see `userErrors`.
        async fn reservation(&self) -> Option<Reservation> {
            self.0.made().map(Told::reservation)
        }
    }
}

mutation! {
    /// Holds units of several variants for a while: all that is asked for, or nothing. What it holds is nobody else's until
    /// it is committed, released, or its time is over.
    StockReserve.stock_reserve(input: StockReserveInput = "What, from where, and for how long.") -> StockReservePayload
}

impl StockReserve {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: StockReserveInput,
    ) -> Result<StockReservePayload> {
        let channel = match &input.channel {
            Some(code) => Code::trusted(code),
            None => call.view(ctx).await?.buyer.channel.code.clone(),
        };
        require_channel(ctx, &channel)?;
        let named = input.lines.iter();
        bound::require_locations(ctx, named.filter_map(|line| line.location.as_deref())).await?;
        let change = Reserve {
            input,
            channel,
            was_too_slow: AtomicBool::new(false),
        };
        call.run(ctx, change).await.map(StockReservePayload)
    }
}

struct Reserve {
    input: StockReserveInput,
    channel: Code,
    /// Another was faster once: the next time the levels are locked first.
    was_too_slow: AtomicBool,
}

impl Change for Reserve {
    const MUTATION: &'static str = "stockReserve";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        let transaction = work.transaction()?;
        let channel = transaction.reference().channels.by_code(&self.channel);
        let order = channel.map(|channel| channel.value.locations.clone());
        let wanted = self.wanted(order)?;
        let carefully = self.was_too_slow.swap(true, Ordering::Relaxed);
        let made = transaction.reserve(&wanted, carefully).await;
        told(made)
    }

    fn together(&self, reference: &Reference) -> Option<Together<Told>> {
        let channel = reference.channels.by_code(&self.channel);
        let order = channel.map(|channel| channel.value.locations.clone());
        let wanted = self.wanted(order).ok()?;
        Some(Together { wanted, told })
    }
}

fn told(made: Result<domain::inventory::Reservation, StockFailure>) -> Result<Told, Stop> {
    made.map(Told::from)
        .map_err(|failure| stop(failure, &["input"]))
}

impl Reserve {
    fn wanted(&self, order: Option<Vec<Code>>) -> Result<NewReservation, Stop> {
        let input = &self.input;
        let mut checked = Checked::new(&["input"]);
        checked.lines(input.lines.len());
        checked.words("reference", input.reference.as_ref());
        let time_to_live = checked.time_to_live(input.ttl_seconds);
        let lines = input.lines.iter().enumerate().filter_map(|(place, line)| {
            let quantity = checked.quantity(place, "quantity", line.quantity, 1);
            let location = line.location.as_deref().map(Code::parse).transpose();
            let location = checked.parsed(place, "location", location)?;
            Some(ReservedLine {
                sku: checked.parsed(place, "sku", Sku::parse(&line.sku))?,
                quantity,
                location,
            })
        });
        let lines = lines.collect();
        checked.done()?;
        let missing = || {
            let message = format!("There is no channel \"{}\".", self.channel);
            Stop::refused(RefusalCode::NotFound, &["input", "channel"], message)
        };
        Ok(NewReservation {
            lines,
            order: order.ok_or_else(missing)?,
            allow_split: input.allow_split,
            time_to_live,
            reference: input.reference.clone(),
        })
    }
}
