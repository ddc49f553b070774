//! A way to a server that can be cut, as when that server is stopped.

use std::net::SocketAddr;

use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

/// An address of its own that leads to a server while it is open.
pub(crate) struct Passage {
    scheme: String,
    at: SocketAddr,
    target: String,
    passing: Option<JoinHandle<()>>,
}

impl Passage {
    /// To the server at this address. Closed: nothing listens.
    pub(crate) async fn to(url: &str) -> Self {
        let (scheme, target) = url.split_once("://").unwrap();
        let target = target.trim_end_matches('/');
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            scheme: scheme.to_owned(),
            at: listener.local_addr().unwrap(),
            target: target.to_owned(),
            passing: None,
        }
    }

    /// Where it begins.
    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.at)
    }

    pub(crate) async fn open(&mut self) {
        let listener = TcpListener::bind(self.at).await.unwrap();
        let target = self.target.clone();
        self.passing = Some(tokio::spawn(async move {
            // They end with this task.
            let mut connections = JoinSet::new();
            loop {
                let (mut inside, _) = listener.accept().await.unwrap();
                let target = target.clone();
                connections.spawn(async move {
                    let mut outside = TcpStream::connect(target).await.unwrap();
                    // Either side may end it.
                    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
                });
            }
        }));
    }

    /// Nothing listens any more, and who is connected is so no longer.
    pub(crate) async fn cut(&mut self) {
        if let Some(passing) = self.passing.take() {
            passing.abort();
            // It was aborted, which is an error of the task.
            let _ = passing.await;
        }
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        if let Some(passing) = self.passing.take() {
            passing.abort();
        }
    }
}
