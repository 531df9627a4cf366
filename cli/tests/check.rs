//! `palisade check`, as it is seen.

mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use common::{palisade, run, show};
use insta::assert_snapshot;

#[test]
fn a_plan_that_keeps_the_rules_passes() {
    assert_snapshot!(run(&["check", "clean.json"]), @r"
    exit 0
    --- stdout
    Passed: 1 changed resource reviewed, nothing found
    ");
    assert_snapshot!(run(&["check", "clean.json", "--atlantis"]), @r"
    exit 0
    --- stdout
    8 tests, 8 passed, 0 warnings, 0 failures, 0 exceptions
    ");
}

#[test]
fn a_plan_that_breaks_them_is_denied() {
    assert_snapshot!(run(&["check", "denied.json"]), @r#"
    exit 1
    --- stdout
    Denied: 3 denials, 2 warnings in 2 changed resources

    denied: Sensitive data without a customer-managed key (EN-8 encryption/sensitive_without_customer_key, critical)
      module.data.module.raw.palisade_bucket.intake[0]: encryption.kms_key
      why:    its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's
      remedy: set encryption (of a bucket) or disk (of a pool) to { kms_key = ... }, a key of your own in its location

    denied: Bucket that may be made public (PE-12 vpc_sc/public_access, critical)
      palisade_bucket.site: public_access
      why:    public access is not blocked
      remedy: remove public_access, or set it to "blocked", which is its default

    denied: Bucket answers over plain http (EN-3 encryption/plain_http, high)
      module.data.module.raw.palisade_bucket.intake[0]: require_tls
      why:    requests over plain http are answered
      remedy: remove require_tls, or set it to true, which is its default

    warning: S3 bucket without a customer-managed key (EN-1 encryption/s3_no_customer_key, high)
      module.data.module.raw.palisade_bucket.intake[0]: encryption.kms_key
      why:    objects are encrypted with a key that AWS holds
      remedy: set encryption = { kms_key = "arn:aws:kms:..." } to a KMS key of your own in the bucket's region

    warning: Bucket with no lifecycle rule (CO-4 cost/no_lifecycle, low)
      module.data.module.raw.palisade_bucket.intake[0]: lifecycle_rules
      why:    its objects are kept, and paid for, for ever
      remedy: add lifecycle_rules, if only one that aborts unfinished multipart uploads after 7 days
    "#);
    assert_snapshot!(run(&["check", "denied.json", "--format", "json"]), @r#"
    exit 1
    --- stdout
    {
      "findings": [
        {
          "address": "module.data.module.raw.palisade_bucket.intake[0]",
          "attribute": "encryption.kms_key",
          "documentation": "policies/packs/encryption/sensitive_without_customer_key",
          "message": "its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's",
          "outcome": "denied",
          "remedy": "set encryption (of a bucket) or disk (of a pool) to { kms_key = ... }, a key of your own in its location",
          "rule": "encryption/sensitive_without_customer_key",
          "rule_id": "EN-8",
          "severity": "critical",
          "title": "Sensitive data without a customer-managed key"
        },
        {
          "address": "palisade_bucket.site",
          "attribute": "public_access",
          "documentation": "policies/packs/vpc_sc/public_access",
          "message": "public access is not blocked",
          "outcome": "denied",
          "remedy": "remove public_access, or set it to \"blocked\", which is its default",
          "rule": "vpc_sc/public_access",
          "rule_id": "PE-12",
          "severity": "critical",
          "title": "Bucket that may be made public"
        },
        {
          "address": "module.data.module.raw.palisade_bucket.intake[0]",
          "attribute": "require_tls",
          "documentation": "policies/packs/encryption/plain_http",
          "message": "requests over plain http are answered",
          "outcome": "denied",
          "remedy": "remove require_tls, or set it to true, which is its default",
          "rule": "encryption/plain_http",
          "rule_id": "EN-3",
          "severity": "high",
          "title": "Bucket answers over plain http"
        },
        {
          "address": "module.data.module.raw.palisade_bucket.intake[0]",
          "attribute": "encryption.kms_key",
          "documentation": "policies/packs/encryption/s3_no_customer_key",
          "message": "objects are encrypted with a key that AWS holds",
          "outcome": "warned",
          "remedy": "set encryption = { kms_key = \"arn:aws:kms:...\" } to a KMS key of your own in the bucket's region",
          "rule": "encryption/s3_no_customer_key",
          "rule_id": "EN-1",
          "severity": "high",
          "title": "S3 bucket without a customer-managed key"
        },
        {
          "address": "module.data.module.raw.palisade_bucket.intake[0]",
          "attribute": "lifecycle_rules",
          "documentation": "policies/packs/cost/no_lifecycle",
          "message": "its objects are kept, and paid for, for ever",
          "outcome": "warned",
          "remedy": "add lifecycle_rules, if only one that aborts unfinished multipart uploads after 7 days",
          "rule": "cost/no_lifecycle",
          "rule_id": "CO-4",
          "severity": "low",
          "title": "Bucket with no lifecycle rule"
        }
      ],
      "summary": {
        "denied": 3,
        "resources": 2,
        "tests": 16,
        "undecided": 0,
        "warned": 2
      }
    }
    "#);
    assert_snapshot!(run(&["check", "denied.json", "--atlantis"]), @r#"
    exit 0
    --- stdout
    FAIL - EN-8 - module.data.module.raw.palisade_bucket.intake[0]: encryption.kms_key - Sensitive data without a customer-managed key: its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's; set encryption (of a bucket) or disk (of a pool) to { kms_key = ... }, a key of your own in its location
    FAIL - PE-12 - palisade_bucket.site: public_access - Bucket that may be made public: public access is not blocked; remove public_access, or set it to "blocked", which is its default
    FAIL - EN-3 - module.data.module.raw.palisade_bucket.intake[0]: require_tls - Bucket answers over plain http: requests over plain http are answered; remove require_tls, or set it to true, which is its default
    WARN - EN-1 - module.data.module.raw.palisade_bucket.intake[0]: encryption.kms_key - S3 bucket without a customer-managed key: objects are encrypted with a key that AWS holds; set encryption = { kms_key = "arn:aws:kms:..." } to a KMS key of your own in the bucket's region
    WARN - CO-4 - module.data.module.raw.palisade_bucket.intake[0]: lifecycle_rules - Bucket with no lifecycle rule: its objects are kept, and paid for, for ever; add lifecycle_rules, if only one that aborts unfinished multipart uploads after 7 days

    16 tests, 11 passed, 2 warnings, 3 failures, 0 exceptions
    "#);
}

#[test]
fn what_is_unknown_is_not_decided() {
    assert_snapshot!(run(&["check", "unknown.json"]), @r#"
    exit 0
    --- stdout
    Not denied: 2 not decided in 1 changed resource

    not decided: Bucket policy that lets everyone in (LP-5 least_privilege/public_principal, critical)
      palisade_bucket.records: aws.policy_json
      why:    aws.policy_json is known only after apply
      remedy: name the principals that need the bucket, or add a condition such as aws:PrincipalOrgID

    not decided: S3 bucket without a customer-managed key (EN-1 encryption/s3_no_customer_key, high)
      palisade_bucket.records: encryption.kms_key
      why:    encryption.kms_key is known only after apply
      remedy: set encryption = { kms_key = "arn:aws:kms:..." } to a KMS key of your own in the bucket's region
    "#);
}

#[test]
fn a_plan_of_other_things_says_that_nothing_was_looked_at() {
    assert_snapshot!(run(&["check", "other.json"]), @r"
    exit 0
    --- stdout
    Passed: 0 changed resources reviewed, nothing found
    ");
    assert_snapshot!(run(&["check", "other.json", "--atlantis"]), @r"
    exit 0
    --- stdout
    0 tests, 0 passed, 0 warnings, 0 failures, 0 exceptions
    ");
}

#[test]
fn a_check_that_cannot_be_made_is_no_pass() {
    assert_snapshot!(run(&["check", "missing.json"]), @r"
    exit 2
    --- stderr
    error: the plan cannot be read: No such file or directory (os error 2)
    ");
    assert_snapshot!(run(&["check", "state.json"]), @r"
    exit 2
    --- stderr
    error: not the JSON of a plan (missing field `planned_values` at line 7 column 1): write it with `terraform show -json PLANFILE`
    ");
    assert_snapshot!(run(&["check", "clean.json", "--policy", "nowhere"]), @r"
    exit 2
    --- stderr
    error: policy: the policy folder cannot be read: No such file or directory (os error 2)
    ");
    assert_snapshot!(run(&["check", "missing.json", "--atlantis"]), @r"
    exit 0
    --- stdout
    FAIL - the check could not be made: the plan cannot be read: No such file or directory (os error 2)

    1 tests, 0 passed, 0 warnings, 1 failures, 0 exceptions
    ");
    assert_snapshot!(run(&["check", "--atlantis"]), @r"
    exit 0
    --- stdout
    FAIL - the check could not be made: error: the following required arguments were not provided: <PLAN.json> Usage: palisade check --atlantis <PLAN.json> For more information, try '--help'.

    1 tests, 0 passed, 0 warnings, 1 failures, 0 exceptions
    ");
    assert_snapshot!(run(&["check", "clean.json", "--atlantis", "--policy", "nowhere"]), @r"
    exit 0
    --- stdout
    FAIL - the check could not be made: policy: the policy folder cannot be read: No such file or directory (os error 2)

    1 tests, 0 passed, 0 warnings, 1 failures, 0 exceptions
    ");
    assert_snapshot!(run(&["check", "clean.json", "--loud"]), @r"
    exit 2
    --- stderr
    error: unexpected argument '--loud' found

      tip: to pass '--loud' as a value, use '-- --loud'

    Usage: palisade check <PLAN.json>

    For more information, try '--help'.
    ");
}

#[test]
fn the_plan_may_come_from_standard_input() {
    let mut child = palisade(&["check", "-", "--atlantis"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"{}").unwrap();
    assert_snapshot!(show(&child.wait_with_output().unwrap()), @r"
    exit 0
    --- stdout
    FAIL - the check could not be made: not the JSON of a plan (missing field `format_version` at line 1 column 2): write it with `terraform show -json PLANFILE`

    1 tests, 0 passed, 0 warnings, 1 failures, 0 exceptions
    ");
}

#[test]
fn the_operators_policy_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.json"), r#"{"levels": {"CO-4": "deny", "EN-1": "off"}}"#).unwrap();
    let path = folder.path().to_str().unwrap();
    let by_variable = palisade(&["check", "plain.json"]).env("PALISADE_POLICY", path).output().unwrap();
    assert_snapshot!(show(&by_variable), @r"
    exit 1
    --- stdout
    Denied: 1 denial in 1 changed resource

    denied: Bucket with no lifecycle rule (CO-4 cost/no_lifecycle, low)
      palisade_bucket.plain: lifecycle_rules
      why:    its objects are kept, and paid for, for ever
      remedy: add lifecycle_rules, if only one that aborts unfinished multipart uploads after 7 days
    ");
    assert_eq!(run(&["check", "plain.json", "--policy", path]), show(&by_variable));

    fs::write(folder.path().join("settings.json"), "{").unwrap();
    let broken =
        palisade(&["check", "plain.json", "--atlantis"]).env("PALISADE_POLICY", path).output().unwrap();
    assert_snapshot!(show(&broken), @r"
    exit 0
    --- stdout
    FAIL - the check could not be made: policy settings.json:1: EOF while parsing an object at line 1 column 1

    1 tests, 0 passed, 0 warnings, 1 failures, 0 exceptions
    ");
    let empty = palisade(&["check", "plain.json"]).env("PALISADE_POLICY", "").output().unwrap();
    assert_snapshot!(show(&empty), @r"
    exit 2
    --- stderr
    error: policy: PALISADE_POLICY is empty: name a folder, or do not set it
    ");
}

#[test]
fn secrets_are_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let rule = folder.path().join("rules/acme/loud");
    fs::create_dir_all(&rule).unwrap();
    let text = fs::read_to_string("../policies/packs/vpc_sc/public_access/rule.rego").unwrap();
    let text = text
        .replace("id: PE-12", "id: AC-1")
        .replace("packs.vpc_sc.public_access", "packs.acme.loud")
        .replace(
            "\"message\": \"public access is not blocked\"",
            "\"message\": sprintf(\"of %v\", [bucket.labels.known.owner.known])",
        );
    fs::write(rule.join("rule.rego"), text).unwrap();
    let shown = run(&["check", "denied.json", "--policy", folder.path().to_str().unwrap()]);
    assert!(shown.contains("AC-1") && shown.contains("of (sensitive value)"), "{shown}");
    assert!(!shown.contains("hunter2-owner"), "{shown}");
}
