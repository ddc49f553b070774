//! Where time and identifiers come from. Only the server reads the system's; tests get a clock that stands still
//! and identifiers that count.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A moment in UTC, whole microseconds: what both databases store exactly.
pub type Timestamp = DateTime<Utc>;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, in UTC, truncated to whole microseconds.
    fn now(&self) -> Timestamp;
}

/// Makes identifiers.
pub trait IdSource: Send + Sync + 'static {
    /// A new identifier, greater than all that this source gave before.
    fn next(&self) -> Uuid;
}
