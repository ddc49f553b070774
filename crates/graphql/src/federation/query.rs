//! `_entities`, `_service`.

use async_graphql::{Context, Object, Result};

use super::{
    entity::{Entity, find},
    reference::{Representation, bad},
    service::Service,
};
use crate::context::view;

/// How many references one request may have. What the front door lets pass may be less.
const REPRESENTATIONS_MAX: usize = 1_000;

/// The root fields for gateways.
#[derive(Default)]
pub(crate) struct FederationQuery;

#[Object]
impl FederationQuery {
    /// For gateways of a federated graph: what other subgraphs refer to, in the order of the references. Null stands for
    /// one that isn't there or can't be seen in its context. A reference without a `context` has the one that the header
    /// `Vitrine-Context` says, else the defaults of everything.
    #[graphql(name = "_entities")]
    async fn entities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The references; at most 1,000.")] representations: Vec<Representation>,
    ) -> Result<Vec<Option<Result<Entity>>>> {
        if representations.len() > REPRESENTATIONS_MAX {
            return Err(bad(format!(
                "`representations` has {} references; at most {REPRESENTATIONS_MAX} are allowed.",
                representations.len()
            )));
        }
        let found = representations
            .iter()
            .map(|representation| async move { entity(ctx, representation).await.transpose() });
        Ok(futures_util::future::join_all(found).await)
    }

    /// For gateways of a federated graph: what this subgraph is.
    #[graphql(name = "_service")]
    async fn service(&self) -> Service {
        Service
    }
}

async fn entity(ctx: &Context<'_>, representation: &Representation) -> Result<Option<Entity>> {
    let entity = representation.entity()?;
    let view = view(ctx, representation.context()?).await?;
    find(ctx, entity, &view).await
}
