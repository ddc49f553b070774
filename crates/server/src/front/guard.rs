//! Measures a document before anything walks it.
//!
//! A document of 1 kB can stand for millions of fields when its fragments spread each other. The measures are taken on
//! the syntax tree, every fragment once: its measure is remembered and added wherever it is spread, so the work is
//! linear in the document's length and every sum saturates.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ast::{
    Definition, Document, FragmentDefinition, OperationDefinition, Selection,
};

use super::error::{Code, Refusal};
use super::limits::Limits;

/// Checks every operation and fragment of a document against the limits. Cycles of fragments and spreads of unknown
/// ones pass: saying what is wrong with them is left to validation.
///
/// # Errors
/// The first limit that an operation passes, with its value and what was measured.
pub(super) fn check(document: &Document, limits: &Limits) -> Result<(), Refusal> {
    let fragments = || {
        document
            .definitions
            .iter()
            .filter_map(Definition::as_fragment_definition)
    };
    let operations = || {
        document
            .definitions
            .iter()
            .filter_map(Definition::as_operation_definition)
    };
    let count = operations().count();
    if count > limits.operations {
        return Err(Refusal::limit(
            Code::TooManyOperations,
            "operations",
            limits.operations,
            count,
        ));
    }
    let by_name = fragments()
        .map(|fragment| (fragment.name.as_str(), &**fragment))
        .collect();
    let mut guard = Guard {
        limits,
        fragments: by_name,
        measured: HashMap::new(),
    };
    for operation in operations() {
        guard.check_operation(operation)?;
    }
    for fragment in fragments() {
        // Validation walks fragments that no operation uses as well.
        let measure = guard.fragment(&fragment.name, 0)?;
        guard.check_size(measure)?;
    }
    Ok(())
}

/// What a selection set amounts to.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    /// Fields, fragments counted wherever they are spread.
    fields: usize,
    /// Fields at the top of the set.
    roots: usize,
    /// Fields nested in each other, without those of introspection.
    depth: usize,
    /// Fields nested in each other from `__schema` or `__type` on.
    introspection_depth: usize,
    /// Selection sets nested in this one.
    nesting: usize,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.roots = self.roots.saturating_add(other.roots);
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        self.nesting = self.nesting.max(other.nesting + 1);
    }
}

struct Guard<'a> {
    limits: &'a Limits,
    fragments: HashMap<&'a str, &'a FragmentDefinition>,
    /// `None` while a fragment is being measured: meeting it again is a cycle.
    measured: HashMap<&'a str, Option<Measure>>,
}

impl<'a> Guard<'a> {
    fn check_operation(&mut self, operation: &'a OperationDefinition) -> Result<(), Refusal> {
        let measure = self.selections(&operation.selection_set, 0)?;
        self.check_size(measure)?;
        self.check_depth(measure)?;
        if measure.roots > self.limits.root_fields {
            let limit = self.limits.root_fields;
            return Err(Refusal::limit(
                Code::TooManyRootFields,
                "root fields",
                limit,
                measure.roots,
            ));
        }
        let mut written = Written {
            aliases: 0,
            directives: operation.directives.len(),
            seen: HashSet::new(),
        };
        for variable in &operation.variables {
            written.directives += variable.directives.len();
        }
        written.count(&operation.selection_set, &self.fragments);
        if written.aliases > self.limits.aliases {
            return Err(Refusal::limit(
                Code::TooManyAliases,
                "aliases",
                self.limits.aliases,
                written.aliases,
            ));
        }
        if written.directives > self.limits.directives {
            let limit = self.limits.directives;
            return Err(Refusal::limit(
                Code::TooManyDirectives,
                "directives",
                limit,
                written.directives,
            ));
        }
        Ok(())
    }

    fn check_size(&self, measure: Measure) -> Result<(), Refusal> {
        let limits = self.limits;
        if measure.fields > limits.fields {
            return Err(Refusal::limit(
                Code::TooManyFields,
                "fields",
                limits.fields,
                measure.fields,
            ));
        }
        if measure.nesting > limits.nesting {
            return Err(nested_too_deep(limits.nesting, measure.nesting));
        }
        Ok(())
    }

