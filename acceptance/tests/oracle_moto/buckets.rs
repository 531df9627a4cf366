//! Buckets: the story of `bucket_attributes` on AWS, on moto and what moto lacks on ministack.

use acceptance::Sandbox;
use acceptance::moto::{Fake, Kind};
use serde_json::{Value, json};

use super::bucket::case::Case;
use super::bucket::stages::Table;
use super::bucket::{aws, stages};
use super::bucket_gaps::{self, GAPS};
use super::gap::{self, Played};

/// Plays what moto can do on moto, and of the rest what ministack can do on ministack.
pub(crate) fn play(kind: Kind) {
    let has = |kind: Kind, case: &Case| gap::played(GAPS, kind, &case.label()) == Played::Whole;
    let mut table = Table { helpers, ..aws::table() };
    table.cases.retain(|case| has(kind, case) && (kind == Kind::Moto || !has(Kind::Moto, case)));
    for case in table.cases.iter_mut().filter(|case| case.attribute == "force_destroy") {
        // The fakes do evaluate policies, and the object is written without TLS.
        case.hcl = case.hcl.clone().map(|body| body + "\nrequire_tls = false");
    }
    let fake = Fake::start(kind);
    Sandbox::with_aws(&fake.aws, || stages::play(&table));
}

/// The gaps are as their rows say.
pub(crate) fn check_gaps() {
    let labels: Vec<String> = aws::cases().iter().map(Case::label).collect();
    gap::check(GAPS, Fake::start, bucket_gaps::prepare, &labels);
}

/// Both fakes look at whether the logging service may write where logs go, as S3 does
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html).
fn helpers() -> Vec<(&'static str, Value)> {
    let mut calls = (aws::table().helpers)();
    for name in ["palisade-target-one", "palisade-target-two"] {
        let policy = json!({"Version": "2012-10-17", "Statement": [{
            "Sid": "Logs", "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject", "Resource": format!("arn:aws:s3:::{name}/*"),
        }]});
        calls.push(("put_bucket_policy", json!({"Bucket": name, "Policy": policy.to_string()})));
    }
    calls
}
