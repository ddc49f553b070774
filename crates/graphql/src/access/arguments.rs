//! Whether somebody may give what they give a mutation: each argument, and all that is in its inputs.

use domain::access::Permissions;
use serde_json::{Map, Value};

use super::{Needs, table};
use crate::sdl::Definitions;

/// What the first part of these arguments needs that the viewer doesn't have. None: they may give all of it.
pub(crate) fn refused(
    held: Permissions,
    mutation: &str,
    arguments: &Map<String, Value>,
) -> Option<Refused> {
    if held == Permissions::ALL {
        return None;
    }
    let definitions = Definitions::whole();
    arguments.iter().find_map(|(name, value)| {
        let needs = table().of_argument("Mutation", mutation, name);
        let place = || format!("{mutation}({name}:)");
        refused_by(needs, held, place).or_else(|| {
            let of = definitions.argument_type("Mutation", mutation, name)?;
            inside(definitions, held, of, value)
        })
    })
}

/// Something that may not be given.
pub(crate) struct Refused {
    /// The coordinate of the element.
    element: String,
    /// What it needs. None: what nobody has.
    needs: Option<Needs>,
}

impl Refused {
    /// Why, for people.
    pub(crate) fn message(&self, held: Permissions) -> String {
        let element = &self.element;
        match self.needs {
            Some(needs) => format!("`{element}`: {}", needs.refusal(held)),
            None => format!("`{element}` is not in the table of permissions."),
        }
    }
}

fn refused_by(
    needs: Option<Needs>,
    held: Permissions,
    element: impl FnOnce() -> String,
) -> Option<Refused> {
    if needs.is_some_and(|needs| needs.are_met_by(held)) {
        return None;
    }
    Some(Refused {
        element: element(),
        needs,
    })
}

/// The same within a value of an input type.
fn inside(
    definitions: &Definitions,
    held: Permissions,
    of: &str,
    value: &Value,
) -> Option<Refused> {
    match value {
        Value::Array(items) => items
            .iter()
            .find_map(|item| inside(definitions, held, of, item)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let inner = definitions.input_field_type(of, name)?;
            let needs = table().of_member(of, name);
            refused_by(needs, held, || format!("{of}.{name}"))
                .or_else(|| inside(definitions, held, inner, value))
        }),
        _ => None,
    }
}
