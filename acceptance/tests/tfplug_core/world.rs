//! Where a row is played: by the rogue provider alone, and by the real terraform with the rogue provider.

use std::path::PathBuf;
use std::process::Command;

use acceptance::terraform::{Planned, Run};
use acceptance::{Terraform, binaries, tools};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::rows::Row;

/// The rogue provider, built once.
pub(crate) struct World {
    provider: TempDir,
    /// Whether the real core is OpenTofu's.
    pub(crate) is_opentofu: bool,
}

impl World {
    pub(crate) fn new() -> Self {
        let version =
            Run::of(Command::new(tools::terraform()).arg("version").env_remove("TF_CLI_CONFIG_FILE"));
        Self { provider: binaries::example("rogue"), is_opentofu: version.stdout.starts_with("OpenTofu") }
    }

    fn program(&self) -> PathBuf {
        self.provider.path().join("terraform-provider-rogue")
    }

    /// The errors of the core in miniature.
    pub(crate) fn ours(&self, row: &Row) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let script = folder.path().join("script.json");
        std::fs::write(&script, row.script().to_string()).expect("writing in a temporary folder");
        let run = Run::of(Command::new(self.program()).arg("verdict").env("ROGUE_SCRIPT", script));
        let errors = run.succeeded().json();
        let errors = errors.as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The words of the real core, where it refuses.
    pub(crate) fn theirs(&self, row: &Row) -> Option<String> {
        let terraform = Terraform::with_override("registry.terraform.io/example/rogue", self.provider.path());
        let script = terraform.folder().join("script.json").to_string_lossy().into_owned();
        let terraform = terraform.with([("ROGUE_SCRIPT", script)]);
        terraform.write("script.json", &row.script().to_string());
        let before = row.steps();
        let (last, first) = before.split_last().expect("a scenario has a step");
        for step in first {
            let run = play(terraform_with(&terraform, step), step);
            assert_eq!(run.code, 0, "{}: the way to the rule\n{run}", row.rule);
        }
        let run = play(terraform_with(&terraform, last), last);
        let refused = match last.command {
            ["plan", ..] => {
                run.planned() == Planned::Refused || (last.empty && run.planned() == Planned::Changes)
            }
            _ => run.code != 0,
        };
        refused.then(|| run.words())
    }
}

/// One command of terraform on one configuration.
pub(crate) struct Step {
    pub(crate) main: Value,
    pub(crate) command: &'static [&'static str],
    /// The version of the schema that the provider has.
    pub(crate) version: &'static str,
    /// Whether a plan must be empty.
    pub(crate) empty: bool,
}

fn terraform_with<'a>(terraform: &'a Terraform, step: &Step) -> &'a Terraform {
    let mut main = step.main.clone();
    main["terraform"] = json!({"required_providers": {"rogue": {"source": "example/rogue"}}});
    terraform.write("main.tf.json", &main.to_string())
}

fn play(terraform: &Terraform, step: &Step) -> Run {
    Run::of(terraform.command(step.command).env("ROGUE_VERSION", step.version))
}
