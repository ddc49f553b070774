//! Which variants of a product meet a condition.

use tantivy::DocId;

use super::{columns::Columns, matching::Condition};

/// A condition, and which variants of the product at hand meet it.
pub(super) struct Passing {
    condition: Condition,
    is_everything: bool,
    /// Whether all variants do; `each` is of no meaning then.
    whole: bool,
    each: Vec<bool>,
}

impl Passing {
    pub(super) fn new(condition: Condition) -> Self {
        Self {
            is_everything: condition.is_everything(),
            condition,
            whole: false,
            each: Vec::new(),
        }
    }

    /// Looks at a product: of its variants those meet this that meet the condition and are in the scope, if there is one.
    pub(super) fn look(&mut self, columns: &Columns, doc: DocId, scope: Option<&Self>) {
        // Every product has a variant: one without has one of which only its own terms hold.
        self.whole = self.is_everything && scope.is_none_or(|scope| scope.whole);
        if self.whole {
            return;
        }
        let row = columns.rows.of(doc);
        let met = |variant| {
            scope.is_none_or(|scope| scope.has(variant))
                && self.condition.is_met(columns, doc, row, variant)
        };
        self.each.clear();
        self.each.extend((0..row.variants.count()).map(met));
    }

    /// Whether all of one variant or more meet it.
    pub(super) fn has_all(&self) -> bool {
        self.whole
    }

    /// Whether a variant meets it.
    pub(super) fn has(&self, variant: usize) -> bool {
        self.whole || self.each.get(variant) == Some(&true)
    }

    /// Whether any variant meets it.
    pub(super) fn has_any(&self) -> bool {
        self.whole || self.each.contains(&true)
    }
}
