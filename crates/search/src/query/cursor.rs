//! Where in a walk through all hits one is.

use domain::id::ProductId;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::{Direction, SoldOut, Sort};
use crate::hits::{Generation, Stage};

/// The place of a hit in the order of its search. The hits behind it are the rest, whatever is indexed meanwhile; by
/// relevance this holds while the index is unchanged, since scores depend on all products.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// What was sorted by: a cursor is of use in no other order.
    pub(crate) order: String,
    /// How the words were read for the first page, and thus are for all.
    pub(crate) stage: Stage,
    /// The generation of the index that the hit came from.
    pub(crate) generation: Generation,
    /// The hit's sort values, the id aside.
    pub(crate) values: Vec<SortValue>,
    /// The hit's product.
    pub(crate) id: ProductId,
}

/// One value that hits are sorted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    /// A whole number: a price in millionths, a time in microseconds.
    Whole(i64),
    /// A score.
    Score(f32),
    /// A text.
    Text(String),
    /// There is none: last, in both directions.
    Missing(()),
}

/// Why a text is no cursor of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CursorError {
    /// No search gave it.
    #[error("this is not a cursor of a search")]
    Malformed,
    /// A search in another order gave it.
    #[error("this cursor is of a search in another order")]
    OtherOrder,
}

#[derive(Serialize, Deserialize)]
struct Written(String, Stage, u64, Vec<(char, String)>, Uuid);

impl Cursor {
    /// The cursor as a text that [`Cursor::parse`] reads. It is opaque to clients, but not encoded for them.
    #[must_use]
    pub fn to_text(&self) -> String {
        let values = self.values.iter().map(|value| match value {
            SortValue::Whole(number) => ('i', number.to_string()),
            SortValue::Score(score) => ('s', format!("{:08x}", score.to_bits())),
            SortValue::Text(text) => ('t', text.clone()),
            SortValue::Missing(()) => ('n', String::new()),
        });
        let written = Written(
            self.order.clone(),
            self.stage,
            self.generation.0,
            values.collect(),
            self.id.uuid(),
        );
        serde_json::to_string(&written).expect("texts and numbers can be written")
    }

    /// Reads a cursor for a search in this order.
    ///
    /// # Errors
    /// Where it is none, or one of another order.
    pub fn parse(text: &str, sort: &Sort, sold_out: SoldOut) -> Result<Self, CursorError> {
        let Written(order, stage, generation, values, id) =
            serde_json::from_str(text).map_err(|_| CursorError::Malformed)?;
        if order != order_name(sort, sold_out) {
            return Err(CursorError::OtherOrder);
        }
        let values = values
            .into_iter()
            .map(|(kind, text)| match kind {
                'i' => text.parse().ok().map(SortValue::Whole),
                's' => u32::from_str_radix(&text, 16)
                    .ok()
                    .map(f32::from_bits)
                    .filter(|score| score.is_finite())
                    .map(SortValue::Score),
                't' => Some(SortValue::Text(text)),
                'n' => Some(SortValue::Missing(())),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(CursorError::Malformed)?;
        Ok(Self {
            order,
            stage,
            generation: Generation(generation),
            values,
            id: id.into(),
        })
    }

    /// The generation of the index that the hit came from. By relevance, an answer of another generation may repeat or
    /// miss a hit.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.generation
    }
}

/// What tells orders apart.
pub(crate) fn order_name(sort: &Sort, sold_out: SoldOut) -> String {
    let (key, direction) = match sort {
        Sort::Relevance => ("relevance".to_owned(), Direction::Descending),
        Sort::Price(direction) => ("price".to_owned(), *direction),
        Sort::Created(direction) => ("created".to_owned(), *direction),
        Sort::Updated(direction) => ("updated".to_owned(), *direction),
        Sort::Name(direction) => ("name".to_owned(), *direction),
        Sort::Code(direction) => ("code".to_owned(), *direction),
        Sort::Attribute(code, direction) => (format!("attribute {}", code.as_str()), *direction),
    };
    let direction = match direction {
        Direction::Ascending => "asc",
        Direction::Descending => "desc",
    };
    let last = if sold_out == SoldOut::Last {
        ", sold out last"
    } else {
        ""
    };
    format!("{key} {direction}{last}")
}
