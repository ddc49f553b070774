//! How mutations run: each is a [`Change`], and [`Call::run`] does the same with all of them.
//!
//! 1. An `idempotencyKey` that has an answer already gives it again; with another input it is refused.
//! 2. The change is made in one transaction, with its events and its audit rows. What is refused undoes all of it, and is
//!    told as `userErrors`, everything at once.
//! 3. The answer is remembered under the key in the same transaction, refusals too.
//! 4. A dry run's payload is read inside of the transaction, which is then rolled back.
//!
//! What others held too long is tried again, a bounded number of times and for a bounded time. Reservations that come at the
//! same moment are made in one transaction ([`Together`]), each with its own answer.
//!
//! A mutation's file has its input, its payload ([`payload!`]), its field ([`mutation!`]) and its change. Most changes are
//! records of a feed: the input's JSON becomes one ([`Input`]), so that a mutation means what a feed means.

mod answer;
mod call;
mod declaring;
mod expecting;
mod input;
mod macros;
mod order;
mod refusal;
mod work;

pub(crate) use self::{
    answer::Done,
    call::Call,
    expecting::Seen,
    input::{Input, entries, keyed, valued},
    macros::{mutation, payload},
    order::reordered,
    refusal::{Refusal, RefusalCode, Stop, user_error},
    work::{Change, Together, Work},
};
