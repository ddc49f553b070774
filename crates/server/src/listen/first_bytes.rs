//! A deadline for the first bytes of a connection, by which HTTP/1 is told from HTTP/2. The timers of both begin only
//! after that, so a client that stays silent would be waited for without end.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// As many bytes as the greeting of HTTP/2 has; by then the protocol is known.
const TOLD_BY: usize = 24;

/// A stream whose first bytes must come in time.
pub(super) struct FirstBytes<S> {
    stream: S,
    /// None: they have come.
    waiting: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S> FirstBytes<S> {
    /// Has to be called in a runtime, since it starts a timer.
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            waiting: Some((Box::pin(sleep(patience)), 0)),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FirstBytes<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if let Some((deadline, seen)) = &mut self.waiting {
            *seen += buffer.filled().len() - before;
            if *seen >= TOLD_BY {
                self.waiting = None;
            } else if read.is_pending() && deadline.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FirstBytes<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
        time::Instant,
    };

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_silent_client_is_given_up() {
        let (_client, server) = duplex(64);
        let began = Instant::now();
        let mut stream = FirstBytes::new(server, Duration::from_secs(5));
        let mut byte = [0];
        let read = tokio::time::timeout(Duration::from_secs(60), stream.read(&mut byte));
        let error = read.await.expect("it is never given up").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(began.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_has_begun_may_pause() {
        let (mut client, server) = duplex(64);
        let mut stream = FirstBytes::new(server, Duration::from_secs(5));
        client.write_all(&[b'x'; TOLD_BY]).await.unwrap();
        let mut read = [0; TOLD_BY];
        stream.read_exact(&mut read).await.unwrap();
        let later = tokio::spawn(async move {
            sleep(Duration::from_secs(60)).await;
            client.write_all(b"y").await.unwrap();
            client
        });
        assert_eq!(stream.read(&mut read).await.unwrap(), 1);
        later.await.unwrap();
    }
}
