//! The pull-request story: the real Gitea, the real Atlantis, an operator's policy, and the sandbox as both clouds.
//!
//! Terraform is the pinned one, so that the comments are the same on every machine.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use acceptance::atlantis::{Atlantis, Operator};
use acceptance::{Sandbox, binaries, terraform, tools};

/// How the server is set up: our check is a custom policy check, whose output is all that Atlantis judges by.
const REPOS: &str = r#"
repos:
  - id: /.*/
    workflow: palisade
    custom_policy_check: true
workflows:
  palisade:
    policy_check:
      steps:
        - show
        - run: palisade check --atlantis "$SHOWFILE"
policies:
  owners:
    users: [operator]
  policy_sets:
    - name: palisade
      path: unused
      source: local
"#;

const SETTINGS: &str = r#"{"mode": "enforce", "levels": {"EN-1": "off"}}"#;

#[test]
fn a_public_bucket_is_refused_in_a_pull_request_until_it_is_mended() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (palisade, terraform) = (binaries::palisade(), one_stream(folder.path()));
    let atlantis = Atlantis::start(
        "infra",
        &Operator {
            repos: REPOS,
            environment: environment(&sandbox, folder.path()),
            programs: vec![("terraform", &terraform), ("palisade", &palisade)],
        },
    );

    // The author asks for a public bucket.
    atlantis.push(&[("main.tf", &module("", "allowed"))]);
    let pull = atlantis.open_pull_request("Add a bucket for reports");
    let refused = atlantis.comments_until(pull, 0, "Plan Error");
    atlantis.wait_for_status("atlantis/plan", "failure");
    snapshot("refused", &refused);

    // The author tells the provider not to mind. The operator's policy stands.
    let seen = atlantis.seen(pull);
    atlantis.push(&[("main.tf", &module("policy = { mode = \"warn\" }", "allowed"))]);
    let refused = atlantis.comments_until(pull, seen, "Plan Error");
    snapshot("refused_all_the_same", &refused);
    assert_eq!(sandbox.calls(), [], "a refused plan calls no cloud");

    // The author mends the bucket: the plan passes, and so does the check of the plan's JSON.
    let seen = atlantis.seen(pull);
    atlantis.push(&[("main.tf", &module("", "blocked"))]);
    let passed = atlantis.comments_until(pull, seen, "0 failures");
    atlantis.wait_for_status("atlantis/policy_check", "success");
    snapshot("passed", &passed);
    let oracle = sandbox.oracle();
    assert!(!oracle.bucket_exists("aws", "palisade-reports"), "nothing is made before the apply");

    let seen = atlantis.seen(pull);
    atlantis.comment(pull, "atlantis apply");
    let applied = atlantis.comments_until(pull, seen, "Apply complete");
    atlantis.wait_for_status("atlantis/apply", "success");
    snapshot("applied", &applied);
    assert!(oracle.bucket_exists("aws", "palisade-reports"));
}

/// The pinned terraform with its two streams made one: Atlantis reads them side by side, so that warnings (standard
/// output) and errors (standard error) come in another order from run to run, and no two comments are the same.
fn one_stream(folder: &Path) -> PathBuf {
    let script = folder.join("terraform");
    let text = format!("#!/bin/sh\nexec '{}' \"$@\" 2>&1\n", tools::terraform_shim().display());
    fs::write(&script, text).expect("writing a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("making a script executable");
    script
}

/// The author's file.
fn module(provider: &str, access: &str) -> String {
    format!(
        r#"terraform {{
  required_providers {{
    palisade = {{ source = "palisade/palisade" }}
  }}
}}

provider "palisade" {{
  {provider}
}}

resource "palisade_bucket" "reports" {{
  cloud           = "aws"
  name            = "palisade-reports"
  location        = "us-east-1"
  public_access   = "{access}"
  lifecycle_rules = [{{ action = "delete", age_days = 90 }}]
}}
"#
    )
}

/// The server's environment: the operator's policy, the provider in a filesystem mirror, the sandbox as both clouds.
fn environment(sandbox: &Sandbox, folder: &Path) -> Vec<(String, String)> {
    let policy = folder.join("policy");
    fs::create_dir_all(&policy).expect("writing in a temporary folder");
    fs::write(policy.join("settings.json"), SETTINGS).expect("writing the settings");
    let rc = folder.join("terraformrc");
    fs::write(&rc, terraform::mirror(folder)).expect("writing the CLI configuration");
    let ours = [("PALISADE_POLICY", policy), ("TF_CLI_CONFIG_FILE", rc)];
    let ours = ours.map(|(name, path)| (name.to_owned(), path.to_string_lossy().into_owned()));
    let clouds = sandbox.environment().into_iter().map(|(name, value)| (name.to_owned(), value));
    ours.into_iter().chain(clouds).collect()
}

/// Keeps comments, one after the other, without what differs from run to run (addresses and folders of the servers) or
/// changes with every new rule (how many were tested).
fn snapshot(name: &str, comments: &[String]) {
    let text = comments.join("\n\n======== next comment\n\n");
    let filters = vec![
        (r"http://127\.0\.0\.1:\d+", "http://server"),
        (r"'[^' ]*/\.tmp[^/]+/", "'/server/"),
        (r"-out [^ ]*/\.tmp[^/]+/", "-out /server/"),
        (r"complete after \d+s", "complete after 0s"),
        (r"\d+ tests, \d+ passed", "N tests, N passed"),
    ];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(name, text);
    });
}
