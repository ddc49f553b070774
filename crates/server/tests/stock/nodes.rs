//! The servers: real processes, on ports of their own, that are killed and started again.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use persistence::Backend;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::setting::{SECRET, Shop, asked};

/// How long a request may take before it is sent again.
const PATIENCE: Duration = Duration::from_secs(20);

/// One process on SQLite, two on PostgreSQL.
pub(crate) struct Nodes {
    nodes: Vec<Node>,
    _folder: TempDir,
}

struct Node {
    port: u16,
    settings: Vec<(String, String)>,
    errors: std::path::PathBuf,
    child: Mutex<Option<Child>>,
}

impl Nodes {
    pub(crate) async fn start(shop: &Shop) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let count = match shop.database.backend() {
            Backend::Sqlite => 1,
            Backend::Postgres => 2,
        };
        let nodes = (0..count).map(|number| {
            let data = folder.path().join(format!("data{number}"));
            let mut settings = vec![
                (
                    String::from("VITRINE_DATABASE_URL"),
                    shop.database.url().to_owned(),
                ),
                (
                    String::from("VITRINE_DATABASE__MAX_CONNECTIONS"),
                    String::from("8"),
                ),
                (String::from("VITRINE_DATA_DIR"), data.display().to_string()),
            ];
            settings.extend(asked("SEEDED_BUG").map(|bug| (String::from("SEEDED_BUG"), bug)));
            Node {
                port: free_port(),
                settings,
                errors: folder.path().join(format!("errors{number}")),
                child: Mutex::new(None),
            }
        });
        let nodes = Self {
            nodes: nodes.collect(),
            _folder: folder,
        };
        for node in &nodes.nodes {
            node.start();
            node.is_ready().await;
        }
        nodes
    }

    /// Kills one of them, without a chance to put anything in order, and starts it again.
    pub(crate) async fn kill_and_restart(&self, number: u32) {
        let node = &self.nodes[number as usize % self.nodes.len()];
        node.kill();
        node.start();
        node.is_ready().await;
    }

    pub(crate) fn stop(&self) {
        self.nodes.iter().for_each(Node::kill);
    }

    /// Sends a request to one of them. None: it was not answered, or the answer is that it may be tried again.
    pub(crate) async fn send(
        &self,
        choice: usize,
        query: &str,
        variables: &Value,
    ) -> Option<Value> {
        let node = &self.nodes[choice % self.nodes.len()];
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = tokio::time::timeout(PATIENCE, exchange(node.port, &body)).await;
        let answer = answer.ok()?.ok()?;
        let answer: Value = serde_json::from_slice(&answer).ok()?;
        if let Some(error) = answer["errors"].get(0) {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            let may_be_repeated = ["SERVICE_UNAVAILABLE", "REQUEST_TIMEOUT"].contains(&code);
            assert!(may_be_repeated, "{answer:#}\n{}", node.told());
            return None;
        }
        answer.get("data").cloned()
    }

    /// Sends a request until it is answered.
    pub(crate) async fn answer(&self, choice: usize, query: &str, variables: &Value) -> Value {
        for attempt in 0..600 {
            if let Some(data) = self.send(choice + attempt, query, variables).await {
                return data;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no answer after 600 attempts: {query} {variables}");
    }
}

impl Node {
    fn start(&self) {
        let errors = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&self.errors);
        let child = Command::new(env!("CARGO_BIN_EXE_vitrine"))
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)])
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(errors.unwrap())
            .spawn()
            .unwrap();
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    }

    fn kill(&self) {
        let child = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut child) = child {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    async fn is_ready(&self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(120) {
            if let Some(status) = self.ended() {
                panic!("the server ended at its start, {status}:\n{}", self.told());
            }
            if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)).await {
                let mut answer = Vec::new();
                let asked = stream
                    .write_all(b"GET /readyz HTTP/1.0\r\nHost: test\r\n\r\n")
                    .await;
                if asked.is_ok()
                    && stream.read_to_end(&mut answer).await.is_ok()
                    && answer.windows(5).any(|part| part == b" 200 ")
                {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start:\n{}", self.told());
    }

    /// How it ended by itself. None: it has not.
    fn ended(&self) -> Option<std::process::ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.as_mut()?.try_wait().unwrap()
    }

    /// The end of what it wrote on standard error.
    fn told(&self) -> String {
        let text = std::fs::read_to_string(&self.errors).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port for a server that is killed and started again on it. Those from which the system takes ports for outgoing
/// connections won't do: while nobody listens there, one of many clients who try to connect may get it as its own.
fn free_port() -> u16 {
    const OWN: std::ops::Range<u16> = 20_000..30_000;
    let first = OWN.start + u16::try_from(std::process::id() % 10_000).unwrap();
    let mut ports = (first..OWN.end).chain(OWN.start..first);
    static TAKEN: Mutex<Vec<u16>> = Mutex::new(Vec::new());
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let is_free =
        |port: &u16| !taken.contains(port) && TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let port = ports.find(is_free).unwrap();
    taken.push(port);
    port
}

/// One request on a connection of its own; the body of the answer.
async fn exchange(port: u16, body: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let head = format!(
        "POST /graphql HTTP/1.0\r\nHost: test\r\nContent-Type: application/json\r\nAuthorization: Bearer {SECRET}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n");
    Ok(answer.split_off(end.map_or(answer.len(), |end| end + 4)))
}
