//! What to count for facets, and facets of what was counted.

use domain::{inventory::StockStatus, pricing::Amount, text::Code};

use super::matching;
use crate::{
    facet::{Facet, FacetKey, FacetRequest, FacetValue, PriceRange},
    plan::{Count, Counted, Match},
    query::{AttributeMatch, Condition, Field, Filter, SearchRequest},
    term,
};

/// What to count for the facets of a request.
pub(crate) fn counts(request: &SearchRequest, kept: &Match) -> Vec<Count> {
    let context = &request.context;
    let count = |facet: &FacetRequest| {
        let filter = if facet.disjunctive {
            request.filter.without(&facet.field)
        } else {
            request.filter.clone()
        };
        let within = Match::All(vec![matching(context, &filter), kept.clone()]).simple();
        match term::beginning(&facet.field, &context.channel) {
            Some(beginning) => Count::Terms { within, beginning },
            None => Count::Prices {
                within,
                whose: context.prices.clone(),
                ranges: ranges(facet)
                    .iter()
                    .map(|range| {
                        (
                            range.min.map(Amount::millionths),
                            range.max.map(Amount::millionths),
                        )
                    })
                    .collect(),
            },
        }
    };
    request.facets.iter().map(count).collect()
}

/// The facets of what was counted.
pub(crate) fn facets(request: &SearchRequest, counted: Vec<Counted>) -> Vec<Facet> {
    let pairs = request.facets.iter().zip(counted);
    pairs
        .map(|(facet, counted)| match facet.field {
            Field::Price => of_prices(request, facet, &counted),
            _ => of_terms(request, facet, counted),
        })
        .collect()
}

fn of_terms(request: &SearchRequest, facet: &FacetRequest, counted: Counted) -> Facet {
    let channel = &request.context.channel;
    let beginning = term::beginning(&facet.field, channel).unwrap_or_default();
    let chosen = chosen(&request.filter, &facet.field);
    let mut values: Vec<FacetValue> = Vec::with_capacity(counted.terms.len());
    for (term, count) in counted.terms {
        let text = term.strip_prefix(&beginning).unwrap_or_default();
        if let Some(key) = key(&facet.field, text) {
            let selected = chosen.contains(&key);
            if selected || !is_hidden(&key, facet) {
                values.push(FacetValue {
                    key,
                    count,
                    selected,
                });
            }
        }
    }
    for key in chosen {
        if !values.iter().any(|value| value.key == key) {
            values.push(FacetValue {
                key,
                count: 0,
                selected: true,
            });
        }
    }
    let bounds = bounds(&values);
    values.sort_by_cached_key(FacetValue::order);
    Facet {
        field: facet.field.clone(),
        others: cut(&mut values, facet.limit),
        values,
        prices: None,
        bounds,
        disjunctive: facet.disjunctive,
    }
}

/// Leaves the first of so many, and those that are chosen. Tells how many go.
fn cut(values: &mut Vec<FacetValue>, limit: usize) -> usize {
    let before = values.len();
    let mut place = 0;
    values.retain(|value| {
        place += 1;
        place <= limit || value.selected
    });
    before - values.len()
}

fn is_hidden(key: &FacetKey, facet: &FacetRequest) -> bool {
    matches!(key, FacetKey::Category(code) if facet.hidden.contains(code))
}

fn of_prices(request: &SearchRequest, facet: &FacetRequest, counted: &Counted) -> Facet {
    let chosen = chosen(&request.filter, &Field::Price);
    let values = ranges(facet).into_iter().zip(&counted.ranges);
    let mut values: Vec<FacetValue> = values
        .map(|(range, count)| {
            let key = FacetKey::Price(range);
            FacetValue {
                selected: chosen.contains(&key),
                key,
                count: *count,
            }
        })
        .filter(|value| value.count > 0 || value.selected || facet.ranges.is_some())
        .collect();
    let limit = facet.limit.max(facet.ranges.as_ref().map_or(0, Vec::len));
    let amount = |millionths| Amount::from_millionths(millionths);
    Facet {
        field: Field::Price,
        others: cut(&mut values, limit),
        values,
        prices: counted
            .prices
            .and_then(|(min, max)| Some((amount(min)?, amount(max)?))),
        bounds: None,
        disjunctive: facet.disjunctive,
    }
}

