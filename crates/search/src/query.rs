//! What is asked of the index, the same for every engine.

mod cursor;
mod filter;
mod merchandising;
mod order;

use domain::{clock::Timestamp, locale::Locale, text::Code};

pub(crate) use cursor::order_name;
pub use cursor::{Cursor, CursorError, SortValue};
pub use filter::{AttributeMatch, Condition, Field, Filter};
pub use merchandising::{Boost, Merchandising, Synonym};
pub(crate) use order::compare;

use crate::{document::PriceContext, facet::FacetRequest};

/// Who searches, where and when: the buyer's context, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchContext {
    /// What may be found.
    pub audience: Audience,
    /// In which channel. Availability and publication are asked of it.
    pub channel: Code,
    /// Whose prices count. None: nobody's, every product is without a price.
    pub prices: Option<PriceContext>,
    /// In which language the query is read. One that the documents carry texts in; in another nothing is found by words.
    pub locale: Locale,
    /// As of this moment.
    pub at: Timestamp,
}

/// What may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// ACTIVE products that are published in the channel at the moment.
    Storefront,
    /// Everything: drafts, archived products, and those of no channel.
    Admin,
}

/// A search, or a category page.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// Who searches.
    pub context: SearchContext,
    /// The words. None or blank: everything.
    pub query: Option<String>,
    /// What no facet lifts: the category of a category page. [`Filter::everything`] for none.
    pub scope: Filter,
    /// What the buyer has chosen. A disjunctive facet counts as if its own conditions at the top of this were not there.
    pub filter: Filter,
    /// Which facets to count.
    pub facets: Vec<FacetRequest>,
    /// In which order.
    pub sort: Sort,
    /// What to do with products that can't be had in the channel.
    pub sold_out: SoldOut,
    /// How many hits, at most 1,000. 0: none, for counts and facets alone.
    pub first: usize,
    /// Only hits behind this one.
    pub after: Option<Cursor>,
    /// Whether to count all hits, exactly.
    pub count: bool,
    /// The shop's rules for this query.
    pub merchandising: Merchandising,
    /// Whether each hit tells how its score came about.
    pub explain: bool,
}

impl SearchRequest {
    /// Everything that this context can see, by relevance, 24 hits, counted, without facets.
    #[must_use]
    pub fn new(context: SearchContext) -> Self {
        Self {
            context,
            query: None,
            scope: Filter::everything(),
            filter: Filter::everything(),
            facets: Vec::new(),
            sort: Sort::Relevance,
            sold_out: SoldOut::Show,
            first: 24,
            after: None,
            count: true,
            merchandising: Merchandising::default(),
            explain: false,
        }
    }
}

/// What to do with products none of whose matching variants can be had in the channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SoldOut {
    /// Show them where they stand.
    #[default]
    Show,
    /// Leave them out: only variants that can be had meet the filter.
    Hide,
    /// Show products that can't be had at all behind all others, in the same order among themselves.
    Last,
}

/// In which order hits come. Equals come in the order of their ids, which is that of their creation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first. Without words: pinned and boosted products first, then the newest.
    #[default]
    Relevance,
    /// By the lowest price of the product's variants in this context. Those without a price come last either way.
    Price(Direction),
    /// By the moment of creation.
    Created(Direction),
    /// By the moment of the last change.
    Updated(Direction),
    /// By the name in the context's locale, without regard to case and accents.
    Name(Direction),
    /// By the code, by code point.
    Code(Direction),
    /// By an attribute of the product itself, its least value where it has several; numbers as numbers, texts without
    /// regard to case and accents, an ENUM by its value's code. Those without it come last either way.
    Attribute(Code, Direction),
}

/// Which of two comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The lesser.
    Ascending,
    /// The greater.
    Descending,
}
