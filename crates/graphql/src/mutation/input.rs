//! A mutation's input as its caller wrote it: what is absent, what is null, and what it becomes as a record of a feed.
//!
//! Where a feed has a map (translations by locale, attributes by code), GraphQL has a list whose entries name their key.
//! [`keyed`] makes maps of such lists, and [`Input::refusals`] leads a problem's path back to the entry.

use std::collections::HashSet;

use domain::problem::{FieldPath, Problem, Step};
use serde_json::{Map, Value};

use super::{Refusal, RefusalCode};

/// The fields by which entries of lists are named; the first that an entry has is its name.
const KEYS: [&str; 6] = ["locale", "code", "name", "sku", "taxClass", "value"];
/// The lists that are maps in a feed, with the fields that name an entry: no two entries may have the same.
const MAPS: [(&str, &[&str]); 6] = [
    ("translations", &["locale"]),
    ("attributes", &["code"]),
    ("options", &["name"]),
    ("values", &["value"]),
    ("taxClassNames", &["taxClass"]),
    ("taxRates", &["taxClass", "country"]),
];
/// Fields that a feed's record calls otherwise: there, and here.
const OTHERWISE: [(&str, &str); 2] = [("name", "translation"), ("code", "channel")];

/// An input object, and where it stands among the mutation's arguments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    at: Vec<String>,
    given: Map<String, Value>,
    /// Where it stands in its record. Empty: it is the record.
    place: Vec<Step>,
}

impl Input {
    pub(crate) const fn new(at: Vec<String>, given: Map<String, Value>) -> Self {
        Self {
            at,
            given,
            place: Vec::new(),
        }
    }

    /// The same input as what stands at this place of its record.
    pub(crate) fn standing_at(&self, place: Vec<Step>) -> Self {
        Self {
            place,
            ..self.clone()
        }
    }

    /// The object in this field, with its own place among the arguments. None: there is none.
    pub(crate) fn part(&self, steps: &[&str], given: &Value) -> Option<Self> {
        let Value::Object(given) = given else {
            return None;
        };
        let mut at = self.at.clone();
        at.extend(steps.iter().map(|&step| step.to_owned()));
        Some(Self::new(at, given.clone()))
    }

    /// What the caller wrote.
    pub(crate) const fn given(&self) -> &Map<String, Value> {
        &self.given
    }

    /// What stands twice in lists in which each entry has a name of its own.
    pub(crate) fn repeats(&self) -> Vec<Refusal> {
        let mut found = Vec::new();
        repeats(&self.given, &self.at, &mut found);
        found
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
        for step in self.own(&path.0) {
            // A feed's map entry `"weight": 1.2` is `{code: "weight", value: 1.2}` here.
            if let (Some(Value::Object(entry)), Step::Index(_)) = (at, step) {
                steps.push(String::from("value"));
                at = entry.get("value");
            }
            let (name, next) = match (step, at) {
                (Step::Name(name), Some(Value::Array(entries))) => match named(entries, name) {
                    Some(place) => (place.to_string(), entries.get(place)),
                    None => (name.clone(), None),
                },
                (Step::Name(name), Some(Value::Object(fields))) => {
                    let name = as_written(name, fields);
                    (name.to_owned(), fields.get(name))
                }
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

    /// A path of the record as one from this input on. What is wrong with a sibling (that has the same options, say) is
    /// told here too.
    fn own<'p>(&self, path: &'p [Step]) -> &'p [Step] {
        let same = |(ours, theirs): (&Step, &Step)| match (ours, theirs) {
            (Step::Index(_), Step::Index(_)) => true,
            _ => ours == theirs,
        };
        match path.split_at_checked(self.place.len()) {
            Some((before, rest)) if self.place.iter().zip(before).all(same) => rest,
            _ => path,
        }
    }
}

/// The place of the entry that a feed's map has under this name. Codes differ by case, and languages don't.
fn named(entries: &[Value], name: &str) -> Option<usize> {
    let exactly = |entry: &Value| name_of(entry).is_some_and(|known| known == name);
    let nearly =
        |entry: &Value| name_of(entry).is_some_and(|known| known.eq_ignore_ascii_case(name));
    entries
        .iter()
        .position(exactly)
        .or_else(|| entries.iter().position(nearly))
}

fn name_of(entry: &Value) -> Option<&str> {
    KEYS.iter().find_map(|key| entry.get(key))?.as_str()
}

/// What a field of the record is called here.
fn as_written<'n>(name: &'n str, fields: &Map<String, Value>) -> &'n str {
    let otherwise = OTHERWISE
        .iter()
        .find(|(record, here)| *record == name && fields.contains_key(*here));
    otherwise.map_or(name, |(_, here)| here)
}

