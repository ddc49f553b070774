//! The table of permissions against the schema: nothing is missing in either, and they fit together.

use std::collections::BTreeSet;

use domain::access::{Permission, Permissions, Role};

use super::{super::whole, *};

/// The coordinates of everything in these types.
fn coordinates(types: &[Type]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for declared in types {
        let owner = &declared.name;
        all.insert(owner.clone());
        for field in declared.fields.iter().flatten() {
            all.insert(format!("{owner}.{}", field.name));
            let arguments = field.args.iter();
            all.extend(arguments.map(|one| format!("{owner}.{}({}:)", field.name, one.name)));
        }
        let inputs = declared.input_fields.iter().flatten();
        all.extend(inputs.map(|input| format!("{owner}.{}", input.name)));
        let values = declared.enum_values.iter().flatten();
        all.extend(values.map(|value| format!("{owner}.{}", value.name)));
    }
    all
}

/// What the table lets somebody use, whether or not anything leads there.
fn allowed(held: Permissions) -> BTreeSet<String> {
    let may = |needs: Option<Needs>| needs.is_some_and(|needs| needs.are_met_by(held));
    let of_element = |element: &str| match element.split_once('(') {
        Some((field, argument)) => {
            let (owner, field) = field.split_once('.').unwrap();
            table().of_argument(owner, field, argument.trim_end_matches(":)"))
        }
        None => table().of(element),
    };
    let all = coordinates(whole());
    all.into_iter()
        .filter(|element| may(of_element(element)))
        .collect()
}

#[test]
fn everything_that_the_schema_has_is_in_the_table() {
    let (all, known) = (coordinates(whole()), allowed(Permissions::ALL));
    let missing: Vec<&String> = all.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "nobody may use {missing:#?}: say in crates/graphql/src/access/table/ what they need"
    );
    assert_eq!(coordinates(&part(whole(), Permissions::ALL)), all);
}

#[test]
fn everything_that_is_in_the_table_the_schema_has() {
    let all = coordinates(whole());
    let gone: Vec<String> = table()
        .coordinates()
        .filter(|element| !all.contains(element))
        .collect();
    assert!(gone.is_empty(), "the schema has no {gone:#?}");
}

/// Every set of permissions that is tried: the roles, each permission by itself, and each role in some channels alone.
fn tried() -> Vec<Permissions> {
    let roles = Role::named().map(Role::permissions);
    let alone = Permission::all().map(|permission| Permissions::NONE.with(permission));
    let all: Vec<Permissions> = roles.chain(alone).collect();
    let bound = all.iter().map(|held| held.in_some_channels());
    bound.chain(all.iter().copied()).collect()
}

/// Whoever may use a field may use its type, and what its input needs.
#[test]
fn what_may_be_used_is_not_lost_for_want_of_a_type() {
    for held in tried() {
        let shown = coordinates(&part(whole(), held));
        let mut lost: Vec<String> = Vec::new();
        for element in allowed(held) {
            let owner = element.split_once('.').map(|(owner, _)| owner);
            if owner.is_some_and(|owner| shown.contains(owner)) && !shown.contains(&element) {
                lost.push(element);
            }
        }
        assert!(lost.is_empty(), "{held}: {lost:#?}");
    }
}

#[test]
fn nobody_sees_what_they_may_not_use() {
    for held in tried() {
        let (shown, allowed) = (coordinates(&part(whole(), held)), allowed(held));
        let more: Vec<&String> = shown.difference(&allowed).collect();
        assert!(more.is_empty(), "{held}: {more:#?}");
    }
}

#[test]
fn more_permissions_show_more() {
    let storefront = coordinates(&part(whole(), Permissions::NONE));
    for held in tried() {
        let shown = coordinates(&part(whole(), held));
        assert!(storefront.is_subset(&shown), "{held}");
        // What only reads has no mutation but the one that has everything read.
        let mut mutations = shown.iter().filter(|element| {
            element.starts_with("Mutation.") && !element.contains("catalogExport")
        });
        assert!(held.write() || mutations.next().is_none(), "{held}");
    }
}
