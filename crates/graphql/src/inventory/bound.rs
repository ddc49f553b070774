//! What keys that are bound to channels reach: the locations of their channels, and what is reserved there.

use async_graphql::{Context, Result};
use domain::{id::ReservationId, inventory::Reservation, reference::Reference};
use uuid::Uuid;

use crate::{
    context::Asked as _,
    error::{ErrorCode, refuse},
    node_id::{NodeType, decode_as},
    viewer::Viewer,
};

/// Refuses whoever is bound to channels of which none has one of these locations.
pub(super) async fn require_locations<'l>(
    ctx: &Context<'_>,
    locations: impl IntoIterator<Item = &'l str>,
) -> Result<()> {
    let viewer = ctx.asked().viewer();
    if viewer.channels.is_none() {
        return Ok(());
    }
    let reference = reference(ctx).await?;
    for location in locations {
        if !reaches(viewer, &reference, location) {
            let message =
                format!("Your key is bound to channels that have no location {location:?}.");
            return Err(refuse(ErrorCode::Forbidden, message));
        }
    }
    Ok(())
}

/// A reservation as it stands. None: there is none, or the viewer is bound to channels of which none has all its locations.
pub(crate) async fn reservation(
    ctx: &Context<'_>,
    id: ReservationId,
) -> Result<Option<Reservation>> {
    let found = ctx.store().reservation(id).await;
    let found = found.map_err(|fault| ctx.report(&fault))?;
    let viewer = ctx.asked().viewer();
    let Some(found) = found else {
        return Ok(None);
    };
    if viewer.channels.is_none() {
        return Ok(Some(found));
    }
    let reference = reference(ctx).await?;
    let mut locations = found.lines.iter().filter_map(|line| line.location.as_ref());
    let is_theirs = locations.all(|location| reaches(viewer, &reference, location));
    Ok(is_theirs.then_some(found))
}

/// The reservation of an id, or, where the viewer doesn't reach it, an id that no reservation has.
pub(super) async fn reached(ctx: &Context<'_>, id: &str) -> Result<ReservationId> {
    let id = decode_as(NodeType::Reservation, id)?;
    let is_bound = ctx.asked().viewer().channels.is_some();
    if is_bound && reservation(ctx, id).await?.is_none() {
        return Ok(ReservationId(Uuid::nil()));
    }
    Ok(id)
}

async fn reference(ctx: &Context<'_>) -> Result<std::sync::Arc<Reference>> {
    let reference = ctx.store().reference().await;
    reference.map_err(|fault| ctx.report(&fault))
}

/// Whether a channel that the viewer may name has this location.
fn reaches(viewer: &Viewer, reference: &Reference, location: &str) -> bool {
    let mut channels = reference.channels.iter().map(|entry| &entry.value);
    channels.any(|channel| {
        viewer.may_name_channel(&channel.code)
            && channel.locations.iter().any(|known| **known == *location)
    })
}
