//! The content hash of a document, by which a check finds what differs from the database.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

use super::ProductDocument;

/// Counted up when documents of the same product are to be indexed anew by a newer version of Vitrine.
const LAYOUT: u32 = 1;

/// 128 bits of a SHA-256, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash(pub String);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is hashed is the document's own debug text without its revision: it names every field, so that a field added to the
/// document is in the hash without anybody thinking of it.
pub(super) fn of(document: &ProductDocument) -> ContentHash {
    let ProductDocument {
        id,
        revision: _,
        code,
        status,
        created_at,
        updated_at,
        channels,
        brand,
        categories,
        attributes,
        texts,
        variants,
    } = document;
    let mut hasher = Hashed(Sha256::new());
    write!(
        hasher,
        "{LAYOUT} {id} {code:?} {status} {created_at:?} {updated_at:?} {channels:?} {brand:?} {categories:?} {attributes:?} {texts:?} {variants:?}"
    )
    .expect("a hasher takes every text");
    let digest = hasher.0.finalize();
    let mut text = String::with_capacity(32);
    for byte in &digest[..16] {
        write!(text, "{byte:02x}").expect("a String takes every text");
    }
    ContentHash(text)
}

struct Hashed(Sha256);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
