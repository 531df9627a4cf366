//! `cargo xtask test`: every check of the repository, in order, each named and timed.

mod count;
mod steps;

use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::run::Outcome;
use crate::tools;
use count::Count;
use steps::{Prepared, Step};

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run only the steps whose name has this in it; where no step's has, the tests whose name does.
    filter: Option<String>,
    /// Run the acceptance stories with OpenTofu 1.12 too (building it takes some four minutes).
    #[arg(long)]
    opentofu: bool,
    /// List the names of the steps and run none.
    #[arg(long)]
    list: bool,
}

/// How many steps run at a time, of those that may run beside others: one works for a third of its time.
const BESIDE: usize = 4;

/// Runs the steps, and ends with one line of counts.
pub(crate) fn main(args: &Args) -> Outcome {
    let start = Instant::now();
    let steps = steps::selected(steps::all(args.opentofu), args.filter.as_deref());
    if args.list {
        steps.iter().for_each(|step| println!("{}", step.name));
        return Ok(());
    }
    let mut total = Count::default();
    let mut failed = Vec::new();
    for neighbours in steps.chunk_by(|step, next| step.beside && next.beside) {
        for (step, count) in carry_out_all(neighbours) {
            if count.failed > 0 {
                failed.push(step.name.as_str());
            }
            total.add(count);
        }
    }
    println!("\n{:.0} s in all", start.elapsed().as_secs_f64());
    println!("{total}");
    match failed.is_empty() {
        true if total == Count::default() => Err("no step and no test has that in its name".to_owned()),
        true => Ok(()),
        false => Err(format!("failed: {}", failed.join(", "))),
    }
}

/// Runs steps side by side, and gives them in the order in which they ended.
fn carry_out_all(steps: &[Step]) -> Vec<(&Step, Count)> {
    let (waiting, done) = (Mutex::new(steps.iter()), Mutex::new(Vec::new()));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(step) = next() {
            let count = carry_out(step);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((step, count));
        }
    };
    thread::scope(|scope| (0..BESIDE.min(steps.len())).for_each(|_| drop(scope.spawn(work))));
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs one step and says how it went; what it printed is shown when it failed.
fn carry_out(step: &Step) -> Count {
    let start = Instant::now();
    let (count, output) = match prepare_and_run(step) {
        Ok((success, output)) => (Count::of(&output, success), output),
        Err(message) => (Count { failed: 1, ..Count::default() }, message),
    };
    if step.filter.is_some() && count == Count::default() {
        return count;
    }
    let outcome = if count.failed == 0 { "ok" } else { "FAILED" };
    println!("{outcome:>6}  {:>6.1} s  {}: {count}", start.elapsed().as_secs_f64(), step.name);
    if count.failed > 0 {
        println!("{output}");
    }
    count
}

fn prepare_and_run(step: &Step) -> Result<(bool, String), String> {
    for tool in &step.tools {
        tools::ensure(*tool)?;
    }
    let Prepared { mut command, sandbox } = (step.command)()?;
    command.args(&step.filter);
    let out = command.stdin(Stdio::null()).output().map_err(|e| format!("cannot start {command:?}: {e}"))?;
    drop(sandbox);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((out.status.success(), format!("{}{}", text(&out.stdout), text(&out.stderr))))
}
