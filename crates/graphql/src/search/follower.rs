//! What searching needs from the outside: the index, and whoever keeps it in step with the catalogue.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use domain::{clock::Timestamp, outcome::Fault};
use persistence::CatalogVersion;
use search::Index;

/// Why an index has not come as far as was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// The catalogue never had that version.
    Unknown,
    /// It did not come so far in time.
    TooLate,
}

/// What is answered to who waits.
pub type Waited<'f> = Pin<Box<dyn Future<Output = Result<Result<(), Behind>, Fault>> + Send + 'f>>;

/// Keeps an index in step with the catalogue.
pub trait Follower: Send + Sync {
    /// Waits until the index has this version of the catalogue, for so long at most.
    fn reach(&self, version: CatalogVersion, patience: Duration) -> Waited<'_>;

    /// Waits until the index, which may be new, was filled with what the catalogue had, for so long at most. False: it wasn't.
    fn filled(&self, patience: Duration) -> Pin<Box<dyn Future<Output = bool> + Send + '_>>;

    /// When the index was last found to lack nothing, or written. None: not yet, as far as is known.
    fn indexed_at(&self) -> Option<Timestamp>;
}

/// An index that can be asked.
#[derive(Clone)]
pub struct Searching {
    /// The index.
    pub index: Index,
    /// Whoever keeps it in step.
    pub follower: Arc<dyn Follower>,
    /// How long a search waits for a version that it asks for.
    pub patience: Duration,
}
