//! Category records: the whole tree is judged as it will be after all of them.

use std::collections::HashMap;

use domain::{
    catalog::Category,
    id::CategoryId,
    locale::Locale,
    outcome::Failure,
    problem::{FieldPath, Problem, Reason},
    text::{Code, Slug},
};
use persistence::{Change, Stored};

use super::{
    ImportError,
    apply::{Applying, Item},
    small::{is_about_some, leave_out, save_all},
    tally::Ending,
};
use crate::{
    fields::Sink,
    given::Given,
    keys::Place,
    merge,
    record::{CategoryPatch, Kind, Record},
};

/// What is stored of the categories that the records name.
struct Before {
    stored: HashMap<Code, Stored<CategoryId, Category>>,
    slugs: HashMap<(Option<Locale>, Slug), Code>,
}

pub(super) async fn apply(
    applying: &mut Applying<'_>,
    batch: Vec<(Place, Record)>,
) -> Result<(), ImportError> {
    let mut items: Vec<Item<CategoryPatch>> = batch
        .into_iter()
        .filter_map(|(place, record)| match record {
            Record::Category(patch) => Some(Item {
                place,
                key: patch.code.to_string(),
                patch,
            }),
            _ => None,
        })
        .collect();
    let codes: Vec<Code> = items.iter().map(|item| item.patch.code.clone()).collect();
    let slugs = slugs(&items);
    let mut before = Before {
        stored: applying.transaction.categories_by_code(&codes).await?,
        slugs: applying.transaction.category_codes_by_slug(&slugs).await?,
    };
    for item in &items {
        let stored = before
            .stored
            .get(&item.patch.code)
            .and_then(|stored| stored.value.parent.clone());
        applying.tree.put(
            item.patch.code.clone(),
            item.patch.parent.clone().over(stored),
        );
    }
    // A refused record takes its category or its move away again, by which others may become wrong: until none does.
    while let Some(refused) = first_refusals(applying, &before, &items) {
        let mut refused: HashMap<Place, Vec<Problem>> = refused.into_iter().collect();
        let (bad, good) = items
            .into_iter()
            .partition(|item| refused.contains_key(&item.place));
        items = good;
        for item in bad {
            match before.stored.get(&item.patch.code) {
                Some(stored) => applying
                    .tree
                    .put(item.patch.code.clone(), stored.value.parent.clone()),
                None => applying.tree.remove(&item.patch.code),
            }
            let problems = refused.remove(&item.place).unwrap_or_default();
            applying
                .tally
                .refuse(item.place, Some(Kind::Category), Some(&item.key), problems);
        }
    }
    save(applying, &mut before, items).await
}

/// The records that can't be applied as the tree now is. None: all can.
fn first_refusals(
    applying: &Applying<'_>,
    before: &Before,
    items: &[Item<CategoryPatch>],
) -> Option<Vec<(Place, Vec<Problem>)>> {
    let refused: Vec<_> = items
        .iter()
        .filter_map(|item| {
            let problems = judged(applying, before, &item.patch).err()?;
            Some((item.place, problems))
        })
        .collect();
    (!refused.is_empty()).then_some(refused)
}

/// The category after a record, or all that is wrong with it.
fn judged(
    applying: &Applying<'_>,
    before: &Before,
    patch: &CategoryPatch,
) -> Result<Category, Vec<Problem>> {
    let sink = Sink::default();
    let stored = before.stored.get(&patch.code).map(|stored| &stored.value);
    let category = merge::category(stored, patch.clone(), &applying.known(), &sink);
    let mut problems = sink.into_problems();
    if applying.tree.is_in_circle(&patch.code) {
        let message = match applying.tree.parent(&patch.code) {
            Some(parent) if *parent == patch.code => {
                "A category can't be its own parent.".to_owned()
            }
            Some(parent) => {
                format!("\"{parent}\" is below this category, so that it can't be above it too.")
            }
            None => String::new(),
        };
        problems.push(Problem::new(
            FieldPath::of("parent"),
            Reason::Cycle,
            message,
        ));
    }
    if let Some(category) = &category {
        taken(category, before, &mut problems);
    }
    match category {
        Some(category) if problems.is_empty() => Ok(category),
        _ => Err(problems),
    }
}

/// Notes slugs that belong to another category.
fn taken(category: &Category, before: &Before, problems: &mut Vec<Problem>) {
    let translated = category
        .translations
        .iter()
        .filter_map(|(locale, texts)| Some((Some(locale.clone()), texts.slug.clone()?)));
    for key in std::iter::once((None, category.slug.clone())).chain(translated) {
        if let Some(owner) = before
            .slugs
            .get(&key)
            .filter(|owner| **owner != category.code)
        {
            let field = match &key.0 {
                Some(locale) => FieldPath::of("translations").name(locale).name("slug"),
                None => FieldPath::of("slug"),
            };
            let message = format!(
                "The slug \"{}\" is taken by the category \"{owner}\".",
                key.1
            );
            problems.push(Problem::new(field, Reason::Taken, message));
        }
    }
}

async fn save(
    applying: &mut Applying<'_>,
    before: &mut Before,
    items: Vec<Item<CategoryPatch>>,
) -> Result<(), ImportError> {
    let (mut changes, mut places) = (Vec::new(), Vec::new());
    for item in items {
        let Ok(after) = judged(applying, before, &item.patch) else {
            continue;
        };
        let before = before.stored.remove(&after.code);
        if before.as_ref().is_some_and(|before| before.value == after) {
            applying
                .tally
                .ended(item.place, Kind::Category, Ending::Unchanged);
            continue;
        }
        places.push(vec![(
            item.place,
            item.key,
            if before.is_some() {
                Ending::Updated
            } else {
                Ending::Created
            },
        )]);
        changes.push(Change { before, after });
    }
    save_all!(applying, Kind::Category, save_categories, changes, places)
}

fn slugs(items: &[Item<CategoryPatch>]) -> Vec<(Option<Locale>, Slug)> {
    let mut slugs = Vec::new();
    for Item { patch, .. } in items {
        if let Given::Value(slug) = &patch.slug {
            slugs.push((None, slug.clone()));
        }
        for (locale, texts) in patch.translations_given() {
            if let Given::Value(texts) = texts
                && let Given::Value(slug) = &texts.slug
            {
                slugs.push((Some(locale.clone()), slug.clone()));
            }
        }
    }
    slugs
}
