//! Two configurations that say the same, one of which is silent where the other says a default: what either imported, neither
//! has anything to change at.

use serde_json::json;

use crate::Terraform;
use crate::difference::difference;

/// The two configurations.
const SILENT: usize = 0;
const SAID: usize = 1;

/// Applies the silent configuration, and imports it by both in turn; panics with all that a plan would change.
pub fn play(terraform: &Terraform, configuration: impl Fn(usize) -> String) {
    terraform.main(&configuration(SILENT));
    terraform.apply();
    let mut wrong = Vec::new();
    for (stage, other) in [(SAID, SILENT), (SILENT, SAID)] {
        let blocks = terraform.forget_all();
        terraform.main(&(configuration(stage) + &blocks));
        wrong.extend(differences(terraform, &format!("import by {}", told(stage)), true));
        terraform.apply();
        for next in [stage, other] {
            terraform.main(&configuration(next));
            let after = format!("{} after an import by {}", told(next), told(stage));
            wrong.extend(differences(terraform, &after, false));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn told(stage: usize) -> &'static str {
    if stage == SAID { "who says it" } else { "who is silent" }
}

/// What a plan changes; every resource is to be in it, and imported or not.
fn differences(terraform: &Terraform, stage: &str, imports: bool) -> Vec<String> {
    let (_, run) = terraform.plan();
    assert!(run.code != 1, "{stage}: no plan: {run}");
    let changes = terraform.changes();
    assert!(!changes.is_empty(), "{stage}: the plan has no resource");
    let wrong = changes.iter().filter_map(|(address, change)| {
        let at = difference(&change["before"], &change["after"]);
        let right = change["actions"] == json!(["no-op"]) && change["importing"].is_null() != imports;
        let (before, after) = (&change["before"], &change["after"]);
        (!right).then(|| format!("{stage} {address}: {} at {at:?}: {before} -> {after}", change["actions"]))
    });
    wrong.collect()
}
