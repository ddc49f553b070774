//! A server that is killed in the middle of a job.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{BOUNDARY, many, upload};
use crate::support::{program::Program, wire};

const PRODUCTS: usize = 4_000;

/// Posts a body with a key, and gives the answer's JSON.
async fn post(address: &str, key: &str, media: &str, body: &[u8]) -> Value {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAuthorization: Bearer {key}\r\nContent-Type: {media}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let answer = wire::read_to_end(&mut stream).await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

async fn job(address: &str, key: &str, id: &Value) -> Value {
    let query = format!(
        "{{ job(id: {id}) {{ state progress {{ stage done }} counts {{ kind created }} }} }}"
    );
    let body = json!({ "query": query }).to_string();
    post(address, key, "application/json", body.as_bytes()).await["data"]["job"].take()
}

testkit::on_each_database! {
    async fn what_a_killed_server_left_is_done_by_the_next_and_never_by_halves(database: TestDatabase) {
        let program = Program::new().set("VITRINE_DATABASE_URL", database.url());
        let key = program.run(&["api-key", "create", "--role", "admin", "--name", "me"]).out.trim().to_owned();
        let server = program.serve(&[]);
        let form = upload("many.jsonl", many(PRODUCTS).as_bytes(), json!({}));
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        let asked = post(&server.address, &key, &media, &form).await;
        let id = &asked["data"]["catalogImport"]["job"]["id"];
        assert!(id.is_string(), "{asked}");
        loop {
            let job = job(&server.address, &key, id).await;
            assert!(matches!(job["state"].as_str(), Some("QUEUED" | "RUNNING")), "it was too fast to be killed: {job}");
            if job["progress"]["stage"] == "APPLYING" && job["progress"]["done"].as_i64() > Some(500) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // With the signal that can't be refused.
        drop(server);
        assert_eq!(database.column("SELECT state FROM job").await, ["RUNNING"]);
        assert_eq!(database.column("SELECT count(*) FROM product").await, ["0"]);

        let server = program.serve(&[]);
        let mut last = Value::Null;
        for _ in 0..600 {
            last = job(&server.address, &key, id).await;
            if last["state"] == "DONE" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(last["state"], "DONE", "{last}");
        assert_eq!(last["counts"][1], json!({"kind": "product", "created": PRODUCTS}));
        assert_eq!(database.column("SELECT attempts FROM job").await, ["2"]);
        assert_eq!(database.column("SELECT count(*) FROM product").await, [PRODUCTS.to_string()]);
        assert_eq!(database.column("SELECT count(*) FROM audit WHERE kind = 'product'").await, [PRODUCTS.to_string()]);
        assert_eq!(database.column("SELECT count(*) FROM blob").await, ["0"]);
        assert_eq!(server.terminate().status, 0);
    }
}
