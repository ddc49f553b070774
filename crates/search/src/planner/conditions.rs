//! Filters as conditions on terms.

use std::ops::Bound;

use domain::catalog::Scalar;

use crate::{
    embedded::texts::after_all,
    plan::{Match, PriceMatch},
    query::{AttributeMatch, Condition, Filter, SearchContext},
    term,
};

/// What a filter asks of a variant in this context.
pub(crate) fn matching(context: &SearchContext, filter: &Filter) -> Match {
    let each = |filters: &[Filter]| -> Vec<Match> {
        filters
            .iter()
            .map(|filter| matching(context, filter))
            .collect()
    };
    match filter {
        Filter::All(all) => Match::All(each(all)),
        Filter::Any(any) => Match::Any(each(any)),
        Filter::Not(inner) => Match::Not(Box::new(matching(context, inner))),
        Filter::Is(condition) => of_condition(context, condition),
    }
}

fn of_condition(context: &SearchContext, condition: &Condition) -> Match {
    match condition {
        Condition::Product(ids) => Match::Keys(ids.iter().map(|id| term::product(*id)).collect()),
        Condition::Code(codes) => Match::Keys(codes.iter().map(term::code).collect()),
        Condition::Status(statuses) => Match::Terms(
            statuses
                .iter()
                .map(|status| term::status(*status))
                .collect(),
        ),
        Condition::Brand(brands) => {
            Match::Terms(brands.iter().map(|brand| term::brand(brand)).collect())
        }
        Condition::Category {
            codes,
            include_descendants,
        } => {
            let term = if *include_descendants {
                term::category
            } else {
                term::direct_category
            };
            Match::Terms(codes.iter().map(term).collect())
        }
        Condition::Option { name, values } => Match::Terms(
            values
                .iter()
                .map(|value| term::option(name, value))
                .collect(),
        ),
        Condition::Attribute { code, matches } => {
            let beginning = term::attribute_beginning(code);
            match matches {
                AttributeMatch::Exists => begins(&beginning),
                AttributeMatch::AnyOf(values) => Match::Terms(
                    values
                        .iter()
                        .map(|value| term::attribute(code, value))
                        .collect(),
                ),
                AttributeMatch::Between(from, to) => between(&beginning, from, to),
            }
        }
        Condition::Availability(statuses) => Match::Terms(
            statuses
                .iter()
                .map(|status| term::availability(&context.channel, *status))
                .collect(),
        ),
        Condition::Price { min, max } => Match::Price(PriceMatch {
            whose: context.prices.clone(),
            min: min.map(|amount| amount.millionths()),
            max: max.map(|amount| amount.millionths()),
        }),
        Condition::Updated { from, until } => {
            let from = from.map_or(Bound::Included("u".to_owned()), |from| {
                Bound::Included(term::updated(from))
            });
            let until = until.map_or(Bound::Excluded("v".to_owned()), |until| {
                Bound::Excluded(term::updated(until))
            });
            Match::KeysBetween(from, until)
        }
    }
}

fn begins(beginning: &str) -> Match {
    let end = after_all(beginning).map_or(Bound::Unbounded, Bound::Excluded);
    Match::Between(Bound::Included(beginning.to_owned()), end)
}

/// Between two values of one type; an open end ends with the values of that type.
fn between(beginning: &str, from: &Bound<Scalar>, to: &Bound<Scalar>) -> Match {
    let value = |bound: &Bound<Scalar>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(term::scalar(value)),
        Bound::Unbounded => None,
    };
    let Some(kind) = value(from)
        .or_else(|| value(to))
        .map(|text| text[..1].to_owned())
    else {
        return begins(beginning);
    };
    let of_kind = format!("{beginning}{kind}");
    let from = match from {
        Bound::Included(value) => Bound::Included(format!("{beginning}{}", term::scalar(value))),
        Bound::Excluded(value) => Bound::Excluded(format!("{beginning}{}", term::scalar(value))),
        Bound::Unbounded => Bound::Included(of_kind.clone()),
    };
    let to = match to {
        Bound::Included(value) => Bound::Included(format!("{beginning}{}", term::scalar(value))),
        Bound::Excluded(value) => Bound::Excluded(format!("{beginning}{}", term::scalar(value))),
        Bound::Unbounded => after_all(&of_kind).map_or(Bound::Unbounded, Bound::Excluded),
    };
    Match::Between(from, to)
}

impl Match {
    /// Without what needs no asking: nested lists of all, and lists of one.
    pub(crate) fn simple(self) -> Self {
        match self {
            Self::All(all) => {
                let mut flat = Vec::with_capacity(all.len());
                for one in all {
                    match one.simple() {
                        Self::All(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
                if flat.len() == 1 {
                    flat.remove(0)
                } else {
                    Self::All(flat)
                }
            }
            Self::Any(any) => {
                let mut any: Vec<Self> = any.into_iter().map(Self::simple).collect();
                if any.len() == 1 {
                    any.remove(0)
                } else {
                    Self::Any(any)
                }
            }
            Self::Not(inner) => Self::Not(Box::new(inner.simple())),
            other => other,
        }
    }
}
