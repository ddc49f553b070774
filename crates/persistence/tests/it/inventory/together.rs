//! Reservations that come at the same moment are made in one transaction, and each is as if it were alone.

use std::collections::BTreeSet;

use domain::inventory::LevelChange;
use persistence::{
    Actor, Backend, IdempotencyKey, NewReservation, RequestKey, ReservationAnswer, ReservationCall,
    Store,
};
use testkit::on_each_database;

use super::support::{doctor, edit, reserve, time_passes, units, wanted, with_stock};
use crate::support::{shop::Shop, things::stock};

async fn shop(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save([
        with_stock("LAMP", vec![stock("berlin", 10)]),
        with_stock("VASE", vec![stock("berlin", 100)]),
        with_stock("BOWL", vec![stock("berlin", 1), stock("paris", 1)]),
    ])
    .await;
    shop
}

/// The answer tells what was made, or how much there was.
fn call(wanted: NewReservation, key: Option<&str>) -> ReservationCall {
    ReservationCall {
        actor: Actor::api_key("shop"),
        key: key.map(|key| RequestKey {
            key: IdempotencyKey::parse(key).unwrap(),
            mutation: "stockReserve",
            request: [u8::try_from(wanted.lines[0].quantity).unwrap(); 32],
        }),
        wanted,
        answer: Box::new(|made, version| {
            assert!(version.0 > 0);
            Ok(match made {
                Ok(made) => {
                    let places = made
                        .lines
                        .iter()
                        .map(|line| line.location.as_deref().unwrap());
                    format!(
                        "{} at {}",
                        made.id.uuid(),
                        places.collect::<Vec<_>>().join(", ")
                    )
                }
                Err(problems) => format!("refused: {:?}", problems[0].available),
            })
        }),
    }
}

/// All at once.
async fn all(store: &Store, calls: Vec<ReservationCall>) -> Vec<ReservationAnswer> {
    let calls = calls.into_iter().map(|call| {
        let store = store.clone();
        tokio::spawn(async move { store.reserve(call).await.unwrap() })
    });
    let mut answers = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        answers.push(call.await.unwrap());
    }
    answers
}

fn text(answer: &ReservationAnswer) -> &str {
    match answer {
        ReservationAnswer::Answered(text) => text,
        other => panic!("{other:?}"),
    }
}

