//! `PricingUserError`: what is wrong with the input of a mutation of prices.

use crate::mutation::user_error;

user_error! {
    /// Something that is wrong with the input of a mutation of price lists or prices.
    PricingUserError,
    /// The kinds of problems of mutations of price lists and prices.
    PricingErrorCode
}
