//! Autocomplete: one plan, whose words are what was typed and whose counts are categories and queries.

use std::collections::HashMap;

use domain::{outcome::Fault, text::Code};

use crate::{
    index::ProductIndex,
    indexed::{CATEGORY, QUERY, suggestions_of},
    plan::{Count, Counted, Key, Match, Plan, TextField, Words},
    planner::{self, Reading, WORDS_MAX},
    suggest::{SuggestRequest, SuggestedCategory, SuggestedQuery, Suggestions},
    term::SEPARATOR,
    text::{Language, Word, code_key, words},
};

/// The most suggestions of a kind.
const LIMIT_MAX: usize = 100;

/// What may be meant by what was typed so far.
pub(crate) async fn suggest(
    engine: &dyn ProductIndex,
    request: &SuggestRequest,
) -> Result<Suggestions, Fault> {
    let typed = typed(request);
    if typed.is_empty() || request.limit == 0 {
        return Ok(Suggestions::default());
    }
    let limit = request.limit.min(LIMIT_MAX);
    let locale = request.context.locale.as_str();
    let folded: Vec<&str> = typed.iter().map(|word| word.folded.as_str()).collect();
    let start = folded.join(" ");
    let plan = Plan {
        at: request.context.at.timestamp_micros(),
        visible: planner::visible(&request.context),
        words: typed_words(request, &typed),
        scope: Match::All(Vec::new()),
        filter: Match::All(Vec::new()),
        counts: [CATEGORY, QUERY]
            .into_iter()
            .map(|kind| Count::Suggestions {
                beginning: format!("{}{start}", suggestions_of(kind, locale)),
            })
            .collect(),
        order: vec![Key::SoldOut, Key::Score],
        after: None,
        limit,
        total: false,
        explain: false,
    };
    let outcome = engine.run(&plan).await?;
    let mut counts = outcome.counts.into_iter();
    let categories = offered(counts.next().unwrap_or_default());
    let queries = offered(counts.next().unwrap_or_default());
    Ok(Suggestions {
        products: outcome.rows.into_iter().map(|row| row.id).collect(),
        categories: categories
            .into_iter()
            .filter_map(|(offered, count)| {
                let (code, name) = offered.split_once(SEPARATOR)?;
                Some(SuggestedCategory {
                    code: Code::trusted(code),
                    name: name.to_owned(),
                    count,
                })
            })
            .take(limit)
            .collect(),
        queries: queries
            .into_iter()
            .map(|(text, count)| SuggestedQuery { text, count })
            .take(limit)
            .collect(),
    })
}

/// The words that were typed; of very many the last ones.
fn typed(request: &SuggestRequest) -> Vec<Word> {
    let mut typed = words(&request.prefix);
    typed.drain(..typed.len().saturating_sub(WORDS_MAX));
    typed
}

/// What was typed: whole words, and the beginning of the last one. Found by every word of a product but those of its
/// description, and by the beginning of a code.
fn typed_words(request: &SuggestRequest, typed: &[Word]) -> Words {
    let locale = request.context.locale.as_str();
    let language = Language::of(locale);
    let begun = |folded: &str| Words::Beginning {
        field: TextField::Vocabulary,
        beginning: format!("{locale}:{folded}"),
        score: 1.0,
    };
    let in_name = |folded: &str| Words::Beginning {
        field: TextField::Name,
        beginning: format!("{locale}:{folded}"),
        score: 1.0,
    };
    let mut all = Vec::with_capacity(typed.len());
    let mut preferred = Vec::new();
    for (index, word) in typed.iter().enumerate() {
        let is_last = index + 1 == typed.len();
        let mut ways = vec![if is_last {
            begun(&word.folded)
        } else {
            Words::Term {
                field: TextField::Vocabulary,
                term: format!("{locale}:{}", word.folded),
                boost: 1.0,
            }
        }];
        // In another form, too: "printers" begun with "printer l".
        ways.extend(
            language
                .terms(&word.written)
                .into_iter()
                .map(|term| Words::Term {
                    field: TextField::Name,
                    term: format!("{locale}:{term}"),
                    boost: 1.0,
                }),
        );
        all.push(Words::Best(ways, 0.0));
        preferred.push(in_name(&word.folded));
        preferred.extend(language.terms(&word.written).into_iter().flat_map(|term| {
            [(TextField::Category, 2.0), (TextField::Name, 1.0)].map(|(field, boost)| Words::Term {
                field,
                term: format!("{locale}:{term}"),
                boost,
            })
        }));
    }
    let words = Words::Preferring(Box::new(Words::All(all)), preferred);
    let mut all = vec![words];
    let reading = Reading::new(&request.prefix, locale, &request.synonyms);
    if reading.has_synonyms() {
        all.push(reading.exact());
    }
    let code = code_key(&request.prefix);
    if code.len() < 2 {
        return Words::Best(all, 0.0);
    }
    let beginning = Words::Beginning {
        field: TextField::Code,
        beginning: code.clone(),
        score: 0.5,
    };
    let exact = Words::Term {
        field: TextField::Code,
        term: code,
        boost: 20.0,
    };
    all.extend([exact, beginning]);
    Words::Best(all, 0.0)
}

/// What counted suggestions offer, those with most products first. One that may be begun at several words is offered
/// once.
fn offered(counted: Counted) -> Vec<(String, u64)> {
    let mut offers: HashMap<String, u64> = HashMap::new();
    for (entry, count) in counted.terms {
        // Kind and locale, what must be typed, what is offered.
        let mut parts = entry.splitn(3, SEPARATOR);
        if let Some(offer) = parts.nth(2) {
            let most = offers.entry(offer.to_owned()).or_default();
            *most = count.max(*most);
        }
    }
    let mut offers: Vec<(String, u64)> = offers.into_iter().collect();
    offers.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    offers
}
