//! The text of a new key.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A new key: `vtr_` and 256 random bits from the system's generator, in base64url.
#[must_use]
pub fn new_api_key() -> String {
    format!("vtr_{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
}
