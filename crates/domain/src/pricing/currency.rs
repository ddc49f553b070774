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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_knows_the_digits_of_its_minor_unit() {
        for (code, digits) in [
            ("EUR", 2),
            ("USD", 2),
            ("JPY", 0),
            ("ISK", 0),
            ("KWD", 3),
            ("TND", 3),
            ("CLF", 4),
        ] {
            let currency = Currency::parse(code).unwrap();
            assert_eq!((currency.as_str(), currency.digits()), (code, digits));
        }
    }

    #[test]
    fn what_prices_cannot_be_in_is_refused() {
        for text in ["XAU", "XAG", "XDR", "XTS", "XXX"] {
            assert_eq!(Currency::parse(text), Err(CurrencyError(text.to_owned())));
        }
    }

    #[test]
    fn what_is_not_a_code_is_refused() {
        for text in [
            "",
            "EU",
            "eur",
            "Eur",
            "EURO",
            "978",
            "€",
            "€€€",
            "EU ",
            "BTC",
            "ABC",
        ] {
            assert_eq!(Currency::parse(text), Err(CurrencyError(text.to_owned())));
        }
    }

    #[test]
    fn no_currency_has_more_digits_than_an_amount() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let codes = letters().flat_map(|a| {
            letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}")))
        });
        let known: Vec<Currency> = codes
            .filter_map(|code| Currency::parse(&code).ok())
            .collect();
        assert!(known.len() > 150, "{}", known.len());
        assert!(
            known
                .iter()
                .all(|currency| currency.digits() <= crate::pricing::AMOUNT_DIGITS)
        );
    }
}
