//! Why a price won or lost, for people.

/// Why a row won or lost. The first question that it failed counts, in the order of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It applies.
    Won,
    /// Another row of its list has the same unit price from fewer units on.
    TierLater,
    /// Another row of its list, for another minimum quantity, has a lower unit price.
    TierDearer,
    /// Equal in all that counts to a row of its list that was taken.
    RowDuplicate,
    /// A row alike in its list ends later.
    RowEndsEarlier,
    /// A row alike in its list is cheaper.
    RowDearer,
    /// A row of its list for the same minimum quantity began later.
    RowStartsEarlier,
    /// A row of its list for the same minimum quantity has a time window.
    RowUndated,
    /// A row of its list for the same minimum quantity is bound to the buyer's country.
    RowWithoutCountry,
    /// A price of the list's own, for as few units, takes the place of the computed one.
    RowComputed,
    /// A list alike in all but the code comes before by code.
    ListLaterCode,
    /// A list bound alike has a higher priority.
    ListLowerPriority,
    /// Another list is bound to the buyer's country.
    ListWithoutCountry,
    /// Another list is bound to the channel.
    ListWithoutChannel,
    /// Another list is bound to the buyer's customer group.
    ListWithoutCustomerGroup,
    /// A base price, and a price list applies.
    BasePrice,
    /// The list's time window has ended.
    ListNoLongerValid,
    /// The list's time window has not begun.
    ListNotYetValid,
    /// The list is bound to other countries.
    ListOtherCountry,
    /// The list is bound to other channels.
    ListOtherChannel,
    /// The list is bound to other customer groups.
    ListOtherCustomerGroup,
    /// There is no such list, or it is in another currency.
    ListUnknown,
    /// The row's time window has ended.
    NoLongerValid,
    /// The row's time window has not begun.
    NotYetValid,
    /// The row is for another country.
    OtherCountry,
    /// The row is for more units than asked.
    QuantityTooSmall,
    /// The row is in another currency.
    OtherCurrency,
    /// The channel doesn't sell in the buyer's currency.
    CurrencyNotSold,
}

impl Verdict {
    /// The verdict as a sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Won => "This price applies.",
            Self::TierLater => "The list has the same unit price from fewer units on.",
            Self::TierDearer => {
                "The list has a lower unit price for another minimum quantity that is met."
            }
            Self::RowDuplicate => "It says the same as another price of the list.",
            Self::RowEndsEarlier => "A price of the list that is otherwise alike ends later.",
            Self::RowDearer => "A price of the list that is otherwise alike is lower.",
            Self::RowStartsEarlier => {
                "A price of the list for the same minimum quantity began later."
            }
            Self::RowUndated => {
                "A price of the list for the same minimum quantity has a time window, this one has none."
            }
            Self::RowWithoutCountry => {
                "A price of the list for the same minimum quantity is for the buyer's country, this one is for all."
            }
            Self::RowComputed => {
                "It is computed, and the list has a price of its own for as many units or fewer."
            }
            Self::ListLaterCode => {
                "Another list is bound alike with the same priority, and its code comes first."
            }
            Self::ListLowerPriority => "Another list is bound alike and has a higher priority.",
            Self::ListWithoutCountry => {
                "Another list is for the buyer's country, this one is for all."
            }
            Self::ListWithoutChannel => "Another list is for the channel, this one is for all.",
            Self::ListWithoutCustomerGroup => {
                "Another list is for the buyer's customer group, this one is for all."
            }
            Self::BasePrice => "A price list applies, and base prices come last.",
            Self::ListNoLongerValid => "Its price list is no longer valid.",
            Self::ListNotYetValid => "Its price list is not valid yet.",
            Self::ListOtherCountry => "Its price list is for other countries.",
            Self::ListOtherChannel => "Its price list is for other channels.",
            Self::ListOtherCustomerGroup => "Its price list is for other customer groups.",
            Self::ListUnknown => "Its price list does not exist in this currency.",
            Self::NoLongerValid => "It is no longer valid.",
            Self::NotYetValid => "It is not valid yet.",
            Self::OtherCountry => "It is for another country.",
            Self::QuantityTooSmall => "It is for more units than were asked for.",
            Self::OtherCurrency => "It is in another currency.",
            Self::CurrencyNotSold => "The channel does not sell in this currency.",
        }
    }

    /// Whether the row could have applied, had no other been preferred.
    #[must_use]
    pub fn is_applicable(self) -> bool {
        self <= Self::BasePrice
    }
}
