//! A module that is applied, changed and imported, and all that was not as it should be: gathered, so that one run tells
//! everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::difference::difference;
use crate::terraform::Run;
use crate::{Sandbox, Terraform};

/// A story under way.
#[derive(Debug)]
pub struct Story {
    /// The module.
    pub terraform: Terraform,
    wrong: Vec<String>,
}

impl Story {
    /// An empty module on a sandbox.
    pub fn on(sandbox: &Sandbox) -> Self {
        Self::of(Terraform::new().on(sandbox))
    }

    /// A module, in which many resources are worked on at a time.
    pub fn of(terraform: Terraform) -> Self {
        let many =
            ["plan", "apply", "destroy"].map(|name| (format!("TF_CLI_ARGS_{name}"), "-parallelism=40"));
        Self { terraform: terraform.with(many), wrong: Vec::new() }
    }

    /// Notes what is wrong at a stage.
    pub fn wrong(&mut self, stage: &str, wrong: impl IntoIterator<Item = String>) {
        self.wrong.extend(wrong.into_iter().map(|wrong| format!("{stage}: {wrong}")));
    }

    /// What a plan changes, by address. Panics where there is no plan.
    pub fn plan(&mut self, stage: &str) -> BTreeMap<String, Value> {
        let (_, run) = self.terraform.plan();
        if run.code == 1 {
            panic!("{stage}: no plan: {run}\nbefore that:\n{}", self.wrong.join("\n"));
        }
        self.terraform.changes()
    }

    /// Applies, which is to succeed.
    pub fn apply(&mut self, stage: &str) {
        let run = self.terraform.try_apply();
        self.succeeds(stage, run);
    }

    /// Destroys, which is to succeed.
    pub fn destroy(&mut self, stage: &str) {
        let run = self.terraform.try_destroy();
        self.succeeds(stage, run);
    }

    /// Plans, which is to find nothing to do.
    pub fn settled(&mut self, stage: &str) {
        for (address, change) in self.plan(stage) {
            if change["actions"] != json!(["no-op"]) {
                let at = difference(&change["before"], &change["after"]);
                self.wrong(stage, [format!("{address}: not settled: {} at {at:?}", change["actions"])]);
            }
        }
    }

    /// Panics with all that was wrong.
    pub fn end(self) {
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }

    fn succeeds(&mut self, stage: &str, run: Run) {
        if run.code != 0 {
            self.wrong(stage, [run.stderr]);
        }
    }
}
