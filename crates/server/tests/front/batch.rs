//! Lists of requests, where they are taken.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use server::front::Limits;

use crate::entries::REFUSED;
use crate::support::{Door, Reply, door_with};

fn door() -> Door {
    door_with(Limits {
        batch: 3,
        ..Limits::default()
    })
}

async fn answers(door: &Door, documents: &[&str]) -> (Reply, Vec<Value>) {
    let list: Vec<Value> = documents
        .iter()
        .map(|text| json!({ "query": text }))
        .collect();
    let reply = door.post(json!(list).to_string()).await;
    let answers = reply.json().as_array().cloned().unwrap_or_default();
    (reply, answers)
}

#[tokio::test]
async fn each_is_answered_in_its_place_and_by_its_own_checks() {
    let door = door();
    for (document, code) in REFUSED {
        let good = "{ book(by: {id: \"1\"}) { id } }";
        let (reply, answers) = answers(&door, &[good, document, good]).await;
        assert_eq!(reply.status, StatusCode::OK, "{document}");
        assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
        let [first, refused, last] = &answers[..] else {
            panic!("three answers: {}", reply.text)
        };
        assert_eq!(first["data"]["book"]["id"], "1");
        assert_eq!(first, last);
        assert_eq!(refused.get("data"), None, "{document}");
        assert_eq!(
            refused["errors"][0]["extensions"]["code"], code,
            "{document}"
        );
    }
}

#[tokio::test]
async fn a_list_has_as_many_requests_as_it_may_and_not_none() {
    let door = door();
    let (reply, _) = answers(&door, &["{ __typename }"; 4]).await;
    assert_eq!(
        (reply.status, reply.codes()),
        (StatusCode::BAD_REQUEST, vec![String::from("LIST_TOO_LONG")])
    );
    let (reply, _) = answers(&door, &[]).await;
    assert_eq!(
        (reply.status, reply.codes()),
        (StatusCode::BAD_REQUEST, vec![String::from("BAD_REQUEST")])
    );
    let (_, answers) = answers(&door, &["{ __typename }"]).await;
    assert_eq!(answers[0]["data"]["__typename"], "Query");
}

#[tokio::test]
async fn what_is_no_request_and_lists_in_lists_are_refused_in_their_place() {
    let reply = door()
        .post(r#"[{"query":"{ __typename }"}, 7, [{"query":"{ __typename }"}]]"#)
        .await;
    let codes: Vec<Value> = reply
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["errors"][0]["extensions"]["code"].clone())
        .collect();
    assert_eq!(
        json!(codes),
        json!([null, "BAD_REQUEST", "BATCHING_NOT_SUPPORTED"])
    );
}
