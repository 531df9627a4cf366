//! `cargo xtask bench provider`: ours and the Go peer, one after the other, in turns.

use std::fs;
use std::path::Path;
use std::time::Duration;

use acceptance::Terraform;

use super::measure::{Built, Cost, median};
use crate::run::Outcome;

/// How often a start and a plan are measured.
const STARTS: usize = 20;
const PLANS: usize = 5;

/// A thousand new buckets as people write them; the peer, which has the same schema, plans the very same.
const MODULE: &str = r#"
variable "clouds" {
  default = ["aws", "gcp"]
}

resource "palisade_bucket" "this" {
  count    = 1000
  cloud    = var.clouds[count.index % 2]
  name     = "palisade-bench-${count.index}"
  location = count.index % 2 == 0 ? "eu-central-1" : "europe-west3"
  labels = {
    team = "storage"
    cost = "c-${count.index % 10}"
  }
  versioning = true
  lifecycle_rules = [
    { id = "old", action = "delete", age_days = 365 },
    { id = "versions", action = "delete", noncurrent_days = 30 },
  ]
}
"#;

/// The figures of one provider.
struct Figures {
    handshake: u64,
    schema: u64,
    start_peak: u64,
    size: u64,
    plan: Cost,
}

/// Measures both and prints the table.
pub(crate) fn main() -> Outcome {
    let built = Built::new()?;
    let [ours, peer] = [figures(&built, &built.ours)?, figures(&built, &built.peer)?];
    println!("| | ours | Go peer |\n|---|---|---|");
    let row = |name: &str, tell: &dyn Fn(&Figures) -> String| {
        println!("| {name} | {} | {} |", tell(&ours), tell(&peer))
    };
    row("exec to handshake, median of 20", &|f| milliseconds(f.handshake));
    row("exec to first schema, median of 20", &|f| milliseconds(f.schema));
    row("peak memory then", &|f| mebibytes(f.start_peak));
    row("binary", &|f| mebibytes(f.size / 1024));
    row("plan of 1,000 new buckets: provider's CPU, median of 5", &|f| seconds(f.plan.cpu));
    row("its peak memory", &|f| mebibytes(f.plan.peak));
    row("terraform's own CPU", &|f| seconds(f.plan.terraform));
    row("terraform's wall time", &|f| seconds(f.plan.wall));
    row("times that terraform started it", &|f| f.plan.starts.to_string());
    println!("\nOurs reviews every bucket with all packs; the peer plans and does nothing else.");
    Ok(())
}

fn figures(built: &Built, provider: &Path) -> Result<Figures, String> {
    let starts = (0..STARTS).map(|_| built.first_schema(provider)).collect::<Result<Vec<_>, _>>()?;
    let start = |at: usize| median(starts.iter().map(|figures| figures[at]).collect()).unwrap_or_default();
    let size = fs::metadata(provider).map_err(|e| format!("{}: {e}", provider.display()))?.len();
    Ok(Figures {
        handshake: start(0),
        schema: start(1),
        start_peak: start(2),
        size,
        plan: plan(built, provider)?,
    })
}

/// The medians of several plans; each figure on its own.
fn plan(built: &Built, provider: &Path) -> Result<Cost, String> {
    let terraform =
        built.terraform(provider)?.with([("GOOGLE_PROJECT", "palisade-bench"), ("AWS_REGION", "us-east-1")]);
    terraform.main(MODULE);
    let costs = (0..PLANS).map(|_| planned(built, &terraform)).collect::<Result<Vec<_>, _>>()?;
    let duration = |of: fn(&Cost) -> Duration| median(costs.iter().map(of).collect()).unwrap_or_default();
    Ok(Cost {
        cpu: duration(|cost| cost.cpu),
        terraform: duration(|cost| cost.terraform),
        peak: median(costs.iter().map(|cost| cost.peak).collect()).unwrap_or_default(),
        wall: duration(|cost| cost.wall),
        starts: median(costs.iter().map(|cost| cost.starts).collect()).unwrap_or_default(),
    })
}

fn planned(built: &Built, terraform: &Terraform) -> Result<Cost, String> {
    let (run, cost) = built.cost(terraform, &["plan", "-no-color", "-out=plan.tfplan"])?;
    let done = run.code == 0 && run.stdout.contains("Plan: 1000 to add");
    if done { Ok(cost) } else { Err(format!("the plan of 1,000 is not one: {run}")) }
}

pub(super) fn milliseconds(micros: u64) -> String {
    format!("{}.{} ms", micros / 1000, micros % 1000 / 100)
}

pub(super) fn mebibytes(kibibytes: u64) -> String {
    format!("{}.{} MiB", kibibytes / 1024, kibibytes % 1024 * 10 / 1024)
}

pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}
