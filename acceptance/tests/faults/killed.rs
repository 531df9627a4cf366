//! The provider killed: each bucket is held at another call, and then the process dies for all of them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use acceptance::process::Guard;
use serde_json::json;

use super::coverage::Row;
use super::rows::{Clean, PHASES, Phase, Step, fill};
use super::secrets;
use super::world::{Applied, Bucket, World};

/// When the provider dies: with the calls under way and not carried out, or carried out with the answer not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Death {
    Before,
    After,
}

/// Kills the provider before the calls are carried out, then after it.
pub(crate) fn play(world: &mut World, clean: &Clean) -> Vec<Row> {
    let mut table = Vec::new();
    for death in [Death::Before, Death::After] {
        let (buckets, cases) = cases(world, clean, death);
        for phase in PHASES {
            world.write(&buckets, phase, "");
            if phase == Phase::Delete {
                fill(world, &buckets);
            }
            let now: Vec<_> = cases.iter().filter(|(step, _)| step.phase == phase).collect();
            if phase == Phase::Create {
                // A bucket that is not held would be caught at any call or at none.
                let held = |bucket: &&Bucket| now.iter().any(|(_, name)| *name == bucket.name);
                world.write(&buckets.iter().filter(held).cloned().collect::<Vec<_>>(), phase, "");
            }
            let applied = world.kill(&now, phase, death);
            world.expect(applied.code != 0, || format!("{}: nothing told of the death", phase.name()));
            // A bucket whose creation came to its end is as good as anybody's, though no state knows of it.
            let finished = |step: &Step| phase == Phase::Create && death == Death::After && step.last;
            let unheard: Vec<&str> =
                now.iter().filter(|(step, _)| finished(step)).map(|(_, bucket)| bucket.as_str()).collect();
            world.write(&buckets, phase, "");
            if !unheard.is_empty() {
                world.import(&buckets, phase, &unheard);
            }
            table.extend(now.iter().map(|(step, _)| {
                let outcome = if finished(step) {
                    "finished; told to import, imported"
                } else {
                    "the next apply converges"
                };
                Row::new(step, death.name(), outcome)
            }));
            world.converges(&buckets, phase, &clean.configured[&phase]);
        }
    }
    table
}

