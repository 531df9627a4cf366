//! `cargo xtask test`: every check of the repository, in order, each named and timed.

mod count;
mod steps;

use std::process::Stdio;
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

/// Runs the steps, and ends with one line of counts.
pub(crate) fn main(args: &Args) -> Outcome {
    let start = Instant::now();
    let mut total = Count::default();
    let mut failed = Vec::new();
    for step in steps::selected(steps::all(args.opentofu), args.filter.as_deref()) {
        if args.list {
            println!("{}", step.name);
            continue;
        }
        let name = step.name.clone();
        let count = carry_out(step);
        if count.failed > 0 {
            failed.push(name);
        }
        total.add(count);
    }
    if args.list {
        return Ok(());
    }
    println!("\n{:.0} s in all", start.elapsed().as_secs_f64());
    println!("{total}");
    match failed.is_empty() {
        true if total == Count::default() => Err("no step and no test has that in its name".to_owned()),
        true => Ok(()),
        false => Err(format!("failed: {}", failed.join(", "))),
    }
}

/// Runs one step and says how it went; what it printed is shown when it failed.
fn carry_out(step: Step) -> Count {
    let start = Instant::now();
    let (count, output) = match prepare_and_run(&step) {
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
