//! The table of permissions: what each element of the schema needs of whoever uses it.
//!
//! It is the one place that says so. The schema of each viewer is cut out by it ([`crate::sdl()`]), and resolvers ask it
//! ([`crate::viewer::require`]). What isn't in it is nobody's: a test fails until it is.

mod catalog;
mod inventory;
mod keys;
mod open;
mod pricing;
mod search;
mod shared;

use std::{collections::HashMap, sync::LazyLock};

use domain::access::Permission;

use super::needs::Needs;

/// Whoever has the care of anything.
const READ_ANY: &[Permission] = &[
    Permission::CATALOG_READ,
    Permission::PRICING_READ,
    Permission::INVENTORY_READ,
    Permission::SEARCH_READ,
    Permission::ACCESS_READ,
];
/// Whoever changes what is traded.
const WRITE_TRADE: &[Permission] = &[
    Permission::CATALOG_WRITE,
    Permission::PRICING_WRITE,
    Permission::INVENTORY_WRITE,
];

/// What some elements need.
struct Rule {
    needs: Needs,
    /// Single members of types: the type, and its fields. With `field(argument)` only these arguments are meant, where the
    /// field itself has another rule; for what everybody may use, all arguments that everybody may give. Without any field the
    /// type as such is meant. A type that everybody may use is declared here too.
    members: &'static [(&'static str, &'static str)],
    /// Types with all their members, but those that have a rule of their own.
    types: &'static str,
}

/// All rules; what everybody may use comes first.
const RULES: [&[Rule]; 7] = [
    open::TABLE,
    shared::TABLE,
    catalog::TABLE,
    pricing::TABLE,
    inventory::TABLE,
    search::TABLE,
    keys::TABLE,
];

/// The rules, by what they are about.
pub(crate) struct Table {
    types: HashMap<&'static str, Declared>,
    members: HashMap<(&'static str, &'static str), Member>,
}

struct Declared {
    needs: Needs,
    /// Whether it holds for members without a rule of their own.
    whole: bool,
}

struct Member {
    needs: Needs,
    arguments: HashMap<&'static str, Needs>,
    /// Whether arguments without a rule of their own need what the member needs.
    whole: bool,
}

/// The table.
pub(crate) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::of_rules);
    &TABLE
}

impl Table {
    fn of_rules() -> Self {
        let mut table = Self {
            types: HashMap::new(),
            members: HashMap::new(),
        };
        for rule in RULES.into_iter().flatten() {
            for name in rule.types.split_ascii_whitespace() {
                table.declare(name, rule.needs, true);
            }
            for (owner, members) in rule.members {
                if members.is_empty() || rule.needs.is_nothing() {
                    table.declare(owner, rule.needs, false);
                }
                for (member, arguments) in written(members) {
                    table.add(owner, member, arguments, rule.needs);
                }
            }
        }
        table
    }

    fn declare(&mut self, name: &'static str, needs: Needs, whole: bool) {
        let before = self.types.insert(name, Declared { needs, whole });
        assert!(before.is_none(), "`{name}` is in the table twice");
    }

    fn add(
        &mut self,
        owner: &'static str,
        name: &'static str,
        arguments: Option<&'static str>,
        needs: Needs,
    ) {
        let whole = arguments.is_none() && !needs.is_nothing();
        let arguments = arguments.unwrap_or_default().split_ascii_whitespace();
        let arguments = arguments.map(|argument| (argument, needs));
        if let Some(member) = self.members.get_mut(&(owner, name)) {
            assert!(!whole, "`{owner}.{name}` is in the table twice");
            member.arguments.extend(arguments);
            return;
        }
        let member = Member {
            needs,
            arguments: arguments.collect(),
            whole,
        };
        self.members.insert((owner, name), member);
    }

    /// What a type needs. None: it isn't in the table.
    pub(crate) fn of_type(&self, name: &str) -> Option<Needs> {
        self.types.get(name).map(|declared| declared.needs)
    }

    /// What a field, an input field or an enum value needs. None: it isn't in the table.
    pub(crate) fn of_member(&self, owner: &str, name: &str) -> Option<Needs> {
        if let Some(member) = self.members.get(&(owner, name)) {
            return Some(member.needs);
        }
        let declared = self.types.get(owner)?;
        declared.whole.then_some(declared.needs)
    }

    /// What an argument of a field needs. None: it isn't in the table.
    pub(crate) fn of_argument(&self, owner: &str, field: &str, name: &str) -> Option<Needs> {
        let Some(member) = self.members.get(&(owner, field)) else {
            return self.of_member(owner, field);
        };
        match member.arguments.get(name) {
            Some(needs) => Some(*needs),
            None => member.whole.then_some(member.needs),
        }
    }

    /// The coordinates of everything that is in the table.
    #[cfg(test)]
    pub(crate) fn coordinates(&self) -> impl Iterator<Item = String> {
        let types = self.types.keys().map(|&name| name.to_owned());
        let members = self.members.iter().flat_map(|((owner, name), member)| {
            let arguments = member.arguments.keys();
            let arguments = arguments.map(move |argument| format!("{owner}.{name}({argument}:)"));
            std::iter::once(format!("{owner}.{name}")).chain(arguments)
        });
        types.chain(members)
    }

    /// What an element needs, by its coordinate: `Type` or `Type.member`. None: it isn't in the table.
    pub(crate) fn of(&self, coordinate: &str) -> Option<Needs> {
        match coordinate.split_once('.') {
            Some((owner, name)) => self.of_member(owner, name),
            None => self.of_type(coordinate),
        }
    }
}

/// Names with their arguments: `sku price(quantity)`. None: no arguments are written.
fn written(members: &'static str) -> Vec<(&'static str, Option<&'static str>)> {
    let mut found = Vec::new();
    let mut rest = members.trim_start();
    while !rest.is_empty() {
        let end = rest.find([' ', '(']).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let mut arguments = None;
        if let Some(inside) = rest.strip_prefix('(') {
            let end = inside
                .find(')')
                .expect("each parenthesis of the table is closed");
            arguments = Some(&inside[..end]);
            rest = &inside[end + 1..];
        }
        found.push((name, arguments));
        rest = rest.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_with_their_arguments() {
        assert_eq!(
            written("sku price(quantity at)  media"),
            [
                ("sku", None),
                ("price", Some("quantity at")),
                ("media", None)
            ]
        );
    }

    #[test]
    fn what_is_not_in_the_table_needs_what_nobody_has() {
        let table = table();
        assert_eq!(table.of("Product.code"), Some(Needs::NOTHING));
        assert_eq!(table.of("Product.margin"), None);
        assert_eq!(table.of("Margin"), None);
        assert_eq!(
            table.of_argument("Product", "variants", "first"),
            Some(Needs::NOTHING)
        );
        assert_eq!(table.of_argument("Product", "variants", "secret"), None);
        assert_eq!(table.of_argument("Product", "code", "secret"), None);
    }

    #[test]
    fn a_rule_of_its_own_goes_before_that_of_the_type() {
        let table = table();
        let of_type = table.of("ProductVariantSetInput.barcode");
        assert_eq!(of_type, Some(Needs::of(Permission::CATALOG_WRITE)));
        let own = table.of("ProductVariantSetInput.prices");
        assert_eq!(own, Some(Needs::of(Permission::PRICING_WRITE)));
    }
}
