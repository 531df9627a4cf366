//! Labels, <https://cloud.google.com/storage/docs/tags-and-labels#bucket-labels>.

use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

/// storage.proto, ServiceConstants: MAX_LABELS_ENTRIES_COUNT, MAX_LABELS_KEY_VALUE_LENGTH, MAX_LABELS_KEY_VALUE_BYTES.
const MOST: usize = 64;
const LONGEST: usize = 63;
const LONGEST_BYTES: usize = 128;

pub(super) fn settle(bucket: &mut Bucket) -> Result<(), Refusal> {
    if bucket.labels.len() > MOST {
        let number = bucket.labels.len();
        return Err(Refusal::invalid(format!(
            "Attempt to create a bucket with {number} labels, maximum is {MOST}"
        )));
    }
    for (key, value) in &bucket.labels {
        if !key.starts_with(char::is_alphabetic) || !fits(key) {
            return Err(Refusal::invalid(format!("Invalid user label: {key}")));
        }
        if !fits(value) {
            return Err(Refusal::invalid(format!("Invalid user label: {key} with value {value}")));
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
        check(json!({ "labels": { "Team": "data" } }), Err("Invalid user label: Team"));
        check(json!({ "labels": { "1team": "data" } }), Err("Invalid user label: 1team"));
        check(json!({ "labels": { "team": "Data" } }), Err("Invalid user label: team with value Data"));
        check(json!({ "labels": { "team": "a b" } }), Err("Invalid user label: team with value a b"));
        check(json!({ "labels": { "team": "a".repeat(64) } }), Err("Invalid user label"));
        let many: Value =
            (0..65).map(|n| (format!("key{n}"), json!("v"))).collect::<serde_json::Map<_, _>>().into();
        check(json!({ "labels": many }), Err("65 labels, maximum is 64"));
    }
}
