//! Defaults: a bucket that was made without a word of them is imported without a difference, both by a configuration
//! that says the default and by one that is silent; and what one imported, the other has nothing to change at.

use acceptance::difference::difference;
use acceptance::{Sandbox, Terraform};
use serde_json::json;

use super::import::{changes, forget_all};
use super::stages::Table;

/// The two configurations of a case.
const SILENT: usize = 0;
const SAID: usize = 1;

/// Plays a table of defaults through; panics with all that was not as it says. Each case's first body leaves out what
/// the second says.
pub(crate) fn play(table: &Table) {
    let sandbox = Sandbox::start();
    let oracle = sandbox.oracle();
    let many = ["plan", "apply"].map(|name| (format!("TF_CLI_ARGS_{name}"), "-parallelism=40"));
    let terraform = Terraform::new().on(&sandbox).with(many);
    for (call, args) in (table.helpers)() {
        table.ask(&oracle, call, args).unwrap_or_else(|e| panic!("{call}: {e:?}"));
    }
    terraform.main(&table.configuration(SILENT));
    terraform.apply();
    let mut wrong = Vec::new();
    for (stage, other) in [(SAID, SILENT), (SILENT, SAID)] {
        let blocks = forget_all(&terraform);
        terraform.main(&(table.configuration(stage) + &blocks));
        wrong.extend(differences(&terraform, &format!("import by {}", told(stage)), true));
        terraform.apply();
        for next in [stage, other] {
            terraform.main(&table.configuration(next));
            let after = format!("{} after an import by {}", told(next), told(stage));
            wrong.extend(differences(&terraform, &after, false));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn told(stage: usize) -> &'static str {
    if stage == SAID { "who says it" } else { "who is silent" }
}

/// What a plan changes; every bucket is to be in it, and imported or not.
fn differences(terraform: &Terraform, stage: &str, imports: bool) -> Vec<String> {
    let (_, run) = terraform.plan();
    assert!(run.code != 1, "{stage}: no plan: {run}");
    let changes = changes(terraform);
    assert!(!changes.is_empty(), "{stage}: the plan has no bucket");
    let wrong = changes.iter().filter_map(|(address, change)| {
        let at = difference(&change["before"], &change["after"]);
        let right = change["actions"] == json!(["no-op"]) && change["importing"].is_null() != imports;
        (!right).then(|| format!("{stage} {address}: {} at {at:?}", change["actions"]))
    });
    wrong.collect()
}
