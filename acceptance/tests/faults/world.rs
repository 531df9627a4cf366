//! A sandbox, terraform in front of it, and the cloud's own clients beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use acceptance::terraform::{Planned, Run};
use acceptance::{Sandbox, Terraform};
use serde_json::Value;

use super::resource::{Cloud, Resource, Story, comparable};
use super::rows::{Clean, Phase};
use super::secrets::Secrets;
use super::{clock, secrets};

pub(crate) struct World {
    pub(crate) cloud: Cloud,
    pub(crate) sandbox: Sandbox,
    pub(crate) terraform: Terraform,
    pub(crate) resource: &'static dyn Resource,
    pub(crate) stories: Vec<Story>,
    pub(crate) secrets: Secrets,
    pub(crate) wrong: Vec<String>,
    /// How long the clock rests in the next run, so that what was under way before still is.
    pub(crate) rest: Duration,
    /// The names that resources ever had.
    names: BTreeSet<String>,
    /// What was left in the configuration of resources, and forgiven.
    pub(crate) forgiven: BTreeMap<String, &'static str>,
}

/// A resource under test, which stands for one row a phase.
#[derive(Clone)]
pub(crate) struct Subject {
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
    pub(crate) fn start(name: &'static str, resource: &'static dyn Resource) -> Self {
        let sandbox = Sandbox::start();
        let cloud = Cloud::of(name, &sandbox);
        let many =
            ["plan", "apply", "destroy"].map(|name| (format!("TF_CLI_ARGS_{name}"), "-parallelism=200"));
        let terraform = Terraform::new().on(&sandbox).with(many);
        let (secrets, terraform) = Secrets::watch(name, resource.kind(), &sandbox, terraform);
        Self {
            stories: resource.stories(&cloud),
            cloud,
            sandbox,
            terraform,
            resource,
            secrets,
            wrong: Vec::new(),
            rest: clock::BETWEEN,
            names: BTreeSet::new(),
            forgiven: BTreeMap::new(),
        }
    }

    /// Panics with all that was not as it should be.
    pub(crate) fn end(self) {
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }

    /// Lets what takes time on the cloud take it, by a clock that is turned while terraform runs.
    pub(crate) fn changes_wait(&self) {
        if self.resource.takes_time() {
            clock::changes_wait(&self.cloud.control);
        }
    }

    /// Writes the configuration of these resources before the change or after it.
    pub(crate) fn write(&mut self, subjects: &[Subject], phase: Phase, more: &str) {
        let new = subjects.iter().map(|subject| subject.name.clone());
        let new: Vec<String> = new.filter(|name| self.names.insert(name.clone())).collect();
        self.resource.prepare(&self.cloud, &new);
        let mut text = secrets::PROVIDER.to_owned();
        for subject in subjects {
            let story = &self.stories[subject.story];
            let timeout = |phase| subject.timeouts.get(&phase).copied().unwrap_or("180s");
            text += &format!(
                "resource \"palisade_{kind}\" \"{name}\" {{\n  cloud = \"{cloud}\"\n  name = \"{name}\"\n  \
                 timeouts = {{ create = \"{create}\", update = \"{update}\", delete = \"{delete}\" }}\n{own}\n{body}\n}}\n",
                kind = self.resource.kind(),
                name = subject.name,
                cloud = self.cloud.name,
                create = timeout(Phase::Create),
                update = timeout(Phase::Update),
                delete = timeout(Phase::Delete),
                own = self.resource.attributes(&self.cloud, &subject.name),
                body = if phase == Phase::Create { &story.before } else { &story.after },
            );
        }
        self.terraform.main(&(text + more));
    }

    /// Applies (or destroys), told resource by resource, with the clock turned meanwhile.
    pub(crate) fn run(&mut self, phase: Phase, more: &[&str]) -> Applied {
        let rest = std::mem::replace(&mut self.rest, clock::BETWEEN);
        if !self.resource.takes_time() {
            return self.run_in_time(phase, more);
        }
        let control = self.cloud.control.clone();
        clock::turning(&control, rest, || self.run_in_time(phase, more))
    }

