//! `GET /graphql/ws`: GraphQL over a WebSocket, by the graphql-transport-ws protocol (PROTOCOL.md of the `graphql-ws`
//! project).
//!
//! The loop is our own ([`session`]), because the framework's keeps few of the protocol's rules. Documents take the same
//! door as any other; who asks is said by the payload of `connection_init`, since browsers can't send a header, or by the
//! header of the request that opened the socket.

mod close;
mod message;
mod session;
mod streams;

use axum::{
    Extension,
    body::Body,
    extract::{
        FromRequestParts as _, Request, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};

use self::session::Session;
use crate::{problem::problem, request_id::RequestId, router::Shared};

/// The name of the protocol, as clients offer it.
const PROTOCOL: &str = "graphql-transport-ws";
/// What a socket reads at once. Most messages are smaller, and there may be thousands of sockets.
const READ_BUFFER: usize = 8 * 1024;

/// `GET /graphql/ws`.
pub(crate) async fn open(
    State(shared): State<Shared>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response<Body> {
    let (mut parts, _) = request.into_parts();
    let mut upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return no_socket(&rejection, &id),
    };
    let Some(place) = shared.live.socket() else {
        let message = "As many WebSockets are open as this server takes. Try again later.";
        return problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "SERVICE_UNAVAILABLE",
            message,
            &id,
        );
    };
    // A client that offers none of ours gets one of its own, so that it sees the code with which it is refused.
    let speaks_ours = upgrade
        .requested_protocols()
        .any(|offer| offer.as_bytes() == PROTOCOL.as_bytes());
    let protocol = if speaks_ours {
        Some(HeaderValue::from_static(PROTOCOL))
    } else {
        let first = upgrade.requested_protocols().next();
        first.filter(|offer| !offer.is_empty()).cloned()
    };
    if let Some(protocol) = protocol {
        upgrade.set_selected_protocol(protocol);
    }
    let most = shared.live.settings().message_bytes(&shared.limits);
    let headers = authorization(&parts.headers);
    let address = shared
        .rates
        .address(&parts.headers, parts.extensions.get().copied());
    let session = Session::new(shared, id, headers, address);
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(async move |socket| {
            if speaks_ours {
                session.run(socket).await;
            } else {
                session::refuse(socket).await;
            }
            drop(place);
        })
}

/// The header that says who opens the socket, alone.
pub(crate) fn authorization(headers: &HeaderMap) -> HeaderMap {
    let given = headers.get_all(header::AUTHORIZATION).iter().cloned();
    given.map(|value| (header::AUTHORIZATION, value)).collect()
}

/// Tells a request that opens no socket what does.
fn no_socket(rejection: &WebSocketUpgradeRejection, id: &RequestId) -> Response<Body> {
    tracing::debug!(request.id = id.as_str(), "no WebSocket: {rejection}");
    let message = "This address takes WebSockets alone, with the subprotocol graphql-transport-ws. Plain requests go to /graphql.";
    let mut response = problem(
        StatusCode::UPGRADE_REQUIRED,
        "UPGRADE_REQUIRED",
        message,
        id,
    );
    let headers: [(HeaderName, &str); 2] = [
        (header::UPGRADE, "websocket"),
        (header::CONNECTION, "upgrade"),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
