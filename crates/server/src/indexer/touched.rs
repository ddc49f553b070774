//! Which products events touch: what shows in their documents, and no more.

use std::collections::BTreeSet;

use domain::{
    id::{CategoryId, PriceListId, ProductId, VariantId},
    text::Code,
};
use persistence::{OutboxAction, OutboxEvent, search::Sweep};

/// What events touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// These.
    pub(super) products: BTreeSet<ProductId>,
    /// Those that these belong to.
    pub(super) variants: BTreeSet<VariantId>,
    /// Those that something else shows in.
    pub(super) sweeps: BTreeSet<Sweep>,
}

impl Touched {
    pub(super) fn of<'e>(events: impl IntoIterator<Item = &'e OutboxEvent>) -> Self {
        let mut touched = Self::default();
        for event in events {
            touched.add(event);
        }
        if touched.sweeps.contains(&Sweep::All) {
            // Of what is gone no sweep tells.
            touched.sweeps.retain(|sweep| *sweep == Sweep::All);
        }
        touched
    }

    fn add(&mut self, event: &OutboxEvent) {
        let Some(id) = event.entity_id else { return };
        let changed =
            |fields: &[&str]| event.action == OutboxAction::Updated && event.changes(fields);
        match &*event.kind {
            "product" => drop(self.products.insert(ProductId(id))),
            // Its place among its siblings, its slug and its description show nowhere; when it is made or deleted it has no
            // products.
            "category" if changed(&["name", "translations", "parent", "hidden"]) => {
                self.sweeps.insert(Sweep::Category(CategoryId(id)));
            }
            "price_list" if changed(LIST_FIELDS) => {
                self.sweeps.insert(Sweep::PriceList(PriceListId(id)));
            }
            "attribute" => self.add_attribute(event),
            // Each document has a status of availability for each channel, and its texts in each language.
            "channel"
                if event.action == OutboxAction::Created || changed(&["locales", "locations"]) =>
            {
                self.sweeps.insert(Sweep::All);
            }
            "stock" | "variant" => drop(self.variants.insert(VariantId(id))),
            _ => {}
        }
    }

    /// Names of attributes come from where they are declared, whenever they are shown; but options are found by them.
    fn add_attribute(&mut self, event: &OutboxEvent) {
        let code = || Code::trusted(&event.key);
        let is = |action| event.action == action;
        let changed = |fields: &[&str]| is(OutboxAction::Updated) && event.changes(fields);
        if changed(&["filterable", "searchable", "valueNames"]) {
            self.sweeps.insert(Sweep::Attribute(code()));
        }
        if is(OutboxAction::Created) || changed(&["filterable", "values", "valueNames"]) {
            self.sweeps.insert(Sweep::OptionsOf(code()));
        }
        // What it was called before, nobody knows any more.
        if is(OutboxAction::Deleted) || changed(&["name"]) {
            self.sweeps.insert(Sweep::Options);
        }
    }
}

/// What decides to whom and when a list applies. Its name is shown, but not found.
const LIST_FIELDS: &[&str] = &[
    "currency",
    "priority",
    "channels",
    "customerGroups",
    "countries",
    "validFrom",
    "validUntil",
];

#[cfg(test)]
mod tests {
    use persistence::OutboxPosition;
    use uuid::Uuid;

    use super::*;

    fn event(kind: &str, action: OutboxAction, changed: Option<&[&str]>) -> OutboxEvent {
        OutboxEvent {
            position: OutboxPosition::default(),
            at: chrono::DateTime::UNIX_EPOCH,
            kind: kind.to_owned(),
            entity_id: Some(Uuid::from_u128(7)),
            key: String::from("key"),
            action,
            version: 1,
            changed: changed.map(|fields| fields.iter().map(ToString::to_string).collect()),
            scope: None,
        }
    }

    fn sweeps(kind: &str, action: OutboxAction, changed: Option<&[&str]>) -> Vec<Sweep> {
        let touched = Touched::of(&[event(kind, action, changed)]);
        assert!(touched.products.is_empty() && touched.variants.is_empty());
        touched.sweeps.into_iter().collect()
    }

    #[test]
    fn a_renamed_or_moved_category_touches_its_products_and_a_reordered_one_none() {
        use OutboxAction::{Created, Deleted, Updated};
        let all = [Sweep::Category(CategoryId(Uuid::from_u128(7)))];
        assert_eq!(sweeps("category", Updated, Some(&["name"])), all);
        assert_eq!(
            sweeps("category", Updated, Some(&["parent", "position"])),
            all
        );
        assert_eq!(sweeps("category", Updated, None), all);
        assert_eq!(sweeps("category", Updated, Some(&["position", "slug"])), []);
        assert_eq!(sweeps("category", Created, None), []);
        assert_eq!(sweeps("category", Deleted, None), []);
    }

    #[test]
    fn what_only_shows_where_it_is_declared_touches_nothing() {
        use OutboxAction::{Created, Updated};
        for (kind, field) in [
            ("price_list", "name"),
            ("attribute", "translations"),
            ("channel", "currencies"),
            ("location", "name"),
            ("customer_group", "name"),
        ] {
            assert_eq!(sweeps(kind, Updated, Some(&[field])), [], "{kind} {field}");
        }
        assert_eq!(sweeps("price_list", Created, None), []);
        let list = Sweep::PriceList(PriceListId(Uuid::from_u128(7)));
        assert_eq!(sweeps("price_list", Updated, Some(&["priority"])), [list]);
        let key = || Code::trusted("key");
        let (attribute, options) = (Sweep::Attribute(key()), Sweep::OptionsOf(key()));
        assert_eq!(
            sweeps("attribute", Updated, Some(&["values", "valueNames"])),
            [attribute, options.clone()]
        );
        for (action, changed) in [(Updated, Some(&["values"][..])), (Created, None)] {
            assert_eq!(
                sweeps("attribute", action, changed),
                std::slice::from_ref(&options)
            );
        }
        let renamed = sweeps("attribute", Updated, Some(&["name"]));
        assert_eq!(renamed, [Sweep::Options]);
        assert_eq!(
            sweeps("attribute", OutboxAction::Deleted, None),
            [Sweep::Options]
        );
        assert_eq!(sweeps("channel", Created, None), [Sweep::All]);
    }

    #[test]
    fn a_product_is_touched_whatever_was_done_to_it() {
        use OutboxAction::{Created, Deleted, Updated};
        for action in [Created, Updated, Deleted] {
            let touched = Touched::of(&[
                event("product", action, None),
                event("product", action, None),
            ]);
            assert_eq!(touched.products.len(), 1);
            assert!(touched.sweeps.is_empty());
        }
    }
}
