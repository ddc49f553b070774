//! The inputs of rules, and what is wrong with them: everything at once.

use async_graphql::InputObject;
use domain::text::Code;
use persistence::search::{Ranking, Redirect, Synonyms, Target, Weight, When};

use crate::{
    mutation::{Refusal, RefusalCode},
    scalars::{DateTime, LocaleTag},
};

/// Words that mean the same to those who search.
#[derive(Clone, Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchSynonymsInput {
    /// Your key of them, at most 128 characters.
    code: String,
    /// The language in which they do. Null: in all.
    locale: Option<LocaleTag>,
    /// What buyers say, which then finds what `words` find, but not the other way round. Null: each of the words finds
    /// what the others find.
    from: Option<String>,
    /// What products say; each may be several words. At least two, with `from` one.
    words: Vec<String>,
}

/// What comes first, and what counts for more or less, in some searches.
#[derive(Clone, Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchRuleInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Where and when it holds. Null: always.
    when: Option<SearchOccasionInput>,
    /// The codes of the products that come first, in this order, at most 100. Null: none.
    pins: Option<Vec<String>>,
    /// Products that count for more, or for less, at most 100. Null: none.
    weights: Option<Vec<SearchWeightInput>>,
}

/// Where those are sent who search for something.
#[derive(Clone, Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchRedirectInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Where and when it holds; it names queries.
    when: SearchOccasionInput,
    /// An address of http or https, or a path of the shop, which begins with `/`.
    url: String,
}

/// Where and when a rule holds: all that is said must be so.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchOccasionInput {
    /// For one of these queries, without regard to case. Null: for any, and without one.
    queries: Option<Vec<String>>,
    /// Whether it is enough that the query has all words of one of them.
    #[graphql(default)]
    contains: bool,
    /// On the page of the category with this code alone. Null: everywhere.
    category: Option<String>,
    /// In the channel with this code alone. Null: in all.
    channel: Option<String>,
    /// In this language alone, and in those that fall back to it. Null: in all.
    locale: Option<LocaleTag>,
    /// From this moment, included. Null: from the beginning.
    from: Option<DateTime>,
    /// Until this moment, excluded. Null: without end.
    until: Option<DateTime>,
}

/// Products that count for more, or for less: exactly one of `products`, `brands`, `category` and `attribute`.
#[derive(Clone, Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchWeightInput {
    /// Those with these codes.
    products: Option<Vec<String>>,
    /// Those of these brands.
    brands: Option<Vec<String>>,
    /// Those in the category with this code, or below it.
    category: Option<String>,
    /// Those with an attribute.
    attribute: Option<SearchWeightAttributeInput>,
    /// What their score shall be of what it would be, in percent, 1 to 10,000: above 100 they count for more, below it for
    /// less.
    percent: i32,
}

/// An attribute that products have.
#[derive(Clone, Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SearchWeightAttributeInput {
    /// Its code; it is filterable.
    code: String,
    /// One of these values, spelled as filters spell them.
    values: Vec<String>,
}

/// What an input names, to be looked up in the transaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) products: Vec<(Vec<String>, String)>,
    pub(crate) categories: Vec<(Vec<String>, String)>,
    pub(crate) channels: Vec<(Vec<String>, String)>,
    pub(crate) attributes: Vec<(Vec<String>, String)>,
}

/// An input as the rule that it makes.
pub(crate) trait RuleInput: Clone + Send + Sync {
    type Body: persistence::search::RuleBody;

    fn code(&self) -> &str;
    fn body(&self, named: &mut Named, refusals: &mut Vec<Refusal>) -> Self::Body;
}

const LIST_MAX: usize = 100;
const TEXT_MAX: usize = 256;
const URL_MAX: usize = 2_048;

fn path(steps: &[&str]) -> Vec<String> {
    std::iter::once("input")
        .chain(steps.iter().copied())
        .map(String::from)
        .collect()
}

fn refuse(
    refusals: &mut Vec<Refusal>,
    code: RefusalCode,
    steps: &[&str],
    message: impl Into<String>,
) {
    let steps: Vec<&str> = std::iter::once("input")
        .chain(steps.iter().copied())
        .collect();
    refusals.push(Refusal::new(code, &steps, message));
}

/// Words without blanks at the ends; none is empty.
fn texts(given: &[String], field: &[&str], refusals: &mut Vec<Refusal>) -> Vec<String> {
    if given.len() > LIST_MAX {
        refuse(
            refusals,
            RefusalCode::Invalid,
            field,
            format!("There are {}; at most {LIST_MAX} are taken.", given.len()),
        );
    }
    let mut texts = Vec::with_capacity(given.len());
    for (place, text) in given.iter().enumerate() {
        let place = place.to_string();
        let steps: Vec<&str> = field.iter().copied().chain([&*place]).collect();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            refuse(refusals, RefusalCode::Required, &steps, "It is empty.");
        } else if trimmed.chars().count() > TEXT_MAX || trimmed.contains(char::is_control) {
            let message =
                format!("It may have {TEXT_MAX} characters at most, and no control characters.");
            refuse(refusals, RefusalCode::Invalid, &steps, message);
        }
        texts.push(trimmed.to_owned());
    }
    texts
}

impl RuleInput for SearchSynonymsInput {
    type Body = Synonyms;

    fn code(&self) -> &str {
        &self.code
    }

    fn body(&self, _: &mut Named, refusals: &mut Vec<Refusal>) -> Synonyms {
        let words = texts(&self.words, &["words"], refusals);
        let needed = if self.from.is_some() { 1 } else { 2 };
        if words.len() < needed {
            let message = format!("There must be {needed} words at least.");
            refuse(refusals, RefusalCode::Required, &["words"], message);
        }
        let from = self
            .from
            .clone()
            .map(|from| texts(&[from], &["from"], refusals).remove(0));
        Synonyms {
            locale: self.locale.as_ref().map(|locale| locale.0.to_string()),
            from,
            words,
        }
    }
}

