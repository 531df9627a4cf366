//! The provider killed: each resource is held at another call, and then the process dies for all of them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use acceptance::process::Guard;
use acceptance::sandbox::Call;
use serde_json::{Value, json};

use super::clock;
use super::coverage::Row;
use super::rows::{Clean, PHASES, Phase, Step, fill};
use super::world::{Applied, Subject, World};

/// When the provider dies: with the calls under way and not carried out, or carried out with the answer not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Death {
    Before,
    After,
}

const DEATHS: [Death; 2] = [Death::Before, Death::After];

/// How long the clock rests after a death, so that the next apply finds at work what was at work.
const REST: Duration = Duration::from_secs(4);

/// A resource that is to be held at a call.
type Case<'a> = (&'a Step, String);

/// Kills the provider before the calls are carried out, then after it.
pub(crate) fn play(world: &mut World, clean: &Clean) -> Vec<Row> {
    let mut table = Vec::new();
    for death in DEATHS {
        let (subjects, cases) = cases(world, clean, death);
        for phase in PHASES {
            world.write(&subjects, phase, "");
            if phase == Phase::Delete {
                fill(world, &subjects);
            }
            let now: Vec<&Case<'_>> = cases.iter().filter(|(step, _)| step.phase == phase).collect();
            if phase == Phase::Create {
                // One that is not held would be caught at any call or at none.
                let held = |subject: &&Subject| now.iter().any(|(_, name)| *name == subject.name);
                world.write(&subjects.iter().filter(held).cloned().collect::<Vec<_>>(), phase, "");
            }
            world.kill(&now, phase, death, &[]);
            world.write(&subjects, phase, "");
            // One whose creation came to its end is as good as anybody's, though no state knows of it.
            let finished = |step: &Step, name: &str| {
                let last = phase == Phase::Create && death == Death::After && step.last;
                last && world.resource.import(&world.cloud, name).is_some()
            };
            let unheard: Vec<String> = now
                .iter()
                .filter(|(step, name)| finished(step, name))
                .map(|(_, name)| name.clone())
                .collect();
            table.extend(now.iter().map(|(step, name)| {
                let outcome = if unheard.contains(name) { "imported" } else { "converges" };
                Row::new(step, death.name(), outcome)
            }));
            if !unheard.is_empty() {
                world.import(&subjects, phase, &unheard);
            }
            world.converges(&subjects, phase, clean);
        }
    }
    table
}

/// Kills the provider at each call that it makes once for all resources.
pub(crate) fn play_shared(world: &mut World, clean: &Clean) -> Vec<Row> {
    let cases: Vec<(&Step, Death)> =
        clean.shared.iter().flat_map(|step| DEATHS.map(|death| (step, death))).collect();
    let subject = |(at, (step, _)): (usize, &(&Step, Death))| Subject {
        name: format!("palisade-died-{at}"),
        story: step.story,
        timeouts: BTreeMap::new(),
    };
    let subjects: Vec<Subject> = cases.iter().enumerate().map(subject).collect();
    if subjects.is_empty() {
        return Vec::new();
    }
    world.write(&subjects, Phase::Create, "");
    let mut table = Vec::new();
    for (subject, (step, death)) in subjects.iter().zip(&cases) {
        let target = format!("-target={}", world.address(&subject.name));
        world.kill(&[&(*step, subject.name.clone())], Phase::Create, *death, &[&target]);
        table.push(Row::new(step, death.name(), "converges"));
    }
    world.converges(&subjects, Phase::Create, clean);
    world.converges(&subjects, Phase::Delete, clean);
    table
}

/// A resource for each call of each phase.
fn cases<'a>(world: &World, clean: &'a Clean, death: Death) -> (Vec<Subject>, Vec<Case<'a>>) {
    let mut subjects = BTreeMap::new();
    let mut cases = Vec::new();
    for phase in PHASES {
        let mut counts = vec![0; world.stories.len()];
        for step in clean.steps_of(phase) {
            let name =
                format!("{}-{}-{}", death.prefix(), world.stories[step.story].name, counts[step.story]);
            counts[step.story] += 1;
            let subject = Subject { name: name.clone(), story: step.story, timeouts: BTreeMap::new() };
            subjects.insert(name.clone(), subject);
            cases.push((step, name));
        }
    }
    (subjects.into_values().collect(), cases)
}

