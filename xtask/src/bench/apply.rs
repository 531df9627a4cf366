//! `cargo xtask bench apply`: a thousand buckets against the sandbox, half on each cloud.

use std::collections::BTreeMap;
use std::fs;

use acceptance::Sandbox;
use acceptance::sandbox::Call;

use super::measure::Built;
use super::provider::{mebibytes, seconds};
use crate::run::Outcome;

/// How many buckets each cloud gets.
const EACH: usize = 500;

/// Linux counts CPU time in /proc in hundredths of a second (USER_HZ, proc(5)).
const TICKS: f64 = 100.0;

/// Measures an apply, the plan after it, and the destroy.
pub(crate) fn main() -> Outcome {
    let built = Built::new()?;
    let mut sandbox = Sandbox::of(&built.palisade());
    let terraform = built.terraform(&built.ours)?.on(&sandbox);
    terraform.main(&module());
    println!(
        "| | wall | provider's CPU | its peak memory | sandbox's CPU | calls |\n|---|---|---|---|---|---|"
    );
    for args in [
        &["apply", "-no-color", "-auto-approve", "-parallelism=10"][..],
        &["plan", "-no-color", "-detailed-exitcode"],
        &["destroy", "-no-color", "-auto-approve"],
    ] {
        sandbox.clear_calls();
        let before = cpu(sandbox.id())?;
        let (run, cost) = built.cost(&terraform, args)?;
        if run.code != 0 {
            return Err(format!("terraform {} did not go as it should: {run}", args[0]));
        }
        let served = cpu(sandbox.id())? - before;
        let calls = sandbox.calls();
        let (own, core) = (cost.cpu.as_secs_f64(), cost.terraform.as_secs_f64());
        let share = 100.0 * own / (own + core + served);
        let (wall, peak) = (seconds(cost.wall), mebibytes(cost.peak));
        let figures = format!("{wall} | {own:.2} s | {share:.0} % | {peak} | {core:.2} s | {served:.2} s");
        println!("| {} | {figures} | {} |", args[0], told(&calls));
    }
    println!("\n1,000 buckets, terraform's default of 10 at a time; CPU is user and system time.");
    Ok(())
}

fn module() -> String {
    let bucket = |cloud: &str, location: &str| {
        format!(
            "resource \"palisade_bucket\" \"{cloud}\" {{\n  count = {EACH}\n  cloud = \"{cloud}\"\n  \
             name = \"palisade-bench-{cloud}-${{count.index}}\"\n  location = \"{location}\"\n  versioning = true\n  \
             labels = {{ team = \"storage\" }}\n  \
             lifecycle_rules = [{{ id = \"old\", action = \"delete\", age_days = 365 }}]\n}}\n"
        )
    };
    bucket("aws", "us-east-1") + &bucket("gcp", "europe-west3")
}

/// Calls for each bucket of a cloud, in all and by operation.
fn told(calls: &[Call]) -> String {
    let of = |cloud: &str| {
        let mut operations: BTreeMap<&str, usize> = BTreeMap::new();
        for call in calls.iter().filter(|call| call.cloud == cloud) {
            *operations.entry(&call.operation).or_default() += 1;
        }
        let all: usize = operations.values().sum();
        let each = |count: usize| count as f64 / EACH as f64;
        let parts: Vec<String> =
            operations.iter().map(|(name, count)| format!("{name} {:.2}", each(*count))).collect();
        format!("{cloud} {:.2} a bucket ({})", each(all), parts.join(", "))
    };
    format!("{}; {}", of("aws"), of("gcp"))
}

/// User and system time of a process in seconds: fields 14 and 15 of /proc/PID/stat (proc(5)).
fn cpu(id: u32) -> Result<f64, String> {
    let path = format!("/proc/{id}/stat");
    let text = fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    let fields: Vec<&str> =
        text.rsplit_once(") ").map(|(_, rest)| rest.split(' ').collect()).unwrap_or_default();
    let ticks = fields.get(11..13).unwrap_or_default().iter().filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / TICKS)
}
