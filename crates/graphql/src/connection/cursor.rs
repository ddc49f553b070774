//! Cursors: opaque texts that hold an item's sort values and the list and order that they are of.

use async_graphql::{Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use persistence::page::{SortValue, SortValueType, SortValues, fits};
use uuid::Uuid;

use crate::error::{ErrorCode, refuse};

/// A kind of list and its order. A cursor of one is no cursor of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// As error messages call it, such as "products by NAME ASC".
    pub(crate) name: String,
    /// The types of its sort values.
    pub(crate) types: &'static [SortValueType],
}

/// The longest cursor that is looked at: the longest name and some more.
const MAX_LENGTH: usize = 8_192;

const INTEGER: u8 = 0;
const TEXT: u8 = 1;
const ID: u8 = 2;

impl Order {
    /// The cursor of an item with these sort values.
    pub(crate) fn encode(&self, place: &SortValues) -> String {
        let mut bytes = Vec::with_capacity(64);
        write_text(&mut bytes, &self.name);
        for value in place {
            match value {
                SortValue::Integer(number) => {
                    bytes.push(INTEGER);
                    bytes.extend_from_slice(&number.to_be_bytes());
                }
                SortValue::Text(text) => {
                    bytes.push(TEXT);
                    write_text(&mut bytes, text);
                }
                SortValue::Id(id) => {
                    bytes.push(ID);
                    bytes.extend_from_slice(id.as_bytes());
                }
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The sort values that a cursor of this order holds.
    pub(crate) fn decode(&self, argument: &str, cursor: &str) -> Result<SortValues> {
        let (name, place) = parse(cursor).ok_or_else(|| unreadable(argument))?;
        if name != self.name {
            let message = format!(
                "`{argument}` holds a cursor of {name}, and this list is of {}. Start again at the first page.",
                self.name
            );
            return Err(refuse(ErrorCode::InvalidCursor, message));
        }
        if fits(&place, self.types) {
            Ok(place)
        } else {
            Err(unreadable(argument))
        }
    }
}

fn unreadable(argument: &str) -> Error {
    let message = format!(
        "`{argument}` holds no cursor of this catalogue. Cursors are taken from its answers as they are."
    );
    refuse(ErrorCode::InvalidCursor, message)
}

/// Texts are names, codes and the like: far below the 65,535 bytes that their length can say.
fn write_text(bytes: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&text.as_bytes()[..usize::from(length)]);
}

fn parse(cursor: &str) -> Option<(String, SortValues)> {
    if cursor.len() > MAX_LENGTH {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let mut rest = bytes.as_slice();
    let name = read_text(&mut rest)?;
    let mut place = SortValues::new();
    while let Some((kind, after)) = rest.split_first() {
        rest = after;
        place.push(match *kind {
            INTEGER => SortValue::Integer(i64::from_be_bytes(take(&mut rest)?)),
            TEXT => SortValue::Text(read_text(&mut rest)?),
            ID => SortValue::Id(Uuid::from_bytes(take(&mut rest)?)),
            _ => return None,
        });
    }
    Some((name, place))
}

fn read_text(rest: &mut &[u8]) -> Option<String> {
    let length = u16::from_be_bytes(take(rest)?);
    let (text, after) = rest.split_at_checked(usize::from(length))?;
    *rest = after;
    // The databases take no NUL in a text.
    String::from_utf8(text.to_vec())
        .ok()
        .filter(|text| !text.contains('\0'))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TYPES: &[SortValueType] = &[
        SortValueType::Text,
        SortValueType::Integer,
        SortValueType::Id,
    ];

    fn order(name: &str) -> Order {
        Order {
            name: name.to_owned(),
            types: TYPES,
        }
    }

    proptest! {
        #[test]
        fn a_cursor_round_trips(text in "[^\\x00]{0,300}", number: i64, id: u128) {
            let place = vec![SortValue::Text(text), SortValue::Integer(number), SortValue::Id(Uuid::from_u128(id))];
            let order = order("products by NAME ASC");
            prop_assert_eq!(order.decode("after", &order.encode(&place)).unwrap(), place);
        }

        #[test]
        fn no_text_makes_a_cursor_panic(text in "[A-Za-z0-9_-]{0,200}") {
            let _ = order("products by NAME ASC").decode("after", &text);
        }
    }

    #[test]
    fn a_cursor_of_another_order_is_refused_with_both_names() {
        let place = vec![SortValue::Id(Uuid::nil())];
        let cursor = order("products by PRICE ASC in EUR").encode(&place);
        let error = order("products by NAME ASC")
            .decode("after", &cursor)
            .unwrap_err();
        insta::assert_snapshot!(
            error.message,
            @"`after` holds a cursor of products by PRICE ASC in EUR, and this list is of products by NAME ASC. Start again at the first page."
        );
    }
}
