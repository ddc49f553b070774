//! A list that is relative to one that is relative to another: how long such a chain may be, and that it ends.

use super::super::{PriceList, selection::PriceLists};
use crate::text::Code;

/// The most price lists in a chain, from the first to the one that is relative to no list.
pub const CHAIN_MAX: usize = 5;

/// What is wrong with what a price list is relative to. The messages are sentences for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainProblem {
    /// There is no such list.
    #[error("There is no price list \"{0}\".")]
    Unknown(Code),
    /// The parent's prices are in another currency.
    #[error("The price list \"{parent}\" is in {theirs}, not {ours}.")]
    OtherCurrency {
        /// The parent.
        parent: Code,
        /// Its currency.
        theirs: super::super::Currency,
        /// The currency of the list that is relative to it.
        ours: super::super::Currency,
    },
    /// It comes back to where it began.
    #[error("A price list can't be relative to itself: {0}.")]
    Cycle(String),
    /// Too many lists, each relative to the next.
    #[error("At most {CHAIN_MAX} price lists can be relative to each other in a chain: {0}.")]
    TooLong(String),
}

/// What is wrong with the chain that begins at a list. None: nothing.
#[must_use]
pub fn chain_problem(list: &PriceList, lists: &PriceLists) -> Option<ChainProblem> {
    let mut seen: Vec<&Code> = vec![&list.code];
    let mut current = list;
    while let Some(parent) = current
        .relative
        .as_ref()
        .and_then(|own| own.parent.as_ref())
    {
        if seen.contains(&parent) {
            seen.push(parent);
            return Some(ChainProblem::Cycle(path(&seen)));
        }
        seen.push(parent);
        let Some(entry) = lists.by_code(parent) else {
            return Some(ChainProblem::Unknown(parent.clone()));
        };
        if entry.value.currency != current.currency {
            return Some(ChainProblem::OtherCurrency {
                parent: parent.clone(),
                theirs: entry.value.currency,
                ours: current.currency,
            });
        }
        if seen.len() > CHAIN_MAX {
            return Some(ChainProblem::TooLong(path(&seen)));
        }
        current = &entry.value;
    }
    None
}

fn path(codes: &[&Code]) -> String {
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    codes.join(" → ")
}
