//! Prices as segments, for what can't apply the rule itself, such as a search index.
//!
//! What a price depends on, beside currency and time, is which lists and which rows' countries a buyer meets: facts that
//! are true of the buyer or not. Of a product only the facts matter that its own rows are bound to. So a segment says
//! which of these must be true ([`PriceSegment::context`]) and which must not be ([`PriceSegment::except`]), and a product
//! has as many segments as there are different cases for it, whatever else is in the catalogue: a list without rows of
//! the product changes none of them, unless it is relative.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{Offer, PriceLists, applicable_lists, obstacle, select};
use crate::{
    buyer::Buyer,
    channel::Channel,
    clock::Timestamp,
    country::Country,
    id::ChannelId,
    locale::Locale,
    pricing::{Amount, Currency, Price, PriceList},
    text::Code,
};

/// What a product, or a variant, costs in one case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PriceSegment {
    /// The case: the currency, and the facts that must be true. One of [`PriceFacts::contexts`] of the buyers meant.
    pub context: String,
    /// Facts of which none may be true.
    pub except: Vec<String>,
    /// From when, this moment included. None: from the beginning.
    pub from: Option<Timestamp>,
    /// Until when, this moment excluded. None: without end.
    pub until: Option<Timestamp>,
    /// The lowest unit price, of each variant at its smallest orderable quantity.
    pub min: Amount,
    /// The highest.
    pub max: Amount,
}

/// What is true of a buyer, as far as prices depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PriceFacts {
    /// The currency and the facts in one text, the same for all who pay alike.
    pub key: String,
    /// The facts.
    pub facts: Vec<String>,
    /// Every case that they may be: the context of a segment that holds is one of these.
    pub contexts: Vec<String>,
    /// The moment, which lies within a segment that holds.
    pub at: Timestamp,
}

/// At most so many lists of one currency are looked at for one buyer, the preferred ones first: every one more doubles
/// the cases. Beyond it a search may sort and filter by a price that a list less preferred would have changed.
pub const LISTS_MAX: usize = 10;

/// Between the parts of a context. No code holds a control character.
const SEPARATOR: char = '\u{1f}';
/// Before the facts that may not be true, in a segment's key.
const EXCEPT: char = '\u{1e}';

/// Whether a segment with this [key](PriceSegment::key) holds for buyers with this [key](PriceFacts::key), at its time.
#[must_use]
pub fn price_key_holds(segment: &str, buyer: &str) -> bool {
    let (context, except) = segment.split_once(EXCEPT).unwrap_or((segment, ""));
    let is_true = |fact: &str| buyer.split(SEPARATOR).skip(1).any(|known| known == fact);
    let mut parts = context.split(SEPARATOR);
    parts.next() == buyer.split(SEPARATOR).next()
        && parts.all(is_true)
        && !except.split(SEPARATOR).any(is_true)
}

/// The contexts of the segments that may hold for buyers with this key: what [`PriceFacts::contexts`] are.
#[must_use]
pub fn price_key_contexts(buyer: &str) -> Vec<String> {
    let mut parts = buyer.split(SEPARATOR);
    let mut contexts: Vec<String> = parts.next().map(String::from).into_iter().collect();
    for fact in parts {
        for place in 0..contexts.len() {
            contexts.push(format!("{}{SEPARATOR}{fact}", contexts[place]));
        }
    }
    contexts
}

/// The context of a segment's key, and the facts of which none may be true.
#[must_use]
pub fn price_key_parts(segment: &str) -> (&str, Vec<&str>) {
    match segment.split_once(EXCEPT) {
        Some((context, except)) => (context, except.split(SEPARATOR).collect()),
        None => (segment, Vec::new()),
    }
}

/// The facts that a buyer's key names.
#[must_use]
pub fn price_key_facts(buyer: &str) -> Vec<&str> {
    buyer.split(SEPARATOR).skip(1).collect()
}

impl PriceFacts {
    /// What is true of this buyer. None: the channel doesn't sell in the currency, so that nothing has a price.
    #[must_use]
    pub fn of(buyer: &Buyer, lists: &PriceLists) -> Option<Self> {
        if !buyer.currency_is_sold() {
            return None;
        }
        let mut facts: Vec<String> = applicable_lists(lists, buyer)
            .into_iter()
            .take(LISTS_MAX)
            .map(|entry| list_fact(&entry.value.code))
            .collect();
        facts.extend(buyer.country.map(country_fact));
        facts.sort_unstable();
        let key = key(buyer.currency, &facts);
        Some(Self {
            contexts: price_key_contexts(&key),
            key,
            facts,
            at: buyer.at,
        })
    }
}

