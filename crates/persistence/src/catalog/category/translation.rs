//! The texts of categories in other locales, as they are stored.

use std::collections::{BTreeMap, HashMap};

use domain::{catalog::CategoryTranslation, id::CategoryId, locale::Locale, outcome::Fault};

use super::Categories;
use crate::whole::category_translations;

impl Categories<'_> {
    /// The texts of these categories in every locale but the catalogue's own, in one statement. A category without any
    /// is absent.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn translations(
        &self,
        categories: &[CategoryId],
    ) -> Result<HashMap<CategoryId, BTreeMap<Locale, CategoryTranslation>>, Fault> {
        if categories.is_empty() {
            return Ok(HashMap::new());
        }
        let found = category_translations(self.store.reader(), categories).await?;
        Ok(found
            .into_iter()
            .map(|(id, texts)| (id.into(), texts))
            .collect())
    }
}
