//! A variable that a request leaves out is not there, which is not the same as null: an argument or an input field that is
//! one is left out as well (GraphQL, "Coercing Field Arguments" and "Input Objects: Input Coercion"). The executor would
//! take null for it, and null clears in a mutation.

use std::collections::HashSet;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Variables};
use async_graphql_value::Value;

/// Takes out of the document what variables stand for that have neither a value nor a default.
pub(super) fn leave_out(document: &mut ExecutableDocument, given: &Variables) {
    let mut absent = HashSet::new();
    let mut find = |operation: &OperationDefinition| {
        absent.extend(
            operation
                .variable_definitions
                .iter()
                .map(|definition| &definition.node)
                .filter(|definition| definition.default_value.is_none())
                .map(|definition| definition.name.node.clone())
                .filter(|name| !given.contains_key(name)),
        );
    };
    match &document.operations {
        DocumentOperations::Single(operation) => find(&operation.node),
        DocumentOperations::Multiple(operations) => {
            operations
                .values()
                .for_each(|operation| find(&operation.node));
        }
    }
    if absent.is_empty() {
        return;
    }
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            in_selections(&mut operation.node.selection_set.node, &absent);
        }
        DocumentOperations::Multiple(operations) => operations
            .values_mut()
            .for_each(|operation| in_selections(&mut operation.node.selection_set.node, &absent)),
    }
    for fragment in document.fragments.values_mut() {
        in_selections(&mut fragment.node.selection_set.node, &absent);
    }
}

fn in_selections(set: &mut SelectionSet, absent: &HashSet<Name>) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                let field = &mut field.node;
                field
                    .arguments
                    .retain(|(_, value)| !is(&value.node, absent));
                for (_, value) in &mut field.arguments {
                    in_value(&mut value.node, absent);
                }
                in_selections(&mut field.selection_set.node, absent);
            }
            Selection::InlineFragment(fragment) => {
                in_selections(&mut fragment.node.selection_set.node, absent);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// In a list an absent variable is null.
fn in_value(value: &mut Value, absent: &HashSet<Name>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !is(value, absent));
            fields
                .values_mut()
                .for_each(|value| in_value(value, absent));
        }
        Value::List(items) => items.iter_mut().for_each(|value| in_value(value, absent)),
        _ => {}
    }
}

fn is(value: &Value, absent: &HashSet<Name>) -> bool {
    matches!(value, Value::Variable(name) if absent.contains(name))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn what_an_absent_variable_stands_for_is_left_out_and_null_stays() {
        let text = "query ($a: Int, $b: Int, $c: Int = 3) { f(a: $a, b: $b, c: $c, o: { a: $a, b: $b, l: [$a] }) { ...F } }
            fragment F on T { g(a: $a) { h(b: $b) } }";
        let mut document = parse_query(text).unwrap();
        let given = Variables::from_json(serde_json::json!({ "b": null }));
        leave_out(&mut document, &given);
        let DocumentOperations::Single(operation) = &document.operations else {
            panic!("it has no name");
        };
        let names = |set: &SelectionSet| {
            let Selection::Field(field) = &set.items[0].node else {
                panic!("it is a field");
            };
            let shown = field.node.arguments.iter();
            let shown: Vec<String> = shown
                .map(|(name, value)| format!("{}: {}", name.node, value.node))
                .collect();
            (shown.join(", "), field.node.selection_set.node.clone())
        };
        let (arguments, _) = names(&operation.node.selection_set.node);
        assert_eq!(arguments, "b: $b, c: $c, o: {b: $b, l: [$a]}");
        let (arguments, inner) =
            names(&document.fragments[&Name::new("F")].node.selection_set.node);
        assert_eq!(arguments, "");
        assert_eq!(names(&inner).0, "b: $b");
    }
}
