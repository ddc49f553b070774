//! Short ways to reserve.

use std::time::Duration;

use domain::{
    catalog::{Product, Variant},
    inventory::{LedgerCause, LevelChange, Reservation, Stock, Units},
    outcome::FaultKind,
};
use persistence::{
    Actor, ChangedLevel, LevelEdit, LineUnits, NewReservation, ReservationEnd, ReservedLine,
    StockEdit, StockFailure, StockProblem, Store,
};

use crate::support::{
    shop::Shop,
    things::{code, product, sku, variant},
};

/// A product whose variant has these levels.
pub(super) fn with_stock(text: &str, stock: Vec<Stock>) -> Product {
    Product {
        variants: vec![Variant {
            stock,
            ..variant(text)
        }],
        ..product(text)
    }
}

/// Lines for an hour, from the locations of `web`.
pub(super) fn wanted(lines: &[(&str, i64, Option<&str>)]) -> NewReservation {
    let lines = lines.iter().map(|(text, quantity, location)| ReservedLine {
        sku: sku(text),
        quantity: *quantity,
        location: location.map(code),
    });
    NewReservation {
        lines: lines.collect(),
        order: vec![code("berlin"), code("paris")],
        allow_split: false,
        time_to_live: Duration::from_secs(3600),
        reference: Some(String::from("cart")),
    }
}

/// Does something in a transaction of its own, again where others are in the way.
macro_rules! in_transaction {
    ($store:expr, |$transaction:ident, $attempt:ident| $work:expr) => {{
        let mut result = None;
        for $attempt in 0..40 {
            let done = match $store.begin(&Actor::command_line()).await {
                Ok(mut $transaction) => match $work.await {
                    Ok(done) => $transaction
                        .commit()
                        .await
                        .map(|()| done)
                        .map_err(StockFailure::from),
                    Err(failure) => Err(failure),
                },
                Err(fault) => Err(fault.into()),
            };
            match done {
                Err(StockFailure::Fault(fault)) if fault.kind == FaultKind::Contended => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err(StockFailure::Fault(fault)) => panic!("{fault}: {:?}", fault.cause),
                Err(StockFailure::Refused(problems)) => {
                    result = Some(Err(problems));
                    break;
                }
                Ok(done) => {
                    result = Some(Ok(done));
                    break;
                }
            }
        }
        result.expect("others are in the way for ever")
    }};
}

pub(super) async fn reserve(
    store: &Store,
    wanted: &NewReservation,
) -> Result<Reservation, Vec<StockProblem>> {
    in_transaction!(store, |transaction, attempt| transaction
        .reserve(wanted, attempt > 0))
}

pub(super) async fn settle(
    store: &Store,
    reservation: &Reservation,
    parts: Option<&[LineUnits]>,
    end: ReservationEnd,
) -> Result<Reservation, Vec<StockProblem>> {
    in_transaction!(store, |transaction, _attempt| transaction.settle(
        reservation.id,
        parts,
        end
    ))
}

pub(super) async fn extend(
    store: &Store,
    reservation: &Reservation,
    time_to_live: Duration,
) -> Result<Reservation, Vec<StockProblem>> {
    in_transaction!(store, |transaction, _attempt| transaction
        .extend(reservation.id, time_to_live))
}

pub(super) async fn edit(
    store: &Store,
    edits: &[(&str, &str, LevelChange, Option<i64>)],
) -> Result<Vec<ChangedLevel>, Vec<StockProblem>> {
    let levels = edits.iter().enumerate();
    let levels = levels.map(|(line, (text, location, change, expected))| LevelEdit {
        line,
        field: "delta",
        location_field: "location",
        sku: sku(text),
        location: code(location),
        change: *change,
        expected: *expected,
    });
    let edit = StockEdit {
        cause: LedgerCause::Adjusted,
        reason: Some(String::from("delivery")),
        reference: Some(String::from("D-1")),
        levels: levels.collect(),
    };
    in_transaction!(store, |transaction, _attempt| transaction.edit_stock(&edit))
}

/// What a level holds as storefronts and admins read it.
pub(super) async fn units(shop: &Shop, text: &str, location: &str) -> Units {
    let (id, reference) = (shop.variant_id(text).await, shop.reference().await);
    let levels = shop
        .store
        .stock()
        .by_variants(&[id], Some(&[code(location)]), &reference)
        .await
        .unwrap();
    levels[&id][0].units()
}

/// Whether all adds up.
pub(super) async fn doctor(shop: &Shop) {
    assert_eq!(shop.store.inspect().await.unwrap(), []);
}

/// Makes the time of all reservations end.
pub(super) async fn time_passes(shop: &Shop) {
    for table in ["reservation", "reservation_line"] {
        let sql = format!("UPDATE {table} SET expires_at = 1");
        shop.database.execute(&sql).await.unwrap();
    }
}
