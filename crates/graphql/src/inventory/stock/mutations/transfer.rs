//! `stockTransfer`.

use async_graphql::{Context, InputObject, Result};
use domain::{
    inventory::{LedgerCause, LevelChange},
    text::{Code, Sku},
};
use persistence::{LevelEdit, StockEdit};

use super::{ChangedStockLevel, Told, edited, shown};
use crate::{
    inventory::user_error::{Checked, StockUserError},
    mutation::{Call, Change, Stop, Work, mutation, payload},
};

/// Units that go from one location to another, all of them or none.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockTransferInput {
    /// What goes, 1 to 250 lines.
    lines: Vec<StockTransferLineInput>,
    /// Why, in your words, at most 255 characters; the ledger keeps it. Null: nothing.
    reason: Option<String>,
    /// What you call it, such as the number of a shipment, at most 255 characters; the ledger keeps it. Null: nothing.
    reference: Option<String>,
}

/// Units of one variant.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockTransferLineInput {
    /// The variant's SKU.
    sku: String,
    /// The code of the location that they leave. Only units that are there and promised to nobody can leave.
    from: String,
    /// The code of the location that they come to.
    to: String,
    /// How many units, 1 or more.
    quantity: i32,
}

payload! {
    /// What became of `stockTransfer`.
    StockTransferPayload(Told, StockUserError) {
        /// The levels as the change left them, each once. Null: nothing was changed, see `userErrors`.
        async fn levels(&self) -> Option<Vec<ChangedStockLevel>> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Moves units from one location to another at once. What is promised stays where it is.
    StockTransfer.stock_transfer(input: StockTransferInput = "What goes, from where to where.") -> StockTransferPayload
}

impl StockTransfer {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: StockTransferInput,
    ) -> Result<StockTransferPayload> {
        call.run(ctx, Transfer(input))
            .await
            .map(StockTransferPayload)
    }
}

struct Transfer(StockTransferInput);

impl Change for Transfer {
    const MUTATION: &'static str = "stockTransfer";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        let Self(input) = self;
        let mut checked = Checked::new(&["input"]);
        checked.lines(input.lines.len());
        checked.words("reason", input.reason.as_ref());
        checked.words("reference", input.reference.as_ref());
        let ends = input.lines.iter().enumerate();
        let ends = ends.filter_map(|(place, line)| both_ends(place, line, &mut checked));
        let levels = ends.flatten().collect();
        checked.done()?;
        let edit = StockEdit {
            cause: LedgerCause::Transferred,
            reason: input.reason.clone(),
            reference: input.reference.clone(),
            levels,
        };
        edited(work, &edit).await
    }
}

/// What leaves, and what comes.
fn both_ends(
    place: usize,
    line: &StockTransferLineInput,
    checked: &mut Checked<'_>,
) -> Option<[LevelEdit; 2]> {
    let quantity = checked.quantity(place, "quantity", line.quantity, 1);
    let from = checked.parsed(place, "from", Code::parse(&line.from));
    let to = checked.parsed(place, "to", Code::parse(&line.to));
    let sku = checked.parsed(place, "sku", Sku::parse(&line.sku))?;
    let (from, to) = (from?, to?);
    if from == to {
        let message = "Units go from one location to another, and these are the same.";
        checked.parsed::<(), _>(place, "to", Err(message));
    }
    let leaves = LevelEdit {
        line: place,
        field: "quantity",
        location_field: "from",
        sku,
        location: from,
        change: LevelChange::Send(quantity),
        expected: None,
    };
    let comes = LevelEdit {
        location_field: "to",
        location: to,
        change: LevelChange::Adjust(quantity),
        ..leaves.clone()
    };
    Some([leaves, comes])
}
