//! Values that Terraform marks as sensitive, which a report must not show.

use serde_json::Value as Json;

/// A shorter secret is found in words that have nothing to do with it.
const SHORTEST: usize = 4;

/// The strings that must not be shown. Rules judge them as any other value; what rules say of them is cleaned.
#[derive(Clone, Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Finds the strings of a value where `after_sensitive` has true for them, or for what they are in.
    pub(super) fn of(after: &Json, sensitive: &Json) -> Self {
        let mut found = Vec::new();
        mark(after, sensitive, &mut found);
        found.retain(|secret| secret.chars().count() >= SHORTEST);
        // The longest first: a secret may be part of another.
        found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(found)
    }

    /// The text without the secrets.
    pub(crate) fn hide(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| text.replace(secret.as_str(), "(sensitive value)"))
    }
}

fn mark(value: &Json, sensitive: &Json, found: &mut Vec<String>) {
    match (value, sensitive) {
        (Json::String(text), Json::Bool(true)) => found.push(text.clone()),
        (Json::Array(items), Json::Bool(true)) => items.iter().for_each(|item| mark(item, sensitive, found)),
        (Json::Object(fields), Json::Bool(true)) => {
            fields.values().for_each(|field| mark(field, sensitive, found))
        }
        (Json::Array(items), Json::Array(marks)) => {
            items.iter().zip(marks).for_each(|(item, sensitive)| mark(item, sensitive, found));
        }
        (Json::Object(fields), Json::Object(marks)) => {
            for (key, sensitive) in marks {
                mark(fields.get(key).unwrap_or(&Json::Null), sensitive, found);
            }
        }
        _ => {}
    }
}