fn key<'f>(currency: Currency, facts: impl IntoIterator<Item = &'f String>) -> String {
    let mut key = currency.as_str().to_owned();
    for fact in facts {
        key.push(SEPARATOR);
        key.push_str(fact);
    }
    key
}

impl PriceSegment {
    /// Its context and exceptions in one text, to be compared by [`price_key_holds`].
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = self.context.clone();
        for (place, fact) in self.except.iter().enumerate() {
            key.push(if place == 0 { EXCEPT } else { SEPARATOR });
            key.push_str(fact);
        }
        key
    }

    /// Whether this is what the buyer pays. It is true of at most one segment of a product.
    #[must_use]
    pub fn holds(&self, buyer: &PriceFacts) -> bool {
        buyer.contexts.contains(&self.context)
            && !self.except.iter().any(|fact| buyer.facts.contains(fact))
            && self.from.is_none_or(|from| from <= buyer.at)
            && self.until.is_none_or(|until| buyer.at < until)
    }
}

/// The segments of a product, given by the rows of its variants, each with its smallest orderable quantity; of a single
/// variant, its prices. In no order.
#[must_use]
pub fn segments<'p, O>(variants: &[(O, u32)], lists: &PriceLists) -> Vec<PriceSegment>
where
    O: Copy + Into<Offer<'p>>,
{
    let variants: Vec<(Offer<'p>, u32)> = variants
        .iter()
        .map(|(offer, quantity)| ((*offer).into(), *quantity))
        .collect();
    let rows = || variants.iter().flat_map(|(offer, _)| offer.prices);
    let currencies: BTreeSet<&str> = rows().map(|row| row.currency.as_str()).collect();
    let mut found = Vec::new();
    for text in currencies {
        let of_currency: Vec<&Price> = rows().filter(|row| row.currency.as_str() == text).collect();
        let Some(currency) = of_currency.first().map(|row| row.currency) else {
            continue;
        };
        let bound = Bound::of(&of_currency, lists, currency);
        let mut open: Vec<PriceSegment> = Vec::new();
        for (from, until) in bound.times(&of_currency) {
            let mut next = bound.at(&variants, lists, from, until);
            // What goes on as it was is one segment.
            for segment in &mut next {
                let before = open.iter().position(|before| {
                    (&before.context, &before.except, before.min, before.max)
                        == (&segment.context, &segment.except, segment.min, segment.max)
                });
                if let Some(before) = before {
                    segment.from = open.swap_remove(before).from;
                }
            }
            found.append(&mut open);
            open = next;
        }
        found.append(&mut open);
    }
    found
}

fn list_fact(code: &Code) -> String {
    format!("l:{code}")
}

fn country_fact(country: Country) -> String {
    format!("c:{}", country.as_str())
}

/// What the rows of one currency are bound to.
struct Bound<'l> {
    currency: Currency,
    /// The lists of which there are rows, or for which prices may be computed from them.
    lists: Vec<&'l Arc<PriceList>>,
    /// All lists of the currency to which others are relative: their times count too.
    parents: Vec<&'l Arc<PriceList>>,
    /// Of rows, not of lists.
    countries: BTreeSet<Country>,
}

impl<'l> Bound<'l> {
    fn of(rows: &[&Price], lists: &'l PriceLists, currency: Currency) -> Self {
        let codes: BTreeSet<&Code> = rows.iter().filter_map(|row| row.list.as_ref()).collect();
        Self {
            currency,
            lists: lists
                .iter()
                .map(|entry| &entry.value)
                .filter(|list| list.currency == currency)
                .filter(|list| list.is_relative() || codes.contains(&list.code))
                .collect(),
            parents: lists
                .iter()
                .filter(|entry| entry.value.currency == currency)
                .filter_map(|entry| entry.value.relative.as_ref()?.parent.as_ref())
                .filter_map(|code| Some(&lists.by_code(code)?.value))
                .collect(),
            countries: rows.iter().filter_map(|row| row.country).collect(),
        }
    }

