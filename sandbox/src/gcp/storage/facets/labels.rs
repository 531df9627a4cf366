//! Labels, <https://cloud.google.com/storage/docs/tags-and-labels#bucket-labels>.

use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

/// storage.proto, ServiceConstants: MAX_LABELS_ENTRIES_COUNT, MAX_LABELS_KEY_VALUE_LENGTH, MAX_LABELS_KEY_VALUE_BYTES.
const MOST: usize = 64;
const LONGEST: usize = 63;
const LONGEST_BYTES: usize = 128;

pub(super) fn settle(bucket: &mut Bucket) -> Result<(), Refusal> {
    if bucket.labels.len() > MOST {
        return Err(Refusal::invalid(format!("A bucket can have at most {MOST} labels.")));
    }
    for (key, value) in &bucket.labels {
        if !key.starts_with(char::is_alphabetic) || !fits(key) {
            return Err(Refusal::invalid(format!(
                "Label key '{key}' violates format constraints. The key must start with a lowercase character, can \
                 only contain lowercase letters, numeric characters, underscores and dashes. The key can be at most \
                 {LONGEST} characters long. International characters are allowed."
            )));
        }
        if !fits(value) {
            return Err(Refusal::invalid(format!(
                "Label value '{value}' violates format constraints. The value can only contain lowercase letters, \
                 numeric characters, underscores and dashes. The value can be at most {LONGEST} characters long. \
                 International characters are allowed."
            )));
        }
    }
    Ok(())
}

fn fits(text: &str) -> bool {
    let known = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || c == '_' || c == '-';
    text.chars().count() <= LONGEST && text.len() <= LONGEST_BYTES && text.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use serde_json::{Value, json};

    #[test]
    fn labels() {
        check(json!({ "labels": { "team": "data_1-x", "straße": "grün", "empty": "" } }), Ok(()));
        check(json!({ "labels": { "Team": "data" } }), Err("Label key 'Team' violates"));
        check(json!({ "labels": { "1team": "data" } }), Err("Label key '1team' violates"));
        check(json!({ "labels": { "team": "Data" } }), Err("Label value 'Data' violates"));
        check(json!({ "labels": { "team": "a b" } }), Err("Label value 'a b' violates"));
        check(json!({ "labels": { "team": "a".repeat(64) } }), Err("violates"));
        let many: Value =
            (0..65).map(|n| (format!("key{n}"), json!("v"))).collect::<serde_json::Map<_, _>>().into();
        check(json!({ "labels": many }), Err("at most 64 labels"));
    }
}