on_each_database! {
    async fn ten_units_go_to_ten_of_many_and_a_refusal_undoes_nobody_else(database: TestDatabase) {
        let shop = shop(database).await;
        let before = shop.store.statements();
        let calls = (0..100).map(|number| call(wanted(&[("VASE", 1, None), ("LAMP", 1, None)]), Some(&format!("{number}"))));
        let answers = all(&shop.store, calls.collect()).await;
        let (refused, made): (Vec<_>, Vec<_>) = answers.iter().map(text).partition(|text| text.starts_with("refused"));
        assert_eq!((made.len(), refused.len()), (10, 90));
        assert!(refused.iter().all(|text| *text == "refused: Some(0)"), "{refused:?}");
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 10);
        assert_eq!((units(&shop, "LAMP", "berlin").await.reserved, units(&shop, "VASE", "berlin").await.reserved), (10, 10));
        let statements = shop.store.statements() - before;
        assert!(statements < 500, "{statements} statements for 100 reservations: they were not made together");
        for (rows, of) in [("10", "reservation"), ("20", "reservation_line"), ("100", "idempotency"), ("20", "stock_ledger WHERE cause = 'RESERVED'"), ("10", "audit WHERE kind = 'reservation'")] {
            assert_eq!(shop.database.column(&format!("SELECT COUNT(*) FROM {of}")).await, [rows], "{of}");
        }
        // Each change of a level has its own number, its own line in the ledger, and what the level held then.
        assert_eq!(
            shop.database.column("SELECT reserved_after FROM stock_ledger WHERE cause = 'RESERVED' AND variant_id = (SELECT id FROM variant WHERE sku = 'LAMP') ORDER BY seq").await,
            (1..=10).map(|units| units.to_string()).collect::<Vec<_>>()
        );
        assert_eq!(shop.database.column("SELECT COUNT(*) FROM outbox WHERE kind = 'stock_out'").await, ["1"]);
        doctor(&shop).await;
    }

    async fn twins_are_one_and_another_input_under_the_key_is_told(database: TestDatabase) {
        let shop = shop(database).await;
        let calls = (0..20).map(|number| call(wanted(&[("VASE", 1 + number % 2, None)]), Some("k")));
        let answers = all(&shop.store, calls.collect()).await;
        let made: BTreeSet<&str> = answers.iter().filter_map(|answer| match answer {
            ReservationAnswer::Answered(text) => Some(text.as_str()),
            _ => None,
        }).collect();
        assert_eq!(made.len(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| **answer == ReservationAnswer::OtherRequest).count(), 10, "{answers:?}");
        let another = ReservationCall { actor: Actor::api_key("another"), ..call(wanted(&[("VASE", 5, None)]), Some("k")) };
        assert!(!made.contains(text(&shop.store.reserve(another).await.unwrap())), "each actor has keys of its own");
        assert_eq!(shop.database.column("SELECT COUNT(*) FROM reservation").await, ["2"]);
        // A refusal is remembered, too.
        let short = || call(wanted(&[("BOWL", 2, None)]), Some("short"));
        assert_eq!(text(&shop.store.reserve(short()).await.unwrap()), "refused: Some(1)");
        edit(&shop.store, &[("BOWL", "berlin", LevelChange::Adjust(5), None)]).await.unwrap();
        assert_eq!(text(&shop.store.reserve(short()).await.unwrap()), "refused: Some(1)");
        doctor(&shop).await;
    }

    async fn who_needs_what_has_expired_goes_alone_and_others_do_not_mind(database: TestDatabase) {
        let shop = shop(database).await;
        reserve(&shop.store, &wanted(&[("BOWL", 1, None), ("VASE", 60, None)])).await.unwrap();
        time_passes(&shop).await;
        // There are 40 without those that expired, and 100 with them.
        assert!(text(&shop.store.reserve(call(wanted(&[("VASE", 40, None)]), None)).await.unwrap()).ends_with("berlin"));
        assert_eq!(shop.store.reserve(call(wanted(&[("VASE", 60, None)]), None)).await.unwrap(), ReservationAnswer::Alone);
        assert_eq!(text(&shop.store.reserve(call(wanted(&[("VASE", 61, None)]), None)).await.unwrap()), "refused: Some(60)");
        // The first location has a unit again, so that the second is not taken from.
        assert_eq!(shop.store.reserve(call(wanted(&[("BOWL", 1, None)]), None)).await.unwrap(), ReservationAnswer::Alone);
        assert_eq!(shop.store.sweep_reservations(10).await.unwrap(), 1);
        assert!(text(&shop.store.reserve(call(wanted(&[("BOWL", 1, None)]), None)).await.unwrap()).ends_with("berlin"));
        doctor(&shop).await;
    }

    async fn what_another_has_locked_is_in_nobody_elses_way(database: TestDatabase) {
        let shop = shop(database).await;
        if shop.database.backend() == Backend::Sqlite {
            // There is one writer at a time.
            return;
        }
        let mut other = shop.store.begin(&Actor::command_line()).await.unwrap();
        other.reserve(&wanted(&[("LAMP", 1, None)]), true).await.unwrap();
        let calls = ["LAMP", "VASE", "LAMP", "VASE"].map(|text| call(wanted(&[(text, 1, None)]), Some(text)));
        let answers = all(&shop.store, calls.into()).await;
        assert_eq!((&answers[0], &answers[2]), (&ReservationAnswer::Alone, &ReservationAnswer::Alone));
        assert_eq!(text(&answers[1]), text(&answers[3]));
        other.commit().await.unwrap();
        assert!(text(&shop.store.reserve(call(wanted(&[("LAMP", 9, None)]), None)).await.unwrap()).ends_with("berlin"));
        doctor(&shop).await;
    }
}
