//! `cargo xtask bench apply`: many resources against the sandbox, half on each cloud: what an apply, the plan after it
//! and the destroy cost, and the calls that they make, held against the fewest that the clouds' APIs need.

mod buckets;
mod calls;
mod estate;

use std::fs;

use acceptance::Sandbox;

use self::calls::{Kind, STEPS};
use super::measure::Built;
use super::provider::{mebibytes, seconds};
use crate::run::Outcome;

/// Linux counts CPU time in /proc in hundredths of a second (USER_HZ, proc(5)).
const TICKS: f64 = 100.0;

/// Arguments of `cargo xtask bench apply`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// This set alone.
    set: Option<Name>,
}

/// The name of a set.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Name {
    /// 1,000 buckets.
    Buckets,
    /// 200 GPU pools and the 200 budgets that pay for them.
    Estate,
}

/// What is applied at once.
struct Set {
    name: Name,
    title: &'static str,
    module: String,
    kinds: &'static [Kind],
}

/// Measures the sets, and fails where more calls or fewer were made than are needed.
pub(crate) fn main(args: &Args) -> Outcome {
    let built = Built::new()?;
    let sets = [buckets::set(), estate::set()];
    let mut off = Vec::new();
    for set in sets.into_iter().filter(|set| args.set.is_none_or(|name| name == set.name)) {
        off.extend(measure(&built, &set)?);
    }
    println!("\nTerraform's default of 10 resources at a time; CPU is user and system time.");
    match off.is_empty() {
        true => Ok(()),
        false => Err(format!("the calls are not those that are needed:\n{}", off.join("\n"))),
    }
}

/// Prints the figures of a set; gives what differs from the calls that are needed.
fn measure(built: &Built, set: &Set) -> Result<Vec<String>, String> {
    let mut sandbox = Sandbox::of(&built.palisade());
    let terraform = built.terraform(&built.ours)?.on(&sandbox);
    terraform.main(&set.module);
    println!("\n## {}\n", set.title);
    println!(
        "| | wall | provider's CPU | its share | its peak memory | terraform's CPU | sandbox's CPU | calls |\n\
         |---|---|---|---|---|---|---|---|"
    );
    let mut made = Vec::new();
    for step in STEPS {
        sandbox.clear_calls();
        let before = cpu(sandbox.id())?;
        let (run, cost) = built.cost(&terraform, step.args())?;
        if run.code != 0 {
            return Err(format!("terraform {step} did not go as it should: {run}"));
        }
        let served = cpu(sandbox.id())? - before;
        let calls = sandbox.calls();
        let (own, core) = (cost.cpu.as_secs_f64(), cost.terraform.as_secs_f64());
        let share = 100.0 * own / (own + core + served);
        let (wall, peak, all) = (seconds(cost.wall), mebibytes(cost.peak), calls.len());
        println!(
            "| {step} | {wall} | {own:.2} s | {share:.0} % | {peak} | {core:.2} s | {served:.2} s | {all} |"
        );
        made.push((step, calls));
    }
    println!("\n| | | calls for each | beyond what is needed |\n|---|---|---|---|");
    let mut off = Vec::new();
    for kind in set.kinds {
        for (step, calls) in &made {
            let told = kind.told(*step, calls);
            println!("| {} | {step} | {} | {} |", kind.name, told.each, told.beyond);
            off.extend(told.is_off.then(|| format!("{}, {step}: {}", kind.name, told.beyond)));
        }
    }
    let unknown = calls::unknown(set.kinds, made.iter().flat_map(|(_, calls)| calls));
    off.extend((!unknown.is_empty()).then(|| format!("of no resource: {}", unknown.join(", "))));
    Ok(off)
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