impl World {
    /// Holds each resource at its call; when all are there, the provider dies.
    fn kill(&mut self, cases: &[&Case<'_>], phase: Phase, death: Death, more: &[&str]) {
        for (step, name) in cases {
            // Every attempt of it: a client that has waited long enough sends the call again.
            self.sandbox.fault(&step.rule(self.cloud.name, name, None, &death.hold()));
        }
        self.sandbox.clear_calls();
        let out = self.terraform.folder().join("killed.out");
        let file = File::create(&out).expect("writing in a temporary folder");
        let errors = file.try_clone().expect("a second handle");
        let args = [&[phase.command(), "-json", "-auto-approve", "-refresh=false"], more].concat();
        let mut command = self.terraform.command(&args);
        let mut terraform = Guard::start(command.stdin(Stdio::null()).stdout(file).stderr(errors));
        self.all_held(phase);
        let providers = providers(terraform.child().id());
        self.expect(!providers.is_empty(), || "no provider runs".to_owned());
        if death == Death::After {
            signal("STOP", &providers);
            let stopped = are_stopped(&providers);
            self.expect(stopped, || format!("the provider cannot be stopped: {providers:?}"));
            self.sandbox.clear_faults();
            self.all_carried_out(cases);
        }
        signal("KILL", &providers);
        let code = terraform.child().wait().expect("terraform ends").code().unwrap_or(-1);
        let text = fs::read_to_string(&out).unwrap_or_default();
        self.wrong.extend(self.secrets.shown(&self.terraform, &text, ""));
        self.sandbox.clear_faults();
        self.rest = REST;
        let applied = Applied::read(code, text);
        self.expect(applied.code != 0, || format!("{}: nothing told of the death", phase.name()));
    }

    /// Waits until a call of each rule is held.
    fn all_held(&mut self, phase: Phase) {
        let missing = |world: &World| {
            let rules = world.cloud.control.get("/_sandbox/faults").as_array().cloned().unwrap_or_default();
            rules.into_iter().filter(|rule| rule["broken"] == 0).collect::<Vec<_>>()
        };
        let deadline = Instant::now() + Duration::from_secs(90);
        while Instant::now() < deadline && !missing(self).is_empty() {
            if self.resource.takes_time() {
                clock::turn(&self.cloud.control);
            }
            thread::sleep(Duration::from_millis(50));
        }
        let missing = missing(self);
        self.expect(missing.is_empty(), || format!("{}: not held: {missing:?}", phase.name()));
    }

    /// Waits until the sandbox has answered the calls that it held.
    fn all_carried_out(&mut self, cases: &[&Case<'_>]) {
        let deadline = Instant::now() + Duration::from_secs(60);
        let answered = |calls: &[Call], (step, name): &Case<'_>| {
            let resource = step.resource.replace("$NAME", name);
            let own = |call: &&Call| call.operation == step.operation && call.resource == resource;
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

    /// The next apply tells of these resources, and of these alone, that they are there and how to import them, and does
    /// not touch them; here they are imported.
    fn import(&mut self, subjects: &[Subject], phase: Phase, unheard: &[String]) {
        let applied = self.run(phase, &[]);
        let mut imports = String::new();
        for Subject { name, .. } in subjects {
            let error = applied.error_of(name);
            let import = self.resource.import(&self.cloud, name).filter(|_| unheard.contains(name));
            let right = match (&import, error) {
                (Some(_), Some(error)) => error.contains("Import it"),
                (import, error) => import.is_none() && error.is_none(),
            };
            self.expect(right, || format!("the apply after the death: {name}: {error:?}"));
            if let Some(id) = import {
                imports += &format!("import {{\n  to = {}\n  id = \"{id}\"\n}}\n", self.address(name));
            }
        }
        self.write(subjects, phase, &imports);
        let imported = self.run(phase, &[]);
        self.told_no_error(phase, &imported);
        self.write(subjects, phase, "");
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

    /// How calls are held: for good where they must not be carried out, else until they are let go.
    fn hold(self) -> Value {
        match self {
            Death::Before => json!({"delay_ms": 600_000}),
            Death::After => json!("hold"),
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

/// Waits until processes are at rest. That they are to stop is not enough: on a busy machine their threads go on until the
/// one that takes the signal has its turn, and would send the next call.
fn are_stopped(processes: &[String]) -> bool {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        let out = Command::new("ps").args(["-o", "stat=", "-p", &processes.join(",")]).output();
        let out = out.expect("running ps");
        let states = String::from_utf8_lossy(&out.stdout);
        if states.lines().all(|state| state.trim_start().starts_with('T')) {
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

fn signal(name: &str, processes: &[String]) {
    if processes.is_empty() {
        return;
    }
    let done = Command::new("kill").arg(format!("-{name}")).args(processes).status();
    assert!(done.expect("running kill").success(), "kill -{name} {processes:?}");
}
