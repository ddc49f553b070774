use std::{future::Future, pin::pin, task::Poll};

use futures_util::{FutureExt as _, future::join_all, poll};

use super::*;

const PATIENCE: Duration = Duration::from_secs(1);

fn wait(turns: &Arc<Turns>) -> impl Future<Output = Got> + use<> {
    Arc::clone(turns).wait(PATIENCE)
}

/// The right, which somebody must get at once.
fn turn(got: Option<Got>) -> Turn {
    match got {
        Some(Got::Turn(turn)) => turn,
        Some(Got::Answer(answer)) => panic!("{answer:?}"),
        Some(Got::Nothing) => panic!("it was waited for in vain"),
        None => panic!("it is not given"),
    }
}

fn answer(got: Got) -> Option<Bytes> {
    match got {
        Got::Answer(answer) => Some(answer),
        Got::Nothing => None,
        Got::Turn(turn) => panic!("turn {}", turn.number),
    }
}

#[tokio::test(start_paused = true)]
async fn who_comes_while_an_answer_is_made_gets_the_next_one() {
    let turns = Arc::<Turns>::default();
    assert!(!turns.is_taken());
    let first = turn(wait(&turns).now_or_never());
    assert!(turns.is_taken() && !first.waited);
    let mut others: Vec<_> = (0..5).map(|_| Box::pin(wait(&turns))).collect();
    for other in &mut others {
        assert!(matches!(poll!(other), Poll::Pending));
    }
    first.end(Some(&Bytes::from_static(b"begun too early")));
    let mut others = others.into_iter();
    let second = turn(others.next().unwrap().now_or_never());
    assert!(second.waited);
    let mut late = Box::pin(wait(&turns));
    assert!(matches!(poll!(&mut late), Poll::Pending));
    second.end(Some(&Bytes::from_static(b"good")));
    for got in join_all(others).await {
        assert_eq!(answer(got).as_deref(), Some(&b"good"[..]));
    }
    drop(turn(late.now_or_never()));
    assert!(!turns.is_taken());
}

#[tokio::test(start_paused = true)]
async fn what_its_maker_gives_up_is_made_by_the_next() {
    let turns = Arc::<Turns>::default();
    let first = turn(wait(&turns).now_or_never());
    let mut second = pin!(wait(&turns));
    let mut third = pin!(wait(&turns));
    assert!(poll!(&mut second).is_pending() && poll!(&mut third).is_pending());
    drop(first);
    let second = turn(second.now_or_never());
    drop(second);
    turn(third.now_or_never()).end(None);
}

#[tokio::test(start_paused = true)]
async fn what_is_for_its_maker_alone_is_not_made_one_after_the_other() {
    let turns = Arc::<Turns>::default();
    let first = turn(wait(&turns).now_or_never());
    let mut others: Vec<_> = (0..4).map(|_| Box::pin(wait(&turns))).collect();
    for other in &mut others {
        assert!(poll!(other).is_pending());
    }
    first.end(None);
    let mut others = others.into_iter();
    turn(others.next().unwrap().now_or_never()).end(None);
    for got in join_all(others).await {
        assert_eq!(answer(got), None);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let turns = Arc::<Turns>::default();
    let first = turn(wait(&turns).now_or_never());
    assert_eq!(answer(wait(&turns).await), None);
    first.end(Some(&Bytes::from_static(b"for nobody")));
    assert_eq!(turns.last.lock().await.answer, None);
}

#[tokio::test(start_paused = true)]
async fn the_last_who_waits_leaves_no_answer_behind() {
    let turns = Arc::<Turns>::default();
    let first = turn(wait(&turns).now_or_never());
    let mut second = pin!(wait(&turns));
    let mut third = pin!(wait(&turns));
    let mut fourth = pin!(wait(&turns));
    assert!(poll!(&mut second).is_pending());
    assert!(poll!(&mut third).is_pending());
    assert!(poll!(&mut fourth).is_pending());
    drop(first);
    turn(second.now_or_never()).end(Some(&Bytes::from_static(b"good")));
    assert!(turns.last.try_lock().is_err(), "the third has it next");
    assert_eq!(answer(third.await).as_deref(), Some(&b"good"[..]));
    assert_eq!(answer(fourth.await).as_deref(), Some(&b"good"[..]));
    assert_eq!(turns.last.lock().await.answer, None);
}
