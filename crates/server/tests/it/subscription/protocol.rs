//! Every rule of the graphql-transport-ws protocol (PROTOCOL.md of the `graphql-ws` project), over a real socket.

use domain::access::Role;
use serde_json::{Value, json};
use testkit::database::TestDatabase;
use tokio_tungstenite::tungstenite::Message;

use super::SECRET;
use crate::support::{
    app::{SAMPLE, TestApp, config},
    socket::{PROTOCOL, Served},
};

async fn served_with(settings: &[(&str, &str)]) -> (TestApp, Served) {
    let app = TestApp::with(TestDatabase::sqlite().await, settings).await;
    app.import(SAMPLE).await;
    app.key(SECRET, Role::Admin).await;
    let config = config(&app.database, settings);
    let served = Served::new(&app.app, &config).await;
    (app, served)
}

async fn served() -> (TestApp, Served) {
    served_with(&[]).await
}

const QUERY: &str = "{ categories(first: 1) { nodes { code } } }";

/// The connection, before anything is asked.
mod connecting {
    use super::*;

    #[tokio::test]
    async fn the_protocol_is_chosen_among_those_that_are_offered() {
        let (_app, served) = served().await;
        assert_eq!(served.open().await.protocol.as_deref(), Some(PROTOCOL));
        let offer = format!("graphql-ws, {PROTOCOL}");
        let socket = served
            .open_with(&[("sec-websocket-protocol", offer.as_str())])
            .await;
        assert_eq!(socket.unwrap().protocol.as_deref(), Some(PROTOCOL));
    }

