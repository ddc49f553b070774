//! Facets: which values found products have, and how many products each leads to.
//!
//! A count is what choosing the value gives: the total of the same search with [`Facet::choose`] as its filter. It counts
//! products, exactly, and like a filter it asks that one and the same variant has the value and meets the rest.

use std::{cmp::Reverse, collections::BTreeSet};

use domain::{catalog::Scalar, inventory::StockStatus, pricing::Amount, text::Code};

use crate::query::{AttributeMatch, Condition, Field, Filter};

/// A facet to count.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetRequest {
    /// What to count the values of.
    pub field: Field,
    /// How many values at most; chosen ones are always among them. What is left out is told by [`Facet::others`].
    pub limit: usize,
    /// True (the usual): values are counted as if nothing of this field were chosen, so that a buyer can choose another
    /// one instead, or as well. False: values are counted within what is chosen.
    pub disjunctive: bool,
    /// For [`Field::Price`]: the ranges to count, which may overlap. None: ranges with round ends that fit the prices, and
    /// those without products are left out. Of no meaning for other fields.
    pub ranges: Option<Vec<PriceRange>>,
    /// For [`Field::Category`]: the categories that are only told where they are chosen. Of no meaning for other fields.
    pub hidden: BTreeSet<Code>,
}

/// A range of prices, both ends included. None: no such end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRange {
    /// At least this.
    pub min: Option<Amount>,
    /// At most this.
    pub max: Option<Amount>,
}

/// A counted facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// What was counted.
    pub field: Field,
    /// The values: the most frequent first, equals by value; ranges of prices by price. Values without products are left
    /// out, unless they are chosen.
    pub values: Vec<FacetValue>,
    /// How many further values have products.
    pub others: usize,
    /// The least and the greatest price. None: no product has one here, or this isn't the facet of prices.
    pub prices: Option<(Amount, Amount)>,
    /// The least and the greatest number or date. None: no product has one, or these aren't numbers or dates.
    pub bounds: Option<(Scalar, Scalar)>,
    /// As it was asked for.
    pub disjunctive: bool,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetValue {
    /// The value.
    pub key: FacetKey,
    /// How many products choosing it alone gives.
    pub count: u64,
    /// Whether a condition at the top of the filter names it.
    pub selected: bool,
}

/// A value that a facet counts. Its label in the buyer's language is the catalogue's business.
#[derive(Clone, Debug, PartialEq)]
pub enum FacetKey {
    /// A brand.
    Brand(String),
    /// A category, by its code.
    Category(Code),
    /// A value of an option, in the default locale.
    Option(String),
    /// A value of an attribute.
    Attribute(Scalar),
    /// A status of availability.
    Availability(StockStatus),
    /// A range of prices.
    Price(PriceRange),
}

impl Facet {
    /// The filter that choosing this value alone makes of the current one: `count` products meet it.
    #[must_use]
    pub fn choose(&self, filter: &Filter, key: &FacetKey) -> Filter {
        let kept = if self.disjunctive {
            filter.without(&self.field)
        } else {
            filter.clone()
        };
        kept.and(Filter::Is(self.condition(key)))
    }

    /// The condition that this value stands for.
    #[must_use]
    pub fn condition(&self, key: &FacetKey) -> Condition {
        match key {
            FacetKey::Brand(brand) => Condition::Brand(vec![brand.clone()]),
            FacetKey::Category(code) => Condition::Category {
                codes: vec![code.clone()],
                include_descendants: true,
            },
            FacetKey::Option(value) => {
                let name = match &self.field {
                    Field::Option(name) => name.clone(),
                    _ => String::new(),
                };
                Condition::Option {
                    name,
                    values: vec![value.clone()],
                }
            }
            FacetKey::Attribute(value) => {
                let code = match &self.field {
                    Field::Attribute(code) => code.clone(),
                    _ => Code::trusted(""),
                };
                Condition::Attribute {
                    code,
                    matches: AttributeMatch::AnyOf(vec![value.clone()]),
                }
            }
            FacetKey::Availability(status) => Condition::Availability(vec![*status]),
            FacetKey::Price(range) => Condition::Price {
                min: range.min,
                max: range.max,
            },
        }
    }
}

impl FacetValue {
    /// What a facet's values are sorted by: the most frequent first.
    pub(crate) fn order(&self) -> (Reverse<u64>, String) {
        (Reverse(self.count), self.key.text())
    }
}

impl FacetKey {
    /// The value as the store spells it, for sorting.
    fn text(&self) -> String {
        match self {
            Self::Brand(text) | Self::Option(text) => text.clone(),
            Self::Category(code) => code.as_str().to_owned(),
            Self::Attribute(value) => crate::term::scalar(value),
            Self::Availability(status) => status.as_str().to_owned(),
            Self::Price(range) => {
                let bound = |amount: Option<Amount>| amount.map_or(0, Amount::millionths);
                format!("{:020} {:020}", bound(range.min), bound(range.max))
            }
        }
    }
}
