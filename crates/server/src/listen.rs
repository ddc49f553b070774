//! The accept loop: bounded connections, deadlines for slow clients, and an end that lets requests finish.
//!
//! The loop is our own because the framework's sets no timer: a client that sends half a head would hold its connection
//! for ever.

mod first_bytes;

use std::{convert::Infallible, future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};
use tower::ServiceExt as _;

use self::first_bytes::FirstBytes;
use crate::{config::ServerSettings, rate::Peer};

/// An HTTP/2 client that doesn't answer a ping in this time is gone.
const PING_PATIENCE: Duration = Duration::from_secs(10);
/// The wait after the system had no socket for us.
const PAUSE: Duration = Duration::from_millis(100);

/// Bytes that are taken from a connection before somebody wants them; the head of a request must fit in.
const MOST_READ_AHEAD: usize = 64 * 1024;
/// The same for a stream of HTTP/2.
const WINDOW: u32 = 128 * 1024;

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All requests in flight were answered.
    Finished,
    /// Some were cut off when the grace period was over.
    CutOff,
}

/// Serves until `asked` says to end, and then until the requests in flight are answered, or the grace period is over.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: &ServerSettings,
    asked: impl Future<Output = ()>,
) -> Ended {
    let limit = usize::try_from(settings.max_connections.get())
        .unwrap_or(Semaphore::MAX_PERMITS)
        .min(Semaphore::MAX_PERMITS);
    let places = Arc::new(Semaphore::new(limit));
    let graceful = GracefulShutdown::new();
    let builder = Arc::new(builder(settings));
    let head = settings.header_timeout();
    tokio::pin!(asked);
    loop {
        let accept = async {
            let place = Arc::clone(&places)
                .acquire_owned()
                .await
                .expect("nobody closes it");
            let (stream, peer) = accept(&listener).await;
            (stream, Peer(peer), place)
        };
        let (stream, peer, place) = tokio::select! {
            accepted = accept => accepted,
            () = &mut asked => break,
        };
        let router = router.clone();
        let (builder, watcher) = (Arc::clone(&builder), graceful.watcher());
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
                let router = router.clone();
                request.extensions_mut().insert(peer);
                async move {
                    Ok::<_, Infallible>(
                        router
                            .oneshot(request.map(Body::new))
                            .await
                            .unwrap_or_else(|never| match never {}),
                    )
                }
            });
            let io = TokioIo::new(FirstBytes::new(stream, head));
            let connection = builder
                .serve_connection_with_upgrades(io, service)
                .into_owned();
            if let Err(error) = watcher.watch(connection).await {
                // Clients break off, and slow ones are cut off: nothing that an operator has to see.
                tracing::debug!(error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    match timeout(settings.shutdown_grace(), graceful.shutdown()).await {
        Ok(()) => Ended::Finished,
        Err(_) => Ended::CutOff,
    }
}

fn builder(settings: &ServerSettings) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .max_buf_size(MOST_READ_AHEAD)
        .header_read_timeout(settings.header_timeout());
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(settings.header_timeout())
        .keep_alive_timeout(PING_PATIENCE)
        .max_concurrent_streams(128)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(2 * WINDOW)
        .max_header_list_size(64 * 1024);
    builder
}

/// Tries until it succeeds: a system that has no socket left gets some back when others close theirs.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are written whole; waiting for more to send would only delay them. A socket that refuses the
                // option still works.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "could not accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The client was gone before we came to it.
fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
