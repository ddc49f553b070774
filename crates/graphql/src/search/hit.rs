//! `SearchEdge`: a found product, and why it was found.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use search::{
    hits::Hit,
    text::{Highlighter, Part},
};

use super::cursor::List;
use crate::{
    catalog::product::Product,
    viewer::{is_admin, require},
};

/// How many characters of a description are shown around what was found.
const SNIPPET: usize = 200;

/// A found product.
pub(crate) struct SearchEdge {
    cursor: String,
    node: Product,
    score: Option<f32>,
    explanation: Option<String>,
    highlights: Vec<SearchHighlight>,
}

/// Which text of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum SearchField {
    /// Its name.
    Name,
    /// Its description, without tags.
    Description,
}

/// A text with what the query found in it.
#[derive(Clone, SimpleObject)]
pub(crate) struct SearchHighlight {
    /// Which text.
    field: SearchField,
    /// The text in parts, in order; of a long one, the piece around what was found.
    parts: Vec<HighlightPart>,
}

/// A part of a text.
#[derive(Clone, SimpleObject)]
pub(crate) struct HighlightPart {
    /// The characters, as plain text: to be escaped where it is put into HTML.
    text: String,
    /// Whether this is what was found.
    found: bool,
}

impl SearchEdge {
    pub(super) fn new(
        hit: &Hit,
        list: List,
        node: Product,
        highlighter: Option<&Highlighter>,
    ) -> Self {
        let highlights = highlighter.map(|marker| highlights(marker, &node));
        Self {
            cursor: list.write(&hit.cursor),
            score: hit.score,
            explanation: hit.explanation.as_ref().map(ToString::to_string),
            highlights: highlights.unwrap_or_default(),
            node,
        }
    }
}

fn highlights(marker: &Highlighter, product: &Product) -> Vec<SearchHighlight> {
    let parts = |parts: Vec<Part>| -> Vec<HighlightPart> {
        let part = |part: Part| HighlightPart {
            text: part.text,
            found: part.found,
        };
        parts.into_iter().map(part).collect()
    };
    let name = marker.mark(&product.record.name);
    let name = name.iter().any(|part| part.found).then_some(name);
    let description = product
        .record
        .description
        .as_deref()
        .and_then(|text| marker.snippet(text, SNIPPET));
    let found = [
        (SearchField::Name, name),
        (SearchField::Description, description),
    ];
    found
        .into_iter()
        .filter_map(|(field, marked)| {
            Some(SearchHighlight {
                field,
                parts: parts(marked?),
            })
        })
        .collect()
}

/// A found product and where it stands.
#[Object]
impl SearchEdge {
    /// Where the hit stands: to be given to `after` of the same search.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The product.
    async fn node(&self) -> &Product {
        &self.node
    }

    /// The texts in which the query found something. Empty: there was no query, or it found the product by something else,
    /// such as its SKU.
    async fn highlights(&self) -> &[SearchHighlight] {
        &self.highlights
    }

    /// How well it fits; comparable within one search alone. Null: the hits are not sorted by relevance.
    #[graphql(visible = "is_admin")]
    async fn score(&self, ctx: &Context<'_>) -> Option<Result<f32>> {
        if let Err(error) = require(ctx, "SearchEdge.score") {
            return Some(Err(error));
        }
        self.score.map(Ok)
    }

    /// How the score came about, as the engine tells it, in JSON. Null: the hits are not sorted by relevance.
    #[graphql(visible = "is_admin")]
    async fn explanation(&self, ctx: &Context<'_>) -> Option<Result<&str>> {
        if let Err(error) = require(ctx, "SearchEdge.explanation") {
            return Some(Err(error));
        }
        self.explanation.as_deref().map(Ok)
    }
}
