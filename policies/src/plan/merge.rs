//! `after` and `after_unknown` to one value.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::Tree;

/// Puts the unknowns into a value: `after` leaves them out of objects and has null for them in lists, and
/// `after_unknown` has true where each of them is.
pub(super) fn unknowns(after: Json, unknown: &Json) -> Tree {
    match (after, unknown) {
        (_, Json::Bool(true)) => Tree::Unknown,
        (Json::Object(mut fields), Json::Object(unknown)) => {
            let mut merged: BTreeMap<String, Tree> = unknown
                .iter()
                .map(|(key, unknown)| {
                    (key.clone(), unknowns(fields.remove(key).unwrap_or(Json::Null), unknown))
                })
                .collect();
            merged.extend(fields.into_iter().map(|(key, value)| (key, Tree::from(value))));
            Tree::Map(merged)
        }
        (Json::Array(items), Json::Array(unknown)) => {
            let length = items.len().max(unknown.len());
            let mut items = items.into_iter();
            let merged = (0..length).map(|at| {
                unknowns(items.next().unwrap_or(Json::Null), unknown.get(at).unwrap_or(&Json::Null))
            });
            Tree::List(merged.collect())
        }
        // An object or a list of which nothing is known is left out of `after` altogether.
        (Json::Null, Json::Object(unknown)) if !unknown.is_empty() => {
            unknowns(Json::Object(serde_json::Map::new()), &Json::Object(unknown.clone()))
        }
        (Json::Null, Json::Array(items)) if !items.is_empty() => {
            unknowns(Json::Array(Vec::new()), &Json::Array(items.clone()))
        }
        (after, _) => Tree::from(after),
    }
}
