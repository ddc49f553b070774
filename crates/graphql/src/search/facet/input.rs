//! `FacetInput`: what is to be counted.

use std::collections::BTreeSet;

use async_graphql::{InputObject, Result};
use search::{
    facet::{FacetRequest, PriceRange},
    query::Field,
};

use super::FacetKind;
use crate::{
    buyer::View,
    catalog::product::PriceFilter,
    error::{ErrorCode, refuse},
    search::sort::filterable,
};

/// How many values a facet has where nothing is said, and at most.
const DEFAULT_VALUES: i32 = 20;
const VALUES_MAX: i32 = 250;
const _: () = assert!(DEFAULT_VALUES <= VALUES_MAX);

/// A facet to be counted.
#[derive(Debug, InputObject)]
pub(crate) struct FacetInput {
    /// What to count the values of.
    kind: FacetKind,
    /// The code of the attribute, or the name of the option in the catalogue's default locale. Null: for the other kinds.
    code: Option<String>,
    /// How many values at most, the most frequent first, 1 to 250. Chosen ones are always among them.
    #[graphql(default = 20)]
    limit: i32,
    /// True: values are counted as if nothing of this facet were chosen, so that another one can be chosen instead, or as
    /// well. False: within what is chosen.
    #[graphql(default = true)]
    disjunctive: bool,
    /// For PRICE: the ranges to count, which may overlap. Null: ranges with round ends that fit the prices.
    ranges: Option<Vec<PriceFilter>>,
}

impl FacetInput {
    pub(in crate::search) fn into_request(self, view: &View) -> Result<FacetRequest> {
        let refused = |message: String| Err(refuse(ErrorCode::BadUserInput, message));
        let named = matches!(self.kind, FacetKind::Attribute | FacetKind::Option);
        if named != self.code.is_some() {
            return refused(String::from(
                "A facet of ATTRIBUTE or OPTION has a `code`, and no other one does.",
            ));
        }
        if !(1..=VALUES_MAX).contains(&self.limit) {
            return refused(format!(
                "A facet's `limit` is {}; it may be 1 to {VALUES_MAX}.",
                self.limit
            ));
        }
        let code = self.code.unwrap_or_default();
        let field = match self.kind {
            FacetKind::Attribute => Field::Attribute(filterable(&code, view)?),
            FacetKind::Option => Field::Option(code),
            FacetKind::Brand => Field::Brand,
            FacetKind::Category => Field::Category,
            FacetKind::Price => Field::Price,
            FacetKind::Availability => Field::Availability,
        };
        let ranges = self.ranges.map(|ranges| {
            let range = |range: PriceFilter| {
                let range = range.into_condition()?;
                Ok(PriceRange {
                    min: range.min,
                    max: range.max,
                })
            };
            ranges.into_iter().map(range).collect::<Result<_>>()
        });
        Ok(FacetRequest {
            field,
            limit: usize::try_from(self.limit.max(1)).unwrap_or(1),
            disjunctive: self.disjunctive,
            ranges: ranges.transpose()?,
            hidden: BTreeSet::new(),
        })
    }
}
