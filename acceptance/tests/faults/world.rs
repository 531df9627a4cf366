//! A sandbox, terraform in front of it, and the cloud's own client beside it.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::terraform::Run;
use acceptance::{Oracle, Sandbox, Terraform};
use serde_json::Value;

use super::rows::Phase;
use super::stories::{self, Story};
use super::{cloud, secrets};

pub(crate) struct World {
    pub(crate) cloud: &'static str,
    pub(crate) sandbox: Sandbox,
    pub(crate) terraform: Terraform,
    pub(crate) oracle: Oracle,
    pub(crate) stories: Vec<Story>,
    pub(crate) wrong: Vec<String>,
}

/// A bucket under test, which stands for one row a phase.
#[derive(Clone)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    /// Which of the stories it plays.
    pub(crate) story: usize,
    /// What each phase may take, where that is short.
    pub(crate) timeouts: BTreeMap<Phase, &'static str>,
}

/// How an apply ended for each resource.
pub(crate) struct Applied {
    /// The addresses at which something was created, changed or destroyed.
    pub(crate) complete: BTreeSet<String>,
    /// The errors by address.
    pub(crate) errors: BTreeMap<String, String>,
    pub(crate) code: i32,
    pub(crate) text: String,
}

impl World {
    pub(crate) fn start(cloud: &'static str) -> Self {
        let sandbox = Sandbox::start();
        let oracle = sandbox.oracle();
        cloud::make(cloud, &oracle, stories::TARGET);
        let many =
            ["plan", "apply", "destroy"].map(|name| (format!("TF_CLI_ARGS_{name}"), "-parallelism=200"));
        let terraform = Terraform::new().on(&sandbox).with(many);
        let terraform = secrets::watched(terraform);
        Self { cloud, sandbox, terraform, oracle, stories: stories::of(cloud), wrong: Vec::new() }
    }

    /// Writes the configuration of these buckets before the change or after it.
    pub(crate) fn write(&self, buckets: &[Bucket], phase: Phase, more: &str) {
        let location = if self.cloud == "aws" { "us-east-1" } else { "US" };
        let mut text = secrets::PROVIDER.to_owned();
        for bucket in buckets {
            let story = &self.stories[bucket.story];
            let body = if phase == Phase::Create { &story.before } else { &story.after };
            let timeout = |phase| bucket.timeouts.get(&phase).copied().unwrap_or("180s");
            text += &format!(
                "resource \"palisade_bucket\" \"{name}\" {{\n  cloud = \"{cloud}\"\n  name = \"{name}\"\n  \
                 location = \"{location}\"\n  force_destroy = true\n  timeouts = {{ create = \"{create}\", \
                 update = \"{update}\", delete = \"{delete}\" }}\n  {body}\n}}\n",
                name = bucket.name,
                cloud = self.cloud,
                create = timeout(Phase::Create),
                update = timeout(Phase::Update),
                delete = timeout(Phase::Delete),
            );
        }
        self.terraform.main(&(text + more));
    }

    /// Applies (or destroys), told resource by resource.
    pub(crate) fn run(&mut self, phase: Phase, more: &[&str]) -> Applied {
        let mut args = vec![phase.command(), "-json", "-auto-approve"];
        args.extend(more);
        let run = self.terraform.run(&args);
        self.wrong.extend(secrets::shown(&self.terraform, &run.stdout, &run.stderr));
        Applied::of(&run)
    }

    /// Applies what is written, which must leave nothing to do and the cloud as the clean run left it.
    pub(crate) fn converges(&mut self, buckets: &[Bucket], phase: Phase, expected: &[Value]) {
        self.sandbox.clear_faults();
        let applied = self.run(phase, &[]);
        self.told_no_error(phase, &applied);
        if phase == Phase::Delete {
            let left = self.terraform.buckets();
            self.expect(left.is_empty(), || format!("left in the state: {left:?}"));
        } else {
            self.settled(phase);
        }
        self.agrees(buckets, phase, expected);
    }

    pub(crate) fn told_no_error(&mut self, phase: Phase, applied: &Applied) {
        let errors: Vec<_> =
            applied.errors.iter().map(|(address, error)| format!("{address}: {error}")).collect();
        self.expect(applied.code == 0, || {
            let text = if errors.is_empty() { applied.text.clone() } else { errors.join("\n") };
            format!("the {} after the faults: {text}", phase.name())
        });
    }

    fn settled(&mut self, phase: Phase) {
        let (planned, run) = self.terraform.plan();
        let settled = planned == acceptance::terraform::Planned::NoChange;
        self.expect(settled, || format!("{} is not settled: {run}", phase.name()));
        self.wrong.extend(secrets::shown(&self.terraform, &run.stdout, &run.stderr));
        self.wrong.extend(secrets::shown_in_plan(&self.terraform));
    }

    /// State and cloud hold these buckets, each once and as configured, and no others.
    fn agrees(&mut self, buckets: &[Bucket], phase: Phase, expected: &[Value]) {
        let buckets = if phase == Phase::Delete { &[] } else { buckets };
        let names: BTreeSet<String> = buckets.iter().map(|bucket| bucket.name.clone()).collect();
        let mut there = cloud::names(self.cloud, &self.oracle);
        there.remove(stories::TARGET);
        self.expect(there == names, || {
            let (more, fewer) = (there.difference(&names), names.difference(&there));
            format!("{}: in the cloud alone: {more:?}; in the configuration alone: {fewer:?}", phase.name())
        });
        for bucket in buckets {
            let found = cloud::configuration(self.cloud, &self.oracle, &bucket.name);
            let wanted = &expected[bucket.story];
            self.expect(found == *wanted, || {
                format!("{} {}: is {found}\nnot {wanted}", phase.name(), bucket.name)
            });
        }
    }

    pub(crate) fn expect(&mut self, right: bool, wrong: impl FnOnce() -> String) {
        if !right {
            let wrong = wrong();
            // Told at once too: a run that is stopped has said what it saw.
            eprintln!("{wrong}");
            self.wrong.push(wrong);
        }
    }
}

impl Bucket {
    pub(crate) fn address(&self) -> String {
        format!("palisade_bucket.{}", self.name)
    }
}

impl Applied {
    fn of(run: &Run) -> Self {
        Self::read(run.code, run.stdout.clone() + &run.stderr)
    }

    /// The error that a bucket met. Terraform names no address where it destroys; the provider names the bucket.
    pub(crate) fn error_of(&self, bucket: &str) -> Option<&str> {
        let at = self.errors.get(&format!("palisade_bucket.{bucket}"));
        let unplaced = self
            .errors
            .get("")
            .and_then(|errors| errors.lines().find(|error| error.contains(&format!("{bucket:?}"))));
        at.map(String::as_str).or(unplaced)
    }

    /// Reads the lines of `-json`.
    pub(crate) fn read(code: i32, text: String) -> Self {
        let mut applied =
            Self { complete: BTreeSet::new(), errors: BTreeMap::new(), code, text: String::new() };
        for line in text.lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            let word = |pointer: &str| line.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            match (word("/type"), word("/diagnostic/severity")) {
                ("apply_complete", _) => {
                    applied.complete.insert(word("/hook/resource/addr").to_owned());
                }
                ("diagnostic", "error") => {
                    let error = format!("{} {}\n", word("/diagnostic/summary"), word("/diagnostic/detail"));
                    *applied.errors.entry(word("/diagnostic/address").to_owned()).or_default() += &error;
                }
                _ => {}
            }
        }
        applied.text = text;
        applied
    }
}
