//! How much it counts where a word is found. One set of weights for every shop, measured on judged queries
//! (`docs/decisions/0031-relevance.md`).

use domain::id::ProductId;

use crate::{
    document::ProductTexts,
    indexed::of_locale,
    plan::{TextField, Words},
};

/// What a word's score is multiplied by, by where it stands.
const FIELDS: [(TextField, f32); 9] = [
    (TextField::Name, 1.7),
    (TextField::Head, 1.7),
    (TextField::Kind, 1.5),
    (TextField::Category, 0.5),
    (TextField::Brand, 2.0),
    (TextField::Joined, 0.5),
    (TextField::Attribute, 0.7),
    (TextField::Ancestor, 0.3),
    (TextField::Description, 1.8),
];

/// What other places of a word count beside its best one.
const SHARE: f32 = 0.2;

/// The score of a whole code, SKU, barcode or model number.
const CODE: f32 = 20.0;
/// The score of the beginning of one.
const CODE_BEGINNING: f32 = 8.0;
/// What two neighbours of the query that are neighbours in the product add.
const NEIGHBOURS: f32 = 0.45;

/// Where a word with these terms is found, and how much it counts.
pub(super) fn word(locale: &str, terms: &[String], boost: f32) -> Words {
    let mut places = Vec::with_capacity(FIELDS.len() * terms.len());
    for term in terms {
        for (field, weight) in FIELDS {
            places.push(Words::Term {
                field,
                term: format!("{locale}:{term}"),
                boost: weight * boost,
            });
        }
    }
    Words::Best(places, SHARE)
}

/// Two neighbours that are neighbours in the product.
pub(super) fn neighbours(locale: &str, terms: &[String]) -> Words {
    let places = terms.iter().map(|term| Words::Term {
        field: TextField::Joined,
        term: format!("{locale}:{term}"),
        boost: NEIGHBOURS,
    });
    Words::Best(places.collect(), 0.0)
}

/// A code, a SKU, a barcode or a model's number.
pub(super) fn code(key: &str) -> Words {
    Words::Term {
        field: TextField::Code,
        term: key.to_owned(),
        boost: CODE,
    }
}

/// The beginning of one.
pub(super) fn code_beginning(key: &str) -> Words {
    Words::Beginning {
        field: TextField::Code,
        beginning: key.to_owned(),
        score: CODE_BEGINNING,
    }
}

/// The beginning of a word of the name.
pub(super) fn beginning(locale: &str, folded: &str) -> Words {
    Words::Beginning {
        field: TextField::Vocabulary,
        beginning: format!("{locale}:{folded}"),
        score: 1.0,
    }
}

/// What is like a product with these texts, read in this locale: what has its words, above all its kind.
pub(crate) fn similar(id: ProductId, texts: &ProductTexts, locale: &str) -> Words {
    const LIKENESS: [(TextField, f32); 4] = [
        (TextField::Category, 3.0),
        (TextField::Name, 1.0),
        (TextField::Joined, 1.0),
        (TextField::Attribute, 0.5),
    ];
    let all = of_locale(locale, texts);
    let mut terms = Vec::new();
    for (field, boost) in LIKENESS {
        let text = all.get(&field).map_or("", String::as_str);
        let mut of_field: Vec<&str> = text.split_whitespace().collect();
        of_field.sort_unstable();
        of_field.dedup();
        terms.extend(of_field.into_iter().take(64).map(|term| Words::Term {
            field,
            term: term.to_owned(),
            boost,
        }));
    }
    if terms.is_empty() {
        return Words::Nothing;
    }
    Words::Without(Box::new(Words::Any(terms)), vec![id])
}
