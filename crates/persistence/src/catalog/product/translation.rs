//! The texts of products in other locales, as they are stored.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::ProductTranslation, id::ProductId, locale::Locale, outcome::Fault,
    reference::Reference,
};

use super::Products;
use crate::{json::Unknown, whole::product_translations};

impl Products<'_> {
    /// The texts of these products in every locale but the catalogue's own, in one statement. A product without any is
    /// absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn translations(
        &self,
        products: &[ProductId],
        reference: &Reference,
    ) -> Result<HashMap<ProductId, BTreeMap<Locale, ProductTranslation>>, Fault> {
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<_> = products.iter().map(|id| id.uuid()).collect();
        let found =
            product_translations(self.store.reader(), &ids, reference, Unknown::LeaveOut).await?;
        Ok(found
            .into_iter()
            .map(|(id, texts)| (id.into(), texts))
            .collect())
    }
}
