//! What clients and operators see, through the real router, the real sockets and the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod command;
mod job;
mod search;
mod server;
mod subscription;
mod support;
