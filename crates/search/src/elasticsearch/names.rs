//! What indexes and aliases are called.

/// Counted up when documents lie differently. It is in every name, so that servers of two versions don't meet in one
/// index: the newer one builds its own.
const LAYOUT: u32 = 2;

/// The names of one prefix.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The alias of the live index, and what the names of all indexes begin with.
    pub(super) live: String,
    /// The alias of the one that is built aside.
    pub(super) aside: String,
    /// The alias of the one that was live before.
    pub(super) previous: String,
}

impl Names {
    pub(super) fn new(prefix: &str) -> Self {
        let live = format!("{prefix}-products-v{LAYOUT}");
        Self {
            aside: format!("{live}-aside"),
            previous: format!("{live}-previous"),
            live,
        }
    }

    /// The index of a generation.
    pub(super) fn index(&self, generation: u64) -> String {
        format!("{}-{generation:06}", self.live)
    }

    /// The generation of an index. None: it is none of ours.
    pub(super) fn generation(&self, index: &str) -> Option<u64> {
        index
            .strip_prefix(&self.live)?
            .strip_prefix('-')?
            .parse()
            .ok()
    }

    /// What matches all indexes.
    pub(super) fn all(&self) -> String {
        format!("{}-0*", self.live)
    }
}
