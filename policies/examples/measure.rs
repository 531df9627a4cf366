//! What the engine costs: `cargo run --release -p policies --example measure`.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use policies::{Action, Engine, PlannedResource, Settings, plan};
use serde_json::json;

/// The median of 21 runs.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[10]
}

fn main() -> io::Result<()> {
    let bucket = |at: usize| PlannedResource {
        address: None,
        resource_type: "palisade_bucket".to_owned(),
        action: Action::Create,
        prior: None,
        planned: json!({
            "cloud": if at.is_multiple_of(2) { "aws" } else { "gcp" }, "name": format!("acme-{at}"),
            "location": "eu-central-1", "labels": {"data_class": "phi", "team": "a"},
            "labels_all": {"data_class": "phi", "team": "a"}, "public_access": "blocked", "require_tls": true,
            "encryption": {"kms_key": "arn:aws:kms:eu-central-1:111122223333:key/records"},
            "lifecycle_rules": [{"id": "expire", "action": "delete", "age_days": 90}],
        })
        .into(),
        secrets: plan::Secrets::default(),
    };
    let pool = |at: usize| {
        PlannedResource {
        resource_type: "palisade_gpu_pool".to_owned(),
        planned: json!({
            "cloud": "aws", "name": format!("acme-{at}"), "labels": {"team": "a"}, "labels_all": {"team": "a"},
            "capacity": "on_demand", "scaling": {"min": 0, "max": 4}, "metadata": "workload_identity",
            "budget": {"name": "a", "amount": 4000, "currency": "USD"},
            "estimated_cost": {"currency": "USD", "monthly_max": 2920},
        })
        .into(),
        ..bucket(at)
    }
    };
    let load = || Engine::load(Settings::default()).map_err(io::Error::other);

    let start = Instant::now();
    let engine = load()?;
    let first = start.elapsed();
    let mut out = io::stdout();
    writeln!(out, "load, first in the process  {first:?}")?;
    writeln!(out, "load, again                 {:?}", median(|| drop(black_box(load()))))?;
    for number in [1, 100, 1_000] {
        let resources: Vec<_> = (0..number).map(bucket).collect();
        let time = median(|| drop(black_box(engine.review(&resources))));
        writeln!(out, "review of {number:>5} at once      {time:?}")?;
    }
    let pools: Vec<_> = (0..200).map(pool).collect();
    writeln!(
        out,
        "review of one pool          {:?}",
        median(|| drop(black_box(engine.review(&pools[..1]))))
    )?;
    writeln!(
        out,
        "whole plan of 200 pools     {:?}",
        median(|| drop(black_box(engine.review_plan(&pools))))
    )?;
    let resources: Vec<_> = (0..1_000).map(bucket).collect();
    let time = median(|| resources.chunks(1).for_each(|one| drop(black_box(engine.review(one)))));
    writeln!(out, "review of  1000 one by one   {time:?}")
}
