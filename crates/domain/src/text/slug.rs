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
    (c.is_alphanumeric() && !c.is_uppercase()) || is_combining_mark(c)
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
