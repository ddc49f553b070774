//! Currencies by ISO 4217.

use std::fmt;

/// A currency's three capital letters, such as `EUR`, and its number of minor digits (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    letters: [u8; 3],
    digits: u8,
}

/// Not a currency of ISO 4217 that prices can be in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a currency code of ISO 4217, such as \"EUR\" or \"USD\".")]
pub struct CurrencyError(pub String);

impl Currency {
    /// Takes three capital letters that ISO 4217 assigns. Metals and test codes, which have no minor unit, are refused.
    ///
    /// # Errors
    /// [`CurrencyError`] for everything else, lower case included.
    pub fn parse(text: &str) -> Result<Self, CurrencyError> {
        let refused = || CurrencyError(text.to_owned());
        let letters = <[u8; 3]>::try_from(text.as_bytes()).map_err(|_| refused())?;
        let known = iso_currency::Currency::from_code(text)
            .filter(|known| known.code() == text)
            .ok_or_else(refused)?;
        let digits = known
            .exponent()
            .and_then(|digits| u8::try_from(digits).ok())
            .ok_or_else(refused)?;
        Ok(Self { letters, digits })
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters).expect("a currency code is made of ASCII letters")
    }

    /// How many digits its minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    #[must_use]
    pub const fn digits(self) -> u8 {
        self.digits
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
