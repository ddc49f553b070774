//! Cursors of searches as clients get them: of use in the list alone that gave them.

use async_graphql::{Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use search::query::{Cursor, SearchRequest, SoldOut, Sort};
use sha2::{Digest, Sha256};

use crate::error::{ErrorCode, refuse};

/// What is searched for, told from all else by a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List([u8; LENGTH]);

const LENGTH: usize = 6;

impl List {
    pub(super) fn of(request: &SearchRequest) -> Self {
        let SearchRequest {
            query,
            filter,
            scope,
            ..
        } = request;
        let asked = format!("{query:?} {filter:?} {scope:?}");
        let hash = Sha256::digest(asked);
        let mut first = [0; LENGTH];
        first.copy_from_slice(&hash[..LENGTH]);
        Self(first)
    }

    /// The cursor of a hit.
    pub(super) fn write(self, cursor: &Cursor) -> String {
        let mut bytes = self.0.to_vec();
        bytes.extend(cursor.to_text().bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor that a client sent.
    ///
    /// # Errors
    /// Where it is of no search, of one for something else, or of one in another order.
    pub(super) fn read(self, cursor: &str, sort: &Sort, sold_out: SoldOut) -> Result<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
        let parts = bytes
            .as_ref()
            .and_then(|bytes| bytes.split_at_checked(LENGTH));
        let text = parts.and_then(|(list, text)| Some((list, std::str::from_utf8(text).ok()?)));
        let (list, text) = text.ok_or_else(|| unreadable("it is none of a search"))?;
        let cursor = Cursor::parse(text, sort, sold_out).map_err(unreadable)?;
        if list != self.0 {
            return Err(unreadable("it is of a search with another query or filter"));
        }
        Ok(cursor)
    }
}

fn unreadable(why: impl std::fmt::Display) -> Error {
    let message = format!("`after` can't be used: {why}. Start again at the first page.");
    refuse(ErrorCode::InvalidCursor, message)
}
