//! The examples of every rule (`policies/packs/*/*/examples`), planned by the real terraform: what passes, what breaks
//! the rule, and what cannot be decided before the apply.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use acceptance::terraform::Run;
use acceptance::{Sandbox, Terraform, binaries};
use serde_json::Value;

#[test]
fn every_example_of_every_rule_comes_to_what_its_name_says() {
    let sandbox = Sandbox::start();
    let rules = rules();
    assert!(!rules.is_empty(), "there are rules");
    let mut wrong = Vec::new();
    for rule in &rules {
        for name in ["pass", "fail", "unknown"] {
            wrong.extend(check(rule, name, &sandbox).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Plans one example and looks for the rule's id in what terraform says.
fn check(rule: &Value, name: &str, sandbox: &Sandbox) -> Result<(), String> {
    let text = |key: &str| rule[key].as_str().unwrap_or_default();
    let (id, path) = (text("id"), example(text("name"), name));
    let hcl = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let terraform = Terraform::new().on(sandbox);
    terraform.main(&hcl);
    let (_, run) = terraform.plan();
    let found = outcome(&run, id);
    let expected = match (name, text("default")) {
        ("fail", "deny") => Outcome::Denied,
        ("fail", _) => Outcome::Warned,
        ("unknown", _) => Outcome::Undecided,
        _ => Outcome::Silent,
    };
    if found == expected {
        Ok(())
    } else {
        Err(format!("{} is {found:?}, not {expected:?}: {run}", path.display()))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Denied,
    Warned,
    Undecided,
    /// The rule says nothing, and terraform has a plan.
    Silent,
    /// Terraform failed, and not because of this rule.
    Failed,
}

/// What the diagnostics' summaries say of a rule; "similar warnings elsewhere" may hide no summary of another kind.
fn outcome(run: &Run, id: &str) -> Outcome {
    let words = run.words();
    let says = |summary: String| words.contains(&summary);
    if says(format!("Error: {id} denied:")) {
        Outcome::Denied
    } else if says(format!("Warning: {id} undecided:")) {
        Outcome::Undecided
    } else if says(format!("Warning: {id}:")) {
        Outcome::Warned
    } else if run.planned() == acceptance::terraform::Planned::Refused {
        Outcome::Failed
    } else {
        Outcome::Silent
    }
}

fn example(rule: &str, name: &str) -> PathBuf {
    binaries::root().join("policies/packs").join(rule).join("examples").join(format!("{name}.tf"))
}

/// The rules as the command lists them.
fn rules() -> Vec<Value> {
    let mut command = Command::new(binaries::palisade());
    let run = Run::of(command.args(["rules", "--format", "json"]).env_remove("PALISADE_POLICY")).succeeded();
    run.json().as_array().cloned().unwrap_or_default()
}
