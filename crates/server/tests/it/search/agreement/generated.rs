//! Filters made by chance of `and`, `or` and `not` find what the database finds of their parts, put together as sets.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};

use crate::support::{client::Client, shop::codes};

/// How many are made for each context.
const TREES: usize = 40;

/// What is said of products.
const OF_PRODUCTS: [&str; 9] = [
    "{brand: [\"Talvenna\"]}",
    "{brand: [\"Talvenna\", \"nobody\"]}",
    "{category: {code: [\"outdoor\", \"office\"]}}",
    "{category: {code: [\"camping\"], includeDescendants: false}}",
    "{category: {code: [\"camping\"]}}",
    "{code: [\"tent-ridge\", \"nothing\"]}",
    "{updatedAt: {from: \"2000-01-01T00:00:00Z\"}}",
    "{status: [DRAFT]}",
    "{status: [ACTIVE, ARCHIVED]}",
];
/// What has to hold on a variant. Two of these in one `and` have to hold on the same, of which `products` knows nothing.
const OF_VARIANTS: [&str; 7] = [
    "{price: {min: \"20\", max: \"100\"}}",
    "{price: {max: \"15\"}}",
    "{availability: [IN_STOCK]}",
    "{attributes: [{code: \"colour\", in: [\"black\"]}]}",
    "{attributes: [{code: \"weight\", number: {gte: 0.5, lt: 2}}]}",
    "{attributes: [{code: \"waterproof\", boolean: true}]}",
    "{attributes: [{code: \"publication-date\", exists: true}]}",
];

#[derive(Clone, Debug)]
enum Tree {
    Leaf(&'static str),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
}

type Codes = BTreeSet<String>;

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Leaf(text) => (*text).to_owned(),
            Self::And(one, other) => format!("{{and: [{}, {}]}}", one.text(), other.text()),
            Self::Or(one, other) => format!("{{or: [{}, {}]}}", one.text(), other.text()),
            Self::Not(one) => format!("{{not: {}}}", one.text()),
        }
    }

    fn found(&self, all: &Codes, leaves: &BTreeMap<&str, Codes>) -> Codes {
        match self {
            Self::Leaf(text) => leaves[text].clone(),
            Self::And(one, other) => &one.found(all, leaves) & &other.found(all, leaves),
            Self::Or(one, other) => &one.found(all, leaves) | &other.found(all, leaves),
            Self::Not(one) => all - &one.found(all, leaves),
        }
    }
}

fn of_products() -> BoxedStrategy<Tree> {
    let leaf = select(&OF_PRODUCTS[..]).prop_map(Tree::Leaf);
    leaf.prop_recursive(3, 8, 2, |below| {
        let two = (below.clone(), below.clone());
        prop_oneof![
            two.clone()
                .prop_map(|(one, other)| Tree::And(Box::new(one), Box::new(other))),
            two.prop_map(|(one, other)| Tree::Or(Box::new(one), Box::new(other))),
            below.prop_map(|one| Tree::Not(Box::new(one))),
        ]
    })
    .boxed()
}

fn any_tree() -> BoxedStrategy<Tree> {
    let leaf = prop_oneof![of_products(), select(&OF_VARIANTS[..]).prop_map(Tree::Leaf)];
    leaf.prop_recursive(3, 8, 2, |below| {
        prop_oneof![
            (of_products(), below.clone())
                .prop_map(|(one, other)| Tree::And(Box::new(one), Box::new(other))),
            (below.clone(), below)
                .prop_map(|(one, other)| Tree::Or(Box::new(one), Box::new(other))),
        ]
    })
    .boxed()
}

/// In each of these contexts.
pub(super) async fn filters_agree(admin: &Client, contexts: &[&str]) {
    let mut runner = TestRunner::new(Config::default());
    for context in contexts {
        let listed = async |filter: &str| -> Codes {
            let query = format!(
                "{{ products(filter: {filter}, first: 250, context: {context}) {{ nodes {{ code }} }} }}"
            );
            let data = admin.run(&query).await.data();
            codes(&data["products"]["nodes"]).into_iter().collect()
        };
        let all = listed("{}").await;
        let mut leaves = BTreeMap::new();
        for leaf in OF_PRODUCTS.into_iter().chain(OF_VARIANTS) {
            leaves.insert(leaf, listed(leaf).await);
        }
        for _ in 0..TREES {
            let tree = any_tree().new_tree(&mut runner).unwrap().current();
            let filter = tree.text();
            let query = format!(
                "{{ search(filter: {filter}, first: 250, context: {context}) {{ nodes {{ code }} totalCount {{ value }} }} }}"
            );
            let data = admin.run(&query).await.data();
            let found: Codes = codes(&data["search"]["nodes"]).into_iter().collect();
            assert_eq!(found, tree.found(&all, &leaves), "{filter} {context}");
            assert_eq!(
                data["search"]["totalCount"]["value"],
                found.len(),
                "{filter} {context}"
            );
        }
    }
}
