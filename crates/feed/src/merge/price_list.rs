//! Price lists.

use domain::{pricing::PriceList, problem::Reason};

use super::{Known, needed, note_repeats, relative::relative};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{Kind, PriceListPatch},
};

pub(crate) fn price_list(
    stored: Option<&PriceList>,
    patch: PriceListPatch,
    known: &Known<'_>,
    sink: &Sink,
) -> Option<PriceList> {
    let root = &Path::Root;
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        root,
        sink,
    );
    let currency = needed(
        patch.currency,
        stored.map(|stored| &stored.currency),
        "currency",
        root,
        sink,
    );
    let channels = patch.channels.over_or(
        stored.map(|stored| stored.channels.iter().cloned().collect()),
        Vec::new(),
    );
    let groups = patch.customer_groups.over_or(
        stored.map(|stored| stored.customer_groups.iter().cloned().collect()),
        Vec::new(),
    );
    let countries = patch.countries.over_or(
        stored.map(|stored| stored.countries.iter().copied().collect()),
        Vec::new(),
    );
    note_repeats(&channels, &root.name("channels"), sink);
    note_repeats(&groups, &root.name("customerGroups"), sink);
    note_repeats(&countries, &root.name("countries"), sink);
    known.check_all(Kind::Channel, &channels, &root.name("channels"), sink);
    known.check_all(
        Kind::CustomerGroup,
        &groups,
        &root.name("customerGroups"),
        sink,
    );
    let unit_precision = patch
        .unit_precision
        .over(stored.and_then(|stored| stored.unit_precision.map(i64::from)));
    let currency = currency?;
    let unit_precision = unit_precision.and_then(|digits| u8::try_from(digits).ok());
    let digits = unit_precision.unwrap_or_else(|| currency.digits());
    let relative = match patch.relative {
        Given::Absent => stored.and_then(|stored| stored.relative.clone()),
        Given::Null => None,
        Given::Value(given) => Some(relative(given, digits, &root.name("relativeTo"), sink)?),
    };
    let merged = PriceList {
        code: patch.code,
        name: name?,
        currency,
        priority: patch
            .priority
            .over_or(stored.map(|stored| stored.priority), 0),
        channels: channels.into_iter().collect(),
        customer_groups: groups.into_iter().collect(),
        countries: countries.into_iter().collect(),
        valid_from: patch
            .valid_from
            .over(stored.and_then(|stored| stored.valid_from)),
        valid_until: patch
            .valid_until
            .over(stored.and_then(|stored| stored.valid_until)),
        unit_precision,
        relative,
    };
    check(&merged, stored, sink);
    Some(merged)
}

fn check(list: &PriceList, stored: Option<&PriceList>, sink: &Sink) {
    let root = &Path::Root;
    if let (Some(from), Some(until)) = (list.valid_from, list.valid_until)
        && until <= from
    {
        sink.invalid(&root.name("validUntil"), "A window ends after it starts.");
    }
    let precision = root.name("unitPrecision");
    if list.digits() < list.currency.digits() {
        sink.invalid(
            &precision,
            format!(
                "{} has {} digits; a list has as many or more.",
                list.currency,
                list.currency.digits()
            ),
        );
    }
    let Some(stored) = stored else { return };
    if list.currency != stored.currency {
        let message = format!(
            "The currency of a price list is fixed once made; this one is in {}.",
            stored.currency
        );
        sink.note(&root.name("currency"), Reason::Conflict, message);
    }
    if list.digits() < stored.digits() {
        let message = format!(
            "The precision of a price list can only grow, since its prices may need the {} digits.",
            stored.digits()
        );
        sink.note(&precision, Reason::Conflict, message);
    }
}
