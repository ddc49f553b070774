//! `categoryMove`.

use async_graphql::{Context, InputObject, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{
    super::{Category, CategoryBy},
    changed, code_of, shown,
};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Input, Stop, Work, mutation, payload},
};

/// Where a category shall be.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategoryMoveInput {
    /// The code of the category that it shall be below. Null makes it a root; left out, it stays below the same.
    parent: Option<String>,
    /// Its place among its siblings, lowest first. Left out, it stays as it is.
    position: Option<i32>,
}

payload! {
    /// What became of `categoryMove`.
    CategoryMovePayload(Uuid, CatalogUserError) {
        /// The category at its new place. Null: it was not moved, see `userErrors`.
        async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
            shown(ctx, &self.0).await
        }
    }
}

mutation! {
    @versioned
    /// Moves a category, with everything below it, to another place in the tree.
    CategoryMove.category_move(
        by: CategoryBy = "Which category.",
        input: CategoryMoveInput = "Where to.",
    ) -> CategoryMovePayload
}

impl CategoryMove {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: CategoryBy,
        _: CategoryMoveInput,
    ) -> Result<CategoryMovePayload> {
        let change = Move {
            code: code_of(ctx, &call, by).await?,
            input: call.input(),
        };
        call.run(ctx, change).await.map(CategoryMovePayload)
    }
}

struct Move {
    code: Option<Code>,
    input: Input,
}

impl Change for Move {
    const MUTATION: &'static str = "categoryMove";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        changed(work, self.code.as_ref(), &self.input).await
    }
}
