//! Slugs: the part of a page's address that names a product or a category.

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

use super::{TextError, parse_text};

/// Most characters of a slug.
pub const SLUG_MAX: usize = 200;

/// Lower-case letters and digits of any script, joined by single hyphens; kept in Unicode NFC, in which it is compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Parses and normalises to NFC. Combining marks and letters of scripts without case pass as letters.
    ///
    /// # Errors
    /// [`TextError::Empty`], [`TextError::TooLong`], [`TextError::NotASlug`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        let normal: String = if is_nfc(text) {
            text.to_owned()
        } else {
            text.nfc().collect()
        };
        parse_text(&normal, SLUG_MAX)?;
        if normal
            .split('-')
            .all(|word| !word.is_empty() && word.chars().all(is_slug_letter))
        {
            Ok(Self(normal.into()))
        } else {
            Err(TextError::NotASlug(normal))
        }
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

fn is_slug_letter(c: char) -> bool {
    // Title-case letters such as ǅ are not upper case, but are not lower case either.
    let is_lower_case = !c.is_uppercase() && c.to_lowercase().eq([c]);
    (c.is_alphanumeric() && is_lower_case) || is_combining_mark(c)
}

impl Deref for Slug {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_and_digits_of_any_script_make_a_slug() {
        for text in [
            "a",
            "7",
            "xerox-006r90321",
            "größe-40",
            "тонер",
            "トナー-黒",
            "हिन्दी",
            "حبر",
            "דיו",
            "หมึก",
            "٣",
            "ªº",
        ] {
            assert_eq!(Slug::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_slug_is_kept_and_compared_in_nfc() {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}");
        let slug = Slug::parse(decomposed).unwrap();
        assert_eq!(slug, Slug::parse(composed).unwrap());
        assert_eq!(slug.as_str(), composed);
        // Counted after normalisation: 400 characters that make 200.
        assert!(Slug::parse(&"e\u{301}".repeat(SLUG_MAX)).is_ok());
        assert!(matches!(
            Slug::parse(&"e".repeat(SLUG_MAX + 1)),
            Err(TextError::TooLong {
                length: 201,
                max: 200
            })
        ));
    }

    #[test]
    fn hyphens_stand_singly_between_letters() {
        for text in ["-", "-a", "a-", "a--b", "a‐b", "a–b"] {
            assert!(
                matches!(Slug::parse(text), Err(TextError::NotASlug(_))),
                "{text:?}"
            );
        }
    }

    #[test]
    fn upper_case_blanks_and_signs_are_refused() {
        for text in [
            "A",
            "Größe",
            "É",
            "ǅ",
            "𝐀",
            "a b",
            " a",
            "a_b",
            "a.b",
            "a/b",
            "a%20b",
            "50€",
            "🛒",
            "a\u{200d}b",
        ] {
            assert!(
                matches!(Slug::parse(text), Err(TextError::NotASlug(_))),
                "{text:?}"
            );
        }
        assert_eq!(Slug::parse(""), Err(TextError::Empty));
        assert_eq!(Slug::parse("a\0b"), Err(TextError::ControlCharacter(0)));
    }

    proptest! {
        #[test]
        fn what_was_parsed_parses_to_itself(text in "\\PC{1,12}") {
            if let Ok(slug) = Slug::parse(&text) {
                prop_assert_eq!(Slug::parse(&slug).unwrap(), slug);
            }
        }

        #[test]
        fn words_joined_by_hyphens_are_a_slug(text in "[\\p{Ll}\\p{Lo}\\p{Nd}]{1,5}(-[a-z0-9]{1,5}){0,3}") {
            prop_assert!(Slug::parse(&text).is_ok(), "{}", text);
        }
    }
}
