//! Where two values of a resource differ, as paths of attributes without indices.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The paths of the innermost attributes at which two values differ.
pub fn difference(before: &Value, after: &Value) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    compare("", before, after, &mut paths);
    paths
}

/// Whether a path is an attribute's, or lies within it.
pub fn within(path: &str, attribute: &str) -> bool {
    path.strip_prefix(attribute).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn compare(path: &str, before: &Value, after: &Value, paths: &mut BTreeSet<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for name in before.keys().chain(after.keys()) {
                let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compare(&at, member(before, name), member(after, name), paths);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            before.iter().zip(after).for_each(|(before, after)| compare(path, before, after, paths));
        }
        (before, after) if before != after => {
            paths.insert(path.to_owned());
        }
        _ => {}
    }
}

fn member<'a>(object: &'a Map<String, Value>, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}