impl RuleInput for SearchRuleInput {
    type Body = Ranking;

    fn code(&self) -> &str {
        &self.code
    }

    fn body(&self, named: &mut Named, refusals: &mut Vec<Refusal>) -> Ranking {
        let pins = texts(
            self.pins.as_deref().unwrap_or_default(),
            &["pins"],
            refusals,
        );
        for (place, pin) in pins.iter().enumerate() {
            named
                .products
                .push((path(&["pins", &place.to_string()]), pin.clone()));
        }
        let given = self.weights.as_deref().unwrap_or_default();
        if given.len() > LIST_MAX {
            let message = format!("There are {}; at most {LIST_MAX} are taken.", given.len());
            refuse(refusals, RefusalCode::Invalid, &["weights"], message);
        }
        if pins.is_empty() && given.is_empty() {
            let message = "A rule has `pins`, `weights` or both.";
            refuse(refusals, RefusalCode::Required, &["pins"], message);
        }
        let weights = given
            .iter()
            .enumerate()
            .filter_map(|(place, weight)| weight.weight(&place.to_string(), named, refusals));
        let weights = weights.collect();
        Ranking {
            when: self.when.clone().unwrap_or_default().when(named, refusals),
            pins,
            weights,
        }
    }
}

impl RuleInput for SearchRedirectInput {
    type Body = Redirect;

    fn code(&self) -> &str {
        &self.code
    }

    fn body(&self, named: &mut Named, refusals: &mut Vec<Refusal>) -> Redirect {
        let when = self.when.clone().when(named, refusals);
        if when.queries.is_empty() {
            let message = "A redirect names the queries that it is for.";
            refuse(
                refusals,
                RefusalCode::Required,
                &["when", "queries"],
                message,
            );
        }
        let begins = ["https://", "http://", "/"]
            .iter()
            .any(|begin| self.url.starts_with(begin));
        let fits = self.url.len() <= URL_MAX
            && !self
                .url
                .contains(|c: char| c.is_control() || c.is_whitespace());
        if !begins || self.url.starts_with("//") || !fits {
            let message = format!(
                "It begins with https://, http:// or a single /, has no blanks, and {URL_MAX} bytes at most."
            );
            refuse(refusals, RefusalCode::Invalid, &["url"], message);
        }
        Redirect {
            when,
            url: self.url.clone(),
        }
    }
}

impl SearchOccasionInput {
    fn when(self, named: &mut Named, refusals: &mut Vec<Refusal>) -> When {
        if let Some(category) = &self.category {
            named
                .categories
                .push((path(&["when", "category"]), category.clone()));
        }
        if let Some(channel) = &self.channel {
            named
                .channels
                .push((path(&["when", "channel"]), channel.clone()));
        }
        let micros =
            |moment: &Option<DateTime>| moment.as_ref().map(|moment| moment.0.timestamp_micros());
        let (from, until) = (micros(&self.from), micros(&self.until));
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            let message = "It is not behind `from`.";
            refuse(refusals, RefusalCode::Conflict, &["when", "until"], message);
        }
        When {
            queries: texts(
                &self.queries.unwrap_or_default(),
                &["when", "queries"],
                refusals,
            ),
            contains: self.contains,
            category: self.category,
            channel: self.channel,
            locale: self.locale.map(|locale| locale.0.to_string()),
            from,
            until,
        }
    }
}

impl SearchWeightInput {
    fn weight(
        &self,
        place: &str,
        named: &mut Named,
        refusals: &mut Vec<Refusal>,
    ) -> Option<Weight> {
        let field = |name: &'static str| ["weights", place, name];
        let mut targets = Vec::new();
        if let Some(products) = &self.products {
            for (at, code) in products.iter().enumerate() {
                let steps = ["weights", place, "products", &at.to_string()];
                named.products.push((path(&steps), code.clone()));
            }
            targets.push(Target::Products(products.clone()));
        }
        if let Some(brands) = &self.brands {
            targets.push(Target::Brands(texts(brands, &field("brands"), refusals)));
        }
        if let Some(category) = &self.category {
            named
                .categories
                .push((path(&field("category")), category.clone()));
            targets.push(Target::Category(category.clone()));
        }
        if let Some(attribute) = &self.attribute {
            let steps = ["weights", place, "attribute", "code"];
            named
                .attributes
                .push((path(&steps), attribute.code.clone()));
            targets.push(Target::Attribute {
                code: attribute.code.clone(),
                values: attribute.values.clone(),
            });
        }
        let percent = u32::try_from(self.percent)
            .ok()
            .filter(|percent| (1..=10_000).contains(percent));
        if percent.is_none() {
            let message = "It may be 1 to 10,000; 100 changes nothing.";
            refuse(refusals, RefusalCode::Invalid, &field("percent"), message);
        }
        if targets.len() != 1 {
            let message =
                "A weight has exactly one of `products`, `brands`, `category` and `attribute`.";
            refuse(refusals, RefusalCode::Invalid, &["weights", place], message);
            return None;
        }
        Some(Weight {
            target: targets.remove(0),
            percent: percent?,
        })
    }
}

/// The code of a rule. None: it is none, which is noted.
pub(super) fn code(given: &str, field: &[&str], refusals: &mut Vec<Refusal>) -> Option<Code> {
    match Code::parse(given) {
        Ok(code) => Some(code),
        Err(error) => {
            refusals.push(Refusal::new(RefusalCode::Invalid, field, error.to_string()));
            None
        }
    }
}
