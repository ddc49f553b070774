//! What a shop sets for its search. All of it is small, and kept in memory for as long as its version stands, so that a
//! change acts at once and a search asks one tiny statement for it.

use std::sync::Arc;

use domain::{clock::Timestamp, locale::Locale, outcome::Fault, text::Code};
use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Store,
    fault::{corrupt, fault},
    row::Columns,
};

const DOING: &str = "reading the rules of search";

/// All rules, as of one version of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRules {
    /// Grows with every change.
    pub version: i64,
    /// In the order of their codes.
    pub synonyms: Vec<StoredRule<Synonyms>>,
    /// In the order of their codes.
    pub rankings: Vec<StoredRule<Ranking>>,
    /// In the order of their codes.
    pub redirects: Vec<StoredRule<Redirect>>,
}

/// A rule as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRule<B> {
    /// Its identifier.
    pub id: Uuid,
    /// The shop's key of it.
    pub code: Code,
    /// Counts its changes, from 1.
    pub version: i64,
    /// What it says.
    pub body: B,
}

/// What kind of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchRuleKind {
    /// [`Synonyms`].
    Synonym,
    /// [`Ranking`].
    Ranking,
    /// [`Redirect`].
    Redirect,
}

impl SearchRuleKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Synonym => "SYNONYM",
            Self::Ranking => "RANKING",
            Self::Redirect => "REDIRECT",
        }
    }

    /// As events and the audit call it.
    pub(crate) const fn entity(self) -> &'static str {
        match self {
            Self::Synonym => "synonym",
            Self::Ranking => "search_rule",
            Self::Redirect => "search_redirect",
        }
    }
}

/// What is a body of a rule.
pub trait RuleBody:
    Serialize + for<'de> Deserialize<'de> + Clone + PartialEq + Send + Sync
{
    /// Of which kind of rule.
    const KIND: SearchRuleKind;
}

impl RuleBody for Synonyms {
    const KIND: SearchRuleKind = SearchRuleKind::Synonym;
}

impl RuleBody for Ranking {
    const KIND: SearchRuleKind = SearchRuleKind::Ranking;
}

impl RuleBody for Redirect {
    const KIND: SearchRuleKind = SearchRuleKind::Redirect;
}

/// Words that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Synonyms {
    /// The language in which they do. None: in all.
    pub locale: Option<String>,
    /// What buyers say. None: each of the words finds what the others find.
    pub from: Option<String>,
    /// What products say.
    pub words: Vec<String>,
}

/// Which products come first, and which count for more or less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ranking {
    /// Where it holds.
    pub when: When,
    /// Products that come first, in this order, by code.
    pub pins: Vec<String>,
    /// Products that count for more, or for less.
    pub weights: Vec<Weight>,
}

/// Where those are sent who search for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Redirect {
    /// Where it holds.
    pub when: When,
    /// An address, or a path of the shop.
    pub url: String,
}

/// Where and when a rule holds: all that is said must be so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct When {
    /// For one of these queries. Empty: for any, and without one.
    pub queries: Vec<String>,
    /// Whether it is enough that the query has all words of one of them.
    pub contains: bool,
    /// On the page of this category alone, by code. None: everywhere.
    pub category: Option<String>,
    /// In this channel alone, by code. None: in all.
    pub channel: Option<String>,
    /// In this language alone. None: in all.
    pub locale: Option<String>,
    /// From this moment, included, in microseconds. None: from the beginning.
    pub from: Option<i64>,
    /// Until this moment, excluded, in microseconds. None: without end.
    pub until: Option<i64>,
}

/// Products that count for more, or for less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Weight {
    /// Which.
    pub target: Target,
    /// What their score is of what it would be, in percent: above 100 they count for more.
    pub percent: u32,
}

/// Products that are meant together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// With these codes.
    Products(Vec<String>),
    /// Of these brands.
    Brands(Vec<String>),
    /// In this category or below it, by code.
    Category(String),
    /// With one of these values of a filterable attribute, spelled as filters spell them.
    Attribute {
        /// The attribute's code.
        code: String,
        /// Its values.
        values: Vec<String>,
    },
}

/// What a rule is held against.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'o> {
    /// The words. None: there are none.
    pub query: Option<&'o str>,
    /// The category whose page it is. None: it is none.
    pub category: Option<&'o Code>,
    /// The channel.
    pub channel: &'o Code,
    /// The language.
    pub locale: &'o Locale,
    /// The moment.
    pub at: Timestamp,
}

impl When {
    /// Whether the rule holds.
    #[must_use]
    pub fn holds(&self, occasion: &Occasion<'_>) -> bool {
        let at = occasion.at.timestamp_micros();
        self.channel
            .as_ref()
            .is_none_or(|channel| **channel == **occasion.channel)
            && self
                .category
                .as_ref()
                .is_none_or(|category| occasion.category.is_some_and(|page| **page == **category))
            && speaks(self.locale.as_deref(), occasion.locale)
            && self.from.is_none_or(|from| from <= at)
            && self.until.is_none_or(|until| at < until)
            && self.is_asked(occasion.query)
    }

    fn is_asked(&self, query: Option<&str>) -> bool {
        if self.queries.is_empty() {
            return true;
        }
        let asked = words(query.unwrap_or_default());
        if asked.is_empty() {
            return false;
        }
        self.queries.iter().any(|known| {
            let known = words(known);
            known == asked || (self.contains && known.iter().all(|word| asked.contains(word)))
        })
    }
}

