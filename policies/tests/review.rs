//! What the packaged rules find.

mod common;

use common::{bucket, findings};
use insta::assert_snapshot;
use policies::{Action, Engine, Level, Mode, PlannedResource, Settings, Tree};
use serde_json::json;

/// The findings under the packaged rules at their own levels.
fn check(planned: serde_json::Value) -> String {
    findings(Settings::default(), &[bucket("b", planned)])
}

/// What a provider plans for a bucket that sets no more than it must.
fn plain(cloud: &str) -> serde_json::Value {
    json!({
        "cloud": cloud, "name": "acme-records", "location": "eu-central-1", "public_access": "blocked",
        "uniform_access": true, "require_tls": true, "force_destroy": false, "labels": null, "labels_all": {},
    })
}

#[test]
fn a_plain_bucket_is_never_denied() {
    assert_snapshot!(check(plain("aws")), @r"
    warned EN-1 b encryption.kms_key: objects are encrypted with a key that AWS holds
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    ");
    assert_snapshot!(check(plain("gcp")), @r"
    warned EN-2 b encryption.kms_key: objects are encrypted with a key that Google holds
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    ");
}

#[test]
fn what_nearly_everyone_wants_denied_is_denied() {
    assert_snapshot!(check(json!({
        "cloud": "aws", "public_access": "allowed", "require_tls": false, "labels": {"data_class": "PHI"},
        "aws": {"policy_json": r#"{"Statement": [{"Effect": "Allow", "Principal": "*"}]}"#},
    })), @r"
    denied EN-8 b encryption.kms_key: its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's
    denied LP-5 b aws.policy_json: statement 1 allows every principal
    denied PE-12 b public_access: public access is not blocked
    denied EN-3 b require_tls: requests over plain http are answered
    warned EN-1 b encryption.kms_key: objects are encrypted with a key that AWS holds
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    ");
}

#[test]
fn sensitive_data_on_google_cloud_stays_inside_a_perimeter() {
    let check = |facts: serde_json::Value| {
        let data = facts.as_object().cloned().unwrap();
        let patients = json!({
            "cloud": "gcp", "labels": {"data_class": "phi"}, "encryption": {"kms_key": "k"},
            "gcp": {"project": "acme-web"}, "lifecycle_rules": [{"id": "a"}],
        });
        findings(Settings { data, ..Settings::default() }, &[bucket("patients", patients)])
    };
    assert_snapshot!(check(json!({})), @"undecided PE-1 patients gcp.project: the policy data names no perimeters");
    assert_eq!(check(json!({"perimeters": null})), check(json!({})));
    assert_snapshot!(check(json!({"perimeters": {}})), @"denied PE-1 patients gcp.project: its label data_class says that it holds sensitive data, and its project is in no enforced perimeter");
    assert_snapshot!(check(json!({"perimeters": {"p": {"mode": "enforced", "projects": ["acme-web"]}}})), @"");
}

#[test]
fn levels_modes_and_packs_decide_what_comes_of_it() {
    let open = || [bucket("b", json!({"cloud": "aws", "public_access": "allowed", "require_tls": false}))];
    let check = |settings: Settings| findings(settings, &open());
    let levels = |levels: &[(&str, Level)]| Settings {
        levels: levels.iter().map(|(rule, level)| ((*rule).to_owned(), *level)).collect(),
        ..Settings::default()
    };
    assert_snapshot!(check(levels(&[("EN-1", Level::Deny), ("cost/no_lifecycle", Level::Off)])), @r"
    denied PE-12 b public_access: public access is not blocked
    denied EN-1 b encryption.kms_key: objects are encrypted with a key that AWS holds
    denied EN-3 b require_tls: requests over plain http are answered
    ");
    assert_snapshot!(check(levels(&[("PE-12", Level::Warn), ("EN-3", Level::Off), ("EN-1", Level::Off)])), @r"
    warned PE-12 b public_access: public access is not blocked
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    ");
    assert_snapshot!(check(Settings { mode: Some(Mode::Warn), ..Settings::default() }), @r"
    warned PE-12 b public_access: public access is not blocked
    warned EN-1 b encryption.kms_key: objects are encrypted with a key that AWS holds
    warned EN-3 b require_tls: requests over plain http are answered
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    ");
    assert_snapshot!(check(Settings { packs: Some(["vpc_sc".to_owned()].into()), ..Settings::default() }), @"denied PE-12 b public_access: public access is not blocked");
    assert_snapshot!(check(Settings { packs: Some([].into()), ..Settings::default() }), @"");
}

#[test]
fn only_what_changes_is_reviewed() {
    let engine = Engine::load(Settings::default()).unwrap();
    let open = |action| PlannedResource { action, ..bucket("b", json!({"public_access": "allowed"})) };
    let denials = |action| engine.review(&[open(action)]).unwrap().resources;
    assert_eq!(
        [Action::Create, Action::Update, Action::Replace, Action::Delete, Action::Read, Action::NoOp]
            .map(denials),
        [1, 1, 1, 0, 0, 0]
    );
    let other = PlannedResource { resource_type: "aws_s3_bucket".to_owned(), ..open(Action::Create) };
    assert_eq!(engine.review(&[other]).unwrap().resources, 0);
}

#[test]
fn findings_name_the_resource_they_are_about() {
    let open = |name| bucket(name, json!({"public_access": "allowed", "lifecycle_rules": [{"id": "a"}]}));
    let skipped = PlannedResource { action: Action::NoOp, ..open("kept") };
    let none = PlannedResource { address: None, ..open("") };
    assert_snapshot!(findings(Settings::default(), &[skipped, open("b"), none, open("a")]), @r"
    denied PE-12 - public_access: public access is not blocked
    denied PE-12 a public_access: public access is not blocked
    denied PE-12 b public_access: public access is not blocked
    ");
    let review = Engine::load(Settings::default()).unwrap().review(&[open("x"), open("y")]).unwrap();
    assert_eq!(review.findings.iter().map(|finding| finding.resource).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_resource_of_which_nothing_is_known_passes_nothing() {
    let unknown = PlannedResource { planned: Tree::Unknown, ..bucket("b", json!({})) };
    assert_snapshot!(findings(Settings::default(), &[unknown]), @r#"
    undecided EN-8 b encryption.kms_key: encryption.kms_key is known only after apply
    undecided EN-8 b labels["data_class"]: labels["data_class"] is known only after apply
    undecided LP-5 b aws.policy_json: aws.policy_json is known only after apply
    undecided PE-1 b gcp.project: the policy data names no perimeters
    undecided PE-12 b public_access: public_access is known only after apply
    undecided EN-1 b cloud: cloud is known only after apply
    undecided EN-1 b encryption.kms_key: encryption.kms_key is known only after apply
    undecided EN-2 b cloud: cloud is known only after apply
    undecided EN-2 b encryption.kms_key: encryption.kms_key is known only after apply
    undecided EN-3 b require_tls: require_tls is known only after apply
    undecided CO-4 b gcp.autoclass: gcp.autoclass is known only after apply
    undecided CO-4 b lifecycle_rules: lifecycle_rules is known only after apply
    "#);
}
