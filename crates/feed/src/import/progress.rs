//! How far an import is.

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking the lines; counted in bytes as stored.
    Reading,
    /// Comparing with the store and writing; counted in records.
    Applying,
    /// Writing out an export; counted in records.
    Exporting,
}

/// Is told how far an import is. Called from any thread.
pub trait Progress: Send + Sync + 'static {
    /// A stage begins. `total` None: its length is not known.
    fn begin(&self, stage: Stage, total: Option<u64>);
    /// So much more is done.
    fn advance(&self, by: u64);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
}