    #[tokio::test]
    async fn another_protocol_or_none_is_closed_with_4406() {
        let (_app, served) = served().await;
        for headers in [
            &[][..],
            &[("sec-websocket-protocol", "graphql-ws")],
            &[("sec-websocket-protocol", "chat, graphql-ws")],
        ] {
            let mut socket = served.open_with(headers).await.unwrap();
            let closed = socket.closed().await;
            assert_eq!(
                closed,
                (4406, String::from("Subprotocol not acceptable")),
                "{headers:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_plain_request_is_told_what_belongs_here() {
        let (app, _served) = served().await;
        let reply = app.storefront().get("/graphql/ws").await;
        assert_eq!(reply.status, 426);
        assert_eq!(reply.error_codes(), ["UPGRADE_REQUIRED"]);
        assert_eq!(reply.header("upgrade"), "websocket");
    }

    #[tokio::test]
    async fn connection_init_is_acknowledged_with_or_without_a_payload() {
        let (_app, served) = served().await;
        for init in [
            json!({"type": "connection_init"}),
            json!({"type": "connection_init", "payload": null}),
            json!({"type": "connection_init", "payload": {}}),
            json!({"type": "connection_init", "payload": {"anything": [1, {"of": "ones own"}]}}),
        ] {
            let mut socket = served.open().await;
            socket.say(init).await;
            assert_eq!(socket.hear().await, json!({"type": "connection_ack"}));
        }
    }

    #[tokio::test]
    async fn whoever_does_not_begin_in_time_is_closed_with_4408() {
        let (_app, served) =
            served_with(&[("VITRINE_SUBSCRIPTIONS__INIT_TIMEOUT_SECONDS", "1")]).await;
        let mut silent = served.open().await;
        let mut pinging = served.open().await;
        pinging.say(json!({"type": "ping"})).await;
        let expected = (4408, String::from("Connection initialisation timeout"));
        assert_eq!(silent.closed().await, expected);
        assert_eq!(pinging.closed().await, expected);
    }

    #[tokio::test]
    async fn connection_init_twice_is_closed_with_4429() {
        let (_app, served) = served().await;
        let expected = (4429, String::from("Too many initialisation requests"));
        let mut acknowledged = served.connect(Value::Null).await;
        acknowledged.say(json!({"type": "connection_init"})).await;
        assert_eq!(acknowledged.closed().await, expected);
        let mut hasty = served.open().await;
        hasty.say(json!({"type": "connection_init"})).await;
        hasty.say(json!({"type": "connection_init"})).await;
        assert_eq!(hasty.closed().await, expected);
    }

    #[tokio::test]
    async fn a_wrong_token_is_closed_with_4403() {
        let (_app, served) = served().await;
        for payload in [
            json!({"authorization": "Bearer vtr_unknown"}),
            json!({"Authorization": "Basic YTpi"}),
            json!({"authorization": 7}),
            json!({"authorization": "Bearer a\nb"}),
        ] {
            let mut socket = served.open().await;
            socket
                .say(json!({"type": "connection_init", "payload": payload}))
                .await;
            let (code, reason) = socket.closed().await;
            assert_eq!(code, 4403, "{payload}");
            assert!(reason.starts_with("Forbidden"), "{reason}");
        }
        let headers = [
            ("sec-websocket-protocol", PROTOCOL),
            ("authorization", "Bearer vtr_unknown"),
        ];
        let mut socket = served.open_with(&headers).await.unwrap();
        socket.say(json!({"type": "connection_init"})).await;
        assert_eq!(socket.closed().await.0, 4403);
    }

    #[tokio::test]
    async fn the_token_comes_from_the_payload_or_from_the_header() {
        let (_app, served) = served().await;
        let bearer = format!("Bearer {SECRET}");
        let headers = [
            ("sec-websocket-protocol", PROTOCOL),
            ("authorization", bearer.as_str()),
        ];
        let mut by_header = served.open_with(&headers).await.unwrap();
        by_header.say(json!({"type": "connection_init"})).await;
        assert_eq!(by_header.hear().await["type"], "connection_ack");
        let mut sockets = vec![by_header];
        for name in ["authorization", "Authorization"] {
            sockets.push(served.connect(json!({name: bearer})).await);
        }
        for mut socket in sockets {
            socket
                .subscribe("1", "{ channels(first: 1) { totalCount } }")
                .await;
            assert_eq!(socket.hear().await["type"], "next");
        }
        // Without a token it is not even in the schema.
        let mut storefront = served.connect(Value::Null).await;
        storefront
            .subscribe("1", "{ channels(first: 1) { totalCount } }")
            .await;
        let heard = storefront.hear().await;
        assert_eq!(heard["type"], "error");
        assert_eq!(
            heard["payload"][0]["extensions"]["code"],
            "GRAPHQL_VALIDATION_FAILED"
        );
    }

    #[tokio::test]
    async fn a_token_that_is_revoked_closes_the_socket() {
        let (app, served) = served().await;
        let mut socket = served
            .connect(json!({"authorization": format!("Bearer {SECRET}")}))
            .await;
        let store = app.app.store();
        let key = store.api_key_by_secret(SECRET).await.unwrap().unwrap();
        store.api_key_revoke(&key.prefix).await.unwrap().unwrap();
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4403, "{reason}");
    }

    #[tokio::test]
    async fn pings_are_answered_at_any_time_with_their_payload_and_pongs_need_no_answer() {
        let (_app, served) = served().await;
        let mut socket = served.open().await;
        socket.say(json!({"type": "ping"})).await;
        assert_eq!(socket.hear().await, json!({"type": "pong"}));
        socket.say(json!({"type": "connection_init"})).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket.say(json!({"type": "pong"})).await;
        socket
            .say(json!({"type": "pong", "payload": {"late": 1}}))
            .await;
        socket
            .say(json!({"type": "ping", "payload": {"z": 1, "a": "x"}}))
            .await;
        assert_eq!(
            socket.hear().await,
            json!({"type": "pong", "payload": {"z": 1, "a": "x"}})
        );
        // Those of the WebSocket itself too.
        socket.send(Message::Ping("here".into())).await;
        loop {
            match socket.receive().await {
                Some(Message::Pong(payload)) => break assert_eq!(payload, "here"),
                Some(Message::Ping(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Messages that the protocol doesn't have.
mod invalid {
    use super::*;

    #[tokio::test]
    async fn a_message_of_another_form_is_closed_with_4400() {
        let (_app, served) = served().await;
        for message in [
            "",
            "nonsense",
            "null",
            "[]",
            r#""ping""#,
            "{}",
            r#"{"type":null}"#,
            r#"{"type":"nonsense"}"#,
            r#"{"type":"start","id":"1","payload":{"query":"{ __typename }"}}"#,
            r#"{"type":"stop","id":"1"}"#,
            r#"{"type":"connection_terminate"}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"error","id":"1","payload":[]}"#,
            r#"{"type":"ping","payload":"text"}"#,
            r#"{"type":"pong","payload":1}"#,
            r#"{"type":"connection_init","payload":"text"}"#,
            r#"{"type":"connection_init","payload":[]}"#,
            r#"{"type":"subscribe"}"#,
            r#"{"type":"subscribe","payload":{"query":"{ __typename }"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{ __typename }"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":"{ __typename }"}"#,
            r#"{"type":"subscribe","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":"x"}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","operationName":7}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","extensions":[]}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"complete","id":7}"#,
        ] {
            let mut socket = served.open().await;
            socket.say_text(message).await;
            let (code, reason) = socket.closed().await;
            assert_eq!(code, 4400, "{message}: {reason}");
            assert!(
                !reason.is_empty() && reason.len() <= 123,
                "{message}: {reason}"
            );
        }
    }

    #[tokio::test]
    async fn a_binary_message_is_closed_with_4400() {
        let (_app, served) = served().await;
        let mut socket = served.open().await;
        socket
            .send(Message::binary(r#"{"type":"connection_init"}"#))
            .await;
        assert_eq!(socket.closed().await.0, 4400);
    }

    #[tokio::test]
    async fn a_reason_that_quotes_a_long_text_is_cut_so_that_its_frame_is_valid() {
        let (_app, served) = served().await;
        let mut socket = served.open().await;
        socket.say(json!({"type": "é".repeat(5000)})).await;
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4400);
        assert!(reason.len() <= 123);
    }

    #[tokio::test]
    async fn a_message_that_is_too_long_is_closed_with_1009() {
        let (_app, served) = served().await;
        for bytes in [300 * 1024, 5 * 1024 * 1024] {
            let socket = served.connect(Value::Null).await;
            let query = format!("{{ __typename }} #{}", "x".repeat(bytes));
            let message = json!({"type": "subscribe", "id": "1", "payload": {"query": query}});
            assert_eq!(
                socket.drowned(message.to_string()).await,
                Some(1009),
                "{bytes}"
            );
        }
    }
}

/// Operations.
mod operations {
    use super::*;

    #[tokio::test]
    async fn nothing_is_asked_before_the_acknowledgement() {
        let (_app, served) = served().await;
        let mut socket = served.open().await;
        socket.subscribe("1", QUERY).await;
        assert_eq!(socket.closed().await, (4401, String::from("Unauthorized")));
    }

    #[tokio::test]
    async fn a_query_gives_one_answer_and_is_complete() {
        let (_app, served) = served().await;
        let mut socket = served.connect(Value::Null).await;
        socket
            .say(json!({"type": "subscribe", "id": "one", "payload": {
                "query": "query A($first: Int!) { categories(first: $first) { nodes { code } } } query B { __typename }",
                "operationName": "A", "variables": {"first": 1}, "extensions": null,
            }}))
            .await;
        let next = socket.hear().await;
        assert_eq!(
            (next["type"].as_str(), next["id"].as_str()),
            (Some("next"), Some("one"))
        );
        assert_eq!(
            next["payload"]["data"]["categories"]["nodes"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            socket.hear().await,
            json!({"type": "complete", "id": "one"})
        );
        socket.silent().await;
    }

    #[tokio::test]
    async fn introspection_and_mutations_go_the_same_way() {
        let (_app, served) = served().await;
        let mut socket = served
            .connect(json!({"authorization": format!("Bearer {SECRET}")}))
            .await;
        socket
            .subscribe("1", "{ __schema { queryType { name } } }")
            .await;
        assert_eq!(
            socket.hear().await["payload"]["data"]["__schema"]["queryType"]["name"],
            "Query"
        );
        assert_eq!(socket.hear().await["type"], "complete");
        let write = r#"mutation { locationCreate(input: { code: "attic", name: "Attic" }) { location { code } userErrors { message } } }"#;
        socket.subscribe("2", write).await;
        let next = socket.hear().await;
        assert_eq!(
            next["payload"]["data"]["locationCreate"]["location"]["code"], "attic",
            "{next}"
        );
        assert_eq!(socket.hear().await["type"], "complete");
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_request_is_an_error_message_and_its_end() {
        let (_app, served) = served().await;
        let mut socket = served.connect(Value::Null).await;
        for (payload, code) in [
            (json!({"query": "{"}), "GRAPHQL_PARSE_FAILED"),
            (json!({"query": ""}), "GRAPHQL_PARSE_FAILED"),
            (
                json!({"query": "{ nonsense }"}),
                "GRAPHQL_VALIDATION_FAILED",
            ),
            (
                json!({"query": "query A { __typename }", "operationName": "B"}),
                "OPERATION_RESOLUTION_FAILURE",
            ),
            (
                json!({"query": "query($n: Int!) { categories(first: $n) { totalCount } }"}),
                "BAD_USER_INPUT",
            ),
            (
                json!({"query": format!("{{ {} }}", "a: __typename ".repeat(100))}),
                "TOO_MANY_ROOT_FIELDS",
            ),
        ] {
            socket
                .say(json!({"type": "subscribe", "id": "again", "payload": payload}))
                .await;
            let heard = socket.hear().await;
            assert_eq!(
                (heard["type"].as_str(), heard["id"].as_str()),
                (Some("error"), Some("again")),
                "{payload}"
            );
            let errors = heard["payload"].as_array().unwrap();
            assert!(errors[0]["message"].is_string());
            assert_eq!(errors[0]["extensions"]["code"], code, "{payload}: {heard}");
            // No completion follows an error.
            socket.silent().await;
        }
        socket.subscribe("again", QUERY).await;
        assert_eq!(socket.hear().await["type"], "next");
    }

    #[tokio::test]
    async fn an_error_of_a_field_is_part_of_an_answer() {
        let (_app, served) = served().await;
        let mut socket = served.connect(Value::Null).await;
        socket
            .subscribe(
                "1",
                r#"{ product(by: { id: "nonsense" }) { code } __typename }"#,
            )
            .await;
        let next = socket.hear().await;
        assert_eq!(next["type"], "next");
        assert_eq!(
            next["payload"]["data"],
            json!({"product": null, "__typename": "Query"})
        );
        assert_eq!(
            next["payload"]["errors"][0]["extensions"]["code"],
            "INVALID_ID"
        );
        assert_eq!(socket.hear().await["type"], "complete");
    }

    #[tokio::test]
    async fn many_operations_share_a_socket_each_under_its_id() {
        let (_app, served) = served().await;
        let mut socket = served.connect(Value::Null).await;
        for id in 0..50 {
            socket
                .subscribe(
                    &id.to_string(),
                    &format!("{{ n{id}: __typename categories(first: 1) {{ totalCount }} }}"),
                )
                .await;
        }
        let (mut next, mut complete) = (Vec::new(), Vec::new());
        while complete.len() < 50 {
            let heard = socket.hear().await;
            let id = heard["id"].as_str().unwrap().to_owned();
            match heard["type"].as_str() {
                Some("next") => {
                    assert!(
                        heard["payload"]["data"].get(format!("n{id}")).is_some(),
                        "{heard}"
                    );
                    next.push(id);
                }
                Some("complete") => {
                    assert!(next.contains(&id));
                    complete.push(id);
                }
                _ => panic!("{heard}"),
            }
        }
        assert_eq!(next.len(), 50);
    }

    #[tokio::test]
    async fn completing_what_is_not_there_is_no_fault_and_is_not_echoed() {
        let (_app, served) = served().await;
        let mut socket = served.connect(Value::Null).await;
        socket
            .say(json!({"type": "complete", "id": "unknown"}))
            .await;
        socket.silent().await;
    }
}

/// The end.
mod ending {
    use server::listen::Ended;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        time::timeout,
    };

    use super::*;
    use crate::support::socket::PATIENCE;

    #[tokio::test]
    async fn a_client_that_gives_no_sign_of_life_is_closed() {
        let (_app, served) = served_with(&[("VITRINE_SUBSCRIPTIONS__PING_SECONDS", "1")]).await;
        let mut living = served.connect(Value::Null).await;
        // By hand, since a client of a library answers pings by itself.
        let mut dead = tokio::net::TcpStream::connect(&served.address)
            .await
            .unwrap();
        let opening = format!(
            "GET /graphql/ws HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
        );
        let init = br#"{"type":"connection_init"}"#;
        // A text of this length under a mask of zeros.
        let head = [0x81, 0x80 | u8::try_from(init.len()).unwrap(), 0, 0, 0, 0];
        dead.write_all(&[opening.as_bytes(), &head, init].concat())
            .await
            .unwrap();
        let mut heard = Vec::new();
        let silent = async {
            let ended = timeout(PATIENCE, dead.read_to_end(&mut heard)).await;
            ended.unwrap().unwrap();
        };
        // Whoever reads answers them.
        let reading = async {
            for _ in 0..4 {
                match living.receive().await {
                    Some(Message::Ping(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        tokio::join!(silent, reading);
        let close = [&[0x88, 20, 0x03, 0xE9][..], b"No answer to pings"].concat();
        assert!(
            heard.windows(close.len()).any(|part| part == close),
            "{}",
            String::from_utf8_lossy(&heard)
        );
        living.silent().await;
    }

    #[tokio::test]
    async fn a_socket_on_which_nothing_runs_is_closed_after_a_while() {
        let (_app, served) =
            served_with(&[("VITRINE_SUBSCRIPTIONS__IDLE_TIMEOUT_SECONDS", "1")]).await;
        let mut socket = served.connect(Value::Null).await;
        assert_eq!(socket.closed().await.0, 1000);
    }

    #[tokio::test]
    async fn a_server_that_ends_closes_its_sockets_with_1001() {
        let (_app, served) = served().await;
        let mut sockets = vec![served.open().await, served.connect(Value::Null).await];
        let ended = tokio::spawn(served.end());
        for socket in &mut sockets {
            assert_eq!(
                socket.closed().await,
                (1001, String::from("The server is ending"))
            );
        }
        assert_eq!(ended.await.unwrap(), Ended::Finished);
    }

    #[tokio::test]
    async fn more_sockets_than_allowed_are_refused_and_those_that_close_make_room() {
        let (app, served) = served_with(&[("VITRINE_SUBSCRIPTIONS__MAX_SOCKETS", "1")]).await;
        let first = served.connect(Value::Null).await;
        let refused = served
            .open_with(&[("sec-websocket-protocol", PROTOCOL)])
            .await;
        assert!(refused.is_err_and(|error| error.to_string().contains("503")));
        let told = app.storefront().get("/metrics").await;
        assert!(
            told.text().contains("\nvitrine_websockets_open 1\n"),
            "{}",
            told.text()
        );
        drop(first);
        loop {
            match served
                .open_with(&[("sec-websocket-protocol", PROTOCOL)])
                .await
            {
                Ok(_) => break,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    }
}
