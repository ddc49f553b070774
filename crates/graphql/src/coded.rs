//! The small things that are kept whole in memory and found by their code: how admins list them and look them up.

pub(crate) mod write;

use std::{hash::Hash, sync::Arc};

use async_graphql::{Context, ID, InputObject, Result};
use domain::{
    reference::{Entry, Kind, Reference},
    text::Code,
};
use persistence::page::{Page, PageEnd, PageRequest, SortValue, SortValueType};
use uuid::Uuid;

use crate::{
    buyer::{BuyerContext, View},
    connection::{Connection, Listed, Order, PageArguments},
    context::view,
    node_id::{NodeType, decode_as},
    viewer::require,
};

/// What listed things must be like: all that is given must hold.
#[derive(Debug, Default, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CodeFilter {
    /// Has this text in its code or in its name in the catalogue's own language, without regard to case.
    text: Option<String>,
    /// Has one of these codes.
    code: Option<Vec<String>>,
}

/// A kind of things that admins list by code.
pub(crate) trait Coded: Listed<List = i64> {
    type Id: Copy + Eq + Hash + From<Uuid> + Send + Sync;
    type Value: Send + Sync;

    const NODE: NodeType;
    /// What a list of them is called in errors about cursors.
    const LIST: &'static str;

    fn kind(reference: &Reference) -> &Kind<Self::Id, Self::Value>;

    /// Its code, and its name in the catalogue's own language.
    fn texts(value: &Self::Value) -> (&Code, &str);

    fn of_entry(entry: &Entry<Self::Id, Self::Value>, view: &Arc<View>) -> Self;
}

/// What a thing is looked up by.
pub(crate) enum CodedBy {
    Id(ID),
    Code(String),
}

/// The coordinate of the root field that is being resolved.
fn root(ctx: &Context<'_>) -> String {
    format!("Query.{}", ctx.field().name())
}

/// A page of the things of a kind, by code.
pub(crate) async fn list<T: Coded>(
    ctx: &Context<'_>,
    filter: Option<CodeFilter>,
    arguments: PageArguments,
    context: Option<BuyerContext>,
) -> Result<Connection<T>> {
    require(ctx, &root(ctx))?;
    let view = view(ctx, context).await?;
    let order = Arc::new(Order {
        name: String::from(T::LIST),
        types: &[SortValueType::Text],
    });
    let request = arguments.request(&order)?;
    let filter = filter.unwrap_or_default();
    let text = filter.text.map(|text| text.to_lowercase());
    let passes = |entry: &&Entry<T::Id, T::Value>| {
        let (code, name) = T::texts(&entry.value);
        let has = |text: &String| {
            code.to_lowercase().contains(text) || name.to_lowercase().contains(text)
        };
        text.as_ref().is_none_or(has)
            && (filter.code.as_ref())
                .is_none_or(|codes| codes.iter().any(|given| **given == **code))
    };
    let passing: Vec<&Entry<T::Id, T::Value>> =
        T::kind(&view.reference).iter().filter(passes).collect();
    let count = i64::try_from(passing.len()).unwrap_or(i64::MAX);
    let page = cut::<T>(&passing, &request, &view);
    Ok(Connection::of(&page, order, count, |thing| {
        T::clone(&thing)
    }))
}

/// The page of things that are in the order of their codes.
fn cut<T: Coded>(
    passing: &[&Entry<T::Id, T::Value>],
    request: &PageRequest,
    view: &Arc<View>,
) -> Page<Arc<T>> {
    let code = |entry: &Entry<T::Id, T::Value>| T::texts(&entry.value).0.as_str().to_owned();
    let place = |place: &Option<Vec<SortValue>>| match place.as_deref() {
        Some([SortValue::Text(code)]) => Some(code.clone()),
        _ => None,
    };
    let (after, before) = (place(&request.after), place(&request.before));
    let begin = after.map_or(0, |after| {
        passing.partition_point(|entry| code(entry) <= after)
    });
    let end = before.map_or(passing.len(), |before| {
        passing.partition_point(|entry| code(entry) < before)
    });
    let size = usize::try_from(request.size).unwrap_or(usize::MAX);
    let (begin, end) = match request.end {
        PageEnd::First => (begin, end.min(begin.saturating_add(size))),
        PageEnd::Last => (begin.max(end.saturating_sub(size)), end),
    };
    let items = passing.get(begin..end).unwrap_or_default();
    Page {
        items: items
            .iter()
            .map(|entry| {
                let place = vec![SortValue::Text(code(entry))];
                (Arc::new(T::of_entry(entry, view)), place)
            })
            .collect(),
        has_next: end < passing.len(),
        has_previous: begin > 0,
    }
}

