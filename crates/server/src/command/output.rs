//! What commands say: results on standard output, all else on standard error.

use std::io::{self, ErrorKind, Write as _};

/// Writes a result. Nobody reading any more, as after `| head`, is no failure.
///
/// # Errors
/// Where it can't be written, as on a full disk.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Says something beside the result. If nobody listens there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says why a command failed: what, then each cause.
pub(super) fn complain(error: &anyhow::Error) {
    say(&format!("vitrine: {error}"));
    for cause in error.chain().skip(1) {
        say(&format!("  because: {cause}"));
    }
}
