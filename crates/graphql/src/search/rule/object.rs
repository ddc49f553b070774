//! `SearchSynonyms`, `SearchRule`, `SearchRedirect`.

use async_graphql::{Result, SimpleObject};
use persistence::search::{Ranking, Redirect, StoredRule, Synonyms, Target, Weight, When};

use crate::scalars::{DateTime, int};

/// Words that mean the same to those who search.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchSynonyms {
    /// The shop's key of them.
    code: String,
    /// The language in which they do. Null: in all.
    locale: Option<String>,
    /// What buyers say. Null: each of the words finds what the others find.
    from: Option<String>,
    /// What products say.
    words: Vec<String>,
    /// Counts its changes, from 1.
    version: i32,
}

/// What comes first, and what counts for more or less, in some searches.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchRule {
    /// The shop's key of it.
    code: String,
    /// Where and when it holds.
    when: SearchOccasion,
    /// The codes of the products that come first, in this order.
    pins: Vec<String>,
    /// Products that count for more, or for less.
    weights: Vec<SearchWeight>,
    /// Counts its changes, from 1.
    version: i32,
}

/// Where those are sent who search for something.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchRedirect {
    /// The shop's key of it.
    code: String,
    /// Where and when it holds.
    when: SearchOccasion,
    /// An address, or a path of the shop.
    url: String,
    /// Counts its changes, from 1.
    version: i32,
}

/// Where and when a rule holds: all that is said must be so.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchOccasion {
    /// For one of these queries, without regard to case. Empty: for any, and without one.
    queries: Vec<String>,
    /// Whether it is enough that the query has all words of one of them.
    contains: bool,
    /// On the page of the category with this code alone. Null: everywhere.
    category: Option<String>,
    /// In the channel with this code alone. Null: in all.
    channel: Option<String>,
    /// In this language alone. Null: in all.
    locale: Option<String>,
    /// From this moment, included. Null: from the beginning.
    from: Option<DateTime>,
    /// Until this moment, excluded. Null: without end.
    until: Option<DateTime>,
}

/// Products that count for more, or for less.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchWeight {
    /// Those with these codes. Null: others are meant.
    products: Option<Vec<String>>,
    /// Those of these brands. Null: others are meant.
    brands: Option<Vec<String>>,
    /// Those in the category with this code, or below it. Null: others are meant.
    category: Option<String>,
    /// Those with an attribute. Null: others are meant.
    attribute: Option<SearchWeightAttribute>,
    /// What their score is of what it would be, in percent: above 100 they count for more, below it for less.
    percent: i32,
}

/// An attribute that products have.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchWeightAttribute {
    /// Its code.
    code: String,
    /// One of these values, spelled as filters spell them.
    values: Vec<String>,
}

/// A rule that is shown.
pub(crate) trait Shown: Sized {
    /// What it says, as stored.
    type Body: persistence::search::RuleBody;

    fn of(rule: &StoredRule<Self::Body>) -> Self;

    /// All of this kind.
    fn all(rules: &persistence::search::SearchRules) -> &[StoredRule<Self::Body>];
}

impl Shown for SearchSynonyms {
    type Body = Synonyms;

    fn of(rule: &StoredRule<Synonyms>) -> Self {
        Self {
            code: rule.code.to_string(),
            locale: rule.body.locale.clone(),
            from: rule.body.from.clone(),
            words: rule.body.words.clone(),
            version: int(rule.version),
        }
    }

    fn all(rules: &persistence::search::SearchRules) -> &[StoredRule<Synonyms>] {
        &rules.synonyms
    }
}

impl Shown for SearchRule {
    type Body = Ranking;

    fn of(rule: &StoredRule<Ranking>) -> Self {
        Self {
            code: rule.code.to_string(),
            when: SearchOccasion::of(&rule.body.when),
            pins: rule.body.pins.clone(),
            weights: rule.body.weights.iter().map(SearchWeight::of).collect(),
            version: int(rule.version),
        }
    }

    fn all(rules: &persistence::search::SearchRules) -> &[StoredRule<Ranking>] {
        &rules.rankings
    }
}

impl Shown for SearchRedirect {
    type Body = Redirect;

    fn of(rule: &StoredRule<Redirect>) -> Self {
        Self {
            code: rule.code.to_string(),
            when: SearchOccasion::of(&rule.body.when),
            url: rule.body.url.clone(),
            version: int(rule.version),
        }
    }

    fn all(rules: &persistence::search::SearchRules) -> &[StoredRule<Redirect>] {
        &rules.redirects
    }
}

impl SearchOccasion {
    fn of(when: &When) -> Self {
        let moment = |micros: Option<i64>| {
            micros
                .and_then(chrono::DateTime::from_timestamp_micros)
                .map(DateTime)
        };
        Self {
            queries: when.queries.clone(),
            contains: when.contains,
            category: when.category.clone(),
            channel: when.channel.clone(),
            locale: when.locale.clone(),
            from: moment(when.from),
            until: moment(when.until),
        }
    }
}

impl SearchWeight {
    fn of(weight: &Weight) -> Self {
        let mut shown = Self {
            products: None,
            brands: None,
            category: None,
            attribute: None,
            percent: int(i64::from(weight.percent)),
        };
        match weight.target.clone() {
            Target::Products(products) => shown.products = Some(products),
            Target::Brands(brands) => shown.brands = Some(brands),
            Target::Category(category) => shown.category = Some(category),
            Target::Attribute { code, values } => {
                shown.attribute = Some(SearchWeightAttribute { code, values });
            }
        }
        shown
    }
}

/// All of a kind.
pub(super) fn shown<S: Shown>(rules: &persistence::search::SearchRules) -> Vec<S> {
    S::all(rules).iter().map(S::of).collect()
}

/// The one with this code. None: there is none.
pub(super) fn one<S: Shown>(
    rules: &persistence::search::SearchRules,
    code: &str,
) -> Option<Result<S>> {
    let found = S::all(rules).iter().find(|rule| &*rule.code == code)?;
    Some(Ok(S::of(found)))
}
