//! `CatalogUserError`: what is wrong with the input of a mutation of the catalogue.

use crate::mutation::user_error;

user_error! {
    /// Something that is wrong with the input of a mutation of the catalogue.
    CatalogUserError,
    /// The kinds of problems of mutations of the catalogue.
    CatalogErrorCode
}
