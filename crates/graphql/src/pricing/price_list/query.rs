//! `priceList`, `priceLists`: for admins.

use std::sync::Arc;

use domain::{
    id::PriceListId,
    reference::{Entry, Kind, Reference},
    text::Code,
};

use super::{PriceList, input::PriceListBy};
use crate::{
    buyer::View,
    coded::{Coded, coded_query},
    node_id::NodeType,
};

impl Coded for PriceList {
    type Id = PriceListId;
    type Value = domain::pricing::PriceList;

    const NODE: NodeType = NodeType::PriceList;
    const LIST: &'static str = "price lists by code";

    fn kind(reference: &Reference) -> &Kind<PriceListId, domain::pricing::PriceList> {
        &reference.price_lists
    }

    fn texts(value: &domain::pricing::PriceList) -> (&Code, &str) {
        (&value.code, &value.name)
    }

    fn of_entry(entry: &Entry<PriceListId, domain::pricing::PriceList>, view: &Arc<View>) -> Self {
        Self::of(entry, &view.reference)
    }
}

coded_query! {
    PriceListQuery of PriceList by known PriceListBy,
    /// A price list by what the caller knows of it. Null: there is none.
    price_list,
    /// The price lists by code, filtered.
    price_lists
}
