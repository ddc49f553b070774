//! The search index: which engine it is in, and whether that engine answers.
//!
//! The engine is chosen by an address ([`SearchConfig::parse`]): none means the index embedded in this program, one of
//! HTTP an Elasticsearch that several servers share. An index that can't be reached never keeps anybody from browsing, so
//! [`Health`] is a report and no error.

mod config;
mod elasticsearch;
mod health;

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
