//! The tools of every bench: release builds, and `bench/measure`, which takes the same figures of any provider.
//!
//! CPU and peak memory of a run are what `wait4` tells of the provider's processes: a wrapper stands in the
//! provider's place, runs the real one on its own pipes and waits for it. Terraform starts several; CPU is their sum,
//! the peak that of the largest. Terraform's own CPU is what `wait4` tells of it and all below it, less the providers'
//! (the wrapper's own few milliseconds stay in it).

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use acceptance::terraform::Run;
use acceptance::{Terraform, binaries, tools as installed};
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
    /// CPU time of terraform itself.
    pub(crate) terraform: Duration,
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
        let variables = [("BENCH_PROVIDER", provider), ("BENCH_LOG", &self.log("provider"))];
        let variables = variables.map(|(name, path)| (name, path.to_string_lossy().into_owned()));
        Ok(Terraform::with_provider(&wrapped).with(variables).program(self.measure.clone()))
    }

    /// Runs terraform once, in a module of [`Built::terraform`], and tells what it cost.
    pub(crate) fn cost(&self, terraform: &Terraform, args: &[&str]) -> Result<(Run, Cost), String> {
        let logs = ["provider", "terraform"].map(|name| self.log(name));
        for log in &logs {
            let _ = fs::remove_file(log);
        }
        let program = installed::terraform();
        let mut all: Vec<&OsStr> = vec!["run".as_ref(), logs[1].as_ref(), program.as_ref()];
        all.extend(args.iter().map(OsStr::new));
        let start = Instant::now();
        let run = terraform.run(&all);
        let wall = start.elapsed();
        let [providers, all] = [usage(&logs[0], &run)?, usage(&logs[1], &run)?];
        let cpu = |usages: &[Usage]| usages.iter().map(|usage| usage.cpu).sum::<Duration>();
        let cost = Cost {
            cpu: cpu(&providers),
            terraform: cpu(&all).saturating_sub(cpu(&providers)),
            peak: providers.iter().map(|usage| usage.peak).max().unwrap_or_default(),
            wall,
            starts: providers.len(),
        };
        Ok((run, cost))
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.usage"))
    }
}

/// What `wait4` said of one process.
struct Usage {
    cpu: Duration,
    peak: u64,
}

fn usage(log: &Path, run: &Run) -> Result<Vec<Usage>, String> {
    let text = fs::read_to_string(log).map_err(|e| format!("no figures were left ({e}): {run}"))?;
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        Some(Usage { cpu: Duration::from_micros(line["cpu_us"].as_u64()?), peak: line["peak_kib"].as_u64()? })
    };
    Ok(text.lines().filter_map(read).collect())
}

/// The median; of an even number the upper one.
pub(crate) fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
