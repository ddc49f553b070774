//! The fields of an operation, wherever they stand in it.

use apollo_compiler::Name;
use apollo_compiler::executable::{ExecutableDocument, Field, Selection, SelectionSet};

/// Looks at each field of a selection set with the type that it is selected on. Fragments are spread, which the limits keep
/// short.
pub(super) fn each_field(
    document: &ExecutableDocument,
    set: &SelectionSet,
    look: &mut impl FnMut(&Name, &Field),
) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                look(&set.ty, field);
                each_field(document, &field.selection_set, look);
            }
            Selection::InlineFragment(inline) => each_field(document, &inline.selection_set, look),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    each_field(document, &fragment.selection_set, look);
                }
            }
        }
    }
}
