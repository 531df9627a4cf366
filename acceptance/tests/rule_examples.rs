//! The examples of every rule (`policies/packs/*/*/examples`), planned by the real terraform: what passes, what breaks
//! the rule, and what cannot be decided before the apply. The provider judges them, or `palisade check` where a rule
//! needs the whole plan.

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

/// The operator's price table, by which the examples' machines are paid.
const PRICES: &str = "cloud,region,machine_type,capacity,price_per_hour,currency,date\n\
                      aws,eu-central-1,g6.xlarge,on_demand,1,USD,2026-01-01\n";

/// Plans one example and looks for the rule's id in what is said of it.
fn check(rule: &Value, name: &str, sandbox: &Sandbox) -> Result<(), String> {
    let text = |key: &str| rule[key].as_str().unwrap_or_default();
    let (id, path) = (text("id"), example(text("name"), name));
    let hcl = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let terraform = Terraform::new().on(sandbox);
    let prices = terraform.folder().join("prices.csv").display().to_string();
    let terraform = terraform.with([("PALISADE_PRICES", prices)]);
    terraform.write("prices.csv", PRICES).main(&hcl);
    let (_, run) = terraform.plan();
    let in_provider = rule["enforced_at"].as_array().is_some_and(|stages| stages.contains(&"plan".into()));
    let found = match outcome(&run, id) {
        Outcome::Silent if !in_provider => outcome_of_check(&terraform.planned(), id),
        found => found,
    };
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

/// What `palisade check` says of a plan, by a rule's id.
fn outcome_of_check(plan: &Value, id: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("plan.json");
    fs::write(&file, plan.to_string()).expect("writing in a temporary folder");
    let mut command = Command::new(binaries::palisade());
    let run =
        Run::of(command.arg("check").arg(&file).args(["--format", "json"]).env_remove("PALISADE_POLICY"));
    let report = run.json();
    let mut findings = report["findings"].as_array().into_iter().flatten();
    match findings.find(|finding| finding["rule_id"] == id).map(|finding| &finding["outcome"]) {
        None => Outcome::Silent,
        Some(outcome) if outcome == "denied" => Outcome::Denied,
        Some(outcome) if outcome == "warned" => Outcome::Warned,
        Some(_) => Outcome::Undecided,
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
