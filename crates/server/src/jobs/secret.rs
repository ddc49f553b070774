//! Names and secrets that nobody can guess.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The secret in the address of a file: 256 random bits.
pub(super) fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// A name that this process gives itself.
pub(super) fn name() -> String {
    format!("{}-{:016x}", std::process::id(), rand::random::<u64>())
}
