//! Plain HTTP/1.1 over a socket, written by hand so that a test decides about each byte.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream as BlockingStream,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Sends a GET and reads the whole answer, head and body.
pub(crate) async fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    send(&mut stream, path).await;
    read_to_end(&mut stream).await
}

/// Sends a GET after whose answer the connection is closed.
pub(crate) async fn send(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// All that comes until the other side closes. A reset is an end too.
pub(crate) async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).unwrap()
}

/// Posts a GraphQL document with a key, and waits for the answer's JSON. An error: no whole answer came, as of a server that
/// was killed.
pub(crate) fn ask(address: &str, key: &str, query: &str) -> io::Result<Value> {
    let body = json!({ "query": query }).to_string();
    let mut stream = BlockingStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nAuthorization: Bearer {key}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    serde_json::from_str(body).map_err(io::Error::other)
}
