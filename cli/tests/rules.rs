//! `palisade rules`, as it is seen.

mod common;

use std::fs;

use common::{palisade, run};
use insta::assert_snapshot;

#[test]
fn a_line_for_each_rule() {
    assert_snapshot!(run(&["rules"]), @r"
    exit 0
    --- stdout
    ID     LEVEL SEVERITY  RULE                                           TITLE
    CO-3   warn  low       cost/always_on                                 Pool that cannot scale to zero outside production
    CO-1   warn  medium    cost/no_budget                                 Pool that no budget pays for
    CO-4   warn  low       cost/no_lifecycle                              Bucket with no lifecycle rule
    CO-2   deny  high      cost/over_budget                               Pools that can cost more than their budget
    EN-6   warn  medium    encryption/disk_without_customer_key           Disk without a customer-managed key
    EN-2   warn  high      encryption/gcs_no_customer_key                 Cloud Storage bucket without a customer-managed key
    EN-3   deny  high      encryption/plain_http                          Bucket answers over plain http
    EN-1   warn  high      encryption/s3_no_customer_key                  S3 bucket without a customer-managed key
    EN-8   deny  critical  encryption/sensitive_without_customer_key      Sensitive data without a customer-managed key
    LP-13b warn  medium    least_privilege/cloud_platform_scope           GKE pool with the cloud-platform scope
    LP-13a warn  high      least_privilege/default_service_account        GKE pool that runs as the default service account
    LP-13c warn  high      least_privilege/metadata_hop_limit             Pool whose containers reach the machine's own identity
    LP-5   deny  critical  least_privilege/public_principal               Bucket policy that lets everyone in
    PE-12  deny  critical  vpc_sc/public_access                           Bucket that may be made public
    PE-1   deny  critical  vpc_sc/sensitive_outside_perimeter             Sensitive data outside every service perimeter
    ");
}

#[test]
fn all_that_is_known_of_each() {
    let output = palisade(&["rules", "--format", "json"]).output().unwrap();
    let rules: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "EN-3").unwrap();
    assert_snapshot!(format!("{rule:#}"), @r#"
    {
      "attributes": [
        "require_tls"
      ],
      "compliance": [
        "CIS-AWS 3.1.1",
        "HIPAA 164.312(e)(1)"
      ],
      "default": "deny",
      "description": "S3 serves objects over plain http unless the bucket's policy refuses it, so data and credentials can be read on the way. Cloud Storage's own policy is TLS alone.",
      "documentation": "policies/packs/encryption/plain_http",
      "enforced_at": [
        "plan",
        "apply"
      ],
      "examples": [
        "policies/packs/encryption/plain_http/examples/fail.tf",
        "policies/packs/encryption/plain_http/examples/pass.tf",
        "policies/packs/encryption/plain_http/examples/unknown.tf"
      ],
      "id": "EN-3",
      "level": "deny",
      "name": "encryption/plain_http",
      "pack": "encryption",
      "remediation": "remove require_tls, or set it to true, which is its default",
      "resource_types": [
        "palisade_bucket"
      ],
      "severity": "high",
      "title": "Bucket answers over plain http"
    }
    "#);
}

#[test]
fn the_levels_are_those_of_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.yaml"), "packs: [cost, vpc_sc]\nlevels: {CO-4: deny}\n").unwrap();
    assert_snapshot!(run(&["rules", "--policy", folder.path().to_str().unwrap()]), @r"
    exit 0
    --- stdout
    ID     LEVEL SEVERITY  RULE                                           TITLE
    CO-3   warn  low       cost/always_on                                 Pool that cannot scale to zero outside production
    CO-1   warn  medium    cost/no_budget                                 Pool that no budget pays for
    CO-4   deny  low       cost/no_lifecycle                              Bucket with no lifecycle rule *
    CO-2   deny  high      cost/over_budget                               Pools that can cost more than their budget
    EN-6   off   medium    encryption/disk_without_customer_key           Disk without a customer-managed key *
    EN-2   off   high      encryption/gcs_no_customer_key                 Cloud Storage bucket without a customer-managed key *
    EN-3   off   high      encryption/plain_http                          Bucket answers over plain http *
    EN-1   off   high      encryption/s3_no_customer_key                  S3 bucket without a customer-managed key *
    EN-8   off   critical  encryption/sensitive_without_customer_key      Sensitive data without a customer-managed key *
    LP-13b off   medium    least_privilege/cloud_platform_scope           GKE pool with the cloud-platform scope *
    LP-13a off   high      least_privilege/default_service_account        GKE pool that runs as the default service account *
    LP-13c off   high      least_privilege/metadata_hop_limit             Pool whose containers reach the machine's own identity *
    LP-5   off   critical  least_privilege/public_principal               Bucket policy that lets everyone in *
    PE-12  deny  critical  vpc_sc/public_access                           Bucket that may be made public
    PE-1   deny  critical  vpc_sc/sensitive_outside_perimeter             Sensitive data outside every service perimeter

    * the policy sets another level than the rule's own
    ");
    assert_snapshot!(run(&["rules", "--policy", "nowhere"]), @r"
    exit 2
    --- stderr
    error: policy: the policy folder cannot be read: No such file or directory (os error 2)
    ");
}
