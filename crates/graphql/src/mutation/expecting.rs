//! `expectedVersion`: who changed what since the caller looked.

use persistence::Changes;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Refusal, RefusalCode, Stop, Work};

/// What is known of the thing that a change is about.
pub(crate) struct Seen<'s> {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    /// What the change says of it, as a record of a feed does, with objects where the audit has objects: variants by their
    /// SKU, values by their code. A list, or null, is said of the field as a whole. None: the change is about all of it.
    pub(crate) says: Option<&'s Map<String, Value>>,
}

impl Work {
    /// Whether the caller has said which version they have seen.
    pub(crate) const fn expects(&self) -> bool {
        self.expected_version.is_some()
    }

    /// Refuses a change of what others have changed since the version that the caller has seen. Who changes something else
    /// than they did is not in their way: another field, another variant, another language.
    ///
    /// # Errors
    /// [`Stop`] with the version now.
    pub(crate) async fn expect(&mut self, seen: Seen<'_>) -> Result<(), Stop> {
        let Some(expected) = self.expected_version else {
            return Ok(());
        };
        if expected == seen.version {
            return Ok(());
        }
        let since = seen.version - expected;
        let changed = if since > 0 {
            self.transaction()?.changes_since(seen.id, since).await?
        } else {
            None
        };
        let what = match changed {
            Some(changed) => {
                let both = in_both(&changed, seen.says);
                if both.is_empty() {
                    return Ok(());
                }
                format!(": {} changed since", both.join(", "))
            }
            None => String::new(),
        };
        let message = format!(
            "Version {expected} was expected, and it is {}{what}. Look at it as it is now, and decide again.",
            seen.version
        );
        let mut refusal = Refusal::new(RefusalCode::VersionConflict, &["expectedVersion"], message);
        refusal.current_version = Some(seen.version);
        Err(Stop::Refused(vec![refusal]))
    }
}

/// The paths of what others have changed and the caller changes too.
fn in_both(changed: &[Changes], says: Option<&Map<String, Value>>) -> Vec<String> {
    let mut both = Vec::new();
    for changes in changed {
        match says {
            Some(says) => walk(changes, says, "", &mut both),
            None => both.extend(changes.keys().cloned()),
        }
    }
    both.sort_unstable();
    both.dedup();
    both
}

fn walk(changes: &Changes, says: &Map<String, Value>, at: &str, both: &mut Vec<String>) {
    for (field, change) in changes {
        let path = if at.is_empty() {
            field.clone()
        } else {
            format!("{at}.{field}")
        };
        match (change, says.get(field)) {
            (_, None) => {}
            (Value::Object(change), Some(Value::Object(says))) => walk(change, says, &path, both),
            (_, Some(_)) => both.push(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            _ => unreachable!("it is one"),
        }
    }

    #[test]
    fn the_same_field_is_found_at_every_depth_and_another_is_not() {
        let changed = [
            object(json!({"name": ["A", "B"], "variants": {"S": {"barcode": [null, "1"]}}})),
            object(json!({"translations": {"fr": [null, {"name": "C"}]}, "media": [[], [1]]})),
        ];
        let both = |says: Value| in_both(&changed, Some(&object(says)));
        assert!(both(json!({"slug": "a", "variants": {"M": {"barcode": "2"}}})).is_empty());
        assert!(
            both(json!({"variants": {"S": {"name": "2"}}, "translations": {"de": {}}})).is_empty()
        );
        assert_eq!(both(json!({"name": null})), ["name"]);
        assert_eq!(
            both(json!({"variants": {"S": {"barcode": "2"}}})),
            ["variants.S.barcode"]
        );
        assert_eq!(both(json!({"variants": {"S": null}})), ["variants.S"]);
        assert_eq!(both(json!({"variants": [{"sku": "M"}]})), ["variants"]);
        assert_eq!(
            both(json!({"translations": {"fr": {"name": "D"}}})),
            ["translations.fr"]
        );
        assert_eq!(both(json!({"media": []})), ["media"]);
        let all = in_both(&changed, None);
        assert_eq!(all, ["media", "name", "translations", "variants"]);
    }
}
