//! Which web pages may read the bucket, <https://cloud.google.com/storage/docs/cross-origin>.

use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

const METHODS: &[&str] = &["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "*"];

pub(super) fn settle(bucket: &mut Bucket) -> Result<(), Refusal> {
    for rule in &bucket.cors {
        if let Some(method) = rule.method.iter().find(|method| !METHODS.contains(&method.as_str())) {
            return Err(Refusal::invalid(format!("Invalid CORS method: '{method}'")));
        }
        if rule.max_age_seconds.is_some_and(|seconds| seconds < 0) {
            return Err(Refusal::invalid("CORS maxAgeSeconds cannot be negative."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use serde_json::json;

    #[test]
    fn rules() {
        check(json!({ "cors": [{ "origin": ["*"], "method": ["GET"], "maxAgeSeconds": 60 }] }), Ok(()));
        check(json!({ "cors": [{ "method": ["get"] }] }), Err("Invalid CORS method: 'get'"));
        check(json!({ "cors": [{ "maxAgeSeconds": -1 }] }), Err("negative"));
    }
}
