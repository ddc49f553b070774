//! Values of the schema's input types, made of the fuzzer's bytes: nearly all of them pass validation, so that what is
//! tried is what comes after it.

use apollo_compiler::{
    Schema,
    ast::Type,
    schema::{ExtendedType, InputObjectType},
    validation::Valid,
};
use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

/// Makes values of a role's input types.
pub struct Inputs {
    schema: Valid<Schema>,
}

/// A value, and whether it is for the admin's schema.
#[derive(Debug)]
pub struct Generated {
    pub value: Value,
    pub admin: bool,
}

/// How deeply inputs nest before optional parts are left out.
const DEEPEST: usize = 4;
/// Texts that mean something somewhere: codes, SKUs and slugs of the sample, dates, prices, locales, and some that are near.
const TEXTS: &[&str] = &[
    "de",
    "us",
    "lighting",
    "desk-lamp-heron",
    "OST-HER-BLK",
    "colour",
    "black",
    "weight",
    "organic",
    "publication-date",
    "Ostara",
    "2026-11-22",
    "2026-11-22T18:30:00Z",
    "-271821-04-20T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "0",
    "-1",
    "19.90",
    "1e400",
    "0.0000001",
    "79228162514264337593543950335",
    "EUR",
    "DE",
    "de-AT",
    "x-private",
    "",
    " ",
    "%",
    "_",
    "*",
    "\"",
    "'",
    "\\",
    "\u{0}",
    "\u{202e}",
    "e\u{301}",
    "💥",
    "a OR b",
    "\"an open phrase",
    "NaN",
    "Infinity",
];

impl Inputs {
    pub fn of(role: graphql::Role) -> Self {
        let schema = Schema::parse_and_validate(graphql::sdl(role), "schema.graphql");
        Self {
            schema: schema.unwrap_or_else(|invalid| panic!("{}", invalid.errors)),
        }
    }

    /// A value of an input type.
    pub fn value(&self, type_name: &str, bytes: &mut Unstructured<'_>) -> Result<Value> {
        self.named(type_name, bytes, 0)
    }

    fn typed(&self, ty: &Type, bytes: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
        if !ty.is_non_null() && (depth > DEEPEST || bytes.ratio(1, 8)?) {
            return Ok(Value::Null);
        }
        if !ty.is_list() {
            return self.named(ty.inner_named_type(), bytes, depth);
        }
        let length = if depth > DEEPEST {
            0
        } else {
            bytes.int_in_range(0..=3)?
        };
        let items = (0..length).map(|_| self.typed(ty.item_type(), bytes, depth + 1));
        items.collect::<Result<Vec<_>>>().map(Value::Array)
    }

    fn named(&self, type_name: &str, bytes: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
        Ok(match self.schema.types.get(type_name) {
            Some(ExtendedType::InputObject(input)) => self.object(input, bytes, depth)?,
            Some(ExtendedType::Enum(declared)) => {
                let names: Vec<&str> = declared.values.keys().map(|name| name.as_str()).collect();
                json!(bytes.choose(&names)?)
            }
            _ => scalar(type_name, bytes)?,
        })
    }

    fn object(
        &self,
        input: &InputObjectType,
        bytes: &mut Unstructured<'_>,
        depth: usize,
    ) -> Result<Value> {
        let mut members = Map::new();
        if input.directives.has("oneOf") {
            let names: Vec<_> = input.fields.keys().collect();
            let name = *bytes.choose(&names)?;
            let field = &input.fields[name];
            let value = self.typed(&field.ty.as_ref().clone().non_null(), bytes, depth + 1)?;
            members.insert(name.to_string(), value);
            return Ok(Value::Object(members));
        }
        for (name, field) in &input.fields {
            let demanded = field.ty.is_non_null() && field.default_value.is_none();
            if demanded || (depth <= DEEPEST && bytes.ratio(1, 3)?) {
                members.insert(name.to_string(), self.typed(&field.ty, bytes, depth + 1)?);
            }
        }
        Ok(Value::Object(members))
    }
}

fn scalar(type_name: &str, bytes: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match type_name {
        "Int" => json!(*bytes.choose(&[0, 1, -1, 2, 24, 250, 251, i32::MAX, i32::MIN])?),
        "Float" => json!(*bytes.choose(&[
            0.0,
            -0.0,
            1.5,
            -1e308,
            1e308,
            5e-324,
            9_007_199_254_740_993.0
        ])?),
        "Boolean" => json!(bytes.arbitrary::<bool>()?),
        _ if bytes.ratio(1, 4)? => {
            let length = bytes.int_in_range(0..=40)?;
            let text = bytes.bytes(length.min(bytes.len()))?;
            json!(String::from_utf8_lossy(text))
        }
        // A custom scalar may take a number or a list as well.
        other if other != "String" && other != "ID" && bytes.ratio(1, 6)? => {
            let numbers = [
                json!(1),
                json!(-0.5),
                json!(true),
                json!(["black", "white"]),
                json!({ "a": 1 }),
                json!(i64::MAX),
            ];
            bytes.choose(&numbers)?.clone()
        }
        _ => json!(bytes.choose(TEXTS)?),
    })
}
