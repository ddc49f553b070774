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
    /// Takes two capital letters that ISO 3166-1 assigns, or `XK`, which it leaves to its users and which trade uses for
    /// Kosovo.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assigned_code_is_a_country() {
        for code in ["DE", "AT", "US", "GB", "AQ", "BQ", "SS"] {
            assert_eq!(Country::parse(code).unwrap().as_str(), code);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "", "D", "de", "De", "DEU", "276", "UK", "EU", "ZZ", "AA", "XX", "SU", "Germany",
            "D\u{c4}", " DE",
        ] {
            assert_eq!(Country::parse(text), Err(CountryError(text.to_owned())));
        }
    }

    #[test]
    fn all_249_countries_of_the_standard_and_kosovo_are_known() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let pairs = letters().flat_map(|one| letters().map(move |other| format!("{one}{other}")));
        assert_eq!(
            pairs.filter(|pair| Country::parse(pair).is_ok()).count(),
            249 + 1
        );
        assert!(Country::parse("XK").is_ok());
    }
}
