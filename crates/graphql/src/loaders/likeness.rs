//! What is like the products of a request: the index is asked a few at a time, and all are answered together, so that what was
//! found for them is read in one statement.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_graphql::Error;
use domain::{
    id::ProductId,
    outcome::{Fault, FaultKind},
};
use futures_util::{StreamExt as _, stream};
use search::{Index, document::ProductTexts, query::SearchContext};

use super::{
    ATTEMPTS,
    gathering::{Activity, Gathering},
};

/// How many questions of one request the index has at the same time.
const AT_ONCE: usize = 4;

/// The questions of one request.
pub(crate) struct Likeness {
    gathering: Gathering<Numbered>,
    count: AtomicUsize,
    answers: Mutex<HashMap<usize, Result<Vec<ProductId>, Error>>>,
}

/// What is like a product?
#[derive(Clone)]
pub(crate) struct Question {
    /// Who asks.
    pub(crate) context: SearchContext,
    /// Like which product.
    pub(crate) id: ProductId,
    /// Its texts in the context's locale.
    pub(crate) texts: Arc<ProductTexts>,
    /// How many at most.
    pub(crate) limit: usize,
}

#[derive(Clone)]
struct Numbered(usize, Question);

impl Likeness {
    pub(super) fn new(activity: &Arc<Activity>) -> Self {
        Self {
            gathering: Gathering::new(Arc::clone(activity)),
            count: AtomicUsize::new(0),
            answers: Mutex::default(),
        }
    }

    /// Asks, together with others. `failed` makes what a field says of a fault; once one has failed the rest of them isn't
    /// asked.
    pub(crate) async fn ask(
        &self,
        index: &Index,
        question: Question,
        failed: &(dyn Fn(&Fault) -> Error + Sync),
    ) -> Result<Vec<ProductId>, Error> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let question = Numbered(number, question);
        for _ in 0..ATTEMPTS {
            let read = async |all: Vec<Numbered>| self.read(index, all, failed).await;
            if self.gathering.join(question.clone(), read).await
                && let Some(answer) = self.answers().remove(&number)
            {
                return answer;
            }
        }
        let cause = "the fields that read it were given up again and again";
        Err(failed(&Fault::new(
            FaultKind::Bug,
            "looking for what is alike",
            cause,
        )))
    }

    async fn read(
        &self,
        index: &Index,
        all: Vec<Numbered>,
        failed: &(dyn Fn(&Fault) -> Error + Sync),
    ) {
        let numbers: Vec<usize> = all.iter().map(|Numbered(number, _)| *number).collect();
        let asking = all.into_iter().map(async |Numbered(number, asked)| {
            let Question {
                context,
                id,
                texts,
                limit,
            } = asked;
            (number, index.similar(context, id, &texts, limit).await)
        });
        let mut asking = std::pin::pin!(stream::iter(asking).buffer_unordered(AT_ONCE));
        let mut found = HashMap::with_capacity(numbers.len());
        while let Some((number, answer)) = asking.next().await {
            match answer {
                Ok(ids) => drop(found.insert(number, Ok(ids))),
                Err(fault) => {
                    let error = failed(&fault);
                    for number in &numbers {
                        found.entry(*number).or_insert_with(|| Err(error.clone()));
                    }
                    break;
                }
            }
        }
        self.answers().extend(found);
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<usize, Result<Vec<ProductId>, Error>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
