//! What a record says of a field: nothing, that it be cleared, or a value.

/// A field of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Given<T> {
    /// Not there: what is stored stays.
    #[default]
    Absent,
    /// `null`: clears, which gives the default.
    Null,
    /// A value.
    Value(T),
}

impl<T> Given<T> {
    /// The value that holds after this record: `stored` stays where nothing is said, None where it is cleared.
    pub fn over(self, stored: Option<T>) -> Option<T> {
        match self {
            Self::Absent => stored,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// As [`Given::over`] for a field that has a default.
    pub fn over_or(self, stored: Option<T>, default: T) -> T {
        self.over(stored).unwrap_or(default)
    }
}