impl Synonyms {
    /// Whether they are of this language.
    #[must_use]
    pub fn speaks(&self, locale: &Locale) -> bool {
        speaks(self.locale.as_deref(), locale)
    }
}

/// A rule of `de` holds in `de-AT`, and not the other way round.
fn speaks(rule: Option<&str>, locale: &Locale) -> bool {
    rule.is_none_or(|rule| {
        locale
            .fallbacks()
            .iter()
            .any(|known| known.as_str() == rule)
    })
}

/// Without regard to case and blanks.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

impl Store {
    /// All rules of search, as they are now. One small statement, unless one of them has changed since the last call.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_rules(&self) -> Result<Arc<SearchRules>, Fault> {
        let kept = self.kept_rules();
        let now = version(self.reader()).await?;
        if kept.version == now && !self.is_view() {
            return Ok(kept);
        }
        self.fresh_rules().await
    }

    /// All rules of search, as they were when the reference was last asked for, or later: a request asks for that anyway.
    /// No statement, unless one of them has changed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_rules_of_reference(&self) -> Result<Arc<SearchRules>, Fault> {
        let (kept, seen) = (self.kept_rules(), self.rules_seen());
        if seen == 0 || kept.version < seen {
            return self.fresh_rules().await;
        }
        Ok(kept)
    }

    async fn fresh_rules(&self) -> Result<Arc<SearchRules>, Fault> {
        let read = self.reader().begin().await?;
        let fresh = Arc::new(load(&read).await?);
        self.keep_rules(&fresh);
        Ok(fresh)
    }
}

async fn version(database: &impl ConnectionTrait) -> Result<i64, Fault> {
    let sql = "SELECT version FROM search_rule_state WHERE id = 1";
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database
        .query_one_raw(statement)
        .await
        .map_err(fault(DOING))?;
    let row = row.ok_or_else(|| corrupt(DOING, "the row of search_rule_state is missing"))?;
    Columns::of(&row, DOING).take()
}

async fn load(database: &impl ConnectionTrait) -> Result<SearchRules, Fault> {
    let mut rules = SearchRules {
        version: version(database).await?,
        ..SearchRules::default()
    };
    let sql = "SELECT id, kind, code, version, body FROM search_rule ORDER BY kind, code";
    let statement = Statement::from_string(database.get_database_backend(), sql);
    for row in &database
        .query_all_raw(statement)
        .await
        .map_err(fault(DOING))?
    {
        let mut row = Columns::of(row, DOING);
        let (id, kind, code): (Uuid, String, String) = (row.take()?, row.take()?, row.take()?);
        let (version, body): (i64, String) = (row.take()?, row.take()?);
        let head = (id, Code::trusted(&code), version);
        match &*kind {
            "SYNONYM" => rules.synonyms.push(read(head, &body)?),
            "RANKING" => rules.rankings.push(read(head, &body)?),
            _ => rules.redirects.push(read(head, &body)?),
        }
    }
    Ok(rules)
}

fn read<B: RuleBody>(
    (id, code, version): (Uuid, Code, i64),
    body: &str,
) -> Result<StoredRule<B>, Fault> {
    let body = serde_json::from_str(body).map_err(|error| corrupt(DOING, error.to_string()))?;
    Ok(StoredRule {
        id,
        code,
        version,
        body,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn holds(when: &When, query: &str, category: Option<&str>) -> bool {
        let category = category.map(Code::trusted);
        when.holds(&Occasion {
            query: Some(query),
            category: category.as_ref(),
            channel: &Code::trusted("web"),
            locale: &Locale::trusted("de-AT"),
            at: DateTime::from_timestamp_micros(100).unwrap(),
        })
    }

    #[test]
    fn a_rule_holds_for_its_queries_without_regard_to_case_and_blanks() {
        let mut when = When {
            queries: vec![String::from("Red Shoes")],
            ..When::default()
        };
        assert!(holds(&when, "  red   SHOES ", None));
        assert!(!holds(&when, "cheap red shoes", None));
        assert!(!holds(&when, "", None));
        when.contains = true;
        assert!(holds(&when, "shoes, cheap: shoes red", None));
        assert!(!holds(&when, "shoes", None));
    }

    #[test]
    fn a_rule_holds_in_its_channel_language_time_and_category_alone() {
        let all = When::default();
        assert!(holds(&all, "", None));
        let of = |change: &dyn Fn(&mut When)| {
            let mut when = When::default();
            change(&mut when);
            holds(&when, "x", Some("shoes"))
        };
        assert!(of(&|when| when.category = Some(String::from("shoes"))));
        assert!(!of(&|when| when.category = Some(String::from("hats"))));
        assert!(of(&|when| when.channel = Some(String::from("web"))));
        assert!(!of(&|when| when.channel = Some(String::from("outlet"))));
        assert!(of(&|when| when.locale = Some(String::from("de"))));
        assert!(!of(&|when| when.locale = Some(String::from("en"))));
        assert!(of(&|when| when.from = Some(100)));
        assert!(!of(&|when| when.from = Some(101)));
        assert!(!of(&|when| when.until = Some(100)));
    }
}
