//! `cargo xtask demo`: the story of the project, played by the real terraform on both clouds, offline.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use acceptance::terraform::{Planned, Run};
use acceptance::{Sandbox, Terraform, binaries, tools as installed};

use crate::run::{self, Outcome};
use crate::tools::{self, Tool};

/// Plays the story.
pub(crate) fn main() -> Outcome {
    if installed::terraform_on_path().is_none() {
        println!("There is no terraform 1.8 or newer on PATH, so a pinned one is fetched.");
        tools::ensure(Tool::Terraform)?;
    }
    println!("Building the provider and the command palisade ...");
    binaries::prepared()?;
    let start = Instant::now();

    heading(
        "1. Both clouds, on this machine",
        "palisade sandbox serves storage, Kubernetes and budgets of AWS and Google Cloud on loopback.",
    );
    let sandbox = Sandbox::of(&binaries::palisade());
    println!(
        "AWS at {}\nGoogle Cloud at {} (JSON) and {} (gRPC)",
        sandbox.aws, sandbox.gcp_rest, sandbox.gcp_grpc
    );

    refused(
        &sandbox,
        "2. A bucket that breaks the rules",
        "terraform plan asks the provider, and the provider asks the policies that are built into it.",
        "demo/breaks-the-rules",
    )?;
    refused(
        &sandbox,
        "3. A pool of GPUs that can cost more than its budget",
        "The pool names its budget, and the operator's price table tells what its machines cost at most.",
        "demo/pool-over-its-budget",
    )?;
    kept(&sandbox)?;
    together(&sandbox)?;

    heading("Done", "The sandbox stops now, and nothing is left behind.");
    println!("{:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// What breaks a rule is refused while it is planned.
fn refused(sandbox: &Sandbox, title: &str, why: &str, folder: &str) -> Outcome {
    heading(title, why);
    let terraform = example(folder, sandbox)?;
    let run = step(&terraform, &["plan", "-no-color"]);
    expect(&run, run.code != 0, "the plan should have been refused")?;
    expect(&run, sandbox.calls().is_empty(), "a refused plan should call no cloud")?;
    seen(
        "refused while planning, with the rule, the reason, the attribute and the remedy; no cloud was called",
    );
    Ok(())
}

/// What no resource can know by itself is refused by the check of the whole plan.
fn together(sandbox: &Sandbox) -> Outcome {
    heading(
        "8. Two pools that their budget does not pay for together",
        "The provider sees one resource at a time, and passes each; palisade check sees the whole plan.",
    );
    let terraform = example("demo/pools-over-their-budget", sandbox)?;
    let run = step(&terraform, &["plan", "-no-color", "-out=tfplan"]);
    expect(&run, run.code == 0, "each pool by itself should pass")?;
    let plan = terraform.run(&["show", "-json", "tfplan"]).succeeded();
    std::fs::write(terraform.folder().join("plan.json"), &plan.stdout)
        .map_err(|e| format!("plan.json: {e}"))?;
    println!("$ terraform show -json tfplan > plan.json\n$ palisade check plan.json\n");
    let mut check = Command::new(binaries::palisade());
    let run = Run::of(check.current_dir(terraform.folder()).args(["check", "plan.json"]));
    println!("{}", indented(&run.stdout));
    expect(&run, run.code == 1, "the check should deny the plan")?;
    seen("refused before anything is applied, in Atlantis or before a merge");
    Ok(())
}

/// What keeps the rules is applied on both clouds, found unchanged, imported and destroyed.
fn kept(sandbox: &Sandbox) -> Outcome {
    heading(
        "4. The bucket, mended, with a pool and a budget, on both clouds",
        "Only places, keys and names of the clouds' own differ between the two.",
    );
    let terraform = example("demo/keeps-the-rules", sandbox)?;
    let (planned, run) = shown(&terraform, &["plan", "-no-color", "-detailed-exitcode"]);
    expect(&run, planned == Planned::Changes, "the plan should have changes")?;
    seen("the policies find nothing to deny");

    let run = step(&terraform, &["apply", "-no-color", "-auto-approve"]);
    expect(&run, run.code == 0, "the apply should succeed")?;
    println!("calls that reached the clouds:");
    for call in sandbox.calls() {
        println!("  {} {} {} -> {}", call.cloud, call.operation, call.resource, call.status);
    }
    seen("a bucket, a pool of GPUs and a budget on AWS, and the same on Google Cloud");

    heading("5. Plan again", "What was applied is what the clouds tell, attribute by attribute.");
    let (planned, run) = shown(&terraform, &["plan", "-no-color", "-detailed-exitcode"]);
    expect(&run, planned == Planned::NoChange, "the second plan should be empty")?;
    seen("no change");

    heading("6. Import", "Terraform forgets all of it, and takes it back by what names each.");
    for (address, id) in terraform.resources() {
        let forgotten = step(&terraform, &["state", "rm", &address]);
        expect(&forgotten, forgotten.code == 0, "terraform should forget it")?;
        let imported = step(&terraform, &["import", "-no-color", &address, &id]);
        expect(&imported, imported.code == 0, "the import should succeed")?;
    }
    let (planned, run) = shown(&terraform, &["plan", "-no-color", "-detailed-exitcode"]);
    expect(&run, planned == Planned::NoChange, "the plan after the import should be empty")?;
    seen("imported, and still no change");

    heading("7. Destroy", "All of it goes.");
    let run = step(&terraform, &["destroy", "-no-color", "-auto-approve"]);
    expect(&run, run.code == 0, "the destroy should succeed")?;
    seen("nothing is left");
    Ok(())
}

/// A folder of `examples/`, copied into a module of its own.
fn example(name: &str, sandbox: &Sandbox) -> Result<Terraform, String> {
    let folder = run::root().join("examples").join(name);
    let text =
        std::fs::read_to_string(folder.join("main.tf")).map_err(|e| format!("{}: {e}", folder.display()))?;
    println!("examples/{name}/main.tf:\n\n{}", indented(&text));
    let terraform = Terraform::with_mirror().on(sandbox);
    terraform.copy(Path::new(&folder));
    terraform.init();
    Ok(terraform)
}

/// Runs terraform and shows the command and what it printed.
fn step(terraform: &Terraform, args: &[&str]) -> Run {
    println!("$ terraform {}\n", args.join(" "));
    let run = terraform.run(args);
    println!("{}", indented(&run.stdout));
    if !run.stderr.trim().is_empty() {
        println!("{}", indented(&run.stderr));
    }
    run
}

fn shown(terraform: &Terraform, args: &[&str]) -> (Planned, Run) {
    let run = step(terraform, args);
    (run.planned(), run)
}

fn heading(title: &str, why: &str) {
    println!("\n== {title}\n   {why}\n");
}

fn seen(what: &str) {
    println!("-> seen: {what}");
}

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n");
    lines.collect()
}

fn expect(run: &Run, holds: bool, otherwise: &str) -> Outcome {
    if holds { Ok(()) } else { Err(format!("{otherwise}\n{run}")) }
}