/// A bucket for each call of each phase.
fn cases<'a>(world: &World, clean: &'a Clean, death: Death) -> (Vec<Bucket>, Vec<(&'a Step, String)>) {
    let mut buckets = BTreeMap::new();
    let mut cases = Vec::new();
    for phase in PHASES {
        let mut counts = vec![0; world.stories.len()];
        for step in clean.steps_of(phase) {
            let name =
                format!("{}-{}-{}", death.prefix(), world.stories[step.story].name, counts[step.story]);
            counts[step.story] += 1;
            let bucket = Bucket { name: name.clone(), story: step.story, timeouts: BTreeMap::new() };
            buckets.insert(name.clone(), bucket);
            cases.push((step, name));
        }
    }
    (buckets.into_values().collect(), cases)
}

impl World {
    /// Holds each bucket at its call; when all are there, the provider dies.
    fn kill(&mut self, cases: &[&(&Step, String)], phase: Phase, death: Death) -> Applied {
        for (step, bucket) in cases {
            self.sandbox.fault(&step.rule(self.cloud, bucket, Some(1), &json!({"delay_ms": death.hold()})));
        }
        self.sandbox.clear_calls();
        let out = self.terraform.folder().join("killed.out");
        let file = File::create(&out).expect("writing in a temporary folder");
        let errors = file.try_clone().expect("a second handle");
        let mut command =
            self.terraform.command(&[phase.command(), "-json", "-auto-approve", "-refresh=false"]);
        let mut terraform = Guard::start(command.stdin(Stdio::null()).stdout(file).stderr(errors));
        let control = self.sandbox.control();
        let missing = || {
            let rules = control.get("/_sandbox/faults").as_array().cloned().unwrap_or_default();
            rules.into_iter().filter(|rule| rule["broken"] != 1).collect::<Vec<_>>()
        };
        let deadline = Instant::now() + Duration::from_secs(45);
        while Instant::now() < deadline && !missing().is_empty() {
            thread::sleep(Duration::from_millis(50));
        }
        let missing = missing();
        self.expect(missing.is_empty(), || format!("{}: not held: {missing:?}", phase.name()));
        let providers = providers(terraform.child().id());
        self.expect(!providers.is_empty(), || "no provider runs".to_owned());
        if death == Death::After {
            signal("STOP", &providers);
            self.all_carried_out(cases);
        }
        signal("KILL", &providers);
        let code = terraform.child().wait().expect("terraform ends").code().unwrap_or(-1);
        let text = fs::read_to_string(&out).unwrap_or_default();
        self.wrong.extend(secrets::shown(&self.terraform, &text, ""));
        self.sandbox.clear_faults();
        Applied::read(code, text)
    }

    /// Waits until the sandbox has answered the calls that it held.
    fn all_carried_out(&mut self, cases: &[&(&Step, String)]) {
        let deadline = Instant::now() + Duration::from_secs(60);
        let answered = |calls: &[acceptance::sandbox::Call], (step, bucket): &(&Step, String)| {
            let resource = step.resource.replace("$NAME", bucket);
            let own = |call: &&acceptance::sandbox::Call| {
                call.operation == step.operation && call.resource == resource
            };
            calls.iter().filter(own).count() > step.after
        };
        while Instant::now() < deadline {
            let calls = self.sandbox.calls();
            if cases.iter().all(|case| answered(&calls, case)) {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        self.wrong.push("the calls under way were not carried out within a minute".to_owned());
    }

    /// The next apply tells of these buckets, and of these alone, that they are there and how to import them, and does
    /// not touch them; here they are imported.
    fn import(&mut self, buckets: &[Bucket], phase: Phase, unheard: &[&str]) {
        let applied = self.run(phase, &[]);
        for bucket in buckets {
            let hint = format!("terraform import ADDRESS {}/{}`", self.cloud, bucket.name);
            let error = applied.error_of(&bucket.name);
            let told = error.is_some_and(|error| error.contains(&hint));
            let right = if unheard.contains(&bucket.name.as_str()) { told } else { error.is_none() };
            self.expect(right, || format!("the apply after the death: {}: {error:?}", bucket.name));
        }
        let import = |bucket: &&Bucket| {
            format!("import {{\n  to = {}\n  id = \"{}/{}\"\n}}\n", bucket.address(), self.cloud, bucket.name)
        };
        let unheard = buckets.iter().filter(|bucket| unheard.contains(&bucket.name.as_str()));
        self.write(buckets, phase, &unheard.map(|bucket| import(&bucket)).collect::<String>());
        let imported = self.run(phase, &[]);
        self.told_no_error(phase, &imported);
        self.write(buckets, phase, "");
    }
}

impl Death {
    fn name(self) -> &'static str {
        match self {
            Death::Before => "killed before",
            Death::After => "killed after",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Death::Before => "palisade-before",
            Death::After => "palisade-after",
        }
    }

    /// How long calls are held: for good where they must not be carried out, else until all the others are there.
    fn hold(self) -> u64 {
        match self {
            Death::Before => 50_000,
            Death::After => 10_000,
        }
    }
}

/// The processes of our provider below a process.
fn providers(terraform: u32) -> Vec<String> {
    let out = Command::new("ps").args(["-A", "-o", "pid=,ppid=,comm="]).output().expect("running ps");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let parent = terraform.to_string();
    let ours = |line: &str| {
        let mut words = line.split_whitespace();
        let (id, above, name) = (words.next()?, words.next()?, words.next()?);
        (above == parent && name.contains("terraform-provi")).then(|| id.to_owned())
    };
    text.lines().filter_map(ours).collect()
}

fn signal(name: &str, processes: &[String]) {
    if processes.is_empty() {
        return;
    }
    let done = Command::new("kill").arg(format!("-{name}")).args(processes).status();
    assert!(done.expect("running kill").success(), "kill -{name} {processes:?}");
}
