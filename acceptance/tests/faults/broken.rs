//! Calls that are answered with an error, or not at all: a resource for each call and fault, all in one configuration.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::coverage::Row;
use super::rows::{Clean, PHASES, Phase, Step, fill};
use super::world::{Applied, Subject, World};

/// A way to break a call.
#[derive(Clone, Copy)]
struct Fault {
    name: &'static str,
    times: Option<u64>,
    rule: fn() -> Value,
}

const FAULTS: [Fault; 5] = [
    Fault { name: "dropped before", times: Some(1), rule: || json!({"drop": "before"}) },
    Fault { name: "dropped after", times: Some(1), rule: || json!({"drop": "after"}) },
    Fault { name: "500 twice", times: Some(2), rule: || json!({"status": 500}) },
    Fault { name: "429 twice", times: Some(2), rule: || json!({"status": 429}) },
    Fault { name: "500 for ever", times: None, rule: || json!({"status": 500}) },
];

/// What a call that never succeeds may take, where others are made meanwhile.
const SHORT: &str = "30s";

/// What it may take alone.
const SHORTER: &str = "10s";

/// Breaks each call that is about one resource.
pub(crate) fn play(world: &mut World, clean: &Clean) -> Vec<Row> {
    let (subjects, cases) = cases(world, clean);
    let mut table = Vec::new();
    for phase in PHASES {
        world.write(&subjects, phase, "");
        if phase == Phase::Delete {
            fill(world, &subjects);
        }
        let now: Vec<&Case<'_>> = cases.iter().filter(|case| case.step.phase == phase).collect();
        for case in &now {
            let rule = case.step.rule(world.cloud.name, &case.name, case.fault.times, &(case.fault.rule)());
            world.sandbox.fault(&rule);
        }
        let applied = world.run(phase, &["-refresh=false"]);
        world.all_struck(phase, now.len());
        table.extend(now.iter().map(|case| world.judge(case.step, case.fault, &case.name, &applied)));
        world.converges(&subjects, phase, clean);
    }
    table
}

/// Breaks each call that a provider makes once for all resources, in a run of its own.
pub(crate) fn play_shared(world: &mut World, clean: &Clean) -> Vec<Row> {
    let cases: Vec<(&Step, Fault)> =
        clean.shared.iter().flat_map(|step| FAULTS.map(|fault| (step, fault))).collect();
    let subject = |(at, (step, fault)): (usize, &(&Step, Fault))| {
        let timeouts = fault.times.is_none().then_some((Phase::Create, SHORTER));
        let name = format!("palisade-shared-{at}");
        Subject { name, story: step.story, timeouts: timeouts.into_iter().collect() }
    };
    let subjects: Vec<Subject> = cases.iter().enumerate().map(subject).collect();
    if subjects.is_empty() {
        return Vec::new();
    }
    world.write(&subjects, Phase::Create, "");
    let mut table = Vec::new();
    for (subject, (step, fault)) in subjects.iter().zip(&cases) {
        world.sandbox.fault(&step.rule(world.cloud.name, "", fault.times, &(fault.rule)()));
        let target = format!("-target={}", world.address(&subject.name));
        let applied = world.run(Phase::Create, &["-refresh=false", &target]);
        world.all_struck(Phase::Create, 1);
        table.push(world.judge(step, *fault, &subject.name, &applied));
        world.sandbox.clear_faults();
    }
    world.converges(&subjects, Phase::Create, clean);
    world.converges(&subjects, Phase::Delete, clean);
    table
}

/// One call broken in one way, for one resource.
struct Case<'a> {
    step: &'a Step,
    fault: Fault,
    name: String,
}

/// The cases, and the resources that they are played on: one serves one case in each phase.
fn cases<'a>(world: &World, clean: &'a Clean) -> (Vec<Subject>, Vec<Case<'a>>) {
    let mut subjects: BTreeMap<String, Subject> = BTreeMap::new();
    let mut cases = Vec::new();
    let mut counts: BTreeMap<(usize, Phase), usize> = BTreeMap::new();
    for step in &clean.steps {
        for fault in FAULTS {
            let count = counts.entry((step.story, step.phase)).or_default();
            let name = format!("palisade-{}-{count}", world.stories[step.story].name);
            *count += 1;
            let subject = subjects.entry(name.clone()).or_insert_with(|| Subject {
                name: name.clone(),
                story: step.story,
                timeouts: BTreeMap::new(),
            });
            if fault.times.is_none() {
                subject.timeouts.insert(step.phase, SHORT);
            }
            cases.push(Case { step, fault, name });
        }
    }
    (subjects.into_values().collect(), cases)
}

impl World {
    /// Whether every rule broke a call: a rule that never did would show nothing.
    fn all_struck(&mut self, phase: Phase, count: usize) {
        let rules = self.sandbox.control().get("/_sandbox/faults");
        let rules = rules.as_array().cloned().unwrap_or_default();
        self.expect(rules.len() == count, || format!("{}: {} rules, not {count}", phase.name(), rules.len()));
        for rule in rules.iter().filter(|rule| rule["broken"] == 0) {
            self.wrong.push(format!("{}: broke no call: {rule}", phase.name()));
        }
    }

    /// The row of one case: what breaks for a while is overcome, what breaks for ever is told in time.
    fn judge(&mut self, step: &Step, fault: Fault, name: &str, applied: &Applied) -> Row {
        let address = self.address(name);
        let error = applied.error_of(name);
        let label = format!("{} {} {}", step.phase.name(), step.label(), fault.name);
        let forgiven = self.resource.forgiven(step.phase, &step.operation).filter(|_| fault.times.is_none());
        if let Some(left) = forgiven {
            self.forgiven.insert(name.to_owned(), left);
        }
        let overcome = fault.times.is_some() || forgiven.is_some();
        if overcome {
            let done = applied.complete.contains(&address) && error.is_none();
            self.expect(done, || format!("{label}: {}", error.unwrap_or("not done, and no error")));
        } else {
            let told = error.is_some_and(|error| error.contains(name) || error.contains(&step.operation));
            self.expect(told, || format!("{label}: {}", error.unwrap_or("no error")));
        }
        Row::new(step, fault.name, if overcome { "overcome" } else { "told" })
    }
}
