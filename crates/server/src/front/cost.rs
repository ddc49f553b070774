//! What an operation costs, told before it is executed.
//!
//! A point is an object that is read and shown; some fields cost more ([`graphql::hints`]). Pages multiply what is below
//! them by what they ask for, other lists by what is usual. The sum is made when a document is prepared, as far as it can be
//! made without variables; with them it is worked out in one walk, in which every number is clamped and every sum and
//! product saturates.

use apollo_compiler::Name;
use apollo_compiler::ast::{DirectiveList, Type, Value as Literal};
use apollo_compiler::executable::{ExecutableDocument, Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::{JsonMap, JsonValue};
use graphql::hints;

/// The arguments that say how long a page is.
const PAGES: [&str; 3] = ["first", "last", "limit"];
/// The arguments whose entries are as many as those of the list that comes back.
const ENTRIES: [&str; 4] = ["ids", "lines", "codes", "representations"];

/// The cost of an operation, for all values of its variables.
#[derive(Debug)]
pub(super) struct Cost(Vec<Part>);

/// A field or a fragment with what is below it.
#[derive(Debug)]
struct Part {
    /// Points of itself, for each entry.
    points: u64,
    /// Points that come once, however many entries there are.
    once: u64,
    entries: Entries,
    conditions: Vec<Condition>,
    parts: Vec<Part>,
}

/// How many entries there are of a part.
#[derive(Debug, Clone)]
enum Entries {
    Fixed(u64),
    /// A page: the first of these amounts that there is decides.
    Page {
        parent: Name,
        field: Name,
        asked: Vec<Amount>,
    },
    /// As many as a list in a variable.
    Listed(Name),
}

/// A number that stands in the document, or is the value of a variable.
#[derive(Debug, Clone)]
enum Amount {
    Written(u64),
    Variable(Name),
}

/// A `@skip` or `@include`: the part is there where it has this value.
#[derive(Debug)]
struct Condition {
    there: bool,
    variable: Name,
}

/// What a field's arguments say of the lists below it.
struct Below {
    entries: Entries,
    lists: Lists,
}

/// Which lists those are.
enum Lists {
    /// A connection's.
    EdgesAndNodes,
    All,
    Named(Name),
}

impl Cost {
    /// Looks through a validated operation. Its fragments are spread, which the limits keep short.
    pub(super) fn of(document: &ExecutableDocument, operation: &Operation) -> Self {
        Self(parts(document, &operation.selection_set, None))
    }

    /// The points for these values of the variables, at least one.
    pub(super) fn with(&self, variables: &JsonMap) -> u64 {
        sum(&self.0, variables).max(1)
    }
}

fn sum(parts: &[Part], variables: &JsonMap) -> u64 {
    parts
        .iter()
        .fold(0, |sum: u64, part| sum.saturating_add(part.with(variables)))
}

impl Part {
    fn with(&self, variables: &JsonMap) -> u64 {
        let absent = |condition: &Condition| {
            variables.get(condition.variable.as_str()) == Some(&JsonValue::Bool(!condition.there))
        };
        if self.conditions.iter().any(absent) {
            return 0;
        }
        let entries = match &self.entries {
            Entries::Fixed(entries) => *entries,
            Entries::Page {
                parent,
                field,
                asked,
            } => {
                let asked = asked.iter().find_map(|amount| amount.with(variables));
                hints::page(parent, field, asked)
            }
            Entries::Listed(variable) => match variables.get(variable.as_str()) {
                Some(JsonValue::Array(entries)) => entries.len() as u64,
                _ => 1,
            },
        };
        let each = self.points.saturating_add(sum(&self.parts, variables));
        self.once.saturating_add(entries.saturating_mul(each))
    }
}

impl Amount {
    /// None: it is null or not given. What is below zero counts as zero.
    fn with(&self, variables: &JsonMap) -> Option<u64> {
        match self {
            Self::Written(amount) => Some(*amount),
            Self::Variable(name) => match variables.get(name.as_str())? {
                JsonValue::Number(number) => Some(number.as_u64().unwrap_or(0)),
                _ => None,
            },
        }
    }

    fn of(literal: &Literal) -> Option<Self> {
        match literal {
            Literal::Int(number) => Some(Self::Written(clamped(number.as_str()))),
            Literal::Variable(name) => Some(Self::Variable(name.clone())),
            _ => None,
        }
    }
}

/// An integer of any length: below zero it is zero, beyond all bounds the greatest.
fn clamped(number: &str) -> u64 {
    if number.starts_with('-') {
        0
    } else {
        number.parse().unwrap_or(u64::MAX)
    }
}

fn parts(document: &ExecutableDocument, set: &SelectionSet, below: Option<&Below>) -> Vec<Part> {
    let mut parts = Vec::new();
    for selection in &set.selections {
        let Some(conditions) = conditions(selection.directives()) else {
            continue;
        };
        let spread = |set: &SelectionSet, conditions| Part {
            points: 0,
            once: 0,
            entries: Entries::Fixed(1),
            conditions,
            parts: self::parts(document, set, below),
        };
        match selection {
            Selection::Field(field) => {
                let mut part = part(document, &set.ty, field, below);
                // Most fields are leaves, which cost nothing.
                if part.points > 0 || part.once > 0 {
                    part.conditions = conditions;
                    parts.push(part);
                }
            }
            Selection::InlineFragment(inline) => {
                parts.push(spread(&inline.selection_set, conditions));
            }
            Selection::FragmentSpread(fragment) => {
                if let Some(fragment) = document.fragments.get(&fragment.fragment_name) {
                    parts.push(spread(&fragment.selection_set, conditions));
                }
            }
        }
    }
    parts
}

fn part(
    document: &ExecutableDocument,
    parent: &Name,
    field: &Field,
    above: Option<&Below>,
) -> Part {
    let own = own(parent, field);
    let entries = if is_list(&field.definition.ty) {
        let is_meant = |above: &&Below| match &above.lists {
            Lists::All => true,
            Lists::EdgesAndNodes => matches!(field.name.as_str(), "edges" | "nodes"),
            Lists::Named(name) => field.name == *name,
        };
        let given = own.as_ref().or(above.filter(is_meant));
        given.map_or_else(
            || Entries::Fixed(hints::usual(parent, &field.name)),
            |given| given.entries.clone(),
        )
    } else {
        Entries::Fixed(1)
    };
    Part {
        points: u64::from(!field.selection_set.is_empty()),
        once: hints::effort(parent, &field.name),
        entries,
        conditions: Vec::new(),
        parts: parts(document, &field.selection_set, own.as_ref()),
    }
}

/// What a field's arguments say of its list, or of the lists below it. None: nothing.
fn own(parent: &Name, field: &Field) -> Option<Below> {
    let takes = |name: &&str| field.definition.argument_by_name(name).is_some();
    if let Some(name) = ENTRIES.into_iter().find(takes) {
        let entries = match &**field.specified_argument_by_name(name)? {
            Literal::List(entries) => Entries::Fixed(entries.len() as u64),
            Literal::Variable(variable) => Entries::Listed(variable.clone()),
            _ => return None,
        };
        let name = Name::new(name).ok()?;
        return Some(Below {
            entries,
            lists: Lists::Named(name),
        });
    }
    let names: Vec<&str> = PAGES.into_iter().filter(takes).collect();
    if names.is_empty() {
        return None;
    }
    let given = names
        .iter()
        .filter_map(|name| field.argument_by_name(name).ok());
    Some(Below {
        entries: Entries::Page {
            parent: parent.clone(),
            field: field.name.clone(),
            asked: given.filter_map(|literal| Amount::of(literal)).collect(),
        },
        lists: if names == ["limit"] {
            Lists::All
        } else {
            Lists::EdgesAndNodes
        },
    })
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::NonNullList(_))
}

/// Under which conditions a selection is there. None: under none.
fn conditions(directives: &DirectiveList) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    for (name, there) in [("include", true), ("skip", false)] {
        let given = directives
            .get(name)
            .and_then(|directive| directive.specified_argument_by_name("if"));
        match given.map(|literal| &**literal) {
            Some(Literal::Boolean(value)) if *value != there => return None,
            Some(Literal::Variable(variable)) => conditions.push(Condition {
                there,
                variable: variable.clone(),
            }),
            _ => {}
        }
    }
    Some(conditions)
}

#[cfg(test)]
#[path = "cost/tests.rs"]
mod tests;
