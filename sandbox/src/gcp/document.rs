//! Resources as JSON documents: what a PATCH and a field mask work on.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::gcp::refusal::{Kind, Refusal};

/// Merges `patch` into `document` as a PATCH of the JSON API does: objects key by key, `null` removes, everything
/// else replaces.
pub(crate) fn merge(document: &mut Value, patch: Value) {
    match patch {
        Value::Object(patch) => in_object(document, |fields| {
            for (key, value) in patch {
                match value {
                    Value::Null => drop(fields.remove(&key)),
                    value => merge(fields.entry(key).or_insert(Value::Null), value),
                }
            }
        }),
        patch => *document = patch,
    }
}

/// Takes the value at `path` of `source` over into `document`: a value that is not there is removed.
pub(crate) fn take_over(document: &mut Value, source: &Value, path: &[String]) {
    let Some((first, rest)) = path.split_first() else { return };
    let value = source.get(first);
    in_object(document, |fields| match value {
        None if rest.is_empty() => drop(fields.remove(first)),
        Some(value) if rest.is_empty() => drop(fields.insert(first.clone(), value.clone())),
        value => {
            let inner = fields.entry(first.clone()).or_insert_with(|| Value::Object(Map::new()));
            take_over(inner, value.unwrap_or(&Value::Null), rest);
        }
    });
}

/// What of `document` a mask's paths leave.
pub(crate) fn only(document: &Value, paths: &[Vec<String>]) -> Value {
    let mut left = Value::Object(Map::new());
    for path in paths {
        if path.iter().try_fold(document, |value, key| value.get(key)).is_some() {
            take_over(&mut left, document, path);
        }
    }
    left
}

/// The document of a resource.
pub(crate) fn of(resource: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(resource)
        .map_err(|error| Refusal::new(Kind::Internal, "backendError", error.to_string()))
}

/// Reads a caller's JSON.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|error| Refusal::invalid(format!("Invalid value: {error}")))
}

/// Works on the fields of a value; what is no object becomes one.
fn in_object(value: &mut Value, work: impl FnOnce(&mut Map<String, Value>)) {
    let mut fields = match value.take() {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    work(&mut fields);
    *value = Value::Object(fields);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn merging() {
        for (document, patch, expected) in [
            (json!({ "a": 1 }), json!({ "b": 2 }), json!({ "a": 1, "b": 2 })),
            (json!({ "a": { "b": 1, "c": 2 } }), json!({ "a": { "b": null } }), json!({ "a": { "c": 2 } })),
            (json!({ "a": [1, 2] }), json!({ "a": [3] }), json!({ "a": [3] })),
            (json!({}), json!({ "a": { "b": null, "c": 1 } }), json!({ "a": { "c": 1 } })),
        ] {
            let mut merged = document.clone();
            merge(&mut merged, patch.clone());
            assert_eq!(merged, expected, "{document} {patch}");
        }
    }

    #[test]
    fn masks() {
        let source = json!({ "a": { "b": 1 }, "c": 2 });
        let path = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        for (paths, expected) in [
            (vec!["c"], json!({ "a": { "b": 0, "x": 0 }, "c": 2 })),
            (vec!["a"], json!({ "a": { "b": 1 }, "c": 0 })),
            (vec!["a.b"], json!({ "a": { "b": 1, "x": 0 }, "c": 0 })),
            (vec!["a.x"], json!({ "a": { "b": 0 }, "c": 0 })),
            (vec!["d", "d.e"], json!({ "a": { "b": 0, "x": 0 }, "c": 0, "d": {} })),
        ] {
            let mut document = json!({ "a": { "b": 0, "x": 0 }, "c": 0 });
            for one in &paths {
                take_over(&mut document, &source, &path(one));
            }
            assert_eq!(document, expected, "{paths:?}");
        }
        assert_eq!(only(&source, &[path("a.b"), path("z")]), json!({ "a": { "b": 1 } }));
    }
}
