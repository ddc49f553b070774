//! The mutations of price lists.

mod create;
mod delete;
mod update;

use async_graphql::{Context, MergedObject, Result};
use domain::{id::PriceListId, pricing::PriceList as Whole, reference::Entry, text::Code};
use uuid::Uuid;

use super::{PriceList, input::PriceListBy};
use crate::{
    mutation::{Call, Done, RefusalCode, Stop, Work},
    node_id::{NodeType, decode_as},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct PriceListMutation(
    create::PriceListCreate,
    update::PriceListUpdate,
    delete::PriceListDelete,
);

/// The code of the price list that a mutation is about. None: there is none.
async fn code_of(ctx: &Context<'_>, call: &Call, by: PriceListBy) -> Result<Option<Code>> {
    let view = call.view(ctx).await?;
    Ok(match by {
        PriceListBy::Code(code) => Some(Code::trusted(&code)),
        PriceListBy::Id(id) => {
            let id: PriceListId = decode_as(NodeType::PriceList, &id)?;
            let entry = view.reference.price_lists.by_id(id);
            entry.map(|entry| entry.value.code.clone())
        }
    })
}

/// The price list with this code, as the transaction sees it.
fn stored(work: &mut Work, code: Option<&Code>) -> Result<Entry<PriceListId, Whole>, Stop> {
    let missing = || {
        Stop::refused(
            RefusalCode::NotFound,
            &["by"],
            "There is no such price list.",
        )
    };
    let code = code.ok_or_else(missing)?;
    let lists = &work.transaction()?.reference().price_lists;
    lists.by_code(code).cloned().ok_or_else(missing)
}

/// The price list that a payload shows.
pub(in crate::pricing) fn shown(done: &Done<Uuid>) -> Option<PriceList> {
    let reference = &done.view().reference;
    let entry = reference.price_lists.by_id(PriceListId(*done.made()?))?;
    Some(PriceList::of(entry, reference))
}
