//! The calls of a run in which nothing breaks, and the rows that they make.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::sandbox::Call;
use serde_json::{Value, json};

use super::cloud;
use super::world::{Bucket, World};

/// What is done to a bucket.
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
    /// What is called upon, with `$NAME` for the bucket's name.
    pub(crate) resource: String,
    /// Whether no call about the bucket comes after it.
    pub(crate) last: bool,
}

/// What a clean run showed.
#[derive(Default)]
pub(crate) struct Clean {
    /// The calls about a bucket, each in the first story that makes it.
    pub(crate) steps: Vec<Step>,
    /// Calls that a provider makes once for all buckets.
    pub(crate) shared: Vec<Step>,
    /// The buckets' configurations, by phase and story.
    pub(crate) configured: BTreeMap<Phase, Vec<Value>>,
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

    /// A rule that breaks this call for a bucket.
    pub(crate) fn rule(&self, cloud: &str, bucket: &str, times: Option<u64>, fault: &Value) -> Value {
        json!({
            "cloud": cloud, "service": self.service, "operation": self.operation,
            "resource": self.resource.replace("$NAME", bucket),
            "after": self.after, "times": times, "fault": fault,
        })
    }
}

/// Plays every story with nothing broken.
pub(crate) fn clean(world: &mut World) -> Clean {
    let name = |story: usize| format!("palisade-clean-{story}");
    let buckets: Vec<Bucket> = (0..world.stories.len())
        .map(|story| Bucket { name: name(story), story, timeouts: BTreeMap::new() })
        .collect();
    let mut clean = Clean::default();
    for phase in PHASES {
        world.write(&buckets, phase, "");
        if phase == Phase::Delete {
            fill(world, &buckets);
        }
        world.sandbox.clear_calls();
        let applied = world.run(phase, &["-refresh=false"]);
        assert_eq!(applied.code, 0, "the clean {}: {}", phase.name(), applied.text);
        clean.take(phase, &buckets, &world.sandbox.calls());
        let configured =
            buckets.iter().map(|bucket| cloud::configuration(world.cloud, &world.oracle, &bucket.name));
        clean.configured.insert(phase, configured.collect());
    }
    clean
}

/// Puts an object into each bucket that is to hold one.
pub(crate) fn fill(world: &World, buckets: &[Bucket]) {
    for bucket in buckets.iter().filter(|bucket| world.stories[bucket.story].object) {
        cloud::put(world.cloud, &world.oracle, &bucket.name);
    }
}

impl Clean {
    fn take(&mut self, phase: Phase, buckets: &[Bucket], calls: &[Call]) {
        let mut known: BTreeSet<(String, usize)> = BTreeSet::new();
        for bucket in buckets {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let own: Vec<&Call> = calls.iter().filter(|call| call.resource.contains(&bucket.name)).collect();
            for (at, call) in own.iter().enumerate() {
                let count = counts.entry(&call.operation).or_default();
                let after = *count;
                *count += 1;
                if known.insert((call.operation.clone(), after)) {
                    let resource = call.resource.replace(&bucket.name, "$NAME");
                    let last = at + 1 == own.len();
                    self.steps.push(Step { after, last, ..step(bucket.story, phase, call, resource) });
                }
            }
        }
        let shared = |call: &&Call| !buckets.iter().any(|bucket| call.resource.contains(&bucket.name));
        for call in calls.iter().filter(shared) {
            if self.shared.iter().all(|step| step.operation != call.operation) {
                self.shared.push(step(buckets.len() - 1, phase, call, call.resource.clone()));
            }
        }
    }

    /// The calls of a phase.
    pub(crate) fn steps_of(&self, phase: Phase) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.phase == phase)
    }
}

/// The first call of its operation, and not the last one of its bucket.
fn step(story: usize, phase: Phase, call: &Call, resource: String) -> Step {
    let (service, operation) = (call.service.clone(), call.operation.clone());
    Step { story, phase, service, operation, after: 0, resource, last: false }
}
