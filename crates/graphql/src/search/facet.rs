//! `Facet`: which values found products have, and how many products each leads to.

mod input;

use std::sync::Arc;

use async_graphql::{Enum, Object};
use domain::text::Code;
use search::{
    facet::{Facet as Counted, FacetKey, FacetValue as Value, PriceRange},
    query::{Field, Filter},
};

pub(crate) use input::FacetInput;

use super::{filter::SearchFilterValue, labels::Labels};
use crate::{catalog::category::Category, pricing::Money, scalars::int};

/// What a facet counts the values of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum FacetKind {
    /// A filterable attribute.
    Attribute,
    /// An option of variants, such as their size.
    Option,
    /// The brand.
    Brand,
    /// The categories, those above the product's own included. Hidden ones are told where they are chosen.
    Category,
    /// The unit price in this context, in ranges.
    Price,
    /// Availability in the context's channel.
    Availability,
}

/// The values that found products have of something, and how many products each leads to.
#[derive(Clone)]
pub(crate) struct Facet<'a> {
    counted: &'a Counted,
    filter: &'a Filter,
    labels: Arc<Labels>,
}

/// A value, and what choosing it gives.
pub(crate) struct FacetValue<'a> {
    facet: Facet<'a>,
    value: &'a Value,
}

impl<'a> Facet<'a> {
    pub(super) fn of(counted: &'a Counted, filter: &'a Filter, labels: &Arc<Labels>) -> Self {
        Self {
            counted,
            filter,
            labels: Arc::clone(labels),
        }
    }

    fn shown(&self, filter: &Filter) -> SearchFilterValue {
        SearchFilterValue::of(filter, &self.labels.view().reference)
    }
}

/// The values that found products have of something, and how many products each leads to.
#[Object]
impl<'a> Facet<'a> {
    /// What was counted.
    async fn kind(&self) -> FacetKind {
        match self.counted.field {
            Field::Attribute(_) => FacetKind::Attribute,
            Field::Option(_) => FacetKind::Option,
            Field::Brand => FacetKind::Brand,
            Field::Category => FacetKind::Category,
            Field::Price => FacetKind::Price,
            Field::Availability => FacetKind::Availability,
        }
    }

    /// The code of the attribute, or the name of the option. Null: of the other kinds.
    async fn code(&self) -> Option<&str> {
        match &self.counted.field {
            Field::Attribute(code) => Some(code.as_str()),
            Field::Option(name) => Some(name),
            _ => None,
        }
    }

    /// What it is called in the context's locale. An option is called as the attribute of its name, if there is one, and else as in
    /// the catalogue's default locale.
    async fn label(&self) -> String {
        self.labels.of_field(&self.counted.field)
    }

    /// The unit of its numbers. Null: it has none.
    async fn unit(&self) -> Option<String> {
        self.labels.unit(&self.counted.field)
    }

    /// The values, the most frequent first; ranges of prices by price.
    async fn values(&self) -> Vec<FacetValue<'a>> {
        let value = |value| FacetValue {
            facet: self.clone(),
            value,
        };
        self.counted.values.iter().map(value).collect()
    }

    /// How many further values have products.
    async fn other_values(&self) -> i32 {
        count(u64::try_from(self.counted.others).unwrap_or(u64::MAX))
    }

    /// The lowest price of what was found. Null: nothing has a price, or it isn't the facet of prices.
    async fn min_price(&self) -> Option<Money> {
        Some(self.labels.money(self.counted.prices?.0))
    }

    /// The highest price of what was found. Null: nothing has a price, or it isn't the facet of prices.
    async fn max_price(&self) -> Option<Money> {
        Some(self.labels.money(self.counted.prices?.1))
    }

    /// The filter with nothing chosen in this facet.
    async fn cleared(&self) -> SearchFilterValue {
        self.shown(&self.filter.without(&self.counted.field))
    }
}

impl FacetValue<'_> {
    /// The range that it is, if it is one of prices.
    const fn range(&self) -> Option<&PriceRange> {
        match &self.value.key {
            FacetKey::Price(range) => Some(range),
            _ => None,
        }
    }
}

/// A value, and what choosing it gives.
#[Object]
impl FacetValue<'_> {
    /// The value as filters spell it: a code, a brand, a text, a number, a status; of a range of prices, its ends.
    async fn value(&self) -> String {
        self.facet.labels.spelled(&self.value.key)
    }

    /// What it is called in the context's locale: a category, a status, a value of an ENUM, or of an option whose name is that of an
    /// ENUM. A text is as in the catalogue's default locale.
    async fn label(&self) -> String {
        let field = &self.facet.counted.field;
        self.facet.labels.of_value(field, &self.value.key)
    }

    /// How many products are found with `filter`, exactly.
    async fn count(&self) -> i32 {
        count(self.value.count)
    }

    /// Whether the current filter has it chosen.
    async fn selected(&self) -> bool {
        self.value.selected
    }

    /// The whole filter to send to choose this value, and no other one of this facet.
    async fn filter(&self) -> SearchFilterValue {
        let facet = &self.facet;
        facet.shown(&facet.counted.choose(facet.filter, &self.value.key))
    }

    /// The whole filter to send to choose this value beside those that are chosen, or, if it is chosen, to give it up.
    async fn toggled(&self) -> SearchFilterValue {
        let facet = &self.facet;
        facet.shown(&toggled(facet.counted, facet.filter, &self.value.key))
    }

    /// The category. Null: it isn't the facet of categories.
    async fn category(&self) -> Option<Category> {
        self.facet.labels.category(category_of(&self.value.key)?)
    }

    /// The lower end of a range of prices. Null: it has none, or it isn't the facet of prices.
    async fn min_price(&self) -> Option<Money> {
        Some(self.facet.labels.money(self.range()?.min?))
    }

    /// The upper end of a range of prices. Null: it has none, or it isn't the facet of prices.
    async fn max_price(&self) -> Option<Money> {
        Some(self.facet.labels.money(self.range()?.max?))
    }
}

/// The values that are chosen at the top of the filter, with this one added, or without it.
fn toggled(counted: &Counted, filter: &Filter, key: &FacetKey) -> Filter {
    let rest = filter.without(&counted.field);
    let selected = |value: &&Value| value.selected;
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
