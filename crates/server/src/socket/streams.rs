//! The operations that run on one socket, each of which gets its turn.

use std::{future::poll_fn, task::Poll};

use futures_util::StreamExt as _;

use crate::front::{Answer, Answers};

/// Streams of answers under the ids of the client. Whoever has just given one is asked last, so that a stream which always
/// has something to say silences no other.
#[derive(Default)]
pub(super) struct Streams {
    running: Vec<(String, Answers)>,
    /// Who is asked first.
    turn: usize,
}

impl Streams {
    pub(super) fn len(&self) -> usize {
        self.running.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.running.iter().any(|(known, _)| known == id)
    }

    pub(super) fn insert(&mut self, id: String, answers: Answers) {
        self.running.push((id, answers));
    }

    /// Ends an operation. A mutation that has begun goes on. There may be none of this id: it may just have ended.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(at) = self.running.iter().position(|(known, _)| known == id) {
            self.remove_at(at);
        }
    }

    /// The next answer of any of them; `None` with an id: that one has ended. Waits for ever while there are none.
    pub(super) async fn next(&mut self) -> (String, Option<Answer>) {
        poll_fn(|context| {
            let count = self.running.len();
            for step in 0..count {
                let at = (self.turn + step) % count;
                let (id, answers) = &mut self.running[at];
                let Poll::Ready(answer) = answers.poll_next_unpin(context) else {
                    continue;
                };
                let id = id.clone();
                self.turn = at + 1;
                // A refusal is the last word of its stream.
                if matches!(answer, None | Some(Answer::Refused(_))) {
                    self.remove_at(at);
                }
                return Poll::Ready((id, answer));
            }
            Poll::Pending
        })
        .await
    }

    fn remove_at(&mut self, at: usize) {
        drop(self.running.remove(at));
        if at < self.turn {
            self.turn -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use futures_util::stream;

    use super::*;

    fn empty() -> Answer {
        Answer::Executed {
            json: Bytes::new(),
            kept: Some(std::time::Duration::ZERO),
        }
    }

    fn endless() -> Answers {
        stream::repeat_with(empty).boxed()
    }

    fn once() -> Answers {
        stream::iter([empty()]).boxed()
    }

    #[tokio::test]
    async fn streams_that_always_have_something_take_turns() {
        let mut streams = Streams::default();
        for id in ["a", "b", "c"] {
            streams.insert(String::from(id), endless());
        }
        let mut order = String::new();
        for _ in 0..4 {
            order += &streams.next().await.0;
        }
        streams.remove("b");
        for _ in 0..4 {
            order += &streams.next().await.0;
        }
        assert_eq!(order, "abcacaca");
    }

    #[tokio::test]
    async fn one_answer_is_given_among_many_and_its_end_is_told() {
        let mut streams = Streams::default();
        streams.insert(String::from("hot"), endless());
        streams.insert(String::from("once"), once());
        let mut told = Vec::new();
        for _ in 0..4 {
            let (id, answer) = streams.next().await;
            told.push((id, answer.is_some()));
        }
        let of_once: Vec<bool> = told
            .iter()
            .filter(|(id, _)| id == "once")
            .map(|(_, some)| *some)
            .collect();
        assert_eq!(of_once, [true, false]);
        assert_eq!(streams.len(), 1);
        assert!(!streams.has("once"));
    }
}
