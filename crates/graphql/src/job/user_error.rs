//! `JobUserError`: what is wrong with what a job is asked for.

use crate::mutation::user_error;

user_error! {
    /// Something that is wrong with what a job is asked for.
    JobUserError,
    /// The kinds of problems of mutations that ask for jobs.
    JobErrorCode
}
