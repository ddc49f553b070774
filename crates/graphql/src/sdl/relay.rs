//! The schema for Relay's compiler.

use super::{introspection::Type, print};

/// The text, in which `Query.node` has its id alone: the compiler refuses to fetch a fragment again by a `node` that has
/// more arguments, optional ones too. Whoever leaves out an optional argument asks for the same, so all documents that fit
/// this schema fit the whole one.
pub(super) fn schema(mut types: Vec<Type>) -> String {
    let fields = types
        .iter_mut()
        .filter(|declared| declared.name == "Query")
        .flat_map(|query| query.fields.iter_mut().flatten());
    for node in fields.filter(|field| field.name == "node") {
        node.args.retain(|argument| argument.name == "id");
    }
    print::schema(&types)
}
