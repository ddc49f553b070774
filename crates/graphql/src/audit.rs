//! Who changed what: the audit, for admins.

mod object;
mod query;

pub(crate) use object::{AuditEntry, node_type};
pub(crate) use query::AuditQuery;
