//! The arithmetic against a model of single units that was written without it, and what holds whatever is done.

use proptest::prelude::*;

use super::*;

/// A level as a warehouse clerk would keep it: boxes on a shelf, slips of paper for what is held and what is owed.
#[derive(Clone, Debug, Default)]
struct Clerk {
    shelf: Vec<()>,
    held: Vec<()>,
    owed: Vec<()>,
    kept_back: i64,
    beyond: i64,
}

impl Clerk {
    /// How many more slips may be written: tried one by one.
    fn may_hold(&self) -> i64 {
        let promised = count(&self.held) + count(&self.owed) + self.kept_back;
        let mut more = 0;
        while promised + more < count(&self.shelf) + self.beyond {
            more += 1;
        }
        more
    }

    /// Does it, or tells that it can't.
    fn does(&mut self, change: LevelChange) -> bool {
        match change {
            LevelChange::Reserve(units) => {
                if units > self.may_hold() {
                    return false;
                }
                (0..units).for_each(|_| self.held.push(()));
            }
            LevelChange::Release(units) => {
                if units > count(&self.held) {
                    return false;
                }
                let left = count(&self.held) - units;
                self.held.truncate(usize::try_from(left).unwrap());
            }
            LevelChange::Commit(units) => {
                if units > count(&self.held) {
                    return false;
                }
                for _ in 0..units {
                    self.held.pop();
                    if self.shelf.pop().is_none() {
                        self.owed.push(());
                    }
                }
            }
            LevelChange::Adjust(delta) if delta >= 0 => {
                for _ in 0..delta {
                    if self.owed.pop().is_none() {
                        self.shelf.push(());
                    }
                }
            }
            LevelChange::Adjust(delta) => return self.takes(-delta),
            LevelChange::Send(units) => {
                let promised = count(&self.held) + count(&self.owed) + self.kept_back;
                return units <= count(&self.shelf) - promised && self.takes(units);
            }
            LevelChange::Count(counted) => {
                let boxes = |units: i64| vec![(); usize::try_from(units).unwrap()];
                self.shelf = counted.on_hand.map_or(self.shelf.clone(), boxes);
                self.owed = counted.backordered.map_or(self.owed.clone(), boxes);
                self.kept_back = counted.safety_stock.unwrap_or(self.kept_back);
                self.beyond = counted.backorder_limit.unwrap_or(self.beyond);
            }
        }
        true
    }

    fn takes(&mut self, units: i64) -> bool {
        if units > count(&self.shelf) {
            return false;
        }
        let left = count(&self.shelf) - units;
        self.shelf.truncate(usize::try_from(left).unwrap());
        true
    }

    fn units(&self) -> Units {
        Units {
            on_hand: count(&self.shelf),
            reserved: count(&self.held),
            backordered: count(&self.owed),
            safety_stock: self.kept_back,
            backorder_limit: self.beyond,
            incoming: None,
        }
    }
}

fn count(slips: &[()]) -> i64 {
    i64::try_from(slips.len()).unwrap()
}

fn changes() -> impl Strategy<Value = LevelChange> {
    let some = || 1..9_i64;
    let maybe = || prop::option::of(0..9_i64);
    prop_oneof![
        4 => some().prop_map(LevelChange::Reserve),
        2 => some().prop_map(LevelChange::Release),
        3 => some().prop_map(LevelChange::Commit),
        2 => (-6..9_i64).prop_map(LevelChange::Adjust),
        1 => some().prop_map(LevelChange::Send),
        1 => (maybe(), maybe(), maybe(), maybe()).prop_map(|(on_hand, backordered, safety_stock, backorder_limit)| {
            LevelChange::Count(StockCount { on_hand, backordered, safety_stock, backorder_limit, incoming: None })
        }),
    ]
}

proptest! {
    #[test]
    fn every_change_is_what_the_clerk_does(changes in prop::collection::vec(changes(), 0..40)) {
        let (mut clerk, mut units) = (Clerk::default(), Units::default());
        for change in changes {
            let done = clerk.does(change);
            match units.changed(change) {
                Ok(after) => {
                    prop_assert!(done, "{change:?} on {units:?}");
                    units = after;
                }
                Err(refusal) => prop_assert!(!done, "{change:?} on {units:?}: {refusal:?}"),
            }
            prop_assert_eq!(units, clerk.units());
            prop_assert_eq!(units.available(), clerk.may_hold());
        }
    }

    #[test]
    fn promises_never_make_a_deficit_and_selling_changes_no_headroom(
        changes in prop::collection::vec(changes(), 0..40),
    ) {
        let mut units = Units::default();
        for change in changes {
            let Ok(after) = units.changed(change) else { continue };
            match change {
                LevelChange::Reserve(_) | LevelChange::Send(_) => prop_assert!(after.headroom() >= 0),
                LevelChange::Commit(_) => prop_assert_eq!(after.headroom(), units.headroom()),
                LevelChange::Release(held) => prop_assert_eq!(after.headroom(), units.headroom() + held),
                LevelChange::Adjust(delta) => prop_assert_eq!(after.headroom(), units.headroom() + delta),
                LevelChange::Count(_) => prop_assert_eq!(after.reserved, units.reserved),
            }
            prop_assert!(after.reserved >= 0 && after.on_hand >= 0 && after.backordered >= 0);
            units = after;
        }
    }
}

#[test]
fn what_is_sold_beyond_the_shelf_is_owed_and_settled_by_the_next_receipt() {
    let level = Units {
        on_hand: 2,
        backorder_limit: 5,
        ..Units::default()
    };
    let held = level.changed(LevelChange::Reserve(6)).unwrap();
    let sold = held.changed(LevelChange::Commit(6)).unwrap();
    assert_eq!((sold.on_hand, sold.reserved, sold.backordered), (0, 0, 4));
    let received = sold.changed(LevelChange::Adjust(7)).unwrap();
    assert_eq!((received.on_hand, received.backordered), (3, 0));
}

#[test]
fn a_refusal_says_how_many_there_are() {
    let level = Units {
        on_hand: 3,
        ..Units::default()
    };
    let told = |change| level.changed(change).unwrap_err().to_string();
    assert_eq!(told(LevelChange::Reserve(4)), "Only 3 are available.");
    assert_eq!(
        told(LevelChange::Adjust(-4)),
        "Only 3 units are there, so that no more can be taken away."
    );
    assert_eq!(told(LevelChange::Commit(1)), "Only 0 units are held.");
    assert_eq!(
        told(LevelChange::Adjust(QUANTITY_MAX)),
        "A quantity would be more than 1000000000 units."
    );
}
