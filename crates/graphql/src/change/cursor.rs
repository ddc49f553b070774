//! Cursors of the feed of changes: opaque texts.

use async_graphql::{Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use persistence::FeedCursor;

use crate::error::{ErrorCode, refuse};

/// What all of them begin with, so that a cursor of a list is none.
const KIND: &[u8] = b"changes:";

/// As clients keep it.
pub(crate) fn encode(cursor: FeedCursor) -> String {
    let mut bytes = KIND.to_vec();
    bytes.extend_from_slice(&cursor.seq.to_be_bytes());
    bytes.extend_from_slice(&cursor.at.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a client gives back.
pub(super) fn decode(text: &str) -> Result<FeedCursor> {
    parse(text).ok_or_else(unknown)
}

/// A cursor that this store didn't give, or doesn't know any more.
pub(super) fn unknown() -> Error {
    let message = "`after` holds no cursor of the changes of this catalogue, or the catalogue was restored from an older state. \
                   Read the catalogue anew, and go on from `latestCursor`.";
    refuse(ErrorCode::InvalidCursor, message)
}

fn parse(text: &str) -> Option<FeedCursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (seq, at) = bytes.strip_prefix(KIND)?.split_first_chunk::<8>()?;
    let cursor = FeedCursor {
        seq: i64::from_be_bytes(*seq),
        at: i64::from_be_bytes(at.try_into().ok()?),
    };
    (cursor.seq >= 0).then_some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(seq in 0..=i64::MAX, at in proptest::num::i64::ANY) {
            let cursor = FeedCursor { seq, at };
            proptest::prop_assert_eq!(parse(&encode(cursor)), Some(cursor));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,60}") {
            let _ = parse(&text);
        }
    }
}