    /// The times between which no row and no list begins or ends, in order.
    fn times(&self, rows: &[&Price]) -> Vec<(Option<Timestamp>, Option<Timestamp>)> {
        let of_rows = rows
            .iter()
            .flat_map(|row| [row.valid_from, row.valid_until]);
        let of_lists = self
            .lists
            .iter()
            .chain(&self.parents)
            .flat_map(|list| [list.valid_from, list.valid_until]);
        let ends: BTreeSet<Timestamp> = of_rows.chain(of_lists).flatten().collect();
        let begins = std::iter::once(None).chain(ends.iter().copied().map(Some));
        let until = ends.iter().copied().map(Some).chain([None]);
        begins.zip(until).collect()
    }

    /// Every case within a time in which nothing begins or ends.
    fn at(
        &self,
        variants: &[(Offer<'_>, u32)],
        lists: &PriceLists,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Vec<PriceSegment> {
        let at = from.unwrap_or(Timestamp::MIN_UTC);
        let cases = self.cases(at);
        let of_one = |(facts, buyer): (&BTreeSet<String>, &Buyer)| {
            let amounts = || {
                let units = variants
                    .iter()
                    .filter_map(|(offer, quantity)| select(*offer, lists, buyer, *quantity));
                units.map(|unit| unit.amount)
            };
            // Only what may be true beside them has to be excluded.
            let more = cases.keys().filter(|other| other.is_superset(facts));
            let except: BTreeSet<&String> = more
                .flatten()
                .filter(|fact| !facts.contains(*fact))
                .collect();
            Some(PriceSegment {
                context: key(self.currency, facts),
                except: except.into_iter().cloned().collect(),
                from,
                until,
                min: amounts().min()?,
                max: amounts().max()?,
            })
        };
        cases.iter().filter_map(of_one).collect()
    }

    /// The facts that can be true together at a moment, each with a buyer of whom they are.
    fn cases(&self, at: Timestamp) -> HashMap<BTreeSet<String>, Buyer> {
        let channels = self.lists.iter().flat_map(|list| &list.channels);
        let channels: BTreeSet<Option<&Code>> = channels.map(Some).chain([None]).collect();
        let groups = self.lists.iter().flat_map(|list| &list.customer_groups);
        let groups: BTreeSet<Option<&Code>> = groups.map(Some).chain([None]).collect();
        let countries = self.lists.iter().flat_map(|list| &list.countries);
        let countries = countries.chain(&self.countries).copied();
        let countries: BTreeSet<Option<Country>> = countries.map(Some).chain([None]).collect();
        let mut cases = HashMap::new();
        for channel in channels {
            let channel = Arc::new(some_channel(channel, self.currency));
            for group in &groups {
                for country in &countries {
                    let buyer = some_buyer(&channel, *group, *country, at);
                    cases.entry(self.facts(&buyer)).or_insert(buyer);
                }
            }
        }
        cases
    }

    fn facts(&self, buyer: &Buyer) -> BTreeSet<String> {
        let met = self
            .lists
            .iter()
            .filter(|list| obstacle::of_list(list, buyer).is_none());
        let country = buyer
            .country
            .filter(|country| self.countries.contains(country));
        met.map(|list| list_fact(&list.code))
            .chain(country.map(country_fact))
            .collect()
    }
}

/// A channel that sells in this currency. None: one to which nothing is bound.
fn some_channel(code: Option<&Code>, currency: Currency) -> Channel {
    let locale = Locale::trusted("en");
    Channel {
        // No code is empty.
        code: code.cloned().unwrap_or_else(|| Code::trusted("")),
        name: String::new(),
        currencies: vec![currency],
        default_currency: currency,
        locales: vec![locale.clone()],
        default_locale: locale,
        country: None,
        prices_include_tax: true,
        tax_rates: std::collections::BTreeMap::new(),
        country_tax_rates: std::collections::BTreeMap::new(),
        tax_class_names: std::collections::BTreeMap::new(),
        locations: Vec::new(),
    }
}

fn some_buyer(
    channel: &Arc<Channel>,
    group: Option<&Code>,
    country: Option<Country>,
    at: Timestamp,
) -> Buyer {
    Buyer {
        channel_id: ChannelId(uuid::Uuid::nil()),
        channel: Arc::clone(channel),
        currency: channel.default_currency,
        country,
        locales: Vec::new(),
        customer_group: group.cloned(),
        at,
        sees_unpublished: false,
    }
}
