use std::{sync::Arc, time::Duration};

use axum::{Router, routing::get};
use server::{
    config::Config,
    listen::{Ended, serve},
};
use testkit::database::TestDatabase;
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

use crate::support::{app, wire};

/// A server on a socket, with one address that answers only when it is let.
struct Served {
    address: String,
    entered: Arc<Notify>,
    let_go: Arc<Notify>,
    end: oneshot::Sender<()>,
    ended: JoinHandle<Ended>,
}

async fn served(settings: &[(&str, &str)]) -> Served {
    let config: Config = app::config(&TestDatabase::sqlite().await, settings);
    let (entered, let_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (enter, wait) = (Arc::clone(&entered), Arc::clone(&let_go));
    let slow = move || async move {
        enter.notify_one();
        wait.notified().await;
        "at last"
    };
    let router = Router::new()
        .route("/slow", get(slow))
        .route("/quick", get(|| async { "quick" }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (end, asked) = oneshot::channel::<()>();
    let ended = tokio::spawn(async move {
        let asked = async { asked.await.unwrap() };
        serve(listener, router, &config.server, asked).await
    });
    Served {
        address,
        entered,
        let_go,
        end,
        ended,
    }
}

#[tokio::test]
async fn a_request_in_flight_is_answered_before_the_server_ends() {
    let served = served(&[]).await;
    let mut stream = TcpStream::connect(&served.address).await.unwrap();
    wire::send(&mut stream, "/slow").await;
    served.entered.notified().await;
    served.end.send(()).unwrap();

    // Nobody new is let in …
    let refused = async {
        while TcpStream::connect(&served.address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), refused)
        .await
        .expect("new connections are still taken");
    // … and who is in gets the answer.
    served.let_go.notify_one();
    assert!(wire::read_to_end(&mut stream).await.ends_with("at last"));
    assert_eq!(served.ended.await.unwrap(), Ended::Finished);
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_end_up() {
    let served = served(&[]).await;
    let mut stream = TcpStream::connect(&served.address).await.unwrap();
    stream
        .write_all(b"GET /quick HTTP/1.1\r\nHost: test\r\n\r\n")
        .await
        .unwrap();
    stream.readable().await.unwrap();
    served.end.send(()).unwrap();
    let ended = timeout(Duration::from_secs(5), served.ended)
        .await
        .expect("it waits for an idle client");
    assert_eq!(ended.unwrap(), Ended::Finished);
}

#[tokio::test]
async fn after_the_grace_period_the_rest_is_cut_off() {
    let served = served(&[("VITRINE_SERVER__SHUTDOWN_GRACE_SECONDS", "1")]).await;
    let mut stream = TcpStream::connect(&served.address).await.unwrap();
    wire::send(&mut stream, "/slow").await;
    served.entered.notified().await;
    served.end.send(()).unwrap();
    let ended = timeout(Duration::from_secs(10), served.ended)
        .await
        .expect("it waits for ever");
    assert_eq!(ended.unwrap(), Ended::CutOff);
}

#[tokio::test]
async fn silent_clients_and_slow_heads_lose_their_connection_and_others_are_served() {
    let served = served(&[("VITRINE_SERVER__HEADER_TIMEOUT_SECONDS", "1")]).await;
    let mut clients = Vec::new();
    for begun in ["", "PRI * HT", "G", "GET /quick HTTP/1.1\r\nHost: te"] {
        let mut stream = TcpStream::connect(&served.address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        clients.push((begun, stream));
    }
    assert!(
        wire::get(&served.address, "/quick")
            .await
            .ends_with("quick")
    );
    for (begun, mut stream) in clients {
        let closed = timeout(Duration::from_secs(10), wire::read_to_end(&mut stream)).await;
        assert!(
            closed.is_ok(),
            "a client that has sent {begun:?} holds its connection"
        );
    }
}

#[tokio::test]
async fn beyond_the_limit_a_client_waits_until_another_leaves() {
    let served = served(&[("VITRINE_SERVER__MAX_CONNECTIONS", "1")]).await;
    let mut first = TcpStream::connect(&served.address).await.unwrap();
    wire::send(&mut first, "/slow").await;
    served.entered.notified().await;
    let second = wire::get(&served.address, "/quick");
    tokio::pin!(second);
    assert!(
        timeout(Duration::from_millis(300), &mut second)
            .await
            .is_err(),
        "it is served at once"
    );
    served.let_go.notify_one();
    assert!(
        timeout(Duration::from_secs(10), second)
            .await
            .unwrap()
            .ends_with("quick")
    );
}