/// The thing that is looked up. None: there is none.
pub(crate) async fn find<T: Coded>(
    ctx: &Context<'_>,
    by: CodedBy,
    context: Option<BuyerContext>,
) -> Result<Option<T>> {
    require(ctx, &root(ctx))?;
    let view = view(ctx, context).await?;
    let kind = T::kind(&view.reference);
    let entry = match by {
        CodedBy::Id(id) => kind.by_id(decode_as(T::NODE, &id)?),
        CodedBy::Code(code) => kind.by_code(&code),
    };
    Ok(entry.map(|entry| T::of_entry(entry, &view)))
}

/// Declares the two root fields of a kind, and what a thing of it is looked up by.
macro_rules! coded_query {
    (
        $root:ident of $thing:ident by $(#[$by_doc:meta])+ $by:ident,
        $(#[$one_doc:meta])+ $one:ident,
        $(#[$all_doc:meta])+ $all:ident
    ) => {
        $(#[$by_doc])+
        #[derive(Debug, async_graphql::OneofObject)]
        #[graphql(visible = "crate::viewer::is_admin")]
        pub(crate) enum $by {
            /// Its id.
            Id(async_graphql::ID),
            /// The seller's key of it.
            Code(String),
        }

        crate::coded::coded_query! {
            $root of $thing by known $by,
            $(#[$one_doc])+ $one,
            $(#[$all_doc])+ $all
        }
    };
    (
        $root:ident of $thing:ident by known $by:ident,
        $(#[$one_doc:meta])+ $one:ident,
        $(#[$all_doc:meta])+ $all:ident
    ) => {
        impl From<$by> for crate::coded::CodedBy {
            fn from(by: $by) -> Self {
                match by {
                    $by::Id(id) => Self::Id(id),
                    $by::Code(code) => Self::Code(code),
                }
            }
        }

        impl crate::connection::Listed for $thing {
            /// How many they are.
            type List = i64;

            async fn count(_: &async_graphql::Context<'_>, list: &i64) -> async_graphql::Result<i64> {
                Ok(*list)
            }
        }

        /// The root fields.
        #[derive(Default)]
        pub(crate) struct $root;

        #[async_graphql::Object]
        impl $root {
            $(#[$one_doc])+
            #[graphql(visible = "crate::viewer::is_admin")]
            async fn $one(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "What it is looked up by.")] by: $by,
                #[graphql(desc = "In which context it is shown. Null: the defaults of everything.")]
                context: Option<crate::buyer::BuyerContext>,
            ) -> Option<async_graphql::Result<$thing>> {
                crate::coded::find(ctx, by.into(), context).await.transpose()
            }

            $(#[$all_doc])+
            #[graphql(visible = "crate::viewer::is_admin")]
            #[allow(clippy::too_many_arguments, clippy::allow_attributes, reason = "they are the field's arguments in the schema")]
            async fn $all(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "What they must be like. Null: all.")] filter: Option<crate::coded::CodeFilter>,
                #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
                first: Option<i32>,
                #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
                #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
                #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
                #[graphql(desc = "In which context they are shown. Null: the defaults of everything.")]
                context: Option<crate::buyer::BuyerContext>,
            ) -> async_graphql::Result<crate::connection::Connection<$thing>> {
                let page = crate::connection::PageArguments { first, after, last, before };
                crate::coded::list(ctx, filter, page, context).await
            }
        }
    };
}
pub(crate) use coded_query;
