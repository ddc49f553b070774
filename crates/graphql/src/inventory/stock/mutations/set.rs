//! `stockSet`.

use async_graphql::{Context, InputObject, MaybeUndefined, Result};
use domain::{
    inventory::{Incoming, LedgerCause, LevelChange, StockCount},
    text::{Code, Sku},
};
use persistence::{LevelEdit, StockEdit};

use super::{ChangedStockLevel, Told, edited, shown};
use crate::{
    inventory::user_error::{Checked, StockUserError},
    mutation::{Call, Change, Stop, Work, mutation, payload},
    scalars::Date,
};

/// Counts and limits of stock levels, all of them or none.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockSetInput {
    /// Which levels, 1 to 250 lines, applied in order.
    lines: Vec<StockSetLineInput>,
    /// Why, in your words, such as `inventory`, at most 255 characters; the ledger keeps it. Null: nothing.
    reason: Option<String>,
    /// What you call it, at most 255 characters; the ledger keeps it. Null: nothing.
    reference: Option<String>,
}

/// What is set of one level. What is left out or null stays as it is, but for `incoming`.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockSetLineInput {
    /// The variant's SKU.
    sku: String,
    /// The location's code. A level that isn't there yet is made.
    location: String,
    /// Units that are there.
    on_hand: Option<i32>,
    /// Units that are sold and still owed: for who ships without telling of each receipt.
    backordered: Option<i32>,
    /// Units that are to be kept back from sale.
    safety_stock: Option<i32>,
    /// Units that may be sold beyond those that are there.
    backorder_limit: Option<i32>,
    /// Units that are on their way. Null: none any more. Left out: as it is.
    incoming: MaybeUndefined<IncomingStockInput>,
    /// The `onHand` that you think is there: where it is another, nothing is changed. Null: it is changed in any case.
    expected: Option<i32>,
}

/// Units that are on their way.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct IncomingStockInput {
    /// How many units, 1 or more.
    quantity: i32,
    /// On which day they are expected. Null: not known.
    expected_on: Option<Date>,
}

payload! {
    /// What became of `stockSet`.
    StockSetPayload(Told, StockUserError) {
        /// The levels as the change left them, each once. Null: nothing was changed, see `userErrors`.
        async fn levels(&self) -> Option<Vec<ChangedStockLevel>> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Sets stock levels to what was counted, and their limits. It is a fact, and accepted also where more is promised; then
    /// the level has a deficit, and nothing of it can be reserved. What reservations hold stays held.
    StockSet.stock_set(input: StockSetInput = "Which levels, to what, and why.") -> StockSetPayload
}

impl StockSet {
    async fn start(ctx: &Context<'_>, call: Call, input: StockSetInput) -> Result<StockSetPayload> {
        call.run(ctx, Set(input)).await.map(StockSetPayload)
    }
}

struct Set(StockSetInput);

impl Change for Set {
    const MUTATION: &'static str = "stockSet";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        let Self(input) = self;
        let mut checked = Checked::new(&["input"]);
        checked.lines(input.lines.len());
        checked.words("reason", input.reason.as_ref());
        checked.words("reference", input.reference.as_ref());
        let levels = input.lines.iter().enumerate();
        let levels = levels.filter_map(|(place, line)| level(place, line, &mut checked));
        let levels = levels.collect();
        checked.done()?;
        let edit = StockEdit {
            cause: LedgerCause::Counted,
            reason: input.reason.clone(),
            reference: input.reference.clone(),
            levels,
        };
        edited(work, &edit).await
    }
}

fn level(place: usize, line: &StockSetLineInput, checked: &mut Checked<'_>) -> Option<LevelEdit> {
    let mut units =
        |field, units: Option<i32>| units.map(|units| checked.quantity(place, field, units, 0));
    let mut count = StockCount {
        on_hand: units("onHand", line.on_hand),
        backordered: units("backordered", line.backordered),
        safety_stock: units("safetyStock", line.safety_stock),
        backorder_limit: units("backorderLimit", line.backorder_limit),
        incoming: None,
    };
    count.incoming = match &line.incoming {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(incoming) => Some(Some(Incoming {
            quantity: checked.quantity(place, "incoming", incoming.quantity, 1),
            expected_on: incoming.expected_on.map(|day| day.0),
        })),
    };
    let location = checked.parsed(place, "location", Code::parse(&line.location));
    Some(LevelEdit {
        line: place,
        field: "onHand",
        location_field: "location",
        sku: checked.parsed(place, "sku", Sku::parse(&line.sku))?,
        location: location?,
        change: LevelChange::Count(count),
        expected: line.expected.map(i64::from),
    })
}
