//! The terms of a document's texts, and what autocomplete offers because of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    document::{ProductDocument, ProductTexts},
    plan::TextField,
    term::SEPARATOR,
    text::{Language, Word, code_key, plain, words},
};

/// The terms of each field. A term of a language begins with its locale and a colon, which is in no word: `de:drucker`.
pub(super) fn fields(document: &ProductDocument) -> BTreeMap<TextField, String> {
    let mut fields = Fields::default();
    for (locale, texts) in &document.texts {
        fields.add(locale, texts, document.brand.as_deref());
    }
    let mut codes: BTreeSet<String> = std::mem::take(&mut fields.codes);
    codes.insert(code_key(document.code.as_str()));
    for variant in &document.variants {
        codes.insert(code_key(variant.sku.as_str()));
        codes.extend(variant.barcode.as_deref().map(code_key));
    }
    for code in codes.iter().filter(|code| !code.is_empty()) {
        push(&mut fields.terms, TextField::Code, code);
    }
    fields.terms
}

#[derive(Default)]
struct Fields {
    terms: BTreeMap<TextField, String>,
    codes: BTreeSet<String>,
}

impl Fields {
    fn add(&mut self, locale: &str, texts: &ProductTexts, brand: Option<&str>) {
        let language = Language::of(locale);
        let mut vocabulary = BTreeSet::new();
        let mut known = |fields: &mut Self, field: TextField, text: &str| {
            let words = words(text);
            fields.terms_of(locale, &language, field, &words);
            fields.joined(locale, &language, &words);
            vocabulary.extend(words.iter().map(|word| word.folded.clone()));
            words
        };
        let name = known(self, TextField::Name, &texts.name);
        for category in &texts.categories {
            let field = if category.direct {
                TextField::Category
            } else {
                TextField::Ancestor
            };
            known(self, field, &category.name);
        }
        if let Some(brand) = brand {
            known(self, TextField::Brand, brand);
        }
        for text in &texts.attributes {
            known(self, TextField::Attribute, text);
        }
        self.models(&name);
        if let Some(description) = &texts.description {
            let words = words(&plain(description));
            self.terms_of(locale, &language, TextField::Description, &words);
        }
        for word in vocabulary {
            push(
                &mut self.terms,
                TextField::Vocabulary,
                &format!("{locale}:{word}"),
            );
        }
    }

    fn terms_of(&mut self, locale: &str, language: &Language, field: TextField, words: &[Word]) {
        for word in words {
            for term in language.terms(&word.written) {
                push(&mut self.terms, field, &format!("{locale}:{term}"));
            }
        }
    }

    /// Neighbours written together: what is sold as "touch screen" is asked for as "touchscreen", and who asks for
    /// "wireless mouse" means these two beside each other.
    fn joined(&mut self, locale: &str, language: &Language, words: &[Word]) {
        for pair in words.windows(2) {
            for term in language.terms(&joined(&pair[0], &pair[1])) {
                push(
                    &mut self.terms,
                    TextField::Joined,
                    &format!("{locale}:{term}"),
                );
            }
        }
    }

    /// Words of a name with a digit are numbers of models, by themselves and with their neighbours: of `WH-1000XM4` both
    /// `1000xm4` and `wh1000xm4`.
    fn models(&mut self, name: &[Word]) {
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        for (index, word) in name.iter().enumerate() {
            let code = code_key(&word.folded);
            if has_digit(&code) && code.len() >= 3 {
                self.codes.insert(code);
            }
            if let Some(next) = name.get(index + 1)
                && (has_digit(&word.folded) || has_digit(&next.folded))
            {
                self.codes
                    .insert(code_key(&format!("{}{}", word.folded, next.folded)));
            }
        }
    }
}

/// Two words as one.
pub(crate) fn joined(one: &Word, other: &Word) -> String {
    format!("{}{}", one.folded, other.written)
}

fn push(terms: &mut BTreeMap<TextField, String>, field: TextField, term: &str) {
    let text = terms.entry(field).or_default();
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(term);
}

/// What autocomplete counts. An entry is its kind, the locale, the words that must be typed, and what is offered:
/// `cde␁laser printers␁printers␁Laser Printers` for a category, `qen␁xerox laser printers␁Xerox Laser Printers` for a
/// query. There is one for each word that somebody may begin at.
pub(super) fn suggestions(document: &ProductDocument) -> Vec<String> {
    let mut entries = BTreeSet::new();
    for (locale, texts) in &document.texts {
        let mut offer = |kind: char, starts: &[String], offered: &str| {
            for start in starts.iter().filter(|start| !start.is_empty()) {
                entries.insert(format!(
                    "{}{start}{SEPARATOR}{offered}",
                    suggestions_of(kind, locale)
                ));
            }
        };
        let brand = document.brand.as_deref().map(str::trim);
        // What is longer than a name is nothing to offer.
        let brand = brand.filter(|brand| brand.len() <= 512);
        if let Some(brand) = brand {
            offer(QUERY, &starts(brand), brand);
        }
        for category in texts.categories.iter().filter(|category| !category.hidden) {
            let offered = format!("{}{SEPARATOR}{}", category.code.as_str(), category.name);
            offer(CATEGORY, &starts(&category.name), &offered);
            if !category.direct {
                continue;
            }
            offer(QUERY, &starts(&category.name), &category.name);
            if let Some(brand) = brand {
                let both = format!("{brand} {}", category.name);
                offer(QUERY, &starts(&both)[..1], &both);
            }
        }
    }
    entries.into_iter().collect()
}

/// The kind of suggestions that are categories.
pub(crate) const CATEGORY: char = 'c';
/// The kind of suggestions that are queries.
pub(crate) const QUERY: char = 'q';

/// What suggestions of this kind begin with.
pub(crate) fn suggestions_of(kind: char, locale: &str) -> String {
    format!("{kind}{locale}{SEPARATOR}")
}

/// The folded words from each word on; at least one text.
fn starts(text: &str) -> Vec<String> {
    let folded: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    if folded.is_empty() {
        return vec![String::new()];
    }
    (0..folded.len())
        .map(|from| folded[from..].join(" "))
        .collect()
}
