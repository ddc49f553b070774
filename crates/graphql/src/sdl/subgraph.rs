//! The schema as a subgraph of Apollo Federation 2.

use super::{introspection::Type, print};

/// What the specification of subgraphs adds to a schema by itself.
const FIELDS: [&str; 2] = ["_entities", "_service"];
const TYPES: [&str; 3] = ["_Any", "_Entity", "_Service"];

/// Says that the directives below are those of Federation 2.
const LINK: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])"#;

/// The directives of a type, each after a space: by what an entity is found, and what every subgraph may have alike.
fn marks(type_name: &str) -> &'static str {
    match type_name {
        "Product" | "Category" => {
            r#" @key(fields: "id") @key(fields: "code") @key(fields: "slug")"#
        }
        "ProductVariant" => r#" @key(fields: "id") @key(fields: "sku")"#,
        // Relay's specification gives it the same fields everywhere.
        "PageInfo" => " @shareable",
        _ => "",
    }
}

/// The text of the subgraph.
pub(super) fn schema(mut types: Vec<Type>) -> String {
    types.retain(|declared| !TYPES.contains(&&*declared.name));
    for declared in &mut types {
        if let Some(fields) = &mut declared.fields {
            fields.retain(|field| !FIELDS.contains(&&*field.name));
        }
    }
    format!("{LINK}\n\n{}", print::schema_with(&types, marks))
}
