//! Natural keys: what sellers call their things. Cheap to clone, compared by their characters (code-point order).

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

use super::{TextError, parse_text};

/// Most characters of a code or a SKU.
pub const KEY_MAX: usize = 128;

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes 1 to 128 characters without control characters, tabs, line breaks or blanks at the ends.
            ///
            /// # Errors
            /// [`TextError`], which says what is wrong.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                if text.is_empty() {
                    return Err(TextError::Empty);
                }
                if text.trim() != text {
                    return Err(TextError::Untrimmed);
                }
                if let Some(control) = text.chars().find(|c| c.is_control()) {
                    return Err(TextError::ControlCharacter(u32::from(control)));
                }
                parse_text(text, KEY_MAX)?;
                Ok(Self(text.into()))
            }

            /// Wraps a text that was parsed before, such as one read back from the store.
            #[must_use]
            pub fn trusted(text: &str) -> Self {
                Self(text.into())
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    )+};
}

keys! {
    /// The seller's own key of a thing, such as a product, category, channel or price list; unique within its kind.
    Code,
    /// Stock keeping unit: the seller's key of one variant, unique in the catalogue.
    Sku,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_keeps_its_characters_as_they_are() {
        for text in ["006R90321-M-BLACK", "a b/c#1", "größe", "尺寸", "e\u{301}"] {
            assert_eq!(Code::parse(text).unwrap().as_str(), text);
            assert_eq!(Sku::parse(text).unwrap().as_str(), text);
        }
        assert_ne!(Code::parse("a").unwrap(), Code::parse("A").unwrap());
    }

    #[test]
    fn a_key_without_characters_or_with_blanks_at_its_ends_is_refused() {
        assert_eq!(Code::parse(""), Err(TextError::Empty));
        for text in [" ", " a", "a ", "\ta", "a\n", "a\u{a0}"] {
            assert_eq!(Sku::parse(text), Err(TextError::Untrimmed), "{text:?}");
        }
    }

    #[test]
    fn a_key_has_no_control_characters_tabs_or_line_breaks() {
        for (text, control) in [("a\0b", 0), ("a\tb", 9), ("a\nb", 10), ("a\u{7f}b", 127)] {
            assert_eq!(Code::parse(text), Err(TextError::ControlCharacter(control)));
        }
    }

    #[test]
    fn a_key_is_at_most_128_characters_long() {
        assert!(Code::parse(&"ß".repeat(KEY_MAX)).is_ok());
        let too_long = TextError::TooLong {
            length: KEY_MAX + 1,
            max: KEY_MAX,
        };
        assert_eq!(Code::parse(&"ß".repeat(KEY_MAX + 1)), Err(too_long));
    }

    #[test]
    fn keys_sort_by_code_point() {
        let mut codes = ["ä", "b", "B", "a-1", "a"].map(Code::trusted);
        codes.sort();
        assert_eq!(
            codes.map(|code| code.to_string()),
            ["B", "a", "a-1", "b", "ä"]
        );
    }
}
