//! Locales by BCP 47 and their fallback.

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

use unic_langid::LanguageIdentifier;

/// A language, optionally with script, region and variants, in BCP 47's canonical case: `de`, `de-AT`, `zh-Hant-TW`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Arc<str>);

/// Not a locale of BCP 47.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a locale of BCP 47, such as \"de\" or \"en-GB\".")]
pub struct LocaleError(pub String);

impl Locale {
    /// Parses and brings into canonical case.
    ///
    /// # Errors
    /// [`LocaleError`] for what is not a well-formed language identifier; underscores count as malformed.
    pub fn parse(text: &str) -> Result<Self, LocaleError> {
        if text.contains('_') || text.len() > 64 {
            return Err(LocaleError(text.to_owned()));
        }
        let parsed: LanguageIdentifier = text.parse().map_err(|_| LocaleError(text.to_owned()))?;
        if parsed.language.is_empty() {
            return Err(LocaleError(text.to_owned()));
        }
        Ok(Self(parsed.to_string().into()))
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

    /// This locale and its parents, nearest first: `de-AT`, `de` (RFC 4647, section 3.4, "lookup").
    #[must_use]
    pub fn fallbacks(&self) -> Vec<Self> {
        let mut chain = vec![self.clone()];
        let mut rest = &*self.0;
        while let Some((parent, _)) = rest.rsplit_once('-') {
            chain.push(Self(parent.into()));
            rest = parent;
        }
        chain
    }
}

impl Deref for Locale {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Locale {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_brought_into_canonical_case() {
        for (text, canonical) in [
            ("de", "de"),
            ("DE-at", "de-AT"),
            ("zh-hANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("gsw", "gsw"),
            ("de-CH-1996", "de-CH-1996"),
        ] {
            assert_eq!(Locale::parse(text).unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_not_a_language_is_refused() {
        for text in [
            "",
            "d",
            "de_AT",
            "de-",
            "-de",
            "und",
            "und-AT",
            "german language",
            "de-ATX-",
            "123",
            "de-DE-x",
        ] {
            assert_eq!(Locale::parse(text), Err(LocaleError(text.to_owned())));
        }
        assert!(Locale::parse(&format!("de-{}", "variant1-".repeat(20))).is_err());
    }

    #[test]
    fn a_locale_falls_back_to_its_parents_nearest_first() {
        let chain = |text: &str| -> Vec<String> {
            let locale = Locale::parse(text).unwrap();
            locale
                .fallbacks()
                .iter()
                .map(|parent| parent.as_str().to_owned())
                .collect()
        };
        assert_eq!(chain("de"), ["de"]);
        assert_eq!(chain("de-AT"), ["de-AT", "de"]);
        assert_eq!(chain("zh-Hant-TW"), ["zh-Hant-TW", "zh-Hant", "zh"]);
    }
}
