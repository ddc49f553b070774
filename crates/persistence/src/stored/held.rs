//! What can't go: variants and stock levels of which units are reserved.

use std::collections::HashMap;

use domain::{
    catalog::Product,
    problem::{FieldPath, Problem, Reason},
    text::Sku,
};

use super::StoredProduct;

impl StoredProduct {
    /// What reservations hold of it and a change to this would take away: a problem for each such variant and level, by its
    /// path in what shall be.
    #[must_use]
    pub fn held(&self, after: &Product) -> Vec<Problem> {
        if self.reserved.is_empty() {
            return Vec::new();
        }
        let places = after.variants.iter().enumerate();
        let places: HashMap<&Sku, usize> = places
            .map(|(place, variant)| (&variant.sku, place))
            .collect();
        let field = FieldPath::of("variants");
        let mut problems = Vec::new();
        for (sku, units) in &self.reserved {
            if !places.contains_key(sku) {
                let are = are(*units);
                let message = format!("The variant \"{sku}\" can't be deleted: {are} reserved.");
                problems.push(Problem::new(field.clone(), Reason::InUse, message));
            }
        }
        for ((sku, location), units) in &self.reserved_at {
            let Some(place) = places.get(sku) else {
                continue;
            };
            let mut levels = after.variants[*place].stock.iter();
            if levels.all(|level| level.location != *location) {
                let are = are(*units);
                let message = format!(
                    "The stock of \"{sku}\" at \"{location}\" can't be removed: {are} reserved."
                );
                let field = field.index(*place).name("stock");
                problems.push(Problem::new(field, Reason::InUse, message));
            }
        }
        problems
    }
}

fn are(units: i64) -> String {
    match units {
        1 => String::from("1 unit of it is"),
        _ => format!("{units} units of it are"),
    }
}
