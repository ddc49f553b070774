use proptest::prelude::*;

use super::*;

/// Counted, without a threshold.
const COUNTED: Counting = Counting::Counted { low_at: None };

fn level(location: &str, on_hand: i64, backorder_limit: i64) -> StockLevel {
    StockLevel {
        location: Code::trusted(location),
        on_hand,
        reserved: 0,
        backordered: 0,
        safety_stock: 0,
        backorder_limit,
        incoming: None,
        version: 1,
    }
}

fn codes(codes: &[&str]) -> Vec<Code> {
    codes.iter().copied().map(Code::trusted).collect()
}

fn told(availability: &Availability) -> (StockStatus, Option<i64>) {
    (availability.status, availability.quantity)
}

#[test]
fn a_variant_that_is_not_counted_can_always_be_had() {
    let untracked = of_variant(
        Counting::Uncounted,
        &[level("berlin", 0, 0)],
        &codes(&["berlin"]),
    );
    assert_eq!(told(&untracked), (StockStatus::Untracked, None));
    assert!(untracked.by_location.is_empty());
}

#[test]
fn only_the_locations_of_the_channel_count_in_its_order() {
    let levels = [
        level("berlin", 3, 0),
        level("paris", 4, 0),
        level("tokyo", 100, 0),
    ];
    let availability = of_variant(COUNTED, &levels, &codes(&["paris", "rome", "berlin"]));
    assert_eq!(told(&availability), (StockStatus::InStock, Some(7)));
    let places: Vec<_> = availability
        .by_location
        .iter()
        .map(|place| (place.location.as_str(), place.quantity))
        .collect();
    assert_eq!(places, [("paris", 4), ("berlin", 3)]);
    let nowhere = of_variant(COUNTED, &levels, &codes(&["rome"]));
    assert_eq!(told(&nowhere), (StockStatus::OutOfStock, Some(0)));
}

#[test]
fn what_is_sold_out_but_may_be_ordered_is_on_backorder() {
    let only_backorder = of_variant(COUNTED, &[level("berlin", 0, 5)], &codes(&["berlin"]));
    assert_eq!(told(&only_backorder), (StockStatus::Backorder, Some(5)));
    let levels = [level("berlin", 0, 5), level("paris", 1, 0)];
    let one_in_paris = of_variant(COUNTED, &levels, &codes(&["berlin", "paris"]));
    assert_eq!(told(&one_in_paris), (StockStatus::InStock, Some(6)));
    let statuses: Vec<_> = one_in_paris
        .by_location
        .iter()
        .map(|place| place.status)
        .collect();
    assert_eq!(statuses, [StockStatus::Backorder, StockStatus::InStock]);
}

#[test]
fn stock_is_low_from_the_threshold_down_to_the_last_unit() {
    let counting = Counting::Counted { low_at: Some(5) };
    let of = |berlin, paris, limit| {
        let levels = [level("berlin", berlin, limit), level("paris", paris, 0)];
        of_variant(counting, &levels, &codes(&["berlin", "paris"]))
    };
    assert_eq!(of(4, 2, 0).status, StockStatus::InStock);
    assert_eq!(of(3, 2, 0).status, StockStatus::LowStock);
    assert_eq!(of(1, 0, 9).status, StockStatus::LowStock);
    assert_eq!(of(0, 0, 9).status, StockStatus::Backorder);
    assert_eq!(of(0, 0, 0).status, StockStatus::OutOfStock);
    let places: Vec<_> = of(6, 2, 0)
        .by_location
        .iter()
        .map(|place| place.status)
        .collect();
    assert_eq!(places, [StockStatus::InStock, StockStatus::LowStock]);
    let sold_out = Counting::Counted { low_at: Some(0) };
    let last = of_variant(sold_out, &[level("berlin", 1, 0)], &codes(&["berlin"]));
    assert_eq!(last.status, StockStatus::InStock);
}

#[test]
fn a_deficit_at_one_location_takes_nothing_from_another() {
    let short = StockLevel {
        reserved: 9,
        ..level("berlin", 2, 0)
    };
    let availability = of_variant(
        COUNTED,
        &[short, level("paris", 3, 0)],
        &codes(&["berlin", "paris"]),
    );
    assert_eq!(told(&availability), (StockStatus::InStock, Some(3)));
}

#[test]
fn a_product_has_the_best_status_and_the_sum_of_its_variants() {
    let locations = codes(&["berlin", "paris"]);
    let variants = [
        of_variant(COUNTED, &[level("berlin", 0, 5)], &locations),
        of_variant(
            COUNTED,
            &[level("berlin", 2, 0), level("paris", 1, 0)],
            &locations,
        ),
        of_variant(COUNTED, &[], &locations),
    ];
    let product = of_product(&variants);
    assert_eq!(told(&product), (StockStatus::InStock, Some(8)));
    let places: Vec<_> = product
        .by_location
        .iter()
        .map(|place| (place.location.as_str(), place.status, place.quantity))
        .collect();
    assert_eq!(
        places,
        [
            ("berlin", StockStatus::InStock, 7),
            ("paris", StockStatus::InStock, 1)
        ]
    );
    assert_eq!(
        told(&of_product(&variants[2..])),
        (StockStatus::OutOfStock, Some(0))
    );
    assert_eq!(told(&of_product(&[])), (StockStatus::OutOfStock, Some(0)));
}

#[test]
fn a_product_with_a_variant_that_is_not_counted_is_not_counted() {
    let locations = codes(&["berlin"]);
    let variants = [
        of_variant(COUNTED, &[level("berlin", 2, 0)], &locations),
        of_variant(Counting::Uncounted, &[], &locations),
    ];
    assert_eq!(told(&of_product(&variants)), (StockStatus::Untracked, None));
}

proptest! {
    #[test]
    fn the_parts_of_locations_and_variants_sum_to_the_whole(
        quantities in prop::collection::vec((0..50_i64, 0..60_i64, 0..5_i64), 0..12),
    ) {
        let places = ["berlin", "paris", "rome"];
        let locations = codes(&places);
        let levels: Vec<StockLevel> = quantities
            .iter()
            .zip(places.iter().cycle())
            .map(|((on_hand, reserved, limit), place)| {
                StockLevel { reserved: *reserved, ..level(place, *on_hand, *limit) }
            })
            .collect();
        let variants: Vec<Availability> =
            levels.chunks(places.len()).map(|levels| of_variant(COUNTED, levels, &locations)).collect();
        for variant in &variants {
            let parts: i64 = variant.by_location.iter().map(|place| place.quantity).sum();
            prop_assert_eq!(variant.quantity, Some(parts));
        }
        let product = of_product(&variants);
        let whole: i64 = levels.iter().map(StockLevel::available).sum();
        let parts: i64 = product.by_location.iter().map(|place| place.quantity).sum();
        prop_assert_eq!((product.quantity, parts), (Some(whole), whole));
        prop_assert_eq!(product.status == StockStatus::OutOfStock, whole == 0);
    }
}
