//! Which of several applicable lists, and which of several rows for one minimum quantity, is preferred.

use std::cmp::Ordering;

use super::{PriceLists, Verdict, obstacle};
use crate::{
    buyer::Buyer,
    clock::Timestamp,
    pricing::{Price, PriceList},
};

/// The place of a list, or of the base prices, among those that apply to a buyer: the greater is preferred.
#[derive(Clone, Copy)]
pub(super) struct ListRank<'l>(Option<&'l PriceList>);

impl<'l> ListRank<'l> {
    /// The rank of a list that applies to the buyer, so that each of its bindings is to the buyer's own group, channel
    /// or country. None: of the base prices.
    pub(super) const fn of(list: Option<&'l PriceList>) -> Self {
        Self(list)
    }

    /// The list. None: the base prices.
    pub(super) const fn list(self) -> Option<&'l PriceList> {
        self.0
    }

    /// How two ranks compare, and what decided, as the verdict on the lesser.
    pub(super) fn compare(self, other: Self) -> (Ordering, Verdict) {
        let (Some(one), Some(other)) = (self.0, other.0) else {
            return (self.0.is_some().cmp(&other.0.is_some()), Verdict::BasePrice);
        };
        let bound = |one_empty: bool, other_empty: bool| other_empty.cmp(&one_empty);
        first_difference([
            (
                bound(
                    one.customer_groups.is_empty(),
                    other.customer_groups.is_empty(),
                ),
                Verdict::ListWithoutCustomerGroup,
            ),
            (
                bound(one.channels.is_empty(), other.channels.is_empty()),
                Verdict::ListWithoutChannel,
            ),
            (
                bound(one.countries.is_empty(), other.countries.is_empty()),
                Verdict::ListWithoutCountry,
            ),
            (
                one.priority.cmp(&other.priority),
                Verdict::ListLowerPriority,
            ),
            (other.code.cmp(&one.code), Verdict::ListLaterCode),
        ])
    }
}

impl Ord for ListRank<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(*other).0
    }
}

impl PartialOrd for ListRank<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ListRank<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ListRank<'_> {}

/// The rank of a row's list, or what keeps the list from applying.
pub(super) fn of_row<'l>(
    price: &Price,
    lists: &'l PriceLists,
    buyer: &Buyer,
) -> Result<ListRank<'l>, Verdict> {
    let Some(code) = &price.list else {
        return Ok(ListRank::of(None));
    };
    let list = &*lists.by_code(code).ok_or(Verdict::ListUnknown)?.value;
    match obstacle::of_list(list, buyer) {
        None => Ok(ListRank::of(Some(list))),
        Some(obstacle) => Err(obstacle),
    }
}

/// How two rows of one list for one minimum quantity compare, the greater being preferred, and what decided, as the
/// verdict on the lesser. The store's uniqueness of rows makes the last steps rare, but the rule doesn't rely on it.
pub(super) fn compare_rows(one: &Price, other: &Price) -> (Ordering, Verdict) {
    let dated = |price: &Price| price.valid_from.is_some() || price.valid_until.is_some();
    first_difference([
        (
            one.country.is_some().cmp(&other.country.is_some()),
            Verdict::RowWithoutCountry,
        ),
        (dated(one).cmp(&dated(other)), Verdict::RowUndated),
        // No beginning is the earliest one: None is less than every Some.
        (
            one.valid_from.cmp(&other.valid_from),
            Verdict::RowStartsEarlier,
        ),
        (other.amount.cmp(&one.amount), Verdict::RowDearer),
        (
            end(one.valid_until).cmp(&end(other.valid_until)),
            Verdict::RowEndsEarlier,
        ),
        (other.compare_at.cmp(&one.compare_at), Verdict::RowDuplicate),
    ])
}

/// Leaves of rows of one list the preferred one for each minimum quantity, in ascending order of it.
pub(super) fn keep_best_of_each_quantity(rows: &mut Vec<&Price>) {
    rows.sort_unstable_by(|one, other| {
        let by_quantity = one.min_quantity.cmp(&other.min_quantity);
        by_quantity.then_with(|| compare_rows(other, one).0)
    });
    rows.dedup_by_key(|price| price.min_quantity);
}

/// No end is the latest one.
fn end(until: Option<Timestamp>) -> Timestamp {
    until.unwrap_or(Timestamp::MAX_UTC)
}

fn first_difference<const N: usize>(steps: [(Ordering, Verdict); N]) -> (Ordering, Verdict) {
    let mut steps = steps.into_iter();
    let last = (Ordering::Equal, Verdict::RowDuplicate);
    steps.find(|(ordering, _)| ordering.is_ne()).unwrap_or(last)
}
