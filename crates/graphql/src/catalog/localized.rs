//! Names of reference things in the buyer's language. Those of products and categories the store resolves itself.

use std::collections::BTreeMap;

use domain::locale::Locale;

/// The text of the nearest locale that has one, else the plain one.
pub(crate) fn localized<'t>(
    plain: &'t str,
    translations: &'t BTreeMap<Locale, String>,
    locales: &[Locale],
) -> &'t str {
    locales
        .iter()
        .find_map(|locale| translations.get(locale))
        .map_or(plain, String::as_str)
}