fn repeats(given: &Map<String, Value>, at: &[String], found: &mut Vec<Refusal>) {
    for (field, value) in given {
        let Value::Array(entries) = value else {
            continue;
        };
        let keys = MAPS
            .iter()
            .find_map(|(list, keys)| (list == field).then_some(*keys));
        let (key, others) = keys
            .and_then(<[_]>::split_first)
            .map_or((None, &[][..]), |(key, others)| (Some(*key), others));
        let key_of = |entry: &Value| -> Option<String> {
            let name = entry.get(key?)?.as_str()?;
            let name = match key {
                Some("locale") => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            let others = others.iter().filter_map(|other| entry.get(other)?.as_str());
            Some(others.fold(name, |name, other| format!("{name}, {other}")))
        };
        let mut seen = HashSet::new();
        for (place, entry) in entries.iter().enumerate() {
            let mut at = at.to_vec();
            at.extend([field.clone(), place.to_string()]);
            if let Value::Object(entry) = entry {
                repeats(entry, &at, found);
            }
            if let Some(name) = key_of(entry)
                && !seen.insert(name.clone())
            {
                at.extend(key.map(str::to_owned));
                let message = format!("\"{name}\" stands in this list before.");
                let field: Vec<&str> = at.iter().map(String::as_str).collect();
                found.push(Refusal::new(RefusalCode::Duplicate, &field, message));
            }
        }
    }
}

/// Makes a map of a list in this field: each entry without its key, under its key. What stands twice is refused before,
/// see [`Input::repeats`].
pub(crate) fn keyed(record: &mut Map<String, Value>, field: &str, key: &str) {
    entries(record, field, key, Value::Object);
}

/// Makes a map of a list in this field, whose entries have, beside their key, a value in another field.
pub(crate) fn valued(record: &mut Map<String, Value>, field: &str, key: &str, value: &str) {
    entries(record, field, key, |mut entry| {
        entry.remove(value).unwrap_or_default()
    });
}

/// Makes a map of a list in this field: of each entry, without its key, what `rest` makes of it.
pub(crate) fn entries(
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

    #[test]
    fn what_a_feed_calls_otherwise_is_called_as_the_caller_did() {
        let input = input(json!({
            "channels": [{"channel": "de"}],
            "translations": [{"locale": "de", "options": [{"name": "Size", "translation": "", "values": [
                {"value": "s", "translation": "s"}, {"value": "S", "translation": ""}]}]}],
        }));
        let of = FieldPath::of;
        let option = || of("translations").name("de").name("options").name("Size");
        assert_eq!(
            [
                shown(&input, of("channels").index(0).name("code")),
                shown(&input, option().name("name")),
                shown(&input, option().name("values").name("S")),
            ],
            [
                "input.channels.0.channel",
                "input.translations.0.options.0.translation",
                "input.translations.0.options.0.values.1",
            ]
        );
    }

    #[test]
    fn a_part_of_a_record_is_told_of_without_its_place() {
        let place = vec![Step::Name(String::from("variants")), Step::Index(3)];
        let input = input(json!({"options": [{"name": "Size", "value": "S"}]})).standing_at(place);
        let of = |index| FieldPath::of("variants").index(index).name("options");
        assert_eq!(shown(&input, of(3).name("Size")), "input.options.0");
        assert_eq!(shown(&input, of(1)), "input.options");
        assert_eq!(shown(&input, FieldPath::of("taxClass")), "input.taxClass");
    }

    #[test]
    fn what_stands_twice_in_a_list_of_names_is_found() {
        let input = input(json!({
            "translations": [{"locale": "de"}, {"locale": "DE"}, {"locale": "fr", "attributes": [
                {"code": "care", "value": "a"}, {"code": "care", "value": "b"}]}],
            "options": ["Size", "Size"],
            "attributes": [{"code": "a", "value": ["x", "x"]}],
            "taxRates": [{"taxClass": "a"}, {"taxClass": "a", "country": "FR"}, {"taxClass": "a", "country": "FR"}],
        }));
        let fields: Vec<String> = input
            .repeats()
            .iter()
            .map(|refusal| refusal.field.join("."))
            .collect();
        assert_eq!(
            fields,
            [
                "input.taxRates.2.taxClass",
                "input.translations.1.locale",
                "input.translations.2.attributes.1.code"
            ]
        );
    }

    fn input(given: Value) -> Input {
        let Value::Object(given) = given else {
            unreachable!()
        };
        Input::new(vec![String::from("input")], given)
    }

    fn shown(input: &Input, field: FieldPath) -> String {
        let problem = Problem::new(field, Reason::Invalid, "");
        input.refusals(vec![problem])[0].field.join(".")
    }
}
