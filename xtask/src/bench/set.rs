//! `cargo xtask bench set`: how long the provider works on a plan of a large set.
//!
//! terraform-plugin-framework's issue 1314 tells of 98.9 s for a set of 3,251 elements.

use std::path::PathBuf;
use std::time::Duration;

use super::measure::{Built, median};
use super::provider::{mebibytes, seconds};
use crate::run::{self, Outcome};

/// The number of elements in that issue.
const ELEMENTS: usize = 3251;

/// How often each plan is measured.
const RUNS: usize = 3;

const MODULE: &str =
    "resource \"palisade_set\" \"this\" {\n  members = jsondecode(file(\"members.json\"))\n}\n";

/// Measures a plan of a new set, and one in which an element of an existing set changes.
pub(crate) fn main() -> Outcome {
    let built = Built::new()?;
    let provider = example()?;
    let terraform = built.terraform(&provider)?;
    println!(
        "| plan | provider's CPU, median of {RUNS} | its peak memory | terraform's own CPU |\n|---|---|---|---|"
    );
    terraform.main(MODULE);
    let row = |name: &str, members: &str| -> Result<Duration, String> {
        terraform.write("members.json", members);
        let measured = |_| {
            let (run, cost) = built.cost(&terraform, &["plan", "-no-color", "-out=plan.tfplan"])?;
            if run.code == 0 { Ok(cost) } else { Err(format!("the plan failed: {run}")) }
        };
        let costs = (0..RUNS).map(measured).collect::<Result<Vec<_>, String>>()?;
        let cpu = median(costs.iter().map(|cost| cost.cpu).collect()).unwrap_or_default();
        let peak = median(costs.iter().map(|cost| cost.peak).collect()).unwrap_or_default();
        let core = median(costs.iter().map(|cost| cost.terraform).collect()).unwrap_or_default();
        println!("| {name} | {} | {} | {} |", seconds(cpu), mebibytes(peak), seconds(core));
        Ok(cpu)
    };
    let least = row("a new set of 1", &members(1, "old"))?;
    let new = row(&format!("a new set of {ELEMENTS}"), &members(ELEMENTS, "old"))?;
    let (run, _) = built.cost(&terraform, &["apply", "-no-color", "-auto-approve"])?;
    if run.code != 0 {
        return Err(format!("the apply failed: {run}"));
    }
    let changed = row(&format!("one of {ELEMENTS} changes"), &members(ELEMENTS, "new"))?;
    let own = |cpu: Duration| seconds(cpu.saturating_sub(least));
    println!(
        "\nWithout what the provider's three starts cost: {} for the new set, {} for the change.",
        own(new),
        own(changed)
    );
    Ok(())
}

/// The elements as JSON (HCL's `range` ends at 1,024), the last one named as told.
fn members(elements: usize, last: &str) -> String {
    let name = |n: usize| if n + 1 == elements { last.to_owned() } else { format!("member-{n}") };
    let members: Vec<_> = (0..elements).map(|n| serde_json::json!({"name": name(n), "port": n})).collect();
    serde_json::json!(members).to_string()
}

/// Builds the provider that has nothing but a set.
fn example() -> Result<PathBuf, String> {
    let mut cargo = run::cargo();
    cargo.args(["build", "--quiet", "--release", "--package", "xtask", "--example", "set"]);
    cargo.arg("--message-format=json-render-diagnostics");
    let text = run::output(&mut cargo)?;
    let executable = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        line["executable"].as_str().map(PathBuf::from)
    };
    text.lines().rev().find_map(executable).ok_or_else(|| "cargo names no example".to_owned())
}
