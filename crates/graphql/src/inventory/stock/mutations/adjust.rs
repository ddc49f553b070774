//! `stockAdjust`.

use async_graphql::{Context, InputObject, Result};
use domain::{
    inventory::{LedgerCause, LevelChange, QUANTITY_MAX},
    text::{Code, Sku},
};
use persistence::{LevelEdit, StockEdit};

use super::{ChangedStockLevel, Told, edited, shown};
use crate::{
    inventory::user_error::{Checked, StockUserError},
    mutation::{Call, Change, Stop, Work, mutation, payload},
};

/// Changes of stock levels by differences, all of them or none.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockAdjustInput {
    /// Which levels, 1 to 250 lines, applied in order.
    lines: Vec<StockAdjustLineInput>,
    /// Why, in your words, such as `delivery` or `damaged`, at most 255 characters; the ledger keeps it. Null: nothing.
    reason: Option<String>,
    /// What you call it, such as the number of a delivery note, at most 255 characters; the ledger keeps it. Null: nothing.
    reference: Option<String>,
}

/// A difference of one level.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockAdjustLineInput {
    /// The variant's SKU.
    sku: String,
    /// The location's code. A level that isn't there yet is made.
    location: String,
    /// How many units have come; negative: are gone. What comes settles what is owed (`backordered`) first.
    delta: i32,
    /// The `onHand` that you think is there: where it is another, nothing is changed. Null: it is changed in any case.
    expected: Option<i32>,
}

payload! {
    /// What became of `stockAdjust`.
    StockAdjustPayload(Told, StockUserError) {
        /// The levels as the change left them, each once. Null: nothing was changed, see `userErrors`.
        async fn levels(&self) -> Option<Vec<ChangedStockLevel>> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Adds to stock levels or takes from them: deliveries, losses, finds. A loss of units that are promised is accepted; then
    /// the level has a deficit, and nothing of it can be reserved.
    StockAdjust.stock_adjust(input: StockAdjustInput = "Which levels, by how much, and why.") -> StockAdjustPayload
}

impl StockAdjust {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: StockAdjustInput,
    ) -> Result<StockAdjustPayload> {
        call.run(ctx, Adjust(input)).await.map(StockAdjustPayload)
    }
}

struct Adjust(StockAdjustInput);

impl Change for Adjust {
    const MUTATION: &'static str = "stockAdjust";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        let Self(input) = self;
        let mut checked = Checked::new(&["input"]);
        checked.lines(input.lines.len());
        checked.words("reason", input.reason.as_ref());
        checked.words("reference", input.reference.as_ref());
        let levels = input.lines.iter().enumerate().filter_map(|(place, line)| {
            let delta = checked.quantity(place, "delta", line.delta, -QUANTITY_MAX);
            let location = checked.parsed(place, "location", Code::parse(&line.location));
            Some(LevelEdit {
                line: place,
                field: "delta",
                location_field: "location",
                sku: checked.parsed(place, "sku", Sku::parse(&line.sku))?,
                location: location?,
                change: LevelChange::Adjust(delta),
                expected: line.expected.map(i64::from),
            })
        });
        let levels = levels.collect();
        checked.done()?;
        let edit = StockEdit {
            cause: LedgerCause::Adjusted,
            reason: input.reason.clone(),
            reference: input.reference.clone(),
            levels,
        };
        edited(work, &edit).await
    }
}
