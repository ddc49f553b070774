//! Types as schema definition language.

use std::fmt::{Display, Write as _};

use super::introspection::{EnumValue, Field, Input, Kind, Type, TypeRef};

/// The whole text: the directive that tools may not know, the root, and the other types by name.
pub(super) fn schema(types: &[Type]) -> String {
    schema_with(types, |_| "")
}

/// The same, with the directives that `marks` gives to the object types by their names, each after a space.
pub(super) fn schema_with(types: &[Type], marks: impl Fn(&str) -> &'static str) -> String {
    let mut text = String::new();
    if types.iter().any(is_one_of) {
        describe(
            &mut text,
            "",
            Some("Exactly one field of this input must be given, and not as null."),
        );
        text.push_str("directive @oneOf on INPUT_OBJECT\n\n");
    }
    let (root, others): (Vec<&Type>, Vec<&Type>) = types
        .iter()
        .partition(|declared| matches!(&*declared.name, "Query" | "Mutation" | "Subscription"));
    for declared in root.into_iter().chain(others) {
        describe(&mut text, "", declared.description.as_deref());
        write_type(&mut text, declared, marks(&declared.name));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn is_one_of(declared: &Type) -> bool {
    declared.is_one_of == Some(true)
}

fn write_type(text: &mut String, declared: &Type, marks: &str) {
    let name = &declared.name;
    match declared.kind {
        Kind::Scalar => {
            let url = declared.specified_by_url.as_ref();
            let specified = url
                .map(|url| format!(" @specifiedBy(url: \"{url}\")"))
                .unwrap_or_default();
            line(text, format_args!("scalar {name}{specified}"));
        }
        Kind::Object | Kind::Interface => {
            let keyword = if declared.kind == Kind::Object {
                "type"
            } else {
                "interface"
            };
            let interfaces: Vec<&str> = declared
                .interfaces
                .iter()
                .flatten()
                .map(|named| &*named.name)
                .collect();
            let implements = if interfaces.is_empty() {
                String::new()
            } else {
                format!(" implements {}", interfaces.join(" & "))
            };
            block(
                text,
                format_args!("{keyword} {name}{implements}{marks}"),
                declared.fields.as_deref(),
                write_field,
            );
        }
        Kind::Union => {
            let members: Vec<&str> = declared
                .possible_types
                .iter()
                .flatten()
                .map(|named| &*named.name)
                .collect();
            line(text, format_args!("union {name} = {}", members.join(" | ")));
        }
        Kind::Enum => {
            block(
                text,
                format_args!("enum {name}"),
                declared.enum_values.as_deref(),
                write_enum_value,
            );
        }
        Kind::InputObject => {
            let one_of = if is_one_of(declared) { " @oneOf" } else { "" };
            let fields = declared.input_fields.as_deref();
            block(
                text,
                format_args!("input {name}{one_of}"),
                fields,
                |text, input| write_input(text, "  ", input),
            );
        }
        Kind::List | Kind::NonNull => {}
    }
}

fn line(text: &mut String, content: impl Display) {
    let _ = writeln!(text, "{content}");
}

fn block<T>(
    text: &mut String,
    head: impl Display,
    items: Option<&[T]>,
    write: impl Fn(&mut String, &T),
) {
    line(text, format_args!("{head} {{"));
    for item in items.unwrap_or_default() {
        write(text, item);
    }
    line(text, "}");
}

fn write_field(text: &mut String, field: &Field) {
    describe(text, "  ", field.description.as_deref());
    let deprecated = deprecation(field.is_deprecated, field.deprecation_reason.as_deref());
    let (name, of) = (&field.name, reference(&field.of));
    if field.args.is_empty() {
        line(text, format_args!("  {name}: {of}{deprecated}"));
        return;
    }
    line(text, format_args!("  {name}("));
    for argument in &field.args {
        write_input(text, "    ", argument);
    }
    line(text, format_args!("  ): {of}{deprecated}"));
}

fn write_input(text: &mut String, indent: &str, input: &Input) {
    describe(text, indent, input.description.as_deref());
    let default = input
        .default_value
        .as_ref()
        .map(|value| format!(" = {value}"))
        .unwrap_or_default();
    line(
        text,
        format_args!("{indent}{}: {}{default}", input.name, reference(&input.of)),
    );
}

fn write_enum_value(text: &mut String, value: &EnumValue) {
    describe(text, "  ", value.description.as_deref());
    let deprecated = deprecation(value.is_deprecated, value.deprecation_reason.as_deref());
    line(text, format_args!("  {}{deprecated}", value.name));
}

fn deprecation(is_deprecated: bool, reason: Option<&str>) -> String {
    match (is_deprecated, reason) {
        (false, _) => String::new(),
        (true, None) => String::from(" @deprecated"),
        (true, Some(reason)) => {
            format!(" @deprecated(reason: {})", serde_json::Value::from(reason))
        }
    }
}

fn reference(of: &TypeRef) -> String {
    let inner = || of.of_type.as_deref().map(reference).unwrap_or_default();
    match of.kind {
        Kind::NonNull => format!("{}!", inner()),
        Kind::List => format!("[{}]", inner()),
        _ => of.name.clone().unwrap_or_default(),
    }
}

/// Writes a description as a block text, broken where the source breaks it.
fn describe(text: &mut String, indent: &str, description: Option<&str>) {
    let Some(description) = description else {
        return;
    };
    line(text, format_args!("{indent}\"\"\""));
    for part in description.lines() {
        line(
            text,
            format_args!("{indent}{}", part.replace("\"\"\"", "\\\"\"\"")),
        );
    }
    line(text, format_args!("{indent}\"\"\""));
}
