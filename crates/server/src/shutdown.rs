//! Being asked to end.

/// Waits until the process is asked to end: by Ctrl-C, or by SIGTERM as service managers send it.
///
/// # Panics
/// Where the system refuses to tell, which it doesn't.
pub async fn asked() {
    let interrupt = async {
        tokio::signal::ctrl_c()
            .await
            .expect("the system tells of Ctrl-C");
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())
            .expect("the system tells of SIGTERM")
            .recv()
            .await;
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => tracing::info!("Ctrl-C: ending after the requests in flight"),
        () = terminate => tracing::info!("SIGTERM: ending after the requests in flight"),
    }
}
