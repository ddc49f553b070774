//! What keeps a row or a list from applying to a buyer at all.

use super::Verdict;
use crate::{
    buyer::Buyer,
    clock::Timestamp,
    pricing::{Price, PriceList},
};

/// What keeps a row itself from applying, whatever its list. None: nothing.
pub(super) fn of_row(price: &Price, buyer: &Buyer, quantity: u32) -> Option<Verdict> {
    if price.currency != buyer.currency {
        return Some(Verdict::OtherCurrency);
    }
    if price.min_quantity > quantity {
        return Some(Verdict::QuantityTooSmall);
    }
    if price.country.is_some() && price.country != buyer.country {
        return Some(Verdict::OtherCountry);
    }
    match window(price.valid_from, price.valid_until, buyer.at) {
        Window::Ahead => Some(Verdict::NotYetValid),
        Window::Over => Some(Verdict::NoLongerValid),
        Window::Open => None,
    }
}

/// What keeps a list from applying. None: nothing.
pub(super) fn of_list(list: &PriceList, buyer: &Buyer) -> Option<Verdict> {
    if list.currency != buyer.currency {
        return Some(Verdict::ListUnknown);
    }
    let groups = &list.customer_groups;
    let in_a_group = buyer
        .customer_group
        .as_ref()
        .is_some_and(|group| groups.contains(group));
    if !groups.is_empty() && !in_a_group {
        return Some(Verdict::ListOtherCustomerGroup);
    }
    if !list.channels.is_empty() && !list.channels.contains(&buyer.channel.code) {
        return Some(Verdict::ListOtherChannel);
    }
    let in_a_country = buyer
        .country
        .is_some_and(|country| list.countries.contains(&country));
    if !list.countries.is_empty() && !in_a_country {
        return Some(Verdict::ListOtherCountry);
    }
    of_list_in_time(list, buyer)
}

/// What keeps a list from applying at the buyer's moment, whoever the buyer is. None: nothing.
pub(super) fn of_list_in_time(list: &PriceList, buyer: &Buyer) -> Option<Verdict> {
    match window(list.valid_from, list.valid_until, buyer.at) {
        Window::Ahead => Some(Verdict::ListNotYetValid),
        Window::Over => Some(Verdict::ListNoLongerValid),
        Window::Open => None,
    }
}

enum Window {
    Ahead,
    Open,
    Over,
}

/// The beginning is included, the end is not.
fn window(from: Option<Timestamp>, until: Option<Timestamp>, at: Timestamp) -> Window {
    if from.is_some_and(|from| at < from) {
        Window::Ahead
    } else if until.is_some_and(|until| at >= until) {
        Window::Over
    } else {
        Window::Open
    }
}