    fn check_depth(&self, measure: Measure) -> Result<(), Refusal> {
        let limits = self.limits;
        if measure.depth > limits.depth {
            return Err(too_deep(
                "levels of nested fields",
                limits.depth,
                measure.depth,
            ));
        }
        if measure.introspection_depth > limits.introspection_depth {
            let (limit, measured) = (limits.introspection_depth, measure.introspection_depth);
            return Err(too_deep(
                "levels of nested introspection fields",
                limit,
                measured,
            ));
        }
        Ok(())
    }

    /// Measures a selection set that lies below `level` others. The level bounds the recursion.
    fn selections(
        &mut self,
        selections: &'a [Selection],
        level: usize,
    ) -> Result<Measure, Refusal> {
        if level > self.limits.nesting {
            return Err(nested_too_deep(self.limits.nesting, level));
        }
        let mut sum = Measure::default();
        for selection in selections {
            match selection {
                Selection::Field(field) if field.selection_set.is_empty() => {
                    sum.fields = sum.fields.saturating_add(1);
                    sum.roots = sum.roots.saturating_add(1);
                    sum.depth = sum.depth.max(1);
                }
                Selection::Field(field) => {
                    let below = self.selections(&field.selection_set, level + 1)?;
                    sum.add(nested_in(&field.name, below));
                }
                Selection::InlineFragment(inline) => {
                    sum.add(self.selections(&inline.selection_set, level + 1)?);
                }
                Selection::FragmentSpread(spread) => {
                    sum.add(self.fragment(&spread.fragment_name, level + 1)?);
                }
            }
        }
        Ok(sum)
    }

    fn fragment(&mut self, name: &str, level: usize) -> Result<Measure, Refusal> {
        let Some((&name, &fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Measure::default());
        };
        if let Some(measured) = self.measured.get(name) {
            return Ok(measured.unwrap_or_default());
        }
        self.measured.insert(name, None);
        let measure = self.selections(&fragment.selection_set, level)?;
        self.measured.insert(name, Some(measure));
        Ok(measure)
    }
}

/// The measure of a field with a selection set.
fn nested_in(field: &str, below: Measure) -> Measure {
    let mut measure = Measure {
        fields: below.fields.saturating_add(1),
        roots: 1,
        ..below
    };
    if matches!(field, "__schema" | "__type") {
        measure.depth = 0;
        measure.introspection_depth = 1 + below.depth.max(below.introspection_depth);
    } else {
        measure.depth = 1 + below.depth.max(below.introspection_depth);
        measure.introspection_depth = 0;
    }
    measure
}

/// What is counted as it is written, each fragment once.
struct Written<'a> {
    aliases: usize,
    directives: usize,
    seen: HashSet<&'a str>,
}

impl<'a> Written<'a> {
    fn count(
        &mut self,
        selections: &'a [Selection],
        fragments: &HashMap<&'a str, &'a FragmentDefinition>,
    ) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.alias.is_some());
                    self.directives += field.directives.len();
                    self.count(&field.selection_set, fragments);
                }
                Selection::InlineFragment(inline) => {
                    self.directives += inline.directives.len();
                    self.count(&inline.selection_set, fragments);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives += spread.directives.len();
                    let Some(&fragment) = fragments.get(spread.fragment_name.as_str()) else {
                        continue;
                    };
                    if self.seen.insert(&spread.fragment_name) {
                        self.directives += fragment.directives.len();
                        self.count(&fragment.selection_set, fragments);
                    }
                }
            }
        }
    }
}

fn too_deep(what: &str, limit: usize, measured: usize) -> Refusal {
    Refusal::limit(Code::DocumentTooDeep, what, limit, measured)
}

fn nested_too_deep(limit: usize, measured: usize) -> Refusal {
    too_deep("levels of nested selection sets", limit, measured)
}

#[cfg(test)]
#[path = "guard/tests.rs"]
mod tests;
