//! Locations, customer groups, channels, price lists and attributes: each kind whole in one batch.

use std::collections::BTreeSet;

use domain::{outcome::Failure, problem::Step, reference::Entry};
use persistence::{Change, Stored};

use super::{ImportError, apply::Applying, categories, tally::Ending};
use crate::{
    fields::Sink,
    keys::Place,
    merge,
    record::{Kind, Record},
};

/// Saves changes. What the store refuses (a value that is still used, say) is left out and the rest saved; where it
/// doesn't say which change it refuses, they are saved one by one.
macro_rules! save_all {
    ($applying:expr, $kind:expr, $save:ident, $changes:expr, $places:expr) => {{
        let mut batches = vec![($changes, $places)];
        while let Some((mut changes, mut places)) = batches.pop() {
            if changes.is_empty() {
                continue;
            }
            let point = $applying.transaction.savepoint().await?;
            let saved = $applying.transaction.$save(changes.clone()).await;
            match saved {
                Err(Failure::Fault(fault)) => return Err(fault.into()),
                Err(Failure::Rejected(_)) => $applying.transaction.undo_to(&point).await?,
                Ok(()) => {}
            }
            $applying.transaction.release(point).await?;
            if changes.len() > 1 && is_about_some(&saved) {
                let singles = changes.into_iter().zip(places).rev();
                batches.extend(singles.map(|(change, place)| (vec![change], vec![place])));
                continue;
            }
            let refused = $applying.settle($kind, saved, &places)?;
            if !refused.is_empty() {
                leave_out(&mut changes, &refused);
                leave_out(&mut places, &refused);
                batches.push((changes, places));
            }
        }
        Ok(())
    }};
}
pub(super) use save_all;

/// Merges each record of one kind with what the reference has, and saves what differs.
macro_rules! apply_kind {
    ($applying:expr, $batch:expr, $variant:ident, $things:ident, $save:ident, |$stored:ident, $patch:ident, $known:ident, $sink:ident| $merge:expr) => {{
        let (mut changes, mut places) = (Vec::new(), Vec::new());
        for (place, record) in $batch {
            let key = record.key();
            let Record::$variant($patch) = record else {
                continue;
            };
            let before = $applying
                .transaction
                .reference()
                .$things
                .by_code(&$patch.code)
                .map(stored);
            let sink = Sink::default();
            let after = {
                let ($stored, $known, $sink) = (
                    before.as_ref().map(|before| &before.value),
                    &$applying.known(),
                    &sink,
                );
                $merge
            };
            match (after, before) {
                (Some(after), Some(before)) if sink.is_empty() && before.value == after => {
                    $applying
                        .tally
                        .ended(place, Kind::$variant, Ending::Unchanged);
                }
                (Some(after), before) if sink.is_empty() => {
                    places.push(vec![(
                        place,
                        key,
                        if before.is_some() {
                            Ending::Updated
                        } else {
                            Ending::Created
                        },
                    )]);
                    changes.push(Change { before, after });
                }
                _ => $applying.tally.refuse(
                    place,
                    Some(Kind::$variant),
                    Some(&key),
                    sink.into_problems(),
                ),
            }
        }
        save_all!($applying, Kind::$variant, $save, changes, places)
    }};
}

pub(super) async fn apply(
    applying: &mut Applying<'_>,
    kind: Kind,
    batch: Vec<(Place, Record)>,
) -> Result<(), ImportError> {
    match kind {
        Kind::Location => {
            apply_kind!(
                applying,
                batch,
                Location,
                locations,
                save_locations,
                |stored, patch, _known, sink| merge::location(stored, patch, sink)
            )
        }
        Kind::CustomerGroup => {
            apply_kind!(
                applying,
                batch,
                CustomerGroup,
                customer_groups,
                save_customer_groups,
                |stored, patch, _known, sink| merge::customer_group(stored, patch, sink)
            )
        }
        Kind::Channel => {
            apply_kind!(
                applying,
                batch,
                Channel,
                channels,
                save_channels,
                |stored, patch, known, sink| merge::channel(stored, patch, known, sink)
            )
        }
        Kind::PriceList => {
            apply_kind!(
                applying,
                batch,
                PriceList,
                price_lists,
                save_price_lists,
                |stored, patch, known, sink| merge::price_list(stored, patch, known, sink)
            )
        }
        Kind::Attribute => {
            apply_kind!(
                applying,
                batch,
                Attribute,
                attributes,
                save_attributes,
                |stored, patch, _known, sink| merge::attribute(stored, patch, sink)
            )
        }
        Kind::Category => categories::apply(applying, batch).await,
        Kind::Product | Kind::Price | Kind::Stock => Ok(()),
    }
}

/// The reference keeps no times; a change needs none.
fn stored<I: Copy, T: Clone>(entry: &Entry<I, T>) -> Stored<I, T> {
    let unknown = domain::clock::Timestamp::UNIX_EPOCH;
    Stored {
        id: entry.id,
        version: entry.version,
        created_at: unknown,
        updated_at: unknown,
        value: (*entry.value).clone(),
    }
}

/// Whether something was refused without saying which change of the batch.
pub(super) fn is_about_some(saved: &Result<(), Failure>) -> bool {
    match saved {
        Err(Failure::Rejected(problems)) => problems
            .iter()
            .any(|problem| !matches!(problem.field.0.first(), Some(Step::Index(_)))),
        _ => false,
    }
}

/// Takes away the items at these indexes.
pub(super) fn leave_out<T>(items: &mut Vec<T>, indexes: &BTreeSet<usize>) {
    let mut index = 0;
    items.retain(|_| {
        index += 1;
        !indexes.contains(&(index - 1))
    });
}
