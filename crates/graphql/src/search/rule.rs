//! The shop's rules of search as an admin sees and sets them: synonyms, rankings (what comes first, what counts for more
//! or less) and redirects. They act as soon as they are saved, since nothing of them is in the index.

mod input;
mod mutations;
mod object;
mod query;

pub(crate) use mutations::RuleMutation;
pub(crate) use query::RuleQuery;

use crate::mutation::user_error;

user_error! {
    /// Something that is wrong with the input of a mutation of the shop's rules of search.
    SearchUserError,
    /// The kinds of problems of mutations of the shop's rules of search.
    SearchErrorCode
}
