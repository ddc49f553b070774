//! One socket from its beginning to its end.

use std::{error::Error as _, time::Duration};

use apollo_compiler::response::JsonValue;
use async_graphql::Request;
use axum::{
    Error,
    extract::ws::{Message, WebSocket},
    http::{HeaderMap, HeaderValue, header},
};
use futures_util::{FutureExt as _, StreamExt as _};
use graphql::Viewer;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::Instrument as _;

use super::{
    close::Close,
    message::{self, Said},
    streams::Streams,
};
use crate::{
    auth::{Denied, KEY_EVERY},
    front::{Answers, Caller, Code, Entry, GraphqlRequest, Refusal},
    live::LiveStream,
    rate::Address,
    request_id::RequestId,
    router::Shared,
};

/// How long a client may take to accept a message before it is given up.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);
/// How long the client's side of the end is waited for.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// What one socket needs.
pub(super) struct Session {
    shared: Shared,
    id: RequestId,
    /// Who asks: the `Authorization` header, or what `connection_init` puts in its place.
    headers: HeaderMap,
    /// From where they ask. None: it doesn't count.
    address: Option<Address>,
    viewer: Option<Viewer>,
    streams: Streams,
    begun: Instant,
    /// When the client was last heard.
    heard: Instant,
    /// When the last operation ended.
    idle: Instant,
    ping_at: Instant,
    key_at: Instant,
}

/// Why the loop ends.
enum End {
    /// We close.
    Close(Close),
    /// The client has closed, or is gone.
    Gone,
}

/// Tells a client that doesn't speak the protocol.
pub(super) async fn refuse(mut socket: WebSocket) {
    close(&mut socket, &Close::Subprotocol).await;
}

impl Session {
    pub(super) fn new(
        shared: Shared,
        id: RequestId,
        headers: HeaderMap,
        address: Option<Address>,
    ) -> Self {
        let now = Instant::now();
        Self {
            ping_at: now + shared.live.settings().ping(),
            shared,
            id,
            headers,
            address,
            viewer: None,
            streams: Streams::default(),
            begun: now,
            heard: now,
            idle: now,
            key_at: now + KEY_EVERY,
        }
    }

    pub(super) async fn run(mut self, mut socket: WebSocket) {
        let span = tracing::info_span!("socket", request.id = self.id.as_str());
        let end = self.converse(&mut socket).instrument(span).await;
        // What still runs for a client that is gone is given up, before it is waited for.
        self.streams = Streams::default();
        if let End::Close(why) = end {
            tracing::debug!(
                request.id = self.id.as_str(),
                "closing a WebSocket: {why:?}"
            );
            close(&mut socket, &why).await;
        }
    }

