//! `category`, `categories`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject, Result};
use domain::text::{Code, Slug};
use persistence::{
    catalog::{CategoryKey, CategoryRecord},
    page::Page,
};

use super::{Category, CategoryList};
use crate::{
    buyer::{BuyerContext, View},
    connection::{Connection, PageArguments},
    context::{Asked, view},
    node_id::{NodeType, decode_as},
};

/// What a category is looked up by: exactly one of these.
#[derive(Debug, OneofObject)]
pub(crate) enum CategoryBy {
    /// Its id.
    Id(ID),
    /// The seller's key of it.
    Code(String),
    /// Its slug, in the context's locale or in one that it falls back to.
    Slug(String),
}

/// The root fields of categories.
#[derive(Default)]
pub(crate) struct CategoryQuery;

#[Object]
impl CategoryQuery {
    /// A category by what the caller knows of it. Null: there is none.
    async fn category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the category is looked up by.")] by: CategoryBy,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Option<Result<Category>> {
        find_category(ctx, by, context).await.transpose()
    }

    /// The roots of the category tree, or the categories right below one, in the seller's order. A storefront doesn't
    /// get the hidden ones.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn categories(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The category above them; one that doesn't exist has none. Null: the roots."
        )]
        parent: Option<CategoryBy>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<Connection<Category>> {
        let view = view(ctx, context).await?;
        let order = Category::order();
        let request = PageArguments {
            first,
            after,
            last,
            before,
        }
        .request(&order)?;
        let parent = match parent {
            None => None,
            Some(by) => match find(ctx, by, &view).await? {
                Some(parent) => Some(parent.id),
                None => return Ok(no_children(&view)),
            },
        };
        let page = ctx
            .store()
            .categories()
            .page(parent, &request, &view.buyer)
            .await;
        let page = page.map_err(|fault| ctx.report(&fault))?;
        let list = CategoryList {
            parent,
            view: Arc::clone(&view),
        };
        Ok(Connection::of(&page, order, list, |record| {
            Category::of(record, &view)
        }))
    }
}

async fn find_category(
    ctx: &Context<'_>,
    by: CategoryBy,
    context: Option<BuyerContext>,
) -> Result<Option<Category>> {
    let view = view(ctx, context).await?;
    let record = find(ctx, by, &view).await?;
    Ok(record.map(|record| Category::of(record, &view)))
}

/// The category that is looked up. None: there is none.
pub(super) async fn find(
    ctx: &Context<'_>,
    by: CategoryBy,
    view: &View,
) -> Result<Option<Arc<CategoryRecord>>> {
    // What can't be a code or a slug is nobody's.
    let key = match by {
        CategoryBy::Id(id) => Some(CategoryKey::Id(decode_as(NodeType::Category, &id)?)),
        CategoryBy::Code(code) => Code::parse(&code).ok().map(CategoryKey::Code),
        CategoryBy::Slug(slug) => Slug::parse(&slug).ok().map(CategoryKey::Slug),
    };
    let Some(key) = key else {
        return Ok(None);
    };
    ctx.store()
        .categories()
        .by_key(&key, &view.buyer)
        .await
        .map_err(|fault| ctx.report(&fault))
}

/// The empty list of a category that doesn't exist. No category has the nil identifier, so that nothing is counted.
fn no_children(view: &Arc<View>) -> Connection<Category> {
    let list = CategoryList {
        parent: Some(uuid::Uuid::nil().into()),
        view: Arc::clone(view),
    };
    Connection::of(&Page::default(), Category::order(), list, |record| {
        Category::of(record, view)
    })
}
