//! The schema as a whole: `schema.graphql` is current, everything is described, lists that can grow are connections.

use std::path::Path;

use apollo_compiler::{Schema, schema::ExtendedType};
use graphql::{Role, sdl};

fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.graphql")
}

/// `UPDATE_SCHEMA=1 cargo test -p graphql schema` writes it; read the diff as a promise to clients.
#[test]
#[expect(clippy::disallowed_methods, reason = "this is a setting of the test")]
fn schema_is_current() {
    let current = sdl(Role::Admin);
    if std::env::var("UPDATE_SCHEMA").is_ok_and(|update| update == "1") {
        std::fs::write(file(), &current).unwrap();
    }
    let written = std::fs::read_to_string(file()).unwrap_or_default();
    assert!(
        written == current,
        "schema.graphql is not what the code says: UPDATE_SCHEMA=1 cargo test -p graphql schema"
    );
}

#[test]
fn each_role_has_a_valid_schema() {
    for role in [Role::Storefront, Role::Admin] {
        if let Err(invalid) = Schema::parse_and_validate(sdl(role), "schema.graphql") {
            panic!("{role:?}: {}", invalid.errors);
        }
    }
}

#[test]
fn everything_is_described() {
    let schema = Schema::parse_and_validate(sdl(Role::Admin), "schema.graphql").unwrap();
    let mut missing: Vec<String> = Vec::new();
    let mut need = |described: bool, what: String| {
        if !described {
            missing.push(what);
        }
    };
    for (name, declared) in schema
        .types
        .iter()
        .filter(|(_, declared)| !declared.is_built_in())
    {
        need(declared.description().is_some(), name.to_string());
        match declared {
            ExtendedType::Object(object) => {
                for (field, definition) in &object.fields {
                    need(definition.description.is_some(), format!("{name}.{field}"));
                    for argument in &definition.arguments {
                        need(
                            argument.description.is_some(),
                            format!("{name}.{field}({})", argument.name),
                        );
                    }
                }
            }
            ExtendedType::Interface(interface) => {
                for (field, definition) in &interface.fields {
                    need(definition.description.is_some(), format!("{name}.{field}"));
                }
            }
            ExtendedType::Enum(declared) => {
                for (value, definition) in &declared.values {
                    need(definition.description.is_some(), format!("{name}.{value}"));
                }
            }
            ExtendedType::InputObject(input) => {
                for (field, definition) in &input.fields {
                    need(definition.description.is_some(), format!("{name}.{field}"));
                }
            }
            ExtendedType::Scalar(_) | ExtendedType::Union(_) => {}
        }
    }
    assert!(missing.is_empty(), "without description: {missing:#?}");
}

/// A list of things that can grow without bound is a connection. These lists are small by nature: what one product, one
/// category or one price has. What a payload tells is bounded by its mutation's input.
#[test]
fn every_list_of_objects_is_a_connection_or_small_by_nature() {
    const SMALL: &[&str] = &[
        "Attribute.translations",
        "Attribute.values",
        "AttributeEnumValue.translations",
        "AuditEntry.changes",
        "Availability.byLocation",
        "BulkResult.userErrors",
        "Category.ancestors",
        "Category.children",
        "Category.translations",
        // A page that is only walked forwards.
        "ChangeFeed.edges",
        "ChangeFeed.nodes",
        "Channel.countryTaxRates",
        "Channel.locations",
        "Channel.taxRates",
        "CountryTaxRates.rates",
        "Facet.values",
        "Job.counts",
        // At most 1,000 are kept, given by `first` and `skip`.
        "Job.issues",
        "Job.notices",
        "Price.explanation",
        "Price.tiers",
        "PriceList.channels",
        "PriceList.customerGroups",
        "PriceListRelation.overrides",
        "Product.attributes",
        "Product.categories",
        "Product.media",
        "Product.options",
        // At most 50.
        "Product.similar",
        "Product.translations",
        "ProductTranslation.attributes",
        "ProductTranslation.options",
        "ProductVariant.attributes",
        "ProductVariant.media",
        "ProductVariant.selectedOptions",
        "ProductVariant.stockLevels",
        "Query.apiKeys",
        "Query.nodes",
        "Quote.lines",
        "Reservation.lines",
        "SearchEdge.highlights",
        "SearchHighlight.parts",
        "SearchResults.edges",
        "SearchResults.facets",
        "SearchResults.nodes",
        "SearchResults.sortOptions",
        "SearchRule.weights",
        "SearchRules.redirects",
        "SearchRules.rules",
        "SearchRules.synonyms",
        "Suggestions.categories",
        "Suggestions.products",
        "Suggestions.queries",
        "TranslatedOption.values",
    ];
    let schema = Schema::parse_and_validate(sdl(Role::Admin), "schema.graphql").unwrap();
    let mut lists: Vec<String> = Vec::new();
    for (name, declared) in &schema.types {
        let ExtendedType::Object(object) = declared else {
            continue;
        };
        if declared.is_built_in() || name.ends_with("Connection") || name.ends_with("Payload") {
            continue;
        }
        for (field, definition) in &object.fields {
            let inner = schema.types.get(definition.ty.inner_named_type());
            let of_objects = matches!(
                inner,
                Some(ExtendedType::Object(_) | ExtendedType::Interface(_))
            );
            if definition.ty.is_list() && of_objects {
                lists.push(format!("{name}.{field}"));
            }
        }
    }
    lists.sort();
    assert_eq!(lists, SMALL);
}

/// The Relay specifications of Global Object Identification and of Cursor Connections.
#[test]
fn nodes_and_connections_are_as_relay_specifies() {
    let schema = Schema::parse_and_validate(sdl(Role::Admin), "schema.graphql").unwrap();
    let field = |of: &str, name: &str| -> Option<String> {
        let fields = match schema.types.get(of)? {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => return None,
        };
        fields.get(name).map(|field| field.ty.to_string())
    };
    assert_eq!(field("Node", "id").as_deref(), Some("ID!"));
    assert_eq!(field("Query", "node").as_deref(), Some("Node"));
    assert_eq!(field("Query", "nodes").as_deref(), Some("[Node]!"));
    for (name, of) in [
        ("hasNextPage", "Boolean!"),
        ("hasPreviousPage", "Boolean!"),
        ("startCursor", "String"),
        ("endCursor", "String"),
    ] {
        assert_eq!(
            field("PageInfo", name).as_deref(),
            Some(of),
            "PageInfo.{name}"
        );
    }
    let connections: Vec<&str> = schema
        .types
        .keys()
        .map(|name| name.as_str())
        .filter(|name| name.ends_with("Connection"))
        .collect();
    assert!(connections.len() >= 3, "{connections:?}");
    for connection in &connections {
        let edge = connection.replace("Connection", "Edge");
        assert_eq!(
            field(connection, "pageInfo").as_deref(),
            Some("PageInfo!"),
            "{connection}"
        );
        assert_eq!(
            field(connection, "edges"),
            Some(format!("[{edge}!]!")),
            "{connection}"
        );
        assert_eq!(field(&edge, "cursor").as_deref(), Some("String!"), "{edge}");
        assert!(field(&edge, "node").is_some(), "{edge}");
    }
    for (name, declared) in &schema.types {
        let ExtendedType::Object(object) = declared else {
            continue;
        };
        for (field, definition) in &object.fields {
            if connections.contains(&definition.ty.inner_named_type().as_str()) {
                for argument in ["first", "after", "last", "before"] {
                    assert!(
                        definition.argument_by_name(argument).is_some(),
                        "{name}.{field}({argument})"
                    );
                }
            }
        }
    }
}
