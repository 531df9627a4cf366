//! The attributes of `palisade_bucket` on AWS as others understand it: the real terraform and our provider create,
//! plan again, change, drift, import and destroy on moto, what moto lacks on ministack, and what both lack is named.

#[expect(
    dead_code,
    reason = "the tables and their player are shared with bucket_attributes, which asks for more"
)]
mod bucket;
#[path = "oracle_moto/gaps.rs"]
mod gaps;

use std::panic::{self, AssertUnwindSafe};

use acceptance::moto::{Fake, Kind};
use acceptance::{Sandbox, Terraform};
use bucket::case::Case;
use bucket::stages::Table;
use bucket::{aws, stages};
use gaps::{GAPS, Gap};
use serde_json::{Value, json};

#[test]
fn on_moto() {
    play(Kind::Moto, |case| !gaps::known(Kind::Moto, &case.label()), as_it_is);
}

#[test]
fn what_moto_lacks_on_ministack() {
    let lacks = |kind: Kind, case: &Case| gaps::known(kind, &case.label());
    play(Kind::Ministack, |case| lacks(Kind::Moto, case) && !lacks(Kind::Ministack, case), as_it_is);
}

#[test]
fn the_gaps_of_moto_are_still_there() {
    still_there(Kind::Moto);
}

#[test]
fn the_gaps_of_ministack_are_still_there() {
    still_there(Kind::Ministack);
}

#[test]
fn neither_makes_directory_buckets() {
    for kind in [Kind::Moto, Kind::Ministack] {
        let fake = Fake::start(kind);
        let sandbox = Sandbox::with_aws(&fake.aws, Sandbox::start);
        let terraform = Terraform::new().on(&sandbox);
        let body = soon("aws = { directory_bucket = { availability_zone = \"use1-az4\" } }");
        terraform.main(&format!(
            "resource \"palisade_bucket\" \"b\" {{\n  cloud = \"aws\"\n  name = \"palisade--use1-az4--x-s3\"\n  \
             location = \"us-east-1\"\n  {body}\n}}\n"
        ));
        let run = terraform.try_apply();
        let told = run.words().contains("could not create bucket \"palisade--use1-az4--x-s3\"");
        assert!(
            run.code != 0 && told,
            "{kind:?} has directory buckets now: play {} on it\n{run}",
            gaps::DIRECTORY
        );
    }
}

fn still_there(fake: Kind) {
    let gaps = GAPS.iter().filter(|gap| gap.fake == fake);
    let closed: Vec<String> = gaps.filter_map(closed).collect();
    assert!(closed.is_empty(), "gaps that are none any more, or others:\n{}", closed.join("\n"));
}

/// What of a gap is not as its row says.
fn closed(gap: &Gap) -> Option<String> {
    let chosen = |case: &Case| gap.has(&case.label());
    let story = panic::catch_unwind(AssertUnwindSafe(|| play(gap.fake, chosen, soon)));
    let told = match story {
        Ok(()) => return Some(format!("{:?} plays {:?} to the end: {}", gap.fake, gap.cases, gap.because)),
        Err(told) => told.downcast_ref::<String>().cloned().unwrap_or_default(),
    };
    let mut cases = aws::cases();
    cases.retain(chosen);
    let names = |case: &Case| told.contains(&case.label()) || told.contains(&case.label().replace('_', "-"));
    let silent: Vec<String> = cases.iter().filter(|case| !names(case)).map(Case::label).collect();
    let right = told.contains(gap.shows) && silent.is_empty() && !cases.is_empty();
    (!right).then(|| {
        format!(
            "{:?} {:?}: {:?} do not differ, or other than {:?}: {told}",
            gap.fake, gap.cases, silent, gap.shows
        )
    })
}

/// Plays the chosen cases on a fake of their own, each with its body changed like this.
fn play(kind: Kind, chosen: impl Fn(&Case) -> bool, change: fn(&str) -> String) {
    let fake = Fake::start(kind);
    let mut table = Table { helpers, ..aws::table() };
    table.cases.retain(chosen);
    for case in &mut table.cases {
        case.hcl = case.hcl.clone().map(|body| change(&body));
        if case.attribute == "force_destroy" {
            // The fakes do evaluate policies, and the object is written without TLS.
            case.hcl = case.hcl.clone().map(|body| body + "\nrequire_tls = false");
        }
    }
    Sandbox::with_aws(&fake.aws, || stages::play(&table));
}

fn as_it_is(body: &str) -> String {
    body.to_owned()
}

/// A body whose calls are given up soon: a fake may answer with an error for ever.
fn soon(body: &str) -> String {
    let times = ["create", "read", "update", "delete"].map(|name| format!("{name} = \"5s\"")).join(", ");
    format!("{body}\ntimeouts = {{ {times} }}")
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