    async fn converse(&mut self, socket: &mut WebSocket) -> End {
        let shared = self.shared.clone();
        let ending = shared.live.ending();
        tokio::pin!(ending);
        loop {
            let due = self.due();
            let done = tokio::select! {
                () = &mut ending => Err(End::Close(Close::Ending)),
                () = sleep_until(due) => self.on_time(socket).await,
                received = socket.recv() => match received {
                    Some(Ok(received)) => self.on_message(socket, received).await,
                    Some(Err(error)) => Err(self.on_broken(error)),
                    None => Err(End::Gone),
                },
                (id, answer) = self.streams.next(), if !self.streams.is_empty() => {
                    let text = match answer {
                        Some(answer) => message::answer(&id, &answer),
                        None => message::complete(&id),
                    };
                    self.idle = Instant::now();
                    send(socket, text).await
                }
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// When something has to be done by the clock.
    fn due(&self) -> Instant {
        let settings = self.shared.live.settings();
        if self.viewer.is_none() {
            return (self.begun + settings.init_timeout()).min(self.ping_at);
        }
        let mut due = self.ping_at;
        if !self.headers.is_empty() {
            due = due.min(self.key_at);
        }
        if self.streams.is_empty() {
            due = due.min(self.idle + settings.idle_timeout());
        }
        due
    }

    async fn on_time(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        let (now, live) = (Instant::now(), self.shared.live.clone());
        let settings = live.settings();
        if self.viewer.is_none() && now >= self.begun + settings.init_timeout() {
            return Err(End::Close(Close::InitTimeout));
        }
        if self.viewer.is_some()
            && self.streams.is_empty()
            && now >= self.idle + settings.idle_timeout()
        {
            return Err(End::Close(Close::Idle));
        }
        if self.viewer.is_some() && !self.headers.is_empty() && now >= self.key_at {
            self.check_key().await?;
            self.key_at = Instant::now() + KEY_EVERY;
        }
        if now >= self.ping_at {
            // Two pings without a sign of life.
            if now >= self.heard + settings.ping() * 2 {
                return Err(End::Close(Close::Silent));
            }
            self.ping_at = now + settings.ping();
            return send_message(socket, Message::Ping(axum::body::Bytes::new())).await;
        }
        Ok(())
    }

    async fn on_message(&mut self, socket: &mut WebSocket, received: Message) -> Result<(), End> {
        self.heard = Instant::now();
        let text = match received {
            Message::Text(text) => text,
            Message::Binary(_) => {
                let why = String::from("Invalid message: messages are texts, not binary");
                return Err(End::Close(Close::Invalid(why)));
            }
            // Pings are answered by the library.
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::Gone),
        };
        let role = self.viewer.as_ref().map(graphql::Viewer::role_in_schema);
        let limits = role.map_or(self.shared.limits, |role| self.shared.limits.of(role));
        let said = message::read(&text, limits.variable_values)
            .map_err(|why| End::Close(Close::Invalid(why)))?;
        match said {
            Said::Init(_) if self.viewer.is_some() => Err(End::Close(Close::SecondInit)),
            Said::Init(authorization) => {
                self.let_in(authorization).await?;
                send(socket, String::from(message::ACK)).await
            }
            Said::Ping(payload) => send(socket, message::pong(payload)).await,
            Said::Pong => Ok(()),
            Said::Subscribe(id, request) => self.subscribe(socket, id, request).await,
            Said::Complete(id) => {
                self.streams.remove(&id);
                self.idle = Instant::now();
                Ok(())
            }
        }
    }

    /// Finds out who asks.
    async fn let_in(&mut self, authorization: Option<JsonValue>) -> Result<(), End> {
        if let Some(given) = authorization {
            let value = match &given {
                JsonValue::String(text) => HeaderValue::from_str(text.as_str()).ok(),
                _ => None,
            };
            let malformed = || End::Close(Close::Forbidden(MALFORMED));
            self.headers.clear();
            self.headers
                .insert(header::AUTHORIZATION, value.ok_or_else(malformed)?);
        }
        let viewer = self.shared.authenticator.viewer(&self.headers).await;
        self.viewer = Some(viewer.map_err(|denied| End::Close(denied_by(denied)))?);
        self.idle = Instant::now();
        Ok(())
    }

    /// A key that was revoked, or has expired, holds no longer for what runs already.
    async fn check_key(&mut self) -> Result<(), End> {
        match self.shared.authenticator.ended(&self.headers).await {
            None => Ok(()),
            Some(denied) => Err(End::Close(denied_by(denied))),
        }
    }

    async fn subscribe(
        &mut self,
        socket: &mut WebSocket,
        id: String,
        request: GraphqlRequest,
    ) -> Result<(), End> {
        let Some(viewer) = self.viewer.clone() else {
            return Err(End::Close(Close::Unauthorized));
        };
        if self.streams.has(&id) {
            return Err(End::Close(Close::IdInUse(id)));
        }
        let most = self.shared.live.settings().streams_per_socket();
        if self.streams.len() >= most {
            let refusal = Refusal::limit(
                Code::TooManyStreams,
                "operations on one WebSocket at a time",
                most,
                most + 1,
            );
            return send(
                socket,
                message::answer(&id, &crate::front::Answer::Refused(refusal)),
            )
            .await;
        }
        let (shared, request_id) = (self.shared.clone(), self.id.clone());
        let caller = shared.caller(&viewer, &request_id, self.address.as_ref(), None);
        let place = shared.live.stream("websocket");
        let prepare = move |request| graphql::prepare(request, viewer, request_id.shared());
        self.streams
            .insert(id, run(shared, caller, request, prepare, place));
        Ok(())
    }

    fn on_broken(&self, error: Error) -> End {
        use tokio_tungstenite::tungstenite::{Error as Broken, error::CapacityError};
        let cause = error
            .source()
            .and_then(|cause| cause.downcast_ref::<Broken>());
        match cause {
            Some(Broken::Capacity(CapacityError::MessageTooLong { max_size, .. })) => {
                End::Close(Close::TooLong(*max_size))
            }
            Some(Broken::Utf8(_)) => End::Close(Close::NotText),
            Some(Broken::Protocol(_)) => End::Close(Close::Broken),
            _ => End::Gone,
        }
    }
}

const MALFORMED: &str = "`authorization` must be `Bearer` and one key";

fn denied_by(denied: Denied) -> Close {
    match denied {
        Denied::Malformed => Close::Forbidden(MALFORMED),
        Denied::Unknown => Close::Forbidden("this key is not known, has expired or was revoked"),
        Denied::Token(bad) => Close::Forbidden(bad.message()),
        Denied::IssuerAway => {
            tracing::warn!("a token could not be checked: its issuer doesn't answer");
            Close::Fault
        }
        Denied::Fault(fault) => {
            tracing::error!(
                error = crate::telemetry::chain(&fault),
                "a key could not be looked up"
            );
            Close::Fault
        }
    }
}

/// The answers of one operation, from the checks of the door on. Nothing is done before the first is asked for.
fn run(
    shared: Shared,
    caller: Caller,
    request: GraphqlRequest,
    prepare: impl FnOnce(Request) -> Request + Send + 'static,
    place: LiveStream,
) -> Answers {
    let begin = async move {
        shared
            .front
            .answers(request, Entry::Socket, caller, prepare)
            .await
    };
    // The place is given back with the stream.
    begin
        .flatten_stream()
        .inspect(move |_| {
            let _ = &place;
        })
        .boxed()
}

async fn send(socket: &mut WebSocket, text: String) -> Result<(), End> {
    send_message(socket, Message::Text(text.into())).await
}

async fn send_message(socket: &mut WebSocket, message: Message) -> Result<(), End> {
    match timeout(WRITE_PATIENCE, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        // It doesn't read, or is gone.
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}

/// Says why, and waits a little until the client has heard it: a connection that is dropped while something of the client's
/// is unread is reset, and the reason lost.
async fn close(socket: &mut WebSocket, why: &Close) {
    let saying = async {
        if socket.send(why.message()).await.is_err() {
            return;
        }
        if matches!(why, Close::TooLong(_)) {
            // Nothing more is read of a message that is too long.
            tokio::time::sleep(CLOSE_PATIENCE).await;
        }
        while let Some(Ok(_)) = socket.recv().await {}
    };
    // A client that doesn't answer is left.
    let _ = timeout(CLOSE_PATIENCE, saying).await;
}
