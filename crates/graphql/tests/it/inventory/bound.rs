//! Keys that are bound to channels, and what is reserved at the locations of others.

use domain::text::Code;
use graphql::Viewer;
use serde_json::json;
use testkit::on_each_database;

use super::reservation::{payload, refused, shop};
use crate::support::{admin, errors};

/// Beside the channel `de` of Berlin and Paris.
const LYON: &str = r#"{"type":"location","code":"lyon","name":"Lyon"}
{"type":"channel","code":"fr","name":"France","currencies":["EUR"],"defaultCurrency":"EUR","locales":["fr"],"defaultLocale":"fr","locations":["lyon"]}
{"type":"stock","sku":"LAMP","location":"lyon","onHand":4}"#;

fn bound(channel: &str) -> Viewer {
    let code = Code::parse(channel).unwrap();
    Viewer {
        channel: Some(code.clone()),
        channels: Some([code].into()),
        ..admin()
    }
}

fn reserve(line: &str) -> String {
    format!(
        "mutation {{ stockReserve(input: {{ lines: [{{ sku: \"LAMP\", quantity: 1{line} }}] }}) {{ reservation {{ id }} userErrors {{ code field availableQuantity }} }} }}"
    )
}

on_each_database! {
    async fn a_key_that_is_bound_to_a_channel_does_not_reach_what_others_hold(database: TestDatabase) {
        let shop = shop(database).await;
        shop.import(LYON).await;
        let made = shop.ask_as(bound("de"), &reserve("")).await;
        let id = payload(&made)["reservation"]["id"].as_str().unwrap().to_owned();
        let calls = [
            format!("reservationExtend(id: \"{id}\")"),
            format!("reservationCommit(id: \"{id}\", lines: [{{ sku: \"LAMP\", quantity: 1 }}])"),
            format!("reservationRelease(id: \"{id}\")"),
        ];
        let mutation = |call: &str| format!("mutation {{ {call} {{ reservation {{ state }} userErrors {{ code field availableQuantity }} }} }}");
        let looks = [format!("{{ reservation(id: \"{id}\") {{ state }} }}"), format!("{{ node(id: \"{id}\") {{ id }} }}")];
        for call in &calls {
            assert_eq!(refused(&shop.ask_as(bound("fr"), &mutation(call)).await), ["NOT_FOUND id"], "{call}");
        }
        for look in &looks {
            assert_eq!(payload(&shop.ask_as(bound("fr"), look).await), json!(null));
            assert_ne!(payload(&shop.ask_as(bound("de"), look).await), json!(null));
        }
        let there = shop.ask_as(bound("fr"), &reserve(", location: \"berlin\"")).await;
        assert_eq!(errors(&there), ["FORBIDDEN: Your key is bound to channels that have no location \"berlin\"."]);
        let here = shop.ask_as(bound("fr"), &reserve(", location: \"lyon\"")).await;
        assert_eq!(refused(&here), [] as [&str; 0]);
        for call in &calls[..1] {
            assert_eq!(refused(&shop.ask_as(bound("de"), &mutation(call)).await), [] as [&str; 0], "{call}");
        }
        assert_eq!(refused(&shop.ask_as(admin(), &mutation(&calls[2])).await), [] as [&str; 0]);
    }
}
