//! The search index: one contract, held by two engines.
//!
//! Begin at [`index`], what an engine must be able to do, and at [`document`], what is indexed. A search is a
//! [`query::SearchRequest`] and a [`hits::SearchAnswer`], with [`facet`]s; autocomplete is in [`suggest`].
//!
//! The engine is chosen by an address ([`SearchConfig::parse`]): none means the index embedded in this program, one of
//! HTTP an Elasticsearch that several servers share. An index that can't be reached never keeps anybody from browsing, so
//! [`Health`] is a report and no error.

mod config;
pub mod document;
mod elasticsearch;
#[expect(dead_code, reason = "the engines that use it come next")]
pub mod facet;
mod health;
pub mod hits;
pub mod index;
pub mod plan;
pub mod query;
pub mod suggest;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the engines that use it come next")
)]
mod term;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the engines that use it come next")
)]
#[expect(unused_imports, reason = "the engines that use it come next")]
pub mod text;

pub use config::{SearchAddressError, SearchConfig};
pub use elasticsearch::Elasticsearch;
pub use health::Health;

use domain::outcome::Fault;

/// An index that was chosen and made ready to be used.
#[derive(Clone, Debug)]
pub enum Index {
    /// In this program.
    Embedded,
    /// An Elasticsearch.
    Elasticsearch(Elasticsearch),
}

impl Index {
    /// Makes the index ready; nothing is sent to an engine yet.
    ///
    /// # Errors
    /// A fault where the client of the engine can't be made.
    pub fn open(config: &SearchConfig) -> Result<Self, Fault> {
        Ok(match config {
            SearchConfig::Embedded => Self::Embedded,
            SearchConfig::Elasticsearch(address) => {
                Self::Elasticsearch(Elasticsearch::new(address)?)
            }
        })
    }

    /// Asks the engine for a sign of life.
    pub async fn health(&self) -> Health {
        match self {
            Self::Embedded => Health::Embedded,
            Self::Elasticsearch(engine) => match engine.ping().await {
                Ok(version) => Health::Reachable { version },
                Err(fault) => Health::Unreachable {
                    reason: health::chain(&fault),
                },
            },
        }
    }
}
