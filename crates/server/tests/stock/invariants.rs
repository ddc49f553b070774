//! What must hold: of each level at every moment, and of all of it in the end.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::{Value, json};

use super::{
    book::{Book, Held, Place},
    client::{RESERVE, codes},
    nodes::Nodes,
    setting::{LOCATIONS, SKUS, Shop, initial},
};

const LEVELS: &str = "query L($sku: String!) { productVariant(by: { sku: $sku }) { stockLevels { location { code } onHand reserved backordered \
                      safetyStock backorderLimit available } } }";
const RESERVATION: &str = "query R($id: ID!) { reservation(id: $id) { id state lines { sku location held committed released } } }";

/// The quantities of a level.
struct Level {
    on_hand: i64,
    reserved: i64,
    backordered: i64,
    headroom: i64,
    available: i64,
}

async fn levels(nodes: &Nodes, choice: usize, sku: &str) -> BTreeMap<Place, Level> {
    let data = nodes.answer(choice, LEVELS, &json!({ "sku": sku })).await;
    let levels = data["productVariant"]["stockLevels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| {
            let units = |name: &str| level[name].as_i64().unwrap();
            let place = (
                sku.to_owned(),
                level["location"]["code"].as_str().unwrap().to_owned(),
            );
            let level = Level {
                on_hand: units("onHand"),
                reserved: units("reserved"),
                backordered: units("backordered"),
                headroom: units("onHand")
                    - units("reserved")
                    - units("backordered")
                    - units("safetyStock")
                    + units("backorderLimit"),
                available: units("available"),
            };
            (place, level)
        });
    levels.collect()
}

/// I3: nobody ever reads a level that is oversold. Losses may make a deficit, which reads 0.
pub(crate) async fn watch(nodes: Arc<Nodes>, over: Arc<AtomicBool>) {
    let mut choice = 0;
    while !over.load(Ordering::Relaxed) {
        for sku in SKUS {
            choice += 1;
            for (place, level) in levels(&nodes, choice, sku).await {
                assert!(
                    level.headroom >= 0 || sku == "LOSS",
                    "{place:?} is oversold by {}",
                    -level.headroom
                );
                assert_eq!(level.available, level.headroom.max(0), "{place:?}");
                assert!(level.reserved >= 0 && level.on_hand >= 0, "{place:?}");
            }
        }
    }
}

/// All of them, once everybody has stopped and what was held for a moment only is over.
pub(crate) async fn hold(shop: &Shop, nodes: &Nodes, book: &Book) {
    for sku in SKUS {
        let levels = levels(nodes, 0, sku).await;
        // I1, I4, I6: what is there is what was there, what came and what was sold, each key once.
        let there: i64 = levels
            .values()
            .map(|level| level.on_hand - level.backordered)
            .sum();
        let came = book.adjusted.get(sku).copied().unwrap_or_default();
        let expected = 2 * initial(sku) + came - book.committed(sku);
        assert_eq!(
            there, expected,
            "units of {sku} that are there, less those that are owed"
        );
        // I2: what is reserved is what clients hold.
        for (place, level) in &levels {
            assert_eq!(
                level.reserved,
                book.held(place),
                "reserved units of {place:?}"
            );
        }
    }
    // I5: no reservation that was acknowledged is lost, and none is stuck.
    for (id, held) in &book.reservations {
        let data = nodes.answer(1, RESERVATION, &json!({ "id": id })).await;
        assert!(
            data["reservation"].is_object(),
            "the reservation {id} is lost"
        );
        let found = Held::of(&data["reservation"], held.is_short);
        let expected = if held.is_short {
            held.over()
        } else {
            held.clone()
        };
        assert_eq!(
            (&found.state, &found.lines),
            (&expected.state, &expected.lines),
            "the reservation {id}"
        );
    }
    let made = shop
        .database
        .column("SELECT COUNT(*) FROM reservation")
        .await;
    assert_eq!(
        made,
        [book.reservations.len().to_string()],
        "each reservation was acknowledged once"
    );
    // The ledger adds up to the levels, and reservations to what is reserved.
    let found = shop.store.inspect().await.unwrap();
    let deficits = "more units are promised than there are (SKU at location)";
    let found: Vec<_> = found
        .into_iter()
        .filter(|finding| finding.what != deficits)
        .collect();
    assert_eq!(found, []);
    // I8: what is free can be reserved to the last unit.
    for sku in SKUS {
        for (place, level) in levels(nodes, 0, sku).await {
            if level.available > 0 {
                assert_eq!(
                    codes(&reserve(nodes, &place, level.available).await),
                    [] as [&str; 0],
                    "{place:?}"
                );
            }
            assert_eq!(
                codes(&reserve(nodes, &place, 1).await),
                ["OUT_OF_STOCK"],
                "{place:?}"
            );
        }
    }
    assert_eq!(SKUS.len() * LOCATIONS.len(), 16);
}

async fn reserve(nodes: &Nodes, (sku, location): &Place, units: i64) -> Value {
    let line = json!({ "sku": sku, "location": location, "quantity": units });
    let variables = json!({ "input": { "lines": [line] } });
    nodes.answer(0, RESERVE, &variables).await["m"].take()
}
