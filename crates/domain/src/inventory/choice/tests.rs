use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const LAMP: VariantId = VariantId(Uuid::from_u128(1));
const VASE: VariantId = VariantId(Uuid::from_u128(2));

fn codes(codes: &[&str]) -> Vec<Code> {
    codes.iter().copied().map(Code::trusted).collect()
}

fn wish(variant: VariantId, quantity: i64) -> Wish {
    Wish {
        variant,
        quantity,
        location: None,
        tracked: true,
    }
}

fn at(location: &str, wish: Wish) -> Wish {
    Wish {
        location: Some(Code::trusted(location)),
        ..wish
    }
}

fn stock(units: &[(VariantId, &str, i64)]) -> HashMap<(VariantId, Code), i64> {
    units
        .iter()
        .map(|(variant, place, units)| ((*variant, Code::trusted(place)), *units))
        .collect()
}

/// `0 berlin 3, 1 paris 2`, or `short 0: 4`.
fn told(chosen: Result<Vec<Taken>, Vec<Shortage>>) -> String {
    let parts: Vec<String> = match chosen {
        Ok(taken) => taken
            .iter()
            .map(|taken| {
                let place = taken.location.as_ref().map_or("-", |code| code.as_str());
                format!("{} {place} {}", taken.line, taken.quantity)
            })
            .collect(),
        Err(short) => short
            .iter()
            .map(|short| format!("short {}: {}", short.line, short.available))
            .collect(),
    };
    parts.join(", ")
}

#[test]
fn the_first_location_that_holds_the_whole_line_is_taken() {
    let order = codes(&["berlin", "paris", "rome"]);
    let choice = Choice {
        order: &order,
        allow_split: false,
    };
    let there = stock(&[
        (LAMP, "berlin", 2),
        (LAMP, "paris", 5),
        (LAMP, "rome", 9),
        (LAMP, "tokyo", 99),
    ]);
    assert_eq!(told(choose(&[wish(LAMP, 2)], choice, &there)), "0 berlin 2");
    assert_eq!(told(choose(&[wish(LAMP, 3)], choice, &there)), "0 paris 3");
    assert_eq!(
        told(choose(&[wish(LAMP, 10)], choice, &there)),
        "short 0: 9"
    );
    assert_eq!(
        told(choose(&[at("tokyo", wish(LAMP, 10))], choice, &there)),
        "0 tokyo 10"
    );
    assert_eq!(
        told(choose(&[at("oslo", wish(LAMP, 1))], choice, &there)),
        "short 0: 0"
    );
}

#[test]
fn a_line_is_split_only_where_that_is_allowed_and_needed() {
    let order = codes(&["berlin", "paris", "rome"]);
    let choice = Choice {
        order: &order,
        allow_split: true,
    };
    let there = stock(&[(LAMP, "berlin", 2), (LAMP, "paris", 5), (LAMP, "rome", 9)]);
    assert_eq!(told(choose(&[wish(LAMP, 3)], choice, &there)), "0 paris 3");
    assert_eq!(
        told(choose(&[wish(LAMP, 12)], choice, &there)),
        "0 berlin 2, 0 paris 5, 0 rome 5"
    );
    assert_eq!(
        told(choose(&[wish(LAMP, 17)], choice, &there)),
        "short 0: 16"
    );
    assert_eq!(
        told(choose(&[at("paris", wish(LAMP, 6))], choice, &there)),
        "short 0: 5"
    );
}

#[test]
fn lines_of_the_same_sku_and_place_count_together_and_those_that_name_one_come_first() {
    let order = codes(&["berlin", "paris"]);
    let choice = Choice {
        order: &order,
        allow_split: false,
    };
    let there = stock(&[(LAMP, "berlin", 10), (LAMP, "paris", 4)]);
    let twice = [at("berlin", wish(LAMP, 6)), at("berlin", wish(LAMP, 6))];
    assert_eq!(told(choose(&twice, choice, &there)), "short 1: 4");
    let mixed = [wish(LAMP, 4), at("berlin", wish(LAMP, 8))];
    assert_eq!(
        told(choose(&mixed, choice, &there)),
        "0 paris 4, 1 berlin 8"
    );
    let several = [wish(LAMP, 20), wish(VASE, 1)];
    assert_eq!(
        told(choose(&several, choice, &there)),
        "short 0: 10, short 1: 0"
    );
}

#[test]
fn what_is_not_counted_can_always_be_had() {
    let free = Wish {
        tracked: false,
        ..wish(LAMP, 99)
    };
    let order = codes(&["berlin"]);
    let choice = Choice {
        order: &order,
        allow_split: false,
    };
    assert_eq!(
        told(choose(std::slice::from_ref(&free), choice, &stock(&[]))),
        "0 berlin 99"
    );
    let nowhere = Choice {
        order: &[],
        allow_split: false,
    };
    assert_eq!(told(choose(&[free], nowhere, &stock(&[]))), "0 - 99");
}

proptest! {
    /// Whatever is asked: nobody takes more than there is, each line gets all that it asked for, and what is refused
    /// could not be had.
    #[test]
    fn takings_fit(
        units in prop::collection::vec(-2..9_i64, 6),
        lines in prop::collection::vec((0..2_usize, 1..8_i64, prop::option::of(0..3_usize)), 1..6),
        allow_split in any::<bool>(),
    ) {
        let places = ["berlin", "paris", "rome"];
        let order = codes(&places);
        let keys = [LAMP, VASE].into_iter().flat_map(|variant| places.map(|place| (variant, Code::trusted(place))));
        let there: HashMap<_, _> = keys.zip(units).collect();
        let wishes: Vec<Wish> = lines
            .iter()
            .map(|(variant, quantity, place)| {
                let wish = wish([LAMP, VASE][*variant], *quantity);
                place.map_or(wish.clone(), |place| at(places[place], wish))
            })
            .collect();
        match choose(&wishes, Choice { order: &order, allow_split }, &there) {
            Ok(taken) => {
                let mut used: HashMap<(VariantId, Code), i64> = HashMap::new();
                for one in &taken {
                    prop_assert!(one.quantity > 0);
                    *used.entry((wishes[one.line].variant, one.location.clone().unwrap())).or_default() += one.quantity;
                }
                for (key, units) in used {
                    prop_assert!(units <= there[&key]);
                }
                for (line, wish) in wishes.iter().enumerate() {
                    let of_line: Vec<_> = taken.iter().filter(|one| one.line == line).collect();
                    prop_assert_eq!(of_line.iter().map(|one| one.quantity).sum::<i64>(), wish.quantity);
                    prop_assert!(allow_split && wish.location.is_none() || of_line.len() == 1);
                }
            }
            Err(short) => {
                prop_assert!(!short.is_empty());
                for one in &short {
                    prop_assert!(one.available < wishes[one.line].quantity);
                }
            }
        }
    }
}
