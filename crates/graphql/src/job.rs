//! Jobs: imports and exports that the server does beside its requests.

mod mutations;
mod object;
mod query;
mod request;
mod upload;
mod user_error;

pub(crate) use self::{mutations::JobMutation, object::Job, query::JobQuery};
pub use self::{
    request::{ImportRequest, JobReport, KindCounts, Notice},
    upload::{Upload, Uploads},
};
