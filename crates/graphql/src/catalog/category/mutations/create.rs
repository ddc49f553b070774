//! `categoryCreate`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Code;
use feed::import::Ending;
use uuid::Uuid;

use super::{
    super::{
        Category,
        input::{CategoryTranslationInput, record},
    },
    id_of, shown,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, RefusalCode, Stop, Work, mutation, payload},
};

/// A new category.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategoryCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// categories.
    slug: String,
    /// Its name in the catalogue's language, at most 512 characters.
    name: String,
    /// Its description, as text or HTML, at most 65,536 characters. Null: none.
    description: Option<String>,
    /// The code of the category above it. Null: it is a root.
    parent: Option<String>,
    /// Its place among its siblings, lowest first. Null: 0.
    position: Option<i32>,
    /// Whether it is left out of a storefront's roots and children. Null: it is not.
    hidden: Option<bool>,
    /// Its texts in other languages, each language once.
    translations: Option<Vec<CategoryTranslationInput>>,
}

payload! {
    /// What became of `categoryCreate`.
    CategoryCreatePayload(Uuid, CatalogUserError) {
        /// The new category. Null: it was not made, see `userErrors`.
        async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    /// Makes a category.
    CategoryCreate.category_create(input: CategoryCreateInput = "What it is.") -> CategoryCreatePayload
}

impl CategoryCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: CategoryCreateInput,
    ) -> Result<CategoryCreatePayload> {
        let change = Create {
            code: input.code,
            input: call.input(),
        };
        call.run(ctx, change).await.map(CategoryCreatePayload)
    }
}

struct Create {
    code: String,
    input: Input,
}

impl Change for Create {
    const MUTATION: &'static str = "categoryCreate";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let record = record(&self.input, &self.code);
        match work.declare(record, &self.input).await? {
            Ending::Created => id_of(work, &Code::trusted(&self.code)).await,
            Ending::Updated | Ending::Unchanged => Err(Stop::refused(
                RefusalCode::Taken,
                &["input", "code"],
                format!(
                    "There is a category with the code \"{}\" already; categoryUpdate changes it.",
                    self.code
                ),
            )),
        }
    }
}
