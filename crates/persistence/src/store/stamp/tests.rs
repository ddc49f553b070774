use futures_util::future::join_all;

use super::*;
use crate::testing;

#[tokio::test]
async fn those_who_ask_while_a_look_is_awaited_share_the_next_one() {
    let (_database, store) = testing::sqlite().await;
    store.stamp().await.unwrap();
    let before = store.statements();
    store.stamp().await.unwrap();
    assert_eq!(store.statements(), before + 1);

    let held = store.watch().last.lock().await;
    let mut all = Box::pin(join_all((0..50).map(|_| store.stamp())));
    assert!(
        futures_util::poll!(&mut all).is_pending(),
        "all of them wait"
    );
    // Whoever asks later is told what is so later: what was seen before is not enough.
    let begun = store.watch().begun.load(Ordering::SeqCst);
    assert_eq!(held.look, begun);
    drop(held);
    let stamps = all.await;
    assert!(stamps.iter().all(Result::is_ok));
    assert_eq!(store.statements(), before + 2);
}
