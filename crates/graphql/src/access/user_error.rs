//! `AccessUserError`: what is wrong with the input of a mutation of keys.

use crate::mutation::user_error;

user_error! {
    /// Something that is wrong with the input of a mutation of keys.
    AccessUserError,
    /// The kinds of problems of mutations of keys.
    AccessErrorCode
}
