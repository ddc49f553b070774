//! What became of a mutation: what its payload shows, and what is remembered under its key.

use std::sync::Arc;

use persistence::CatalogVersion as Version;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::{buyer::View, scalars::CatalogVersion};

/// The answer to a mutation, without what its payload reads of the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Answer<T> {
    /// What was made or changed, by its identifiers. None: nothing, see `refusals`.
    pub(super) made: Option<T>,
    pub(super) refusals: Vec<Refusal>,
    /// The catalogue's version with this change.
    pub(super) version: i64,
}

impl<T> Answer<T> {
    pub(super) const fn refused(refusals: Vec<Refusal>, version: Version) -> Self {
        Self {
            made: None,
            refusals,
            version: version.0,
        }
    }
}

/// A mutation that has run, and the view in which its payload shows what it did.
pub(crate) struct Done<T> {
    pub(super) answer: Answer<T>,
    pub(super) view: Arc<View>,
}

impl<T> Done<T> {
    /// What was made or changed, by its identifiers. None: nothing, see the user errors.
    pub(crate) const fn made(&self) -> Option<&T> {
        self.answer.made.as_ref()
    }

    /// Where the payload's objects are read.
    pub(crate) const fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// Everything that is wrong with the input.
    pub(crate) fn user_errors<'d, E: From<&'d Refusal>>(&'d self) -> Vec<E> {
        self.answer.refusals.iter().map(E::from).collect()
    }

    /// The catalogue's version with this change.
    pub(crate) const fn catalog_version(&self) -> CatalogVersion {
        CatalogVersion(Version(self.answer.version))
    }
}