/// The ranges that a facet of prices counts: those asked for, else 0 to 1, 1 to 2, 2 to 5, 5 to 10 and so on.
fn ranges(facet: &FacetRequest) -> Vec<PriceRange> {
    if let Some(ranges) = &facet.ranges {
        return ranges.clone();
    }
    let amount = |units: i64| Amount::from_millionths(units * 1_000_000);
    let mut ends = vec![amount(0)];
    for magnitude in 0..8 {
        for digit in [1, 2, 5] {
            ends.push(amount(digit * 10_i64.pow(magnitude)));
        }
    }
    ends.push(None);
    ends.windows(2)
        .map(|ends| PriceRange {
            min: ends[0],
            max: ends[1],
        })
        .collect()
}

/// The least and the greatest of numbers or dates.
fn bounds(values: &[FacetValue]) -> Option<(domain::catalog::Scalar, domain::catalog::Scalar)> {
    use domain::catalog::Scalar;
    let scalars = values.iter().filter(|value| value.count > 0);
    let mut scalars = scalars.filter_map(|value| match &value.key {
        FacetKey::Attribute(value @ (Scalar::Number(_) | Scalar::Date(_))) => Some(value),
        _ => None,
    });
    let first = scalars.next()?;
    let (mut least, mut greatest) = (first, first);
    for value in scalars {
        if term::scalar(value) < term::scalar(least) {
            least = value;
        }
        if term::scalar(value) > term::scalar(greatest) {
            greatest = value;
        }
    }
    Some((least.clone(), greatest.clone()))
}

fn key(field: &Field, text: &str) -> Option<FacetKey> {
    Some(match field {
        Field::Brand => FacetKey::Brand(text.to_owned()),
        Field::Category => FacetKey::Category(Code::trusted(text)),
        Field::Option(_) => FacetKey::Option(text.to_owned()),
        Field::Attribute(_) => FacetKey::Attribute(term::parse_scalar(text)?),
        Field::Availability => FacetKey::Availability(StockStatus::parse(text)?),
        Field::Price => return None,
    })
}

/// The values of a field that conditions at the top of a filter name.
fn chosen(filter: &Filter, field: &Field) -> Vec<FacetKey> {
    let mut keys = Vec::new();
    for conjunct in filter.conjuncts() {
        if conjunct.field().as_ref() == Some(field) {
            named(conjunct, &mut keys);
        }
    }
    keys
}

fn named(filter: &Filter, keys: &mut Vec<FacetKey>) {
    match filter {
        Filter::All(several) | Filter::Any(several) => {
            for one in several {
                named(one, keys);
            }
        }
        Filter::Not(_) => {}
        Filter::Is(condition) => {
            for key in named_by(condition) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }
}

fn named_by(condition: &Condition) -> Vec<FacetKey> {
    match condition {
        Condition::Brand(brands) => brands.iter().cloned().map(FacetKey::Brand).collect(),
        Condition::Category { codes, .. } => {
            codes.iter().cloned().map(FacetKey::Category).collect()
        }
        Condition::Option { values, .. } => values.iter().cloned().map(FacetKey::Option).collect(),
        Condition::Attribute {
            matches: AttributeMatch::AnyOf(values),
            ..
        } => values.iter().cloned().map(FacetKey::Attribute).collect(),
        Condition::Availability(statuses) => statuses
            .iter()
            .copied()
            .map(FacetKey::Availability)
            .collect(),
        Condition::Price { min, max } => vec![FacetKey::Price(PriceRange {
            min: *min,
            max: *max,
        })],
        _ => Vec::new(),
    }
}
