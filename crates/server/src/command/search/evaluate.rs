//! `vitrine search evaluate`: how good are the answers?

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context as _, bail};
use domain::{
    channel::Channel, clock::Clock as _, locale::Locale, reference::Reference, text::Code,
};
use persistence::Store;
use search::{
    Index,
    evaluate::{Evaluation, Judgements, evaluate},
    query::{Audience, SearchContext, SearchRequest},
};

use super::super::output;
use crate::{
    config::Config,
    indexer,
    store::open_store,
    system::{self, SystemClock},
};

/// How many results of each query are looked at: what recall counts.
const RESULTS: usize = 100;

/// Measure how good the order of results is, on queries whose answers people have graded
///
/// Asks the index as it is, of the engine that is configured: run it with either `VITRINE_SEARCH_URL` to compare the two. The
/// shop's rankings and redirects have no part in it, its synonyms have.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The file is CSV with the header query,product_code,grade; grades are 0 (wrong) to 3 (exactly right).

Examples:
  vitrine search evaluate --judgements judgements.csv
  vitrine search evaluate --judgements judgements.csv --queries     a line for each query, the worst first")]
pub(in super::super) struct Evaluate {
    /// The graded answers
    #[arg(long, value_name = "FILE")]
    judgements: PathBuf,
    /// Code of the channel [default: the default channel, else the lowest code]
    #[arg(long, value_name = "CODE")]
    channel: Option<String>,
    /// Language of the queries [default: the channel's]
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,
    /// Show each query too, the worst first
    #[arg(long)]
    queries: bool,
}

impl Evaluate {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let file = self.judgements.display();
        let text = std::fs::read_to_string(&self.judgements)
            .with_context(|| format!("{file} can't be read"))?;
        let judgements =
            Judgements::parse(&text).with_context(|| format!("{file} is no list of judgements"))?;
        let store = open_store(config, system::setup()).await?;
        let index = indexer::open(config)?;
        if index.engine().state().await?.is_none() {
            bail!("there is no search index yet: start a server, or run `vitrine reindex`");
        }
        let reference = store.reference().await?;
        let context = self.context(config, &reference)?;
        let mut results = BTreeMap::new();
        for (query, _) in judgements.queries() {
            let found = ask(&store, &index, &context, query).await?;
            results.insert(query.to_owned(), found);
        }
        store.close().await;
        output::print(&told(&evaluate(&judgements, &results), self.queries))?;
        Ok(ExitCode::SUCCESS)
    }

    fn context(&self, config: &Config, reference: &Reference) -> anyhow::Result<SearchContext> {
        let channel = channel(self.channel.as_deref(), config, reference)?;
        let asked = self.locale.as_deref().map(Locale::parse).transpose()?;
        let asked = asked.unwrap_or_else(|| channel.default_locale.clone());
        let known = reference.locales(&config.default_locale);
        let locale = asked
            .fallbacks()
            .into_iter()
            .find(|locale| known.contains(locale));
        Ok(SearchContext {
            audience: Audience::Storefront,
            channel: channel.code.clone(),
            prices: None,
            locale: locale.unwrap_or_else(|| config.default_locale.clone()),
            at: SystemClock.now(),
        })
    }
}

fn channel(
    asked: Option<&str>,
    config: &Config,
    reference: &Reference,
) -> anyhow::Result<Arc<Channel>> {
    let channels = &reference.channels;
    let known = match (asked, &config.default_channel) {
        (Some(code), _) => channels.by_code(code),
        (None, Some(code)) => channels.by_code(code),
        (None, None) => channels
            .iter()
            .min_by_key(|channel| channel.value.code.clone()),
    };
    let Some(channel) = known else {
        bail!("there is no such channel; --channel names one");
    };
    Ok(Arc::clone(&channel.value))
}

/// The codes of what a query finds, the best first.
async fn ask(
    store: &Store,
    index: &Index,
    context: &SearchContext,
    query: &str,
) -> anyhow::Result<Vec<String>> {
    let mut request = SearchRequest::new(context.clone());
    request.query = Some(query.to_owned());
    request.first = RESULTS;
    request.count = false;
    request.merchandising.synonyms =
        graphql::search::synonyms_of(&*store.search_rules().await?, &context.locale);
    let hits = index.search(&request).await?.hits;
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let codes = store.products().codes_by_ids(&ids).await?;
    let code = |id| codes.get(id).map(Code::to_string);
    Ok(ids.iter().filter_map(code).collect())
}

fn told(evaluation: &Evaluation, each: bool) -> String {
    let shown = |value: Option<f64>| {
        value.map_or_else(|| String::from("    -"), |value| format!("{value:.3}"))
    };
    let answerable = evaluation
        .queries
        .iter()
        .filter(|query| query.ndcg.is_some())
        .count();
    let mut text = format!(
        "queries       {} judged, {answerable} of them answerable\nNDCG@10       {}\nrecall@{RESULTS}    {}\njudged@10     {}\nzero results  {}\n",
        evaluation.queries.len(),
        shown(evaluation.ndcg),
        shown(evaluation.recall),
        shown(evaluation.judged),
        shown(evaluation.zero_results),
    );
    if each {
        let mut queries: Vec<_> = evaluation
            .queries
            .iter()
            .filter(|query| query.ndcg.is_some())
            .collect();
        queries.sort_by(|one, other| {
            one.ndcg
                .unwrap_or(0.0)
                .total_cmp(&other.ndcg.unwrap_or(0.0))
        });
        text.push_str("\nNDCG@10  recall  judged  results  query\n");
        for query in queries {
            writeln!(
                text,
                "{:>7}  {:>6}  {:>6}  {:>7}  {}",
                shown(query.ndcg),
                shown(query.recall),
                shown(query.judged),
                query.results,
                query.query
            )
            .expect("writing to a String does not fail");
        }
    }
    text
}
