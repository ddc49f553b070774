//! A server on a real socket, and clients of its WebSockets.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use server::{App, config::Config, listen};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue},
};

/// How long anything may take that is to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
pub(crate) const PROTOCOL: &str = "graphql-transport-ws";

/// A server that listens.
pub(crate) struct Served {
    /// Host and port.
    pub(crate) address: String,
    app: App,
    telling: JoinHandle<()>,
    end: Option<oneshot::Sender<()>>,
    ended: JoinHandle<listen::Ended>,
}

impl Served {
    /// As `vitrine serve` does.
    pub(crate) async fn new(app: &App, config: &Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (end, asked) = oneshot::channel::<()>();
        let (ending, settings) = (app.clone(), config.server.clone());
        let ended = tokio::spawn(async move {
            let router = ending.router();
            let asked = async {
                // Dropped, it ends too.
                let _ = asked.await;
                ending.end();
            };
            listen::serve(listener, router, &settings, asked).await
        });
        Self {
            address,
            app: app.clone(),
            telling: app.start_telling(),
            end: Some(end),
            ended,
        }
    }

    /// Ends it, and waits until nothing is open.
    pub(crate) async fn end(mut self) -> listen::Ended {
        self.end.take().unwrap().send(()).unwrap();
        timeout(PATIENCE, self.app.live().closed())
            .await
            .expect("sockets stay open");
        timeout(PATIENCE, &mut self.ended).await.unwrap().unwrap()
    }

    /// Opens a WebSocket that speaks the protocol.
    pub(crate) async fn open(&self) -> Socket {
        self.open_with(&[("sec-websocket-protocol", PROTOCOL)])
            .await
            .unwrap()
    }

    /// The same with other headers.
    pub(crate) async fn open_with(
        &self,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, Error> {
        let address = format!("ws://{}/graphql/ws", self.address);
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).unwrap();
            request.headers_mut().insert(*name, value);
        }
        let (stream, response) = connect_async(request).await?;
        let protocol = response.headers().get("sec-websocket-protocol");
        Ok(Socket {
            protocol: protocol.map(|value| value.to_str().unwrap().to_owned()),
            stream,
        })
    }

    /// Opens one that is acknowledged, with the payload of its `connection_init`.
    pub(crate) async fn connect(&self, payload: Value) -> Socket {
        let mut socket = self.open().await;
        socket
            .say(serde_json::json!({"type": "connection_init", "payload": payload}))
            .await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.telling.abort();
    }
}

/// A client's WebSocket.
pub(crate) struct Socket {
    /// The subprotocol that the server has chosen.
    pub(crate) protocol: Option<String>,
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Sends a message.
    pub(crate) async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    pub(crate) async fn say_text(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    /// Sends a frame. The other side may have closed already.
    pub(crate) async fn send(&mut self, message: Message) {
        let _ = self.stream.send(message).await;
    }

    /// Begins an operation.
    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(serde_json::json!({"type": "subscribe", "id": id, "payload": {"query": query}}))
            .await;
    }

    /// Sends a message while it listens, and tells the code with which it is closed.
    pub(crate) async fn drowned(self, text: String) -> Option<u16> {
        let (mut sink, mut stream) = self.stream.split();
        let sending = async {
            let _ = sink.send(Message::text(text)).await;
            std::future::pending::<()>().await;
        };
        let hearing = async {
            while let Some(Ok(heard)) = stream.next().await {
                if let Message::Close(Some(frame)) = heard {
                    return Some(frame.code.into());
                }
            }
            None
        };
        tokio::select! {
            code = timeout(PATIENCE, hearing) => code.unwrap(),
            () = sending => None,
        }
    }

    /// The next frame, whatever it is.
    pub(crate) async fn receive(&mut self) -> Option<Message> {
        let next = timeout(PATIENCE, self.stream.next()).await;
        next.expect("nothing comes").and_then(Result::ok)
    }

    /// The next message.
    #[track_caller]
    pub(crate) fn hear(&mut self) -> impl Future<Output = Value> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let message = async {
                loop {
                    match self.receive().await {
                        Some(Message::Text(text)) => return serde_json::from_str(&text).unwrap(),
                        Some(Message::Ping(_) | Message::Pong(_)) => {}
                        other => panic!("no message but {other:?}, at {caller}"),
                    }
                }
            };
            // Pings come however silent a server is.
            let message = timeout(PATIENCE, message).await;
            message.unwrap_or_else(|_| panic!("no message, at {caller}"))
        }
    }

    /// The next message about one operation.
    pub(crate) async fn hear_of(&mut self, id: &str) -> Value {
        loop {
            let heard = self.hear().await;
            if heard["id"] == id {
                return heard;
            }
        }
    }

    /// The answer of a subscription to what `change` changes, which is changed again, with another number, until the
    /// subscription has begun and tells of it: when that is, the protocol doesn't say.
    pub(crate) async fn first_told(&mut self, mut change: impl AsyncFnMut(u32)) -> Value {
        for round in 1..100 {
            change(round).await;
            if let Ok(heard) = timeout(Duration::from_millis(500), self.hear()).await {
                return heard;
            }
        }
        panic!("nothing is told");
    }

    /// What the next answer of a subscription has in this field.
    #[track_caller]
    pub(crate) fn told(&mut self, field: &'static str) -> impl Future<Output = Value> + '_ {
        let hearing = self.hear();
        async move {
            let mut heard = hearing.await;
            assert_eq!(heard["type"], "next", "{heard}");
            heard["payload"]["data"][field].take()
        }
    }

    /// The next answer that is the one, in this field; others are passed over.
    pub(crate) async fn told_until(
        &mut self,
        field: &'static str,
        is: impl Fn(&Value) -> bool,
    ) -> Value {
        loop {
            let told = self.told(field).await;
            if is(&told) {
                return told;
            }
        }
    }

    /// With which code and reason the server closes.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.receive().await {
                Some(Message::Close(Some(frame))) => {
                    return (frame.code.into(), frame.reason.to_string());
                }
                Some(Message::Text(_) | Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("not closed but {other:?}"),
            }
        }
    }

    /// Nothing more comes than a pong that is asked for now: whatever was to come has come before.
    pub(crate) async fn silent(&mut self) {
        self.say(serde_json::json!({"type": "ping", "payload": {"silent": true}}))
            .await;
        let heard = self.hear().await;
        assert_eq!(heard["type"], "pong", "{heard}");
        assert_eq!(heard["payload"]["silent"], true);
    }
}
