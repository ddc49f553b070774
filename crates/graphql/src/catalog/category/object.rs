//! `Category`.

use std::sync::{Arc, LazyLock};

use ::search::query::Condition;
use async_graphql::{Context, ID, Object, Result};
use domain::id::CategoryId;
use persistence::catalog::{CategoryRecord, ProductListing, category::CURSOR_TYPES};

use super::translation::{self, CategoryTranslation};
use crate::{
    buyer::View,
    catalog::product::{self, Product, ProductFilter, ProductSort},
    connection::{Connection, Listed, Order, PageArguments},
    context::Asked,
    node_id::{NodeType, encode},
    scalars::{CatalogVersion, int},
    search::{FacetInput, OutOfStock, SearchAsked, SearchFilter, SearchResults, SearchSort, ask},
    viewer::{is_admin, require},
};

/// A category in a view.
#[derive(Clone)]
pub(crate) struct Category {
    pub(crate) record: Arc<CategoryRecord>,
    view: Arc<View>,
}

impl Category {
    pub(crate) fn of(record: Arc<CategoryRecord>, view: &Arc<View>) -> Self {
        Self {
            record,
            view: Arc::clone(view),
        }
    }

    /// The order of siblings.
    pub(crate) fn order() -> Arc<Order> {
        static ORDER: LazyLock<Arc<Order>> = LazyLock::new(|| {
            Arc::new(Order {
                name: String::from("sibling categories"),
                types: CURSOR_TYPES,
            })
        });
        Arc::clone(&ORDER)
    }

    fn list(&self, records: &[Arc<CategoryRecord>]) -> Vec<Self> {
        records
            .iter()
            .map(|record| Self::of(Arc::clone(record), &self.view))
            .collect()
    }
}

/// A place in the tree in which a storefront's visitors browse.
#[Object]
impl Category {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Category, self.record.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.record.code
    }

    /// Names its page; unique among categories. In the context's locale where that has one.
    async fn slug(&self) -> &str {
        &self.record.slug
    }

    /// Its name in the context's locale.
    async fn name(&self) -> &str {
        &self.record.name
    }

    /// Its description in the context's locale, as text or HTML. Null: none.
    async fn description(&self) -> Option<&str> {
        self.record.description.as_deref()
    }

    /// Its place among its siblings, lowest first; equal places go by code.
    async fn position(&self) -> i32 {
        self.record.position
    }

    /// Whether it is left out of a storefront's roots and children. Look-ups find it all the same.
    #[graphql(visible = "is_admin")]
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        require(ctx, "Category.hidden")?;
        Ok(self.record.hidden)
    }

    /// The category above it. Null: it is a root.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
        let parent = ctx
            .loaders()
            .category_by_id
            .load(&self.view, self.record.parent_id?)
            .await;
        parent
            .map(|record| record.map(|record| Self::of(record, &self.view)))
            .transpose()
    }

    /// The categories above it, root first: its breadcrumbs without itself. Empty: it is a root.
    async fn ancestors(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        if self.record.parent_id.is_none() {
            return Ok(Vec::new());
        }
        let records = ctx
            .loaders()
            .ancestors_by_category_id
            .load(&self.view, self.record.id)
            .await?;
        Ok(self.list(&records))
    }

    /// The categories right below it, in order. A storefront doesn't get the hidden ones.
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let records = ctx
            .loaders()
            .children_by_category_id
            .load(&self.view, self.record.id)
            .await?;
        Ok(self.list(&records))
    }

    /// Its products that can be seen in this context, filtered and sorted.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they must be like. Null: all.")] filter: Option<ProductFilter>,
        #[graphql(desc = "In which order. Null: by creation, the oldest first.")] sort: Option<
            ProductSort,
        >,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
        #[graphql(
            desc = "Whether products of the categories below it are its products too.",
            default_with = "Some(true)"
        )]
        include_descendants: Option<bool>,
    ) -> Result<Connection<Product>> {
        let listing = ProductListing {
            category: Some(self.record.id),
            include_descendants: include_descendants.unwrap_or(true),
            filter: filter.unwrap_or_default().into_condition(ctx, &self.view)?,
            sort: ProductSort::or_default(sort),
        };
        product::list(
            ctx,
            listing,
            &PageArguments {
                first,
                after,
                last,
                before,
            },
            &self.view,
        )
        .await
    }

    /// Its page by search: its products, those of the categories below it included, with facets; perhaps only those that a
    /// query finds. What the shop has set for this category (what comes first, what counts for more) holds. Null, with an
    /// error: search doesn't work at the moment, or can't answer this.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, at most 512 characters. Null or blank: everything.")]
        query: Option<String>,
        #[graphql(desc = "What found products must be like. Null: anything.")] filter: Option<
            SearchFilter,
        >,
        #[graphql(desc = "In which order. Null: the best first.")] sort: Option<SearchSort>,
        #[graphql(desc = "Which facets to count, at most 30. Null: none.")] facets: Option<
            Vec<FacetInput>,
        >,
        #[graphql(
            desc = "What becomes of products that can't be had.",
            default_with = "OutOfStock::Show"
        )]
        out_of_stock: OutOfStock,
        #[graphql(desc = "At most this many, 0 to 250. Null: 24.")] first: Option<i32>,
        #[graphql(desc = "Only hits after the one with this cursor.")] after: Option<String>,
        #[graphql(
            desc = "Waits, for a short time, until the index reflects this state of the catalogue. Null: answers at once."
        )]
        at_least: Option<CatalogVersion>,
    ) -> Option<Result<SearchResults>> {
        let code = self.record.code.clone();
        let scope = Condition::Category {
            codes: vec![code.clone()],
            include_descendants: true,
        };
        let asked = SearchAsked {
            query,
            filter,
            sort,
            facets,
            out_of_stock,
            first,
            after,
            at_least,
            scope: scope.into(),
            category: Some(code),
        };
        Some(ask(ctx, asked, &self.view).await)
    }

    /// How many of its products can be seen in this context.
    async fn product_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether products of the categories below it are counted too.",
            default_with = "Some(true)"
        )]
        include_descendants: Option<bool>,
    ) -> Result<i32> {
        let key = (self.record.id, include_descendants.unwrap_or(true));
        Ok(int(ctx
            .loaders()
            .product_count_by_category_id
            .load(&self.view, key)
            .await?))
    }

    /// Its texts in other languages than the catalogue's own, as they are stored, by language.
    #[graphql(visible = "is_admin")]
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<CategoryTranslation>> {
        require(ctx, "Category.translations")?;
        let loader = &ctx.loaders().translations_by_category_id;
        let texts = loader.load(&self.view, self.record.id).await?;
        Ok(translation::list(&texts))
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.record.version)
    }
}

/// What a list of categories is: those right below one, or the roots.
pub(crate) struct CategoryList {
    /// None: the roots.
    pub(crate) parent: Option<CategoryId>,
    pub(crate) view: Arc<View>,
}

impl Listed for Category {
    type List = CategoryList;

    async fn count(ctx: &Context<'_>, list: &CategoryList) -> Result<i64> {
        let count = ctx
            .store_of(&list.view)
            .categories()
            .count(list.parent, &list.view.buyer)
            .await;
        count.map_err(|fault| ctx.report(&fault))
    }
}
