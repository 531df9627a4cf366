//! What must never be seen in a log, a plan or a state.

use std::fs;
use std::process::Command;

use acceptance::sandbox::{SECRET_KEY, SECRET_TOKEN};
use acceptance::{Terraform, tools};

/// The external id of the role that the provider assumes.
const EXTERNAL_ID: &str = "external-id-that-nobody-may-see";

/// The configuration of the provider; the external id is ephemeral, as Terraform keeps other variables in plans.
pub(crate) const PROVIDER: &str = r#"variable "external_id" {
  type      = string
  sensitive = true
  ephemeral = true
}

provider "palisade" {
  aws = {
    assume_role = { role_arn = "arn:aws:iam::123456789012:role/deployer", external_id = var.external_id }
  }
  policy = { mode = "warn" }
}
"#;

const LOG: &str = "trace.log";

/// Terraform that writes down everything it and the provider log.
pub(crate) fn watched(terraform: Terraform) -> Terraform {
    let log = terraform.folder().join(LOG).to_string_lossy().into_owned();
    terraform.with([("TF_VAR_external_id", EXTERNAL_ID), ("TF_LOG", "TRACE"), ("TF_LOG_PATH", &log)])
}

/// What shows in the outputs of a run, in its log and in the state.
pub(crate) fn shown(terraform: &Terraform, stdout: &str, stderr: &str) -> Vec<String> {
    let log = terraform.folder().join(LOG);
    let logged = fs::read(&log).unwrap_or_default();
    let _ = fs::remove_file(&log);
    let state = fs::read(terraform.folder().join("terraform.tfstate")).unwrap_or_default();
    let places =
        [("stdout", stdout.as_bytes()), ("stderr", stderr.as_bytes()), ("log", &logged), ("state", &state)];
    let mut found: Vec<String> = places.iter().flat_map(|(place, text)| secrets_in(place, text)).collect();
    if !logged.windows(8).any(|window| window == b"[TRACE] ") {
        found.push("nothing was logged, so that nothing could show".to_owned());
    }
    found
}

/// What shows in the last plan: the file is an archive of compressed members.
pub(crate) fn shown_in_plan(terraform: &Terraform) -> Vec<String> {
    let unpack = "import sys, zipfile\nfile = zipfile.ZipFile('plan.tfplan')\n\
                  for name in file.namelist(): sys.stdout.buffer.write(file.read(name))";
    let out = Command::new(tools::python()).args(["-c", unpack]).current_dir(terraform.folder()).output();
    let plan = out.expect("running Python").stdout;
    if plan.is_empty() {
        return vec!["the plan could not be unpacked".to_owned()];
    }
    secrets_in("plan", &plan)
}

fn secrets_in(place: &str, text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let secrets = [("external id", EXTERNAL_ID), ("secret key", SECRET_KEY), ("access token", SECRET_TOKEN)];
    let shown = secrets.iter().filter_map(|(name, secret)| Some((name, text.find(secret)?)));
    shown
        .map(|(name, at)| {
            let near: String =
                text[..at].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
            format!("the {name} shows in the {place}, after {near:?}")
        })
        .collect()
}
