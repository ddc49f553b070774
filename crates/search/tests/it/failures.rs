//! What Elasticsearch's failures mean. Its answers come from Elasticsearch elsewhere; here only its failures are played.

use domain::outcome::FaultKind;
use search::{Elasticsearch, Index, index::Target};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use url::Url;

use crate::fixture::{product, request, upsert};

/// An index in an engine that answers everything with this status and body.
async fn answering(status: u16, body: &'static str) -> Index {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut request = vec![0; 1 << 16];
                let _ = stream.read(&mut request).await;
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status} Because\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    Index::of(Elasticsearch::new(&Url::parse(&address).unwrap(), "any").unwrap())
}

async fn searching(index: &Index) -> FaultKind {
    index.search(&request()).await.unwrap_err().kind
}

#[tokio::test]
async fn a_failure_tells_whether_waiting_helps() {
    let nobody = Url::parse("http://127.0.0.1:1").unwrap();
    let nobody = Index::of(Elasticsearch::new(&nobody, "any").unwrap());
    assert_eq!(searching(&nobody).await, FaultKind::Unavailable);
    for (status, kind) in [
        (429, FaultKind::Contended),
        (503, FaultKind::Unavailable),
        (504, FaultKind::Timeout),
        (401, FaultKind::Unavailable),
        (400, FaultKind::Bug),
    ] {
        let index = answering(status, "{\"error\":{\"type\":\"x\",\"reason\":\"y\"}}").await;
        assert_eq!(searching(&index).await, kind, "{status}");
    }
}

#[tokio::test]
async fn an_index_that_was_never_made_is_told() {
    let Some(address) = testkit::index::elasticsearch_address() else {
        return;
    };
    let engine = Elasticsearch::new(&Url::parse(&address).unwrap(), "vitrine-test-none").unwrap();
    let index = Index::of(engine);
    assert_eq!(index.engine().state().await.unwrap(), None);
    assert_eq!(searching(&index).await, FaultKind::Unavailable);
    // Nor does writing make one by the way.
    let change = upsert(product(1, "lamp"));
    assert!(
        index
            .engine()
            .apply(Target::Live, vec![change])
            .await
            .is_err()
    );
    assert_eq!(index.engine().state().await.unwrap(), None);
}

#[tokio::test]
async fn one_refused_document_of_many_is_a_fault() {
    let body = "{\"errors\":true,\"items\":[{\"index\":{\"status\":200}},{\"index\":{\"status\":429,\"error\":{\"type\":\"es_rejected_execution_exception\"}}}]}";
    let index = answering(200, body).await;
    let change = || upsert(product(1, "lamp"));
    let refused = index
        .engine()
        .apply(Target::Live, vec![change(), change()])
        .await
        .unwrap_err();
    assert_eq!(refused.kind, FaultKind::Contended);
    // That another one is newer is none.
    let body = "{\"errors\":true,\"items\":[{\"index\":{\"status\":409,\"error\":{\"type\":\"version_conflict_engine_exception\"}}}]}";
    let index = answering(200, body).await;
    index
        .engine()
        .apply(Target::Live, vec![change()])
        .await
        .unwrap();
}
