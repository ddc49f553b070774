//! The category tree as codes, to find what is missing and what would go in a circle before anything is written.

use std::collections::{HashMap, HashSet};

use domain::text::Code;
use persistence::Transaction;

use super::ImportError;

/// Which categories there are and what is above each.
#[derive(Default)]
pub(super) struct Tree {
    codes: HashSet<Code>,
    parents: HashMap<Code, Code>,
}

impl Tree {
    pub(super) async fn load(transaction: &mut Transaction) -> Result<Self, ImportError> {
        let mut tree = Self::default();
        for (code, parent) in transaction.category_parents().await? {
            tree.put(code, parent);
        }
        Ok(tree)
    }

    pub(super) fn put(&mut self, code: Code, parent: Option<Code>) {
        match parent {
            Some(parent) => self.parents.insert(code.clone(), parent),
            None => self.parents.remove(&code),
        };
        self.codes.insert(code);
    }

    pub(super) fn remove(&mut self, code: &Code) {
        self.codes.remove(code);
        self.parents.remove(code);
    }

    pub(super) const fn codes(&self) -> &HashSet<Code> {
        &self.codes
    }

    pub(super) fn parent(&self, code: &Code) -> Option<&Code> {
        self.parents.get(code)
    }

    /// Whether going up from this category comes back to it.
    pub(super) fn is_in_circle(&self, code: &Code) -> bool {
        let mut at = code;
        for _ in 0..=self.parents.len() {
            match self.parents.get(at) {
                Some(parent) if parent == code => return true,
                Some(parent) => at = parent,
                None => return false,
            }
        }
        // A circle further up that this category only hangs from.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_members_of_a_circle_are_in_it() {
        let mut tree = Tree::default();
        let code = |text| Code::parse(text).unwrap();
        for (child, parent) in [
            ("a", "b"),
            ("b", "c"),
            ("c", "a"),
            ("hanger", "a"),
            ("self", "self"),
            ("free", "root"),
        ] {
            tree.put(code(child), Some(code(parent)));
        }
        tree.put(code("root"), None);
        let members: Vec<_> = ["a", "b", "c", "hanger", "self", "free", "root"]
            .into_iter()
            .filter(|name| tree.is_in_circle(&code(name)))
            .collect();
        assert_eq!(members, ["a", "b", "c", "self"]);
    }
}