    /// As [`World::run`], with the clock left alone.
    pub(crate) fn run_in_time(&mut self, phase: Phase, more: &[&str]) -> Applied {
        let mut args = vec![phase.command(), "-json", "-auto-approve"];
        args.extend(more);
        let run = self.terraform.run(&args);
        self.wrong.extend(self.secrets.shown(&self.terraform, &run.stdout, &run.stderr));
        Applied::of(&run)
    }

    /// Applies what is written, which must leave nothing to do and the cloud as the clean run left it.
    pub(crate) fn converges(&mut self, subjects: &[Subject], phase: Phase, clean: &Clean) {
        self.sandbox.clear_faults();
        let applied = self.run(phase, &[]);
        self.told_no_error(phase, &applied);
        self.is_as(subjects, phase, clean);
    }

    /// What is written leaves nothing to do, and the cloud is as the clean run left it.
    pub(crate) fn is_as(&mut self, subjects: &[Subject], phase: Phase, clean: &Clean) {
        if phase == Phase::Delete {
            let left = self.terraform.resources();
            self.expect(left.is_empty(), || format!("left in the state: {left:?}"));
        } else {
            self.settled(phase);
        }
        self.agrees(subjects, phase, clean);
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
        self.expect(planned == Planned::NoChange, || format!("{} is not settled: {run}", phase.name()));
        self.wrong.extend(self.secrets.shown(&self.terraform, &run.stdout, &run.stderr));
        self.wrong.extend(self.secrets.shown_in_plan(&self.terraform));
    }

    /// State and cloud hold these resources, each once and as configured, and nothing else.
    fn agrees(&mut self, subjects: &[Subject], phase: Phase, clean: &Clean) {
        let left = &clean.left[&phase];
        let mut expected: Vec<String> = subjects
            .iter()
            .flat_map(|subject| left[subject.story].there.iter().map(|it| it.replace("$NAME", &subject.name)))
            .collect();
        expected.sort();
        let there = self.there();
        self.expect(there == expected, || {
            let (more, fewer) = (beyond(&there, &expected), beyond(&expected, &there));
            format!("{}: too much on the cloud: {more:?}; missing: {fewer:?}", phase.name())
        });
        if phase == Phase::Delete {
            return;
        }
        for subject in subjects {
            let forgiven = self.forgiven.get(&subject.name).copied();
            let found = self.resource.configuration(&self.cloud, &subject.name);
            let found = comparable(found, &subject.name, forgiven.as_slice());
            let wanted = &left[subject.story].configuration;
            self.expect(found == *wanted, || {
                format!("{} {}: is {found}\nnot {wanted}", phase.name(), subject.name)
            });
        }
    }

    /// All that is on the cloud, sorted.
    pub(crate) fn there(&self) -> Vec<String> {
        let mut there = self.resource.there(&self.cloud, &self.names);
        there.sort();
        there
    }

    /// Where a resource of this name is in the configuration.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("palisade_{}.{name}", self.resource.kind())
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

/// What a sorted list has more of than another one.
fn beyond<'a>(list: &'a [String], other: &[String]) -> Vec<&'a String> {
    let mut rest = other.to_vec();
    let is_more = |item: &&String| match rest.iter().position(|known| known == *item) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    };
    list.iter().filter(is_more).collect()
}

impl Applied {
    fn of(run: &Run) -> Self {
        Self::read(run.code, run.stdout.clone() + &run.stderr)
    }

    /// The error that a resource met. Terraform names no address where it destroys; the provider names the resource.
    pub(crate) fn error_of(&self, name: &str) -> Option<&str> {
        let at = self.errors.iter().find(|(address, _)| address.ends_with(&format!(".{name}")));
        let unplaced = self
            .errors
            .get("")
            .and_then(|errors| errors.lines().find(|error| error.contains(&format!("{name:?}"))));
        at.map(|(_, error)| error.as_str()).or(unplaced)
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
