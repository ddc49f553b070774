//! Finding categories inside a transaction.

use std::collections::HashMap;

use domain::{
    catalog::Category,
    id::CategoryId,
    locale::Locale,
    outcome::Fault,
    text::{Code, Slug},
};

use crate::{
    Stored, Transaction,
    whole::{self, KEYS},
    write::slug,
};

impl Transaction {
    /// The categories with these codes; those that there are. Nobody else changes them before this transaction ends.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn categories_by_code(
        &mut self,
        codes: &[Code],
    ) -> Result<HashMap<Code, Stored<CategoryId, Category>>, Fault> {
        let mut found = HashMap::with_capacity(codes.len());
        for codes in codes.chunks(KEYS) {
            let categories = whole::stored_categories(&self.database, codes, true).await?;
            found.extend(
                categories
                    .into_iter()
                    .map(|category| (category.value.code.clone(), category)),
            );
        }
        Ok(found)
    }

    /// The identifiers of the categories with these codes; those that there are.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn category_ids(
        &mut self,
        codes: &[Code],
    ) -> Result<HashMap<Code, CategoryId>, Fault> {
        self.tree
            .load(&self.database, codes.iter().collect())
            .await?;
        let ids = codes
            .iter()
            .filter_map(|code| Some((code.clone(), CategoryId(*self.tree.path(code)?.first()?))));
        Ok(ids.collect())
    }

    /// Every category's code, and that of the category above it. None: a root.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn category_parents(&mut self) -> Result<HashMap<Code, Option<Code>>, Fault> {
        Ok(whole::category_parents(&self.database)
            .await?
            .into_iter()
            .collect())
    }

    /// The codes of the categories that have these slugs, plain ones (None) or of a translation; those that there are.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn category_codes_by_slug(
        &mut self,
        slugs: &[(Option<Locale>, Slug)],
    ) -> Result<HashMap<(Option<Locale>, Slug), Code>, Fault> {
        slug::codes_by_slug(&self.database, "category", slugs).await
    }
}
