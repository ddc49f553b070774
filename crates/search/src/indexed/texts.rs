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
    // Engines differ in whether a document without a field counts for the field's mean length and for how rare its terms
    // are. So each document has each field.
    for field in TextField::ALL {
        fields
            .terms
            .entry(field)
            .or_insert_with(|| NOTHING.to_owned());
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

/// The terms of the texts of one locale, by themselves.
pub(crate) fn of_locale(locale: &str, texts: &ProductTexts) -> BTreeMap<TextField, String> {
    let mut fields = Fields::default();
    fields.add(locale, texts, None);
    fields.terms
}

/// Stands in a field that has no terms. No term of a query is written so.
const NOTHING: &str = "-";

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
        let of_name = heads(&language, &texts.name, &name);
        self.terms_of(locale, &language, TextField::Head, &of_name);
        for category in texts.categories.iter().filter(|category| category.direct) {
            let words = words(&category.name);
            let of_category = heads(&language, &category.name, &words);
            self.terms_of(locale, &language, TextField::Kind, &of_category);
        }
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

/// The words that say what is sold, where others say what for or of which kind: a word that no further plain word follows.
/// Behind it comes the end, a sign, a number, an abbreviation such as `USB`, or a word that says nothing. Of "Gel mouse pad"
/// it is `pad`, of "Laser mouse USB 3200 DPI" `mouse`, of "Mice & pointing devices" both `mice` and `devices`.
fn heads(language: &Language, text: &str, words: &[Word]) -> Vec<Word> {
    let shouted = !text.chars().any(char::is_lowercase);
    let is_plain = |word: &Word| {
        let abbreviates =
            !shouted && word.written.len() <= 4 && !word.written.chars().any(char::is_lowercase);
        !has_digit(&word.folded) && !abbreviates && !language.is_stop_word(&word.written)
    };
    let is_head = |(index, word): &(usize, &Word)| {
        if has_digit(&word.folded) || language.is_stop_word(&word.written) {
            return false;
        }
        let Some(next) = words.get(index + 1) else {
            return true;
        };
        let between = &text[word.at.end..next.at.start];
        let is_parted = between
            .chars()
            .any(|sign| !sign.is_whitespace() && sign != '-');
        is_parted || !is_plain(next)
    };
    let heads = words.iter().enumerate().filter(is_head);
    heads.map(|(_, word)| word.clone()).collect()
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
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
            // Its products are those of the categories below, too, as a search for its name finds them.
            offer(QUERY, &starts(&category.name), &category.name);
            if !category.direct {
                continue;
            }
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
