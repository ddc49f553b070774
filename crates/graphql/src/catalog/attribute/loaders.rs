//! What is read of many attributes at once.

use std::collections::HashMap;

use domain::{outcome::Fault, text::Code};
use persistence::Store;

use crate::{buyer::View, loaders::Batch};

/// How many products have something of an attribute, by its code.
pub(crate) struct ProductCountByAttribute;

impl Batch for ProductCountByAttribute {
    type Key = Code;
    type Value = i64;

    async fn load(store: &Store, _: &View, keys: &[Code]) -> Result<HashMap<Code, i64>, Fault> {
        store.products().counts_by_attribute(keys).await
    }
}
