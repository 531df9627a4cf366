//! The tools of every bench: release builds, and `bench/measure`, which takes the same figures of any provider.
//!
//! CPU and peak memory of a run are what `wait4` tells of the provider's processes: a wrapper stands in the
//! provider's place, runs the real one on its own pipes and waits for it. Terraform starts several; CPU is their sum,
//! the peak that of the largest.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use acceptance::terraform::Run;
use acceptance::{Terraform, binaries};
use serde_json::Value;
use tempfile::TempDir;

use crate::run;
use crate::tools;

/// What is built for a bench.
pub(crate) struct Built {
    /// Our provider, with the profile that ships.
    pub(crate) ours: PathBuf,
    /// The peer on terraform-plugin-framework.
    pub(crate) peer: PathBuf,
    measure: PathBuf,
    folder: TempDir,
}

/// What one run of terraform cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// CPU time of the provider's processes.
    pub(crate) cpu: Duration,
    /// The most memory one of them had resident, in KiB.
    pub(crate) peak: u64,
    /// How long terraform took.
    pub(crate) wall: Duration,
    /// How often terraform started the provider.
    pub(crate) starts: usize,
}

impl Built {
    /// Builds our binaries with the profile `release`, and the Go programs of `bench/`.
    pub(crate) fn new() -> Result<Self, String> {
        println!("Building with the profile that ships ...");
        let ours = binaries::build("release")?;
        let folder = tempfile::tempdir().map_err(|e| format!("cannot make a temporary folder: {e}"))?;
        let mut go = tools::go_command(&run::root().join("bench"))?;
        run::output(go.args(["build", "-ldflags=-s -w", "-o"]).arg(folder.path()).arg("./..."))?;
        let path = |name| folder.path().join(name);
        Ok(Self {
            ours: ours.join("terraform-provider-palisade"),
            peer: path("peer"),
            measure: path("measure"),
            folder,
        })
    }

    /// The release build of the command `palisade`.
    pub(crate) fn palisade(&self) -> PathBuf {
        self.ours.with_file_name("palisade")
    }

    /// Microseconds from exec to the handshake, to the first schema, and the peak memory in KiB by then.
    pub(crate) fn first_schema(&self, provider: &Path) -> Result<[u64; 3], String> {
        let text = run::output(Command::new(&self.measure).arg("first-schema").arg(provider))?;
        let told: Value = serde_json::from_str(&text).map_err(|e| format!("measure said {text:?}: {e}"))?;
        let number = |name: &str| told[name].as_u64().ok_or(format!("no {name} in {text}"));
        Ok([number("handshake_us")?, number("schema_us")?, number("peak_kib")?])
    }

    /// A module whose provider is this one inside the wrapper.
    pub(crate) fn terraform(&self, provider: &Path) -> Result<Terraform, String> {
        let say = |e: std::io::Error| format!("cannot write in a temporary folder: {e}");
        let wrapped = self.folder.path().join("wrapped");
        fs::create_dir_all(&wrapped).map_err(say)?;
        let name = wrapped.join("terraform-provider-palisade");
        if !name.exists() {
            symlink(&self.measure, &name).map_err(say)?;
        }
        let variables = [("BENCH_PROVIDER", provider), ("BENCH_LOG", &self.log())];
        let variables = variables.map(|(name, path)| (name, path.to_string_lossy().into_owned()));
        Ok(Terraform::with_provider(&wrapped).with(variables))
    }

    /// Runs terraform once and tells what the provider cost.
    pub(crate) fn cost(&self, terraform: &Terraform, args: &[&str]) -> Result<(Run, Cost), String> {
        let _ = fs::remove_file(self.log());
        let start = Instant::now();
        let run = terraform.run(args);
        let wall = start.elapsed();
        let text = fs::read_to_string(self.log())
            .map_err(|e| format!("the wrapper left no figures ({e}): {run}"))?;
        let lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let numbers = |name: &'static str| lines.iter().filter_map(move |line| line[name].as_u64());
        let cost = Cost {
            cpu: Duration::from_micros(numbers("cpu_us").sum()),
            peak: numbers("peak_kib").max().unwrap_or_default(),
            wall,
            starts: lines.len(),
        };
        Ok((run, cost))
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("usage")
    }
}

/// The median; of an even number the upper one.
pub(crate) fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
