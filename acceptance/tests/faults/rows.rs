//! The calls of a run in which nothing breaks, and the rows that they make.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::sandbox::Call;
use serde_json::{Value, json};

use super::world::{Subject, World};

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Create,
    Update,
    Delete,
}

pub(crate) const PHASES: [Phase; 3] = [Phase::Create, Phase::Update, Phase::Delete];

/// A call of a clean run, told by its operation and how many of that operation came before it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) story: usize,
    pub(crate) phase: Phase,
    pub(crate) service: String,
    pub(crate) operation: String,
    /// How many calls of the same operation come before it.
    pub(crate) after: usize,
    /// What is called upon, with `$NAME` for the resource's name.
    pub(crate) resource: String,
    /// Whether no call about the resource comes after it.
    pub(crate) last: bool,
}

/// What a clean run showed.
#[derive(Default)]
pub(crate) struct Clean {
    /// The calls about a resource, each in the first story that makes it.
    pub(crate) steps: Vec<Step>,
    /// Calls that a provider makes once for all resources.
    pub(crate) shared: Vec<Step>,
    /// What it left on the cloud, by phase and story.
    pub(crate) left: BTreeMap<Phase, Vec<Left>>,
}

/// What a story leaves on the cloud, with `$NAME` for the resource's name.
pub(crate) struct Left {
    /// What is there.
    pub(crate) there: Vec<String>,
    /// How it is configured.
    pub(crate) configuration: Value,
}

impl Phase {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Phase::Create => "create",
            Phase::Update => "update",
            Phase::Delete => "delete",
        }
    }

    /// Terraform's command.
    pub(crate) fn command(self) -> &'static str {
        if self == Phase::Delete { "destroy" } else { "apply" }
    }
}

impl Step {
    /// As the table names it; a second call of the same operation is told by its number.
    pub(crate) fn label(&self) -> String {
        let nth = if self.after == 0 { String::new() } else { format!(" ({})", self.after + 1) };
        format!("{}{nth}", self.operation)
    }

    /// A rule that breaks this call for a resource.
    pub(crate) fn rule(&self, cloud: &str, name: &str, times: Option<u64>, fault: &Value) -> Value {
        json!({
            "cloud": cloud, "service": self.service, "operation": self.operation,
            "resource": self.resource.replace("$NAME", name),
            "after": self.after, "times": times, "fault": fault,
        })
    }
}

/// Plays every story with nothing broken.
pub(crate) fn clean(world: &mut World) -> Clean {
    let subject =
        |story: usize| Subject { name: format!("palisade-clean-{story}"), story, timeouts: BTreeMap::new() };
    let subjects: Vec<Subject> = (0..world.stories.len()).map(subject).collect();
    let mut clean = Clean::default();
    for phase in PHASES {
        world.write(&subjects, phase, "");
        if phase == Phase::Delete {
            fill(world, &subjects);
        }
        world.sandbox.clear_calls();
        let applied = world.run(phase, &["-refresh=false"]);
        assert_eq!(applied.code, 0, "the clean {}: {}", phase.name(), applied.text);
        clean.take(phase, &subjects, &world.sandbox.calls());
        clean.left.insert(phase, left(world, phase, &subjects));
    }
    clean
}

fn left(world: &World, phase: Phase, subjects: &[Subject]) -> Vec<Left> {
    let all = world.there();
    let known = all.iter().all(|it| subjects.iter().any(|subject| it.contains(&subject.name)));
    assert!(known && all.is_empty() == (phase == Phase::Delete), "after the clean {}: {all:?}", phase.name());
    let left = |Subject { name, .. }: &Subject| Left {
        there: all.iter().filter(|it| it.contains(name)).map(|it| it.replace(name, "$NAME")).collect(),
        configuration: match phase {
            Phase::Delete => Value::Null,
            _ => world.resource.configuration(&world.cloud, name),
        },
    };
    subjects.iter().map(left).collect()
}

/// Puts into each resource what is to be in it.
pub(crate) fn fill(world: &World, subjects: &[Subject]) {
    for subject in subjects.iter().filter(|subject| world.stories[subject.story].filled) {
        world.resource.fill(&world.cloud, &subject.name);
    }
}

impl Clean {
    fn take(&mut self, phase: Phase, subjects: &[Subject], calls: &[Call]) {
        let mut known: BTreeSet<(String, usize)> = BTreeSet::new();
        for subject in subjects {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let own: Vec<&Call> = calls.iter().filter(|call| call.resource.contains(&subject.name)).collect();
            for (at, call) in own.iter().enumerate() {
                let count = counts.entry(&call.operation).or_default();
                let after = *count;
                *count += 1;
                if known.insert((call.operation.clone(), after)) {
                    let resource = call.resource.replace(&subject.name, "$NAME");
                    let last = at + 1 == own.len();
                    self.steps.push(Step { after, last, ..step(subject.story, phase, call, resource) });
                }
            }
        }
        for call in calls {
            let own = subjects.iter().find(|subject| call.resource.contains(&subject.name));
            if own.is_none() && self.shared.iter().all(|step| step.operation != call.operation) {
                self.shared.push(step(subjects.len() - 1, phase, call, call.resource.clone()));
            }
        }
    }

    /// The calls of a phase.
    pub(crate) fn steps_of(&self, phase: Phase) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.phase == phase)
    }
}

/// The first call of its operation, and not the last one of its resource.
fn step(story: usize, phase: Phase, call: &Call, resource: String) -> Step {
    let (service, operation) = (call.service.clone(), call.operation.clone());
    Step { story, phase, service, operation, after: 0, resource, last: false }
}
