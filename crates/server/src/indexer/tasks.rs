//! What others ask of whoever holds the index, through the database.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::outcome::Fault;
use persistence::search::{SearchTask, SearchTaskKind, SearchTaskState};

use super::{
    Indexer,
    telling::{until_told, while_telling},
};

/// How often is looked for tasks, and told how far one is.
const LOOK: Duration = Duration::from_millis(700);

/// How far long work is; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
}

impl Tally {
    /// Of so many.
    pub(super) fn begin(&self, total: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// So many more are done.
    pub(super) fn advance(&self, by: usize) {
        let by = u64::try_from(by).unwrap_or(0);
        self.0.done.fetch_add(by, Ordering::Relaxed);
    }

    /// How many are done, and of how many.
    #[must_use]
    pub fn read(&self) -> (u64, u64) {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (read(&self.0.done), read(&self.0.total))
    }
}

impl Indexer {
    pub(super) async fn serve_tasks(self) {
        loop {
            if let Err(fault) = self.next_task().await {
                tracing::debug!("looking for tasks of the search index: {fault}");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn next_task(&self) -> Result<(), Fault> {
        let store = &self.0.parts.store;
        let Some(home) = self.0.home.get() else {
            return Ok(());
        };
        // One that is running already was left behind by a process that ended.
        let Some(task) = store.search_task_next(&home.name).await? else {
            return Ok(());
        };
        if !self.may_write().await? {
            return Ok(());
        }
        tracing::info!("the search index is asked for {:?}", task.kind);
        let tally = Tally::default();
        let begun = SearchTask {
            state: SearchTaskState::Running,
            ..task
        };
        store.search_task_tell(&begun).await?;
        let tell = |task: SearchTask| {
            let (done, total) = tally.read();
            let total = Some(total);
            async move {
                let told = SearchTask {
                    done,
                    total,
                    ..task
                };
                store.search_task_tell(&told).await
            }
        };
        let work = self.work(begun.kind, &tally);
        let outcome = while_telling(work, LOOK, || tell(begun.clone())).await;
        let (state, answer) = match outcome {
            Ok(answer) => (SearchTaskState::Done, answer),
            Err(fault) => (SearchTaskState::Failed, crate::telemetry::chain(&fault)),
        };
        let ended = SearchTask {
            state,
            answer: Some(answer),
            ..begun
        };
        until_told(LOOK, || tell(ended.clone())).await
    }

    /// Does what is asked for, and gives the answer as text: the number of products, differences as JSON, or whether there was
    /// an index to take back.
    #[expect(
        clippy::manual_async_fn,
        reason = "the signature promises that the future can be sent"
    )]
    pub(crate) fn work<'s>(
        &'s self,
        kind: SearchTaskKind,
        tally: &'s Tally,
    ) -> impl Future<Output = Result<String, Fault>> + Send + 's {
        async move {
            let answer =
                |differences: &super::Differences| serde_json::json!(differences).to_string();
            Ok(match kind {
                SearchTaskKind::Reindex => self.reindex(tally).await?.to_string(),
                SearchTaskKind::Check => answer(&self.check(false, tally).await?),
                SearchTaskKind::Repair => answer(&self.check(true, tally).await?),
                SearchTaskKind::Rollback => self.roll_back().await?.to_string(),
            })
        }
    }
}
