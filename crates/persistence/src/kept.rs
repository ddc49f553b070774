//! What was read of products, kept in memory for as long as the product's version stands.
//!
//! Every change of a product, its variants or its prices moves the product's version in the same transaction. Whoever has
//! read a product's row in this request knows its version, and takes what is kept only of that version: so nothing kept
//! is ever older than the row it is shown with, whichever process changed it.

use std::sync::Arc;

use domain::id::ProductId;
use moka::sync::Cache;

/// A product as of one of its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProductVersion {
    /// Which product.
    pub id: ProductId,
    /// Its version, as read with its row.
    pub version: i64,
}

/// Values of products, the latest version of each, within a bound of memory.
pub(crate) struct Kept<V> {
    values: Cache<ProductId, Value<V>>,
}

struct Value<V> {
    version: i64,
    reference: i64,
    value: Arc<V>,
    bytes: u32,
}

impl<V> Clone for Value<V> {
    fn clone(&self) -> Self {
        Self {
            version: self.version,
            reference: self.reference,
            value: Arc::clone(&self.value),
            bytes: self.bytes,
        }
    }
}

/// What an entry costs beside its value.
const OVERHEAD: usize = 200;

impl<V: Send + Sync + 'static> Kept<V> {
    /// Holds about so many bytes at most.
    pub(crate) fn new(bytes: u64) -> Self {
        let values = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, value: &Value<V>| value.bytes)
            .build();
        Self { values }
    }

    /// What is kept of this version, read with this version of the reference. None: nothing, or of others.
    pub(crate) fn get(&self, product: ProductVersion, reference: i64) -> Option<Arc<V>> {
        let kept = self.values.get(&product.id)?;
        (kept.version == product.version && kept.reference == reference).then_some(kept.value)
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.values.invalidate_all();
    }

    /// Keeps a value that was read together with the version, in one statement. `bytes` is about its size.
    pub(crate) fn put(
        &self,
        product: ProductVersion,
        reference: i64,
        value: &Arc<V>,
        bytes: usize,
    ) {
        let newer = self
            .values
            .get(&product.id)
            .is_some_and(|kept| kept.version > product.version);
        if !newer {
            let kept = Value {
                version: product.version,
                reference,
                value: Arc::clone(value),
                bytes: u32::try_from(bytes + OVERHEAD).unwrap_or(u32::MAX),
            };
            self.values.insert(product.id, kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_the_version_that_was_asked_for_is_given() {
        let kept = Kept::new(1_000_000);
        let of = |version| ProductVersion {
            id: ProductId(Uuid::from_u128(1)),
            version,
        };
        assert!(kept.get(of(1), 1).is_none());
        kept.put(of(2), 1, &Arc::new("two"), 3);
        assert_eq!(kept.get(of(2), 1).as_deref(), Some(&"two"));
        assert!(kept.get(of(1), 1).is_none());
        assert!(kept.get(of(3), 1).is_none());
        assert!(kept.get(of(2), 2).is_none());
        kept.put(of(1), 1, &Arc::new("one, read late"), 3);
        assert_eq!(kept.get(of(2), 1).as_deref(), Some(&"two"));
    }
}
