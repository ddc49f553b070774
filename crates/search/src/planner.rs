//! Making a plan of a request: the one place that decides what words mean, for every engine.

mod conditions;
mod facets;
mod phrase;
mod reading;
mod synonyms;
mod weights;

use domain::outcome::Fault;

pub(crate) use conditions::matching;
pub(crate) use facets::{counts, facets};
pub(crate) use reading::{Correction, Reading, WORDS_MAX};
pub(crate) use weights::similar;

use crate::{
    hits::Stage,
    index::ProductIndex,
    indexed::{CODE_SORT, attribute_sort, name_sort},
    plan::{Key, Match, Plan, Visible, Words},
    query::{Audience, Direction, Merchandising, SearchContext, SearchRequest, SoldOut, Sort},
    term,
};

/// The most pins that act.
const PINS_MAX: usize = 200;
/// Above every score.
const PIN_SCORE: f32 = 1_000_000.0;

/// The plan of a request whose words are read in this way.
pub(crate) fn plan(request: &SearchRequest, words: Words, has_words: bool) -> Plan {
    let context = &request.context;
    let kept = kept(request);
    let filter = Match::All(vec![matching(context, &request.filter), kept.clone()]).simple();
    Plan {
        at: context.at.timestamp_micros(),
        visible: visible(context),
        words: merchandised(context, words, &request.merchandising),
        scope: matching(context, &request.scope).simple(),
        filter,
        counts: counts(request, &kept),
        order: order(request, has_words),
        after: request
            .after
            .as_ref()
            .map(|cursor| (cursor.values.clone(), cursor.id)),
        limit: request.first.min(1_000),
        total: request.count,
        explain: request.explain,
    }
}

/// Whom an answer is for.
pub(crate) fn visible(context: &SearchContext) -> Visible {
    Visible {
        everything: context.audience == Audience::Admin,
        channel: context.channel.as_str().to_owned(),
    }
}

/// What is asked of variants beside the filter, and lifted by no facet.
fn kept(request: &SearchRequest) -> Match {
    use domain::inventory::StockStatus;
    if request.sold_out != SoldOut::Hide {
        return Match::All(Vec::new());
    }
    let statuses = StockStatus::ALL
        .iter()
        .filter(|status| **status != StockStatus::OutOfStock);
    let channel = &request.context.channel;
    Match::Terms(
        statuses
            .map(|status| term::availability(channel, *status))
            .collect(),
    )
}

fn order(request: &SearchRequest, has_words: bool) -> Vec<Key> {
    let context = &request.context;
    let is_descending = |direction: &Direction| *direction == Direction::Descending;
    let mut order = Vec::with_capacity(3);
    if request.sold_out == SoldOut::Last {
        order.push(Key::SoldOut);
    }
    let text = |name: String, direction: &Direction| Key::Text {
        name,
        descending: is_descending(direction),
    };
    match &request.sort {
        Sort::Relevance => {
            order.push(Key::Score);
            if !has_words {
                order.push(Key::Created { descending: true });
            }
        }
        Sort::Price(direction) => order.push(Key::Price {
            whose: context.prices.clone(),
            descending: is_descending(direction),
        }),
        Sort::Created(direction) => order.push(Key::Created {
            descending: is_descending(direction),
        }),
        Sort::Updated(direction) => order.push(Key::Updated {
            descending: is_descending(direction),
        }),
        Sort::Name(direction) => order.push(text(name_sort(&context.locale), direction)),
        Sort::Code(direction) => order.push(text(CODE_SORT.to_owned(), direction)),
        Sort::Attribute(code, direction) => order.push(text(attribute_sort(code), direction)),
    }
    order
}

/// The words with the shop's rules: boosts and buries multiply, pins come before everything.
fn merchandised(context: &SearchContext, words: Words, rules: &Merchandising) -> Words {
    let mut words = words;
    if !rules.boosts.is_empty() {
        let boosts = rules.boosts.iter().map(|boost| {
            let factor = if boost.factor.is_finite() {
                boost.factor.clamp(0.001, 1_000.0)
            } else {
                1.0
            };
            (matching(context, &boost.filter).simple(), factor)
        });
        words = Words::Boosted(Box::new(words), boosts.collect());
    }
    if rules.pins.is_empty() {
        return words;
    }
    let mut all = vec![words];
    let pins = rules.pins.iter().take(PINS_MAX);
    let count = rules.pins.len().min(PINS_MAX);
    all.extend((0_u16..).zip(pins).map(|(place, id)| {
        let behind = u16::try_from(count).unwrap_or(u16::MAX) - place;
        Words::Product(*id, PIN_SCORE + f32::from(behind))
    }));
    Words::Best(all, 0.0)
}

/// The first reading of the words that finds anything, and what it found.
pub(crate) async fn first_that_finds(
    engine: &dyn ProductIndex,
    request: &SearchRequest,
    reading: &Reading,
) -> Result<(Stage, Option<Correction>, crate::plan::Outcome), Fault> {
    let wanted = request.after.as_ref().map(|cursor| cursor.stage);
    let pinned = u64::try_from(request.merchandising.pins.len()).unwrap_or(u64::MAX);
    if wanted.is_none_or(|stage| stage == Stage::Exact) {
        let outcome = engine.run(&plan(request, reading.exact(), true)).await?;
        if wanted.is_some() || outcome.found > pinned || outcome.found > 0 && !reading.has_words() {
            return Ok((Stage::Exact, None, outcome));
        }
        if outcome.found > 0 && pinned > 0 && finds_beside_pins(engine, request, reading).await? {
            return Ok((Stage::Exact, None, outcome));
        }
    }
    let correction = reading.correction(engine).await?;
    if wanted.is_none_or(|stage| stage == Stage::Corrected)
        && let Some(correction) = &correction
        && correction.is_whole
    {
        let words = reading.corrected(correction);
        let outcome = engine.run(&plan(request, words, true)).await?;
        if wanted.is_some() || outcome.found > pinned {
            return Ok((Stage::Corrected, Some(correction.clone()), outcome));
        }
    }
    let words = reading.loose(correction.as_ref());
    let outcome = engine.run(&plan(request, words, true)).await?;
    Ok((Stage::Loose, correction, outcome))
}

/// Whether the words find anything without the pins.
async fn finds_beside_pins(
    engine: &dyn ProductIndex,
    request: &SearchRequest,
    reading: &Reading,
) -> Result<bool, Fault> {
    let mut bare = request.clone();
    bare.merchandising = Merchandising::default();
    bare.first = 0;
    bare.after = None;
    bare.facets.clear();
    bare.count = false;
    bare.explain = false;
    let outcome = engine.run(&plan(&bare, reading.exact(), true)).await?;
    Ok(outcome.found > 0)
}
