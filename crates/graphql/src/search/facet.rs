//! `Facet`: which values found products have, and how many products each leads to.

use async_graphql::{Enum, InputObject, Result, SimpleObject};
use domain::{
    pricing::{Amount, selection::UnitPrice},
    text::Code,
};
use search::{
    facet::{Facet as Counted, FacetKey, FacetRequest, PriceRange},
    query::{Field, Filter},
};

use super::{filter::SearchFilterValue, labels::Labels, sort::filterable};
use crate::{
    buyer::View,
    catalog::{category::Category, product::PriceFilter},
    error::{ErrorCode, refuse},
    pricing::Money,
    scalars::int,
};

/// How many values a facet has where nothing is said, and at most.
const DEFAULT_VALUES: i32 = 20;
const VALUES_MAX: i32 = 250;

/// What a facet counts the values of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum FacetKind {
    /// A filterable attribute.
    Attribute,
    /// An option of variants, such as their size.
    Option,
    /// The brand.
    Brand,
    /// The categories, those above the product's own included.
    Category,
    /// The unit price in this context, in ranges.
    Price,
    /// Availability in the context's channel.
    Availability,
}

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

/// The values that found products have of something, and how many products each leads to.
#[derive(SimpleObject)]
pub(crate) struct Facet {
    /// What was counted.
    kind: FacetKind,
    /// The code of the attribute, or the name of the option. Null: of the other kinds.
    code: Option<String>,
    /// What it is called in the context's locale.
    label: String,
    /// The unit of its numbers. Null: it has none.
    unit: Option<String>,
    /// The values, the most frequent first; ranges of prices by price.
    values: Vec<FacetValue>,
    /// How many further values have products.
    other_values: i32,
    /// The lowest price of what was found. Null: nothing has a price, or it isn't the facet of prices.
    min_price: Option<Money>,
    /// The highest price of what was found. Null: nothing has a price, or it isn't the facet of prices.
    max_price: Option<Money>,
    /// The filter with nothing chosen in this facet.
    cleared: SearchFilterValue,
}

/// A value, and what choosing it gives.
#[derive(SimpleObject)]
pub(crate) struct FacetValue {
    /// The value as filters spell it: a code, a brand, a text, a number, a status; of a range of prices, its ends.
    value: String,
    /// What it is called in the context's locale.
    label: String,
    /// How many products are found with `filter`, exactly.
    count: i32,
    /// Whether the current filter has it chosen.
    selected: bool,
    /// The whole filter to send to choose this value, and no other one of this facet.
    filter: SearchFilterValue,
    /// The whole filter to send to choose this value beside those that are chosen, or, if it is chosen, to give it up.
    toggled: SearchFilterValue,
    /// The category. Null: it isn't the facet of categories.
    category: Option<Category>,
    /// The lower end of a range of prices. Null: it has none, or it isn't the facet of prices.
    min_price: Option<Money>,
    /// The upper end of a range of prices. Null: it has none, or it isn't the facet of prices.
    max_price: Option<Money>,
}

impl FacetInput {
    pub(super) fn into_request(self, view: &View) -> Result<FacetRequest> {
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
        })
    }
}

impl Facet {
    pub(super) fn of(counted: &Counted, filter: &Filter, labels: &Labels, view: &View) -> Self {
        let (kind, code) = match &counted.field {
            Field::Attribute(code) => (FacetKind::Attribute, Some(code.to_string())),
            Field::Option(name) => (FacetKind::Option, Some(name.clone())),
            Field::Brand => (FacetKind::Brand, None),
            Field::Category => (FacetKind::Category, None),
            Field::Price => (FacetKind::Price, None),
            Field::Availability => (FacetKind::Availability, None),
        };
        let values = counted.values.iter().map(|value| {
            let (min_price, max_price) = match &value.key {
                FacetKey::Price(range) => (money(range.min, view), money(range.max, view)),
                _ => (None, None),
            };
            let category = match &value.key {
                FacetKey::Category(code) => labels.category(code),
                _ => None,
            };
            FacetValue {
                value: labels.spelled(&value.key),
                label: labels.of_value(&counted.field, &value.key, view),
                count: count(value.count),
                selected: value.selected,
                filter: shown(&counted.choose(filter, &value.key), view),
                toggled: shown(&toggled(counted, filter, &value.key), view),
                category,
                min_price,
                max_price,
            }
        });
        let (min_price, max_price) = counted.prices.map_or((None, None), |(min, max)| {
            (money(Some(min), view), money(Some(max), view))
        });
        Self {
            kind,
            code,
            label: labels.of_field(&counted.field, view),
            unit: labels.unit(&counted.field, view),
            values: values.collect(),
            other_values: count(u64::try_from(counted.others).unwrap_or(u64::MAX)),
            min_price,
            max_price,
            cleared: shown(&filter.without(&counted.field), view),
        }
    }
}

/// The values that are chosen at the top of the filter, with this one added, or without it.
fn toggled(counted: &Counted, filter: &Filter, key: &FacetKey) -> Filter {
    let rest = filter.without(&counted.field);
    let selected = |value: &&search::facet::FacetValue| value.selected;
    let was = counted
        .values
        .iter()
        .any(|value| value.selected && value.key == *key);
    let mut chosen: Vec<&FacetKey> = counted
        .values
        .iter()
        .filter(selected)
        .map(|value| &value.key)
        .filter(|known| *known != key)
        .collect();
    if !was {
        chosen.push(key);
    }
    let conditions: Vec<Filter> = chosen
        .into_iter()
        .map(|key| Filter::Is(counted.condition(key)))
        .collect();
    match conditions.len() {
        0 => rest,
        1 => rest.and(
            conditions
                .into_iter()
                .next()
                .unwrap_or_else(Filter::everything),
        ),
        _ => rest.and(Filter::Any(conditions)),
    }
}

fn shown(filter: &Filter, view: &View) -> SearchFilterValue {
    SearchFilterValue::of(filter, &view.reference)
}

fn money(amount: Option<Amount>, view: &View) -> Option<Money> {
    let currency = view.buyer.currency;
    amount.map(|amount| {
        let digits = currency.digits();
        Money::of_unit(UnitPrice { amount, digits }, currency)
    })
}

fn count(count: u64) -> i32 {
    int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The code of a category that a facet value names.
pub(super) fn category_of(key: &FacetKey) -> Option<&Code> {
    match key {
        FacetKey::Category(code) => Some(code),
        _ => None,
    }
}

const _: () = assert!(DEFAULT_VALUES <= VALUES_MAX);
