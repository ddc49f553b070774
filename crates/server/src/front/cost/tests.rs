use apollo_compiler::{ExecutableDocument as Document, Schema};
use serde_json::json;

use super::*;

const SCHEMA: &str = "
    type Query { products(first: Int, last: Int): Products!  product: Product  quote(lines: [Int!]!): Quote!  suggest(limit: Int = 8): Suggestions!  nodes(ids: [ID!]!): [Product]! }
    type Mutation { write: Product }
    type Products { edges: [Edge!]!  nodes: [Product!]!  totalCount: Int!  facets: [Facet!]! }
    type Edge { cursor: String!  node: Product! }
    type Product { name: String  tags: [Tag!]!  variants(first: Int): Products!  categories: [Category!]! }
    type Category { products(first: Int): Products! }
    type Tag { name: String! }
    type Facet { name: String! }
    type Quote { lines: [Product!]! }
    type Suggestions { products: [Product!]!  queries: [Tag!]! }
";

#[track_caller]
fn cost(text: &str, variables: serde_json::Value) -> u64 {
    let schema = Schema::parse_and_validate(SCHEMA, "schema").unwrap();
    let document = Document::parse_and_validate(&schema, text, "document").unwrap();
    let operation = document.operations.get(None).unwrap();
    let json: JsonValue = serde_json::from_value(variables).unwrap();
    Cost::of(&document, operation).with(json.as_object().unwrap())
}

fn plain(text: &str) -> u64 {
    cost(text, json!({}))
}

#[test]
fn objects_count_and_leaves_do_not() {
    assert_eq!(plain("{ __typename }"), 1);
    assert_eq!(plain("{ product { name } }"), 5 + 1);
    assert_eq!(plain("{ a: product { name } b: product { name } }"), 12);
    assert_eq!(plain("mutation { write { name } }"), 50 + 1);
}

#[test]
fn a_page_multiplies_what_is_below_it() {
    assert_eq!(
        plain("{ products(first: 10) { nodes { name } } }"),
        5 + 1 + 10
    );
    assert_eq!(plain("{ products(last: 10) { nodes { name } } }"), 16);
    assert_eq!(plain("{ products { nodes { name } } }"), 5 + 1 + 24);
    assert_eq!(
        plain("{ products(first: 10) { edges { node { name } } totalCount } }"),
        5 + 1 + 10 * 2 + 5
    );
    // A list beside the entries is no page.
    assert_eq!(
        plain("{ products(first: 100) { facets { name } } }"),
        5 + 1 + 8
    );
    assert_eq!(
        plain(
            "{ products(first: 10) { nodes { tags { name } variants(first: 5) { nodes { name } } } } }"
        ),
        6 + 10 * (1 + 3 + 1 + 5)
    );
}

#[test]
fn variables_decide_as_what_is_written_does() {
    let query = "query($n: Int) { products(first: $n) { nodes { name } } }";
    assert_eq!(cost(query, json!({ "n": 10 })), 16);
    assert_eq!(cost(query, json!({ "n": null })), 30);
    assert_eq!(cost(query, json!({})), 30);
    let quote = "query($l: [Int!]!) { quote(lines: $l) { lines { name } } }";
    assert_eq!(cost(quote, json!({ "l": [1, 2, 3, 4] })), 5 + 1 + 4);
    assert_eq!(
        plain("{ quote(lines: [1, 2]) { lines { name } } }"),
        5 + 1 + 2
    );
    assert_eq!(plain("{ nodes(ids: [1, 2, 3]) { name } }"), 5 + 3);
    assert_eq!(
        plain("{ suggest(limit: 4) { products { name } queries { name } } }"),
        50 + 1 + 4 + 4
    );
    assert_eq!(plain("{ suggest { products { name } } }"), 50 + 1 + 8);
}

#[test]
fn what_is_skipped_costs_nothing() {
    let query = "query($more: Boolean!) { product { name } products @include(if: $more) { nodes { name } } ...F @skip(if: $more) }
        fragment F on Query { other: product { name } }";
    assert_eq!(cost(query, json!({ "more": true })), 6 + 30);
    assert_eq!(cost(query, json!({ "more": false })), 6 + 6);
    assert_eq!(plain("{ product @skip(if: true) { name } }"), 1);
}

#[test]
fn fragments_cost_wherever_they_are_spread() {
    let query =
        "{ a: product { ...F } b: product { ...F } } fragment F on Product { tags { name } }";
    assert_eq!(plain(query), 2 * (5 + 1 + 3));
    assert_eq!(
        plain("{ products(first: 10) { ... on Products { nodes { name } } } }"),
        16
    );
}

#[test]
fn huge_and_negative_pages_are_clamped_and_sums_saturate() {
    let page = |first: &str| {
        plain(&format!(
            "{{ products(first: {first}) {{ nodes {{ name }} }} }}"
        ))
    };
    assert_eq!(page("2147483647"), 6 + 250);
    assert_eq!(page("-2147483648"), 6);
    let query = "query($n: Int) { products(first: $n) { nodes { name } } }";
    assert_eq!(cost(query, json!({ "n": -5 })), 6);
    assert_eq!(cost(query, json!({ "n": u64::MAX })), 256);
    let mut nested = String::from("name");
    for _ in 0..30 {
        nested = format!("categories {{ products(first: 250) {{ nodes {{ {nested} }} }} }}");
    }
    assert_eq!(plain(&format!("{{ product {{ {nested} }} }}")), u64::MAX);
}

#[test]
fn variants_of_many_products_are_reckoned_with_as_many_as_products_have() {
    let listing = |first| {
        plain(&format!(
            "{{ products(first: 100) {{ nodes {{ variants(first: {first}) {{ nodes {{ name }} }} }} }} }}"
        ))
    };
    assert_eq!(listing(10), 6 + 100 * (2 + 10));
    assert_eq!(listing(250), 6 + 100 * (2 + 12));
}
