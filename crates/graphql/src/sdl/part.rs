//! The part of the schema that somebody with certain permissions has.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use domain::access::Permissions;

use super::introspection::{BUILT_IN, Input, Kind, Type, TypeRef};
use crate::access::{Needs, table};

/// What is left of these types where only what the table lets somebody use stays, and what that leads to.
pub(super) fn part(whole: &[Type], held: Permissions) -> Vec<Type> {
    let may = |needs: Option<Needs>| needs.is_some_and(|needs| needs.are_met_by(held));
    let table = table();
    let mut types: Vec<Type> = whole
        .iter()
        .filter(|declared| may(table.of_type(&declared.name)))
        .cloned()
        .collect();
    for declared in &mut types {
        let owner = declared.name.as_str();
        retain(&mut declared.fields, |field| {
            let may_give =
                |argument: &Input| may(table.of_argument(owner, &field.name, &argument.name));
            may(table.of_member(owner, &field.name))
                && field
                    .args
                    .iter()
                    .all(|argument| may_give(argument) || !is_required(argument))
        });
        for field in declared.fields.iter_mut().flatten() {
            let name = field.name.as_str();
            field
                .args
                .retain(|argument| may(table.of_argument(owner, name, &argument.name)));
        }
        let lacks = |input: &Input| is_required(input) && !may(table.of_member(owner, &input.name));
        if declared.input_fields.iter().flatten().any(lacks) {
            // Nobody could give a value of it.
            declared.input_fields = Some(Vec::new());
        }
        retain(&mut declared.input_fields, |field| {
            may(table.of_member(owner, &field.name))
        });
        retain(&mut declared.enum_values, |value| {
            may(table.of_member(owner, &value.name))
        });
    }
    while close(&mut types) {}
    reachable(types)
}

fn retain<T>(items: &mut Option<Vec<T>>, keep: impl FnMut(&T) -> bool) {
    if let Some(items) = items {
        items.retain(keep);
    }
}

fn is_required(input: &Input) -> bool {
    input.of.kind == Kind::NonNull && input.default_value.is_none()
}

/// Takes away what names a type that is not there. Whether something was taken away, so that more may have to go.
fn close(types: &mut Vec<Type>) -> bool {
    let names: HashSet<String> = types
        .iter()
        .map(|declared| declared.name.clone())
        .chain(BUILT_IN.map(String::from))
        .collect();
    let is_there = |of: &TypeRef| names.contains(of.base());
    let before = size(types);
    for declared in types.iter_mut() {
        retain(&mut declared.fields, |field| {
            let given = |argument: &Input| is_there(&argument.of) || !is_required(argument);
            is_there(&field.of) && field.args.iter().all(given)
        });
        for field in declared.fields.iter_mut().flatten() {
            field.args.retain(|argument| is_there(&argument.of));
        }
        retain(&mut declared.interfaces, |named| {
            names.contains(&named.name)
        });
        retain(&mut declared.possible_types, |named| {
            names.contains(&named.name)
        });
    }
    types.retain_mut(|declared| {
        let inputs = declared.input_fields.as_deref().unwrap_or_default();
        if inputs
            .iter()
            .any(|input| is_required(input) && !is_there(&input.of))
        {
            return false;
        }
        retain(&mut declared.input_fields, |input| is_there(&input.of));
        let is_empty = match declared.kind {
            Kind::Object | Kind::Interface => is_empty(&declared.fields),
            Kind::InputObject => is_empty(&declared.input_fields),
            Kind::Enum => is_empty(&declared.enum_values),
            Kind::Union => is_empty(&declared.possible_types),
            Kind::Scalar | Kind::List | Kind::NonNull => false,
        };
        !is_empty
    });
    size(types) != before
}

fn is_empty<T>(items: &Option<Vec<T>>) -> bool {
    items.as_ref().is_none_or(Vec::is_empty)
}

/// How much there is, to see whether it got less.
fn size(types: &[Type]) -> usize {
    let of = |declared: &Type| {
        let fields = declared.fields.iter().flatten();
        let fields: usize = fields.map(|field| 1 + field.args.len()).sum();
        let inputs = declared.input_fields.as_ref().map_or(0, Vec::len);
        let named = [&declared.interfaces, &declared.possible_types];
        let named: usize = named.into_iter().flatten().map(Vec::len).sum();
        1 + fields + inputs + named
    };
    types.iter().map(of).sum()
}

/// The types that something leads to from the roots.
fn reachable(types: Vec<Type>) -> Vec<Type> {
    let mut reached: HashSet<&str> = HashSet::new();
    let mut next = vec!["Query", "Mutation", "Subscription"];
    while let Some(name) = next.pop() {
        let Some(declared) = types.iter().find(|declared| declared.name == name) else {
            continue;
        };
        if !reached.insert(&declared.name) {
            continue;
        }
        next.extend(leads_to(declared));
    }
    let reached: HashSet<String> = reached.into_iter().map(String::from).collect();
    let mut types = types;
    types.retain(|declared| reached.contains(&declared.name));
    types
}

fn leads_to(declared: &Type) -> Vec<&str> {
    let fields = declared.fields.iter().flatten();
    let of_fields = fields.flat_map(|field| {
        let arguments = field.args.iter().map(|argument| argument.of.base());
        std::iter::once(field.of.base()).chain(arguments)
    });
    let of_inputs = declared.input_fields.iter().flatten();
    let of_inputs = of_inputs.map(|input| input.of.base());
    let named = [&declared.interfaces, &declared.possible_types];
    let named = named.into_iter().flatten().flatten();
    of_fields
        .chain(of_inputs)
        .chain(named.map(|named| &*named.name))
        .collect()
}
