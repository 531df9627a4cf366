//! What the tests of reviews share.

use policies::{Action, Engine, Outcome, PlannedResource, Review, Settings, plan};
use serde_json::Value as Json;

/// A bucket that is to be created, of which everything is known.
pub(crate) fn bucket(name: &str, planned: Json) -> PlannedResource {
    PlannedResource {
        address: Some(format!("palisade_bucket.{name}")),
        resource_type: "palisade_bucket".to_owned(),
        action: Action::Create,
        prior: None,
        planned: planned.into(),
        secrets: plan::Secrets::default(),
    }
}

/// A line for each finding of a review of buckets.
pub(crate) fn findings(settings: Settings, resources: &[PlannedResource]) -> String {
    lines(&Engine::load(settings).unwrap().review(resources).unwrap())
}

/// A line for each finding: outcome, rule, place, reason.
pub(crate) fn lines(review: &Review) -> String {
    let lines = review.findings.iter().map(|finding| {
        let outcome = match finding.outcome {
            Outcome::Denied => "denied",
            Outcome::Undecided => "undecided",
            Outcome::Warned => "warned",
        };
        let address = finding.address.as_deref().unwrap_or("-").trim_start_matches("palisade_bucket.");
        format!("{outcome} {} {address} {}: {}\n", finding.rule_id, finding.attribute_text(), finding.message)
    });
    lines.collect()
}
