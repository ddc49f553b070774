//! The registry of `extensions.code`: every top-level error of the API carries one of these.
//!
//! A new code is a new row here and in `docs/api-design.md`; a test compares the two.

macro_rules! codes {
    ($($(#[doc = $meaning:literal])+ $name:ident => $text:literal, retry: $retry:literal;)+) => {
        /// What went wrong with a request, for programs. People read the error's message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[doc = $meaning])+ $name,)+
        }

        impl ErrorCode {
            /// All codes, in the order of the registry.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as `extensions.code` spells it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What the code means, as the documentation has it.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($meaning),+).trim(),)+ }
            }

            /// Whether the same request may succeed a little later.
            #[must_use]
            pub const fn is_worth_a_retry(self) -> bool {
                match self { $(Self::$name => $retry,)+ }
            }
        }
    };
}

codes! {
    /// A value in the request can't be used; the message says which and why.
    BadUserInput => "BAD_USER_INPUT", retry: false;
    /// An id that this catalogue never gave, or one of another type than belongs there.
    InvalidId => "INVALID_ID", retry: false;
    /// A cursor that can't be read, or one from another list or another sort. Start again at the first page.
    InvalidCursor => "INVALID_CURSOR", retry: false;
    /// The context names a channel that doesn't exist.
    UnknownChannel => "UNKNOWN_CHANNEL", retry: false;
    /// Changes after this cursor were cleared away. Read the catalogue anew, and go on from `latestCursor`.
    ChangesExpired => "CHANGES_EXPIRED", retry: false;
    /// More changed than a subscriber has taken, so that it isn't told any more. Subscribe again.
    SubscriptionLagged => "SUBSCRIPTION_LAGGED", retry: true;
    /// The request's key may not ask for this.
    Forbidden => "FORBIDDEN", retry: false;
    /// The store can't be reached, or is too busy.
    ServiceUnavailable => "SERVICE_UNAVAILABLE", retry: true;
    /// The search index can't be reached, there is none, or it is being filled for the first time. Everything but search works.
    SearchUnavailable => "SEARCH_UNAVAILABLE", retry: true;
    /// The search index has not come as far as `atLeast` in time.
    SearchBehind => "SEARCH_BEHIND", retry: true;
    /// The answer took longer than allowed.
    RequestTimeout => "REQUEST_TIMEOUT", retry: true;
    /// A fault of the server, logged under the request id that the error shows.
    InternalServerError => "INTERNAL_SERVER_ERROR", retry: false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_registry_is_this_one() {
        let documentation = include_str!("../../../../docs/api-design.md");
        let documented: Vec<&str> = documentation
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        let registered: Vec<String> = ErrorCode::ALL
            .iter()
            .map(|code| {
                let retry = if code.is_worth_a_retry() { "yes" } else { "no" };
                format!("| `{}` | {} | {retry} |", code.as_str(), code.meaning())
            })
            .collect();
        assert_eq!(documented, registered);
    }
}
