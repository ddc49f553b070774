//! Countries by ISO 3166-1 alpha-2.

use std::fmt;

/// A country's two capital letters, such as `DE` (ISO 3166-1 alpha-2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// Not a country of ISO 3166-1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a country code of ISO 3166-1 alpha-2, such as \"DE\" or \"US\".")]
pub struct CountryError(pub String);

impl Country {
    /// Takes two capital letters that ISO 3166-1 assigns.
    ///
    /// # Errors
    /// [`CountryError`] for everything else, lower case included.
    pub fn parse(text: &str) -> Result<Self, CountryError> {
        match <[u8; 2]>::try_from(text.as_bytes()) {
            Ok(letters) if celes::Country::from_alpha2(text).is_ok_and(|c| c.alpha2 == text) => {
                Ok(Self(letters))
            }
            _ => Err(CountryError(text.to_owned())),
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a country code is made of ASCII letters")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
