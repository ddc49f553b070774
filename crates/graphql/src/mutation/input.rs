//! A mutation's input as its caller wrote it: what is absent, what is null, and what it becomes as a record of a feed.
//!
//! Where a feed has a map (translations by locale, attributes by code), GraphQL has a list whose entries name their key.
//! [`keyed`] makes maps of such lists, and [`Input::refusals`] leads a problem's path back to the entry.

use domain::problem::{FieldPath, Problem, Step};
use serde_json::{Map, Value};

use super::Refusal;

/// The fields by which entries of lists are named.
const KEYS: [&str; 5] = ["locale", "code", "name", "sku", "class"];

/// An input object, and where it stands among the mutation's arguments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    at: Vec<String>,
    given: Map<String, Value>,
}

impl Input {
    pub(crate) const fn new(at: Vec<String>, given: Map<String, Value>) -> Self {
        Self { at, given }
    }

    /// The names of the fields that the caller gave.
    pub(crate) fn fields(&self) -> Vec<&str> {
        self.given.keys().map(String::as_str).collect()
    }

    /// The input's own fields as the fields of a record of this type and code.
    pub(crate) fn record(&self, kind: &str, code: &str) -> Map<String, Value> {
        let mut record = self.given.clone();
        record.insert(String::from("type"), Value::from(kind));
        record.insert(String::from("code"), Value::from(code));
        record
    }

    /// Problems of the record that was made of it, by the paths that the caller wrote.
    pub(crate) fn refusals(&self, problems: Vec<Problem>) -> Vec<Refusal> {
        problems
            .into_iter()
            .map(|problem| {
                let field = self.path(&problem.field);
                Refusal::of(problem, field)
            })
            .collect()
    }

    fn path(&self, path: &FieldPath) -> Vec<String> {
        let mut steps = self.at.clone();
        let whole = Value::Object(self.given.clone());
        let mut at = Some(&whole);
        for step in &path.0 {
            // A feed's map entry `"weight": 1.2` is `{code: "weight", value: 1.2}` here.
            if let (Some(Value::Object(entry)), Step::Index(_)) = (at, step) {
                steps.push(String::from("value"));
                at = entry.get("value");
            }
            let (name, next) = match (step, at) {
                (Step::Name(name), Some(Value::Array(entries))) => {
                    let place = entries.iter().position(|entry| is_named(entry, name));
                    match place {
                        Some(place) => (place.to_string(), entries.get(place)),
                        None => (name.clone(), None),
                    }
                }
                (Step::Name(name), Some(Value::Object(fields))) => (name.clone(), fields.get(name)),
                (Step::Name(name), _) => (name.clone(), None),
                (Step::Index(index), Some(Value::Array(entries))) => {
                    (index.to_string(), entries.get(*index))
                }
                (Step::Index(index), _) => (index.to_string(), None),
            };
            steps.push(name);
            at = next;
        }
        steps
    }
}

fn is_named(entry: &Value, name: &str) -> bool {
    KEYS.iter().filter_map(|key| entry.get(key)).any(|key| {
        key.as_str()
            .is_some_and(|key| key.eq_ignore_ascii_case(name))
    })
}

/// Makes a map of a list in this field: each entry without its key, under its key. What comes twice stays twice, for the
/// reader of the record to refuse.
pub(crate) fn keyed(record: &mut Map<String, Value>, field: &str, key: &str) {
    entries(record, field, key, Value::Object);
}

fn entries(
    record: &mut Map<String, Value>,
    field: &str,
    key: &str,
    rest: impl Fn(Map<String, Value>) -> Value,
) {
    let Some(Value::Array(list)) = record.get_mut(field) else {
        return;
    };
    let mut map = Map::new();
    for entry in std::mem::take(list) {
        if let Value::Object(mut entry) = entry
            && let Some(Value::String(key)) = entry.remove(key)
        {
            map.insert(key, rest(entry));
        }
    }
    record.insert(field.to_owned(), Value::Object(map));
}

#[cfg(test)]
mod tests {
    use domain::problem::Reason;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_problem_of_the_record_leads_back_to_what_the_caller_wrote() {
        let given = json!({
            "name": "A",
            "attributes": [{"code": "weight", "value": 1}, {"code": "colour", "value": ["red", 7]}],
            "translations": [{"locale": "fr"}, {"locale": "de-AT", "name": ""}],
        });
        let Value::Object(given) = given else {
            unreachable!()
        };
        let input = Input::new(vec![String::from("input")], given);
        let shown = |field: FieldPath| {
            let problem = Problem::new(field, Reason::Invalid, "");
            input.refusals(vec![problem])[0].field.join(".")
        };
        let of = FieldPath::of;
        assert_eq!(shown(of("name")), "input.name");
        assert_eq!(shown(of("missing")), "input.missing");
        assert_eq!(
            shown(of("translations").name("de-AT").name("name")),
            "input.translations.1.name"
        );
        assert_eq!(
            shown(of("attributes").name("colour").index(1)),
            "input.attributes.1.value.1"
        );
        assert_eq!(shown(of("attributes").name("weight")), "input.attributes.0");
    }
}
