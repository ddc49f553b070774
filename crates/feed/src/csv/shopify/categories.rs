//! Categories out of paths such as `Apparel & Accessories > Clothing > Shirts`.

use std::collections::HashSet;

use crate::{
    csv::{Draft, words},
    record::Kind,
};

/// The categories that the file has named so far.
#[derive(Default)]
pub(super) struct Categories(HashSet<String>);

impl Categories {
    /// Records of a path's categories that were not named before, to be made where they don't exist.
    pub(super) fn imply(&mut self, path: &str, line: u64, column: &str) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut parent: Option<String> = None;
        for (code, name) in steps(path) {
            if self.0.insert(code.clone()) {
                let mut draft = Draft::new(Kind::Category, line).implied();
                draft.put("code", code.as_str(), line, column);
                draft.put("slug", words::slug(&code), line, column);
                draft.put("name", name, line, column);
                if let Some(parent) = parent {
                    draft.put("parent", parent, line, column);
                }
                drafts.push(draft);
            }
            parent = Some(code);
        }
        drafts
    }
}

/// The code of the category that a path leads to. None: the path names none.
pub(super) fn code(path: &str) -> Option<String> {
    steps(path).pop().map(|(code, _)| code)
}

/// Code and name of each category of the path, the root first.
fn steps(path: &str) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    let mut words = Vec::new();
    for name in path.split('>').map(str::trim) {
        let word = words::slug(name);
        if !word.is_empty() {
            words.push(word);
            steps.push((words::short_key(&words.join("/")), name.to_owned()));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_makes_its_categories_once() {
        let mut categories = Categories::default();
        assert_eq!(
            categories
                .imply("Apparel & Accessories > Shirts", 2, "Category")
                .len(),
            2
        );
        let new = categories.imply("Apparel & Accessories > Shoes", 3, "Category");
        let codes: Vec<_> = new.iter().map(|draft| draft.key().unwrap()).collect();
        assert_eq!(codes, ["apparel-accessories/shoes"]);
        assert_eq!(
            code("Apparel & Accessories > Shoes"),
            codes.first().cloned()
        );
        assert_eq!(code(" > "), None);
    }
}
