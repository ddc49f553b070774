//! Many records in one request: the upserts of a feed, with a result for each.

mod input;
mod mutation;
mod reference;
mod result;
mod sku;

pub(crate) use mutation::BulkMutation;
