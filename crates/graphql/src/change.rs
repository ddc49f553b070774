//! What changes, while it does and afterwards: what all subscriptions have in common, and the query `changes`.
//!
//! A [`Feed`] hands out what a node's one reader of the outbox has read; a subscription lives in the `subscription.rs` of
//! its thing, says which changes concern it and makes what its subscribers get ([`follow()`]). Each event is answered as a
//! request of its own, with loaders of its own ([`EachByItself`]).

mod cursor;
mod each;
mod feed;
mod filter;
mod follow;
mod moment;
mod object;
mod query;

pub(crate) use self::{
    each::EachByItself,
    filter::{PlaceFilter, ProductChangeFilter, VariantChangeFilter},
    follow::{Concern, Follower, follow},
    moment::Moment,
    query::ChangeQuery,
};
pub use feed::{Changed, Changes, Feed};
