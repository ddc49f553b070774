//! What one record alone can have: SKUs and slugs.

use std::collections::HashSet;

use domain::{
    locale::Locale,
    problem::{FieldPath, Problem, Reason},
    text::{Sku, Slug},
};

use crate::{
    given::Given,
    record::{Kind, Record},
};

/// The claims of the records so far.
#[derive(Default)]
pub(super) struct Claims(HashSet<Claim>);

#[derive(PartialEq, Eq, Hash)]
enum Claim {
    Sku(Sku),
    Slug(Kind, Option<Locale>, Slug),
}

impl Claims {
    /// Notes what a record claims, or tells what an earlier one has claimed already; then it claims nothing.
    pub(super) fn take(&mut self, record: &Record) -> Result<(), Vec<Problem>> {
        let claims = claims(record);
        let problems: Vec<Problem> = claims
            .iter()
            .filter(|(_, claim)| self.0.contains(claim))
            .map(|(field, claim)| {
                let message = match claim {
                    Claim::Sku(sku) => format!("An earlier record has the SKU \"{sku}\" already."),
                    Claim::Slug(_, _, slug) => {
                        format!("An earlier record has the slug \"{slug}\" already.")
                    }
                };
                Problem::new(field.clone(), Reason::Duplicate, message)
            })
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        self.0.extend(claims.into_iter().map(|(_, claim)| claim));
        Ok(())
    }
}

fn claims(record: &Record) -> Vec<(FieldPath, Claim)> {
    match record {
        Record::Product(patch) => {
            let translated = patch.translations_given().iter();
            let translated = translated.filter_map(|(locale, texts)| match texts {
                Given::Value(texts) => Some((locale, &texts.slug)),
                Given::Absent | Given::Null => None,
            });
            let mut claims = slugs(Kind::Product, &patch.slug, translated);
            if let Given::Value(variants) = &patch.variants {
                claims.extend(variants.iter().enumerate().map(|(place, variant)| {
                    let field = FieldPath::of("variants").index(place).name("sku");
                    (field, Claim::Sku(variant.sku.clone()))
                }));
            }
            claims
        }
        Record::Category(patch) => {
            let translated = patch.translations_given().iter();
            let translated = translated.filter_map(|(locale, texts)| match texts {
                Given::Value(texts) => Some((locale, &texts.slug)),
                Given::Absent | Given::Null => None,
            });
            slugs(Kind::Category, &patch.slug, translated)
        }
        _ => Vec::new(),
    }
}

fn slugs<'r>(
    kind: Kind,
    plain: &Given<Slug>,
    translated: impl Iterator<Item = (&'r Locale, &'r Given<Slug>)>,
) -> Vec<(FieldPath, Claim)> {
    let mut claims = Vec::new();
    if let Given::Value(slug) = plain {
        claims.push((FieldPath::of("slug"), Claim::Slug(kind, None, slug.clone())));
    }
    for (locale, slug) in translated {
        if let Given::Value(slug) = slug {
            let field = FieldPath::of("translations").name(locale).name("slug");
            claims.push((field, Claim::Slug(kind, Some(locale.clone()), slug.clone())));
        }
    }
    claims
}
