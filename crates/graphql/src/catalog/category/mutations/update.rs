//! `categoryUpdate`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{
    super::{Category, CategoryBy, input::CategoryTranslationInput},
    changed, code_of, shown,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

/// What a category shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategoryUpdateInput {
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// categories.
    slug: Option<String>,
    /// Its name in the catalogue's language, at most 512 characters.
    name: Option<String>,
    /// Its description, as text or HTML, at most 65,536 characters.
    description: Option<String>,
    /// The code of the category above it. Null makes it a root.
    parent: Option<String>,
    /// Its place among its siblings, lowest first. Null: 0.
    position: Option<i32>,
    /// Whether it is left out of a storefront's roots and children.
    hidden: Option<bool>,
    /// Its texts in other languages, each language once. Languages that are left out stay as they are.
    translations: Option<Vec<CategoryTranslationInput>>,
}

payload! {
    /// What became of `categoryUpdate`.
    CategoryUpdatePayload(Uuid, CatalogUserError) {
        /// The category as it is now. Null: it was not changed, see `userErrors`.
        async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Changes a category.
    CategoryUpdate.category_update(
        by: CategoryBy = "Which category.",
        input: CategoryUpdateInput = "What changes.",
    ) -> CategoryUpdatePayload
}

impl CategoryUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: CategoryBy,
        _: CategoryUpdateInput,
    ) -> Result<CategoryUpdatePayload> {
        let change = Update {
            code: code_of(ctx, &call, by).await?,
            input: call.input(),
        };
        call.run(ctx, change).await.map(CategoryUpdatePayload)
    }
}

struct Update {
    code: Option<Code>,
    input: Input,
}

impl Change for Update {
    const MUTATION: &'static str = "categoryUpdate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        changed(work, self.code.as_ref(), &self.input).await
    }
}
