//! Work on the search index: done by this process where it may write the index, else by the server that holds it, which is
//! asked through the database.

use std::{io::IsTerminal as _, time::Duration};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use persistence::{
    Store,
    search::{SearchTask, SearchTaskKind, SearchTaskState},
};

use super::output;
use crate::{
    config::Config,
    indexer::{self, Indexer, SHARED, Tally},
    store::open_store,
    system,
};

/// How often progress is shown.
const LOOK: Duration = Duration::from_millis(200);
/// After so long nobody has taken a task: longer than the lease of a server that was killed, which the next one waits for.
const PATIENCE: Duration = Duration::from_secs(30);
/// After so long a server that was at it has ended.
const SILENCE: Duration = Duration::from_secs(30);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Does it, and gives the answer.
pub(super) async fn run(config: &Config, kind: SearchTaskKind) -> anyhow::Result<String> {
    let setup = system::setup();
    let clock = std::sync::Arc::clone(&setup.clock);
    let store = open_store(config, setup).await?;
    let index = indexer::open(config)?;
    let indexer = Indexer::new(indexer::Parts {
        store: store.clone(),
        index,
        clock,
        default_locale: config.default_locale.clone(),
    });
    let holder = match indexer.claim(config)? {
        Some(holder) => Some(holder),
        None if indexer.may_write().await? => None,
        None => Some(SHARED.to_owned()),
    };
    let answer = match holder {
        None => here(&indexer, kind).await,
        Some(holder) => {
            output::say("A server holds the search index; it is asked to do this.");
            there(&store, &holder, kind).await
        }
    };
    indexer.end().await;
    store.close().await;
    answer
}

async fn here(indexer: &Indexer, kind: SearchTaskKind) -> anyhow::Result<String> {
    let tally = Tally::default();
    let mut shown = Shown::new();
    let mut work = std::pin::pin!(indexer.work(kind, &tally));
    loop {
        if let Ok(done) = tokio::time::timeout(LOOK, work.as_mut()).await {
            shown.finish();
            return done.context("working on the search index");
        }
        let (done, total) = tally.read();
        shown.show(done, total);
    }
}

async fn there(store: &Store, holder: &str, kind: SearchTaskKind) -> anyhow::Result<String> {
    let task = store.search_task_queue(holder, kind).await?;
    let mut shown = Shown::new();
    let (mut heard, mut last) = (tokio::time::Instant::now(), task.clone());
    loop {
        tokio::time::sleep(LOOK).await;
        let now = match store.search_task(task.id).await {
            Ok(Some(now)) => now,
            Ok(None) => bail!("the task is gone from the database"),
            // The server is at it all the same: what it has done is seen when the database answers again.
            Err(_) if heard.elapsed() < SILENCE => continue,
            Err(fault) => return Err(fault.into()),
        };
        if now != last {
            heard = tokio::time::Instant::now();
            last = now.clone();
        }
        let silent = match now.state {
            SearchTaskState::Queued => heard.elapsed() > PATIENCE,
            SearchTaskState::Running => heard.elapsed() > SILENCE,
            SearchTaskState::Done | SearchTaskState::Failed => false,
        };
        if silent {
            shown.finish();
            give_up(store, now).await?;
            bail!(
                "the server that holds the search index doesn't answer; see whether it runs and can reach the index"
            );
        }
        shown.show(now.done, now.total.unwrap_or(0));
        match now.state {
            SearchTaskState::Queued | SearchTaskState::Running => {}
            SearchTaskState::Done => {
                shown.finish();
                return Ok(now.answer.unwrap_or_default());
            }
            SearchTaskState::Failed => {
                shown.finish();
                bail!("{}", now.answer.unwrap_or_default());
            }
        }
    }
}

/// So that no server begins with it later.
async fn give_up(store: &Store, task: SearchTask) -> anyhow::Result<()> {
    let given_up = SearchTask {
        state: SearchTaskState::Failed,
        answer: Some(String::from("nobody waits for it any more")),
        ..task
    };
    Ok(store.search_task_tell(&given_up).await?)
}

/// How far it is: a bar on a terminal, else a line every few seconds, on standard error.
struct Shown {
    bar: Option<ProgressBar>,
    told: tokio::time::Instant,
}

impl Shown {
    fn new() -> Self {
        let style =
            "{bar:30} {percent:>3} %  {human_pos} of {human_len} products, {per_sec:0}, {eta} left";
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(style).expect("the template is right");
            ProgressBar::new(0).with_style(style)
        });
        Self {
            bar,
            told: tokio::time::Instant::now(),
        }
    }

    fn show(&mut self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total.max(done));
            bar.set_position(done);
        } else if self.told.elapsed() >= LINE_EVERY {
            self.told = tokio::time::Instant::now();
            output::say(&format!("{done} of {} products", total.max(done)));
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
