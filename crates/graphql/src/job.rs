//! Jobs: imports and exports that the server does beside its requests.

mod mutations;
mod object;
mod query;
mod request;
mod subscription;
mod upload;
mod user_error;

pub(crate) use self::{
    mutations::JobMutation, object::Job, query::JobQuery, subscription::JobSubscription,
};
pub use self::{
    request::{ImportRequest, JobReport, KindCounts, Notice},
    upload::{Upload, Uploads},
};

use domain::access::Role;

/// Whether this role may start an import, and so may send files.
#[must_use]
pub fn may_import(role: Role) -> bool {
    let needs = crate::access::table().of("Mutation.catalogImport");
    needs.is_some_and(|needs| needs.are_met_by(role.permissions()))
}
