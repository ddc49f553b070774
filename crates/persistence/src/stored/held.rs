//! What can't go: variants and stock levels of which units are reserved or owed.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::Product,
    problem::{FieldPath, Problem, Reason},
    text::Sku,
};

use super::{Promised, StoredProduct};

impl StoredProduct {
    /// What is promised of it and a change to this would take away: problems for each such variant and level, by its path in
    /// what shall be.
    #[must_use]
    pub fn held(&self, after: &Product) -> Vec<Problem> {
        if self.promised.is_empty() {
            return Vec::new();
        }
        let places = after.variants.iter().enumerate();
        let places: HashMap<&Sku, usize> = places
            .map(|(place, variant)| (&variant.sku, place))
            .collect();
        let field = FieldPath::of("variants");
        let mut gone: BTreeMap<&Sku, Promised> = BTreeMap::new();
        let mut problems = Vec::new();
        for ((sku, location), promised) in &self.promised {
            let Some(place) = places.get(sku) else {
                let of_variant = gone.entry(sku).or_default();
                of_variant.reserved += promised.reserved;
                of_variant.owed += promised.owed;
                continue;
            };
            let mut levels = after.variants[*place].stock.iter();
            if levels.all(|level| level.location != *location) {
                let cant = format!("The stock of \"{sku}\" at \"{location}\" can't be removed");
                let field = field.index(*place).name("stock");
                problems.extend(promised.problems(&field, &cant));
            }
        }
        for (sku, promised) in gone {
            let cant = format!("The variant \"{sku}\" can't be deleted");
            problems.extend(promised.problems(&field, &cant));
        }
        problems
    }
}

impl Promised {
    /// Why what these units are promised of can't go.
    fn problems(self, field: &FieldPath, cant: &str) -> impl Iterator<Item = Problem> {
        let reserved = are(self.reserved).map(|are| format!("{cant}: {are} reserved."));
        let owed = are(self.owed).map(|are| {
            format!(
                "{cant}: {are} owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet."
            )
        });
        let messages = reserved.into_iter().chain(owed);
        messages.map(|message| Problem::new(field.clone(), Reason::InUse, message))
    }
}

/// How a sentence of so many units begins. None: there are none.
fn are(units: i64) -> Option<String> {
    match units {
        ..=0 => None,
        1 => Some(String::from("1 unit of it is")),
        _ => Some(format!("{units} units of it are")),
    }
}
