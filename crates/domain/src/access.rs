//! Who may do what: permissions, and the roles that are made of them.
//!
//! A permission is a verb in an area, such as `pricing:write`. What each lets its holder use of the API is said by one table in
//! `graphql`; here is only what permissions are and how they are spelled.

mod permission;
mod role;

pub use permission::{Area, Permission, Permissions, UnknownPermission, Verb};
pub use role::{Role, UnknownRole};
