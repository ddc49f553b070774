//! Who changed what: the audit, for admins.

mod object;
mod query;

pub(crate) use object::AuditEntry;
pub(crate) use query::AuditQuery;
