//! Jobs: imports and exports through the API.

mod export;
mod import;
mod killed;
mod upload;

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use crate::support::client::{Client, Reply};

/// Asks for an import of the file in the variable `input.file`.
const IMPORT: &str = "mutation($input: CatalogImportInput!, $key: String, $dry: Boolean) {
    catalogImport(input: $input, idempotencyKey: $key, dryRun: $dry) { job { id state dryRun file { name size } } userErrors { code field message } catalogVersion }
}";

/// All that a job tells.
const JOB: &str = "state actor applied dryRun linesRefused issuesTotal records downloadUrl error progress { stage done total }
    counts { kind created updated unchanged refused } issues { line kind key field message } notices { line message }";

const BOUNDARY: &str = "x-the-boundary-x";

/// One part of a form: its name, its file's name if it is one, its bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// A form as browsers send it.
fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// The form of an import.
fn upload(name: &str, file: &[u8], more: Value) -> Vec<u8> {
    let mut variables = json!({"input": {"file": null}, "dry": false});
    if let (Some(variables), Value::Object(more)) = (variables.as_object_mut(), more) {
        for (field, value) in more {
            if field == "input" {
                let input = variables["input"].as_object_mut().unwrap();
                input.extend(value.as_object().unwrap().clone());
            } else {
                variables.insert(field, value);
            }
        }
    }
    let operations = json!({"query": IMPORT, "variables": variables}).to_string();
    form(&[
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{"0": ["variables.input.file"]}"#),
        ("0", Some(name), file),
    ])
}

async fn send(client: &Client, body: Vec<u8>) -> Reply {
    let request = Request::post("/graphql").header(
        header::CONTENT_TYPE,
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    client.send(request.body(Body::from(body)).unwrap()).await
}

/// Asks for an import, and gives the payload.
pub(crate) async fn import(client: &Client, name: &str, file: &[u8], more: Value) -> Value {
    let reply = send(client, upload(name, file, more)).await;
    reply.data()["catalogImport"].take()
}

async fn job(client: &Client, id: &Value) -> Value {
    let query = format!("{{ job(id: {id}) {{ {JOB} }} }}");
    client.run(&query).await.data()["job"].take()
}

/// Looks at a job until it is as it should be.
async fn wait_for(client: &Client, id: &Value, is: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..4_000 {
        let job = job(client, id).await;
        if is(&job) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    panic!("the job never was: {}", job(client, id).await);
}

/// Waits until a job has ended.
async fn ended(client: &Client, id: &Value) -> Value {
    wait_for(client, id, |job| {
        job["state"] != "QUEUED" && job["state"] != "RUNNING"
    })
    .await
}

/// A feed of so many products.
pub(crate) fn many(count: usize) -> String {
    let mut feed = String::from("{\"type\":\"location\",\"code\":\"here\",\"name\":\"Here\"}\n");
    for number in 0..count {
        let variants = ["S", "M", "L"].map(|size| {
            json!({
                "sku": format!("P{number}-{size}"), "options": {"Size": size},
                "prices": [{"amount": "10.00", "currency": "EUR"}], "stock": [{"location": "here", "onHand": 3}],
            })
        });
        let product = json!({
            "type": "product", "code": format!("p{number}"), "slug": format!("p-{number}"), "name": format!("Product {number}"),
            "options": ["Size"], "variants": variants,
        });
        feed.push_str(&product.to_string());
        feed.push('\n');
    }
    feed
}
