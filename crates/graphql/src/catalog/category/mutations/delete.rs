//! `categoryDelete`.

use async_graphql::{Context, ID, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{super::CategoryBy, code_of, stored};
use crate::{
    catalog::user_error::CatalogUserError,
    mutation::{Call, Change, Seen, Stop, Work, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `categoryDelete`.
    CategoryDeletePayload(Uuid, CatalogUserError) {
        /// The id that the category had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::Category, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a category in which no product is, and below which no category is.
    CategoryDelete.category_delete(by: CategoryBy = "Which category.") -> CategoryDeletePayload
}

impl CategoryDelete {
    async fn start(ctx: &Context<'_>, call: Call, by: CategoryBy) -> Result<CategoryDeletePayload> {
        let change = Delete {
            code: code_of(ctx, &call, by).await?,
        };
        call.run(ctx, change).await.map(CategoryDeletePayload)
    }
}

struct Delete {
    code: Option<Code>,
}

impl Change for Delete {
    const MUTATION: &'static str = "categoryDelete";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref()).await?;
        let id = stored.id.uuid();
        work.expect(Seen {
            id,
            version: stored.version,
            says: None,
        })
        .await?;
        work.transaction()?
            .delete_categories(vec![stored])
            .await
            .map_err(|failure| Stop::about(&["by"], failure))?;
        Ok(id)
    }
}
