//! Telling others how far long work is. That they can't be told for a while is no reason to stop it.

use std::{future::Future, pin::pin, time::Duration};

use domain::outcome::Fault;
use futures_util::future::{Either, select};

/// How often it is tried to tell what came of it, a little later each time: for about two minutes in all.
const TRIES: u32 = 15;

/// Does the work, and tells every so often. The work goes on while it is told, since it may hold what telling waits for, such
/// as the only connection that writes; and where telling fails, which is logged.
pub(super) async fn while_telling<R, T: Future<Output = Result<(), Fault>>>(
    work: impl Future<Output = R>,
    every: Duration,
    mut tell: impl FnMut() -> T,
) -> R {
    let told = |told: Result<(), Fault>| {
        if let Err(fault) = told {
            tracing::warn!("telling how far work on the search index is: {fault}");
        }
    };
    let mut work = pin!(work);
    loop {
        if let Ok(done) = tokio::time::timeout(every, work.as_mut()).await {
            return done;
        }
        match select(work.as_mut(), pin!(tell())).await {
            Either::Left((done, telling)) => {
                // What was half told could be written after what came of it.
                told(telling.await);
                return done;
            }
            Either::Right((result, _)) => told(result),
        }
    }
}

/// Tells what came of it, again and again until that succeeds: what nobody was told would be done once more.
///
/// # Errors
/// The last fault, where it failed all the time.
pub(super) async fn until_told<T: Future<Output = Result<(), Fault>>>(
    pause: Duration,
    mut tell: impl FnMut() -> T,
) -> Result<(), Fault> {
    for tried in 1..TRIES {
        match tell().await {
            Ok(()) => return Ok(()),
            Err(fault) => tracing::warn!("telling what came of work on the search index: {fault}"),
        }
        tokio::time::sleep(pause * tried).await;
    }
    tell().await
}

#[cfg(test)]
mod tests {
    use domain::outcome::FaultKind;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn away() -> Fault {
        Fault::new(FaultKind::Timeout, "telling", "the database is away")
    }

    #[tokio::test(start_paused = true)]
    async fn work_goes_on_while_nobody_can_be_told() {
        let mut told = 0;
        let work = async {
            tokio::time::sleep(SECOND * 3 + SECOND / 2).await;
            "done"
        };
        let tell = || {
            told += 1;
            std::future::ready(Err(away()))
        };
        assert_eq!(while_telling(work, SECOND, tell).await, "done");
        assert_eq!(told, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn telling_waits_for_what_the_work_holds() {
        let writer = tokio::sync::Semaphore::new(1);
        let work = async {
            tokio::time::sleep(SECOND / 2).await;
            let held = writer.acquire().await.unwrap();
            tokio::time::sleep(SECOND).await;
            drop(held);
            tokio::time::sleep(SECOND).await;
        };
        let mut told = 0;
        let tell = || {
            told += 1;
            async {
                let writer = tokio::time::timeout(SECOND * 5, writer.acquire()).await;
                writer.map(drop).map_err(|_| away())
            }
        };
        let begun = tokio::time::Instant::now();
        while_telling(work, SECOND, tell).await;
        assert_eq!(begun.elapsed(), SECOND * 5 / 2);
        assert_eq!(told, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_of_it_is_told_as_soon_as_that_works_again() {
        let mut tried = 0;
        let tell = || {
            tried += 1;
            std::future::ready(if tried < 5 { Err(away()) } else { Ok(()) })
        };
        until_told(SECOND, tell).await.unwrap();
        assert_eq!(tried, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_where_nobody_can_be_told_at_all() {
        let fault = until_told(SECOND, || std::future::ready(Err(away()))).await;
        assert_eq!(fault.unwrap_err().kind, FaultKind::Timeout);
    }
}
