//! `PriceCandidate`: why a price won or lost.

use std::sync::Arc;

use async_graphql::{Enum, Object};
use domain::{
    pricing::{self, selection},
    text::Code,
};

use crate::{
    buyer::View,
    pricing::{Money, price_list::PriceList},
    scalars::{CountryCode, DateTime, int},
};

/// Why a price won or lost. The first question that it failed counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "selection::Verdict")]
pub(crate) enum PriceVerdict {
    /// It applies.
    Won,
    /// Another price of its list has the same unit price from fewer units on.
    TierLater,
    /// Another price of its list, for another minimum quantity, has a lower unit price.
    TierDearer,
    /// It says the same as another price of its list.
    RowDuplicate,
    /// A price of its list that is otherwise alike ends later.
    RowEndsEarlier,
    /// A price of its list that is otherwise alike is lower.
    RowDearer,
    /// A price of its list for the same minimum quantity began later.
    RowStartsEarlier,
    /// A price of its list for the same minimum quantity has a time window.
    RowUndated,
    /// A price of its list for the same minimum quantity is for the buyer's country.
    RowWithoutCountry,
    /// It is computed, and its list has a price of its own for as many units or fewer.
    RowComputed,
    /// Another list is bound alike with the same priority, and its code comes first.
    ListLaterCode,
    /// Another list is bound alike and has a higher priority.
    ListLowerPriority,
    /// Another list is for the buyer's country.
    ListWithoutCountry,
    /// Another list is for the channel.
    ListWithoutChannel,
    /// Another list is for the buyer's customer group.
    ListWithoutCustomerGroup,
    /// It is a base price, and a price list applies.
    BasePrice,
    /// Its price list is no longer valid.
    ListNoLongerValid,
    /// Its price list is not valid yet.
    ListNotYetValid,
    /// Its price list is for other countries.
    ListOtherCountry,
    /// Its price list is for other channels.
    ListOtherChannel,
    /// Its price list is for other customer groups.
    ListOtherCustomerGroup,
    /// Its price list is in another currency.
    ListUnknown,
    /// It is no longer valid.
    NoLongerValid,
    /// It is not valid yet.
    NotYetValid,
    /// It is for another country.
    OtherCountry,
    /// It is for more units than were asked for.
    QuantityTooSmall,
    /// It is in another currency.
    OtherCurrency,
    /// The channel does not sell in the currency.
    CurrencyNotSold,
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "selection::Origin")]
pub(crate) enum PriceOrigin {
    /// The base prices.
    Base,
    /// A price list's own prices.
    Fixed,
    /// Computed for a relative price list from the prices of another list, or from the base prices.
    Relative,
}

/// A price of a variant with its verdict.
pub(crate) struct PriceCandidate {
    row: pricing::Price,
    list: Option<Code>,
    amount: pricing::Amount,
    compare_at: Option<pricing::Amount>,
    origin: selection::Origin,
    verdict: selection::Verdict,
    view: Arc<View>,
}

impl PriceCandidate {
    pub(crate) fn of(candidate: &selection::Candidate<'_>, view: &Arc<View>) -> Self {
        Self {
            row: candidate.price.clone(),
            list: candidate.list.cloned(),
            amount: candidate.amount,
            compare_at: candidate.compare_at,
            origin: candidate.origin,
            verdict: candidate.verdict,
            view: Arc::clone(view),
        }
    }

    fn list(&self) -> Option<PriceList> {
        let entry = self
            .view
            .reference
            .price_lists
            .by_code(self.list.as_ref()?)?;
        Some(PriceList::of(entry, &self.view.reference))
    }

    fn money(&self, amount: pricing::Amount) -> Money {
        let list = self
            .list
            .as_ref()
            .and_then(|code| self.view.reference.price_lists.by_code(code));
        let digits = list.map_or_else(|| self.row.currency.digits(), |list| list.value.digits());
        Money::of_unit(selection::UnitPrice { amount, digits }, self.row.currency)
    }
}

/// A price that a variant has, and why it won or lost in the context at the asked quantity.
#[Object]
impl PriceCandidate {
    /// Why it won or lost, for programs.
    async fn verdict(&self) -> PriceVerdict {
        self.verdict.into()
    }

    /// Why it won or lost, as a sentence.
    async fn reason(&self) -> &'static str {
        self.verdict.sentence()
    }

    /// What one unit costs.
    async fn unit(&self) -> Money {
        self.money(self.amount)
    }

    /// What one unit is shown to have cost before. Null: nothing is shown.
    async fn compare_at(&self) -> Option<Money> {
        self.compare_at.map(|amount| self.money(amount))
    }

    /// From how many units on it holds.
    async fn min_quantity(&self) -> i32 {
        int(self.row.min_quantity.into())
    }

    /// Where it comes from.
    async fn origin(&self) -> PriceOrigin {
        self.origin.into()
    }

    /// The price list that it is of. Null: it is a base price.
    async fn price_list(&self) -> Option<PriceList> {
        self.list()
    }

    /// The only country in which it holds. Null: it holds in all.
    async fn country(&self) -> Option<CountryCode> {
        self.row.country.map(CountryCode)
    }

    /// From when it holds, this moment included. Null: from the beginning.
    async fn valid_from(&self) -> Option<DateTime> {
        self.row.valid_from.map(DateTime)
    }

    /// Until when it holds, this moment excluded. Null: without end.
    async fn valid_until(&self) -> Option<DateTime> {
        self.row.valid_until.map(DateTime)
    }
}
