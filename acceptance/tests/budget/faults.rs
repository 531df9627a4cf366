//! Every call that creates or destroys a budget breaks in every way, and a whole apply is throttled: Terraform gets there
//! all the same, and nothing is there twice.
//!
//! The calls come from the log of a run in which nothing breaks, so that a new call is covered without a line here.

use std::collections::BTreeMap;

use acceptance::{Sandbox, Terraform};
use serde_json::{Value, json};

use super::clouds::Clouds;

/// How a call breaks, and how often.
const FAULTS: [(&str, u64, &str); 4] = [
    ("failing", 1, r#"{"status": 500}"#),
    ("throttled", 3, r#"{"status": 429}"#),
    ("unheard", 1, r#"{"drop": "before"}"#),
    ("unanswered", 1, r#"{"drop": "after"}"#),
];

struct World {
    cloud: &'static str,
    sandbox: Sandbox,
    terraform: Terraform,
    clouds: Clouds,
}

/// A call about a budget, or (with no budget's name) about all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    operation: String,
    /// How many of the same operation come before it.
    after: usize,
    shared: bool,
}

/// Plays all of it on one cloud.
pub(crate) fn play(cloud: &'static str) {
    let world = World::start(cloud);
    let [create, destroy] = world.clean();
    assert!(create.len() > 1 && !destroy.is_empty(), "{create:?} {destroy:?}");
    let broken = world.broken(&create, "create");
    world.created(&broken);
    world.destroyed();
    let broken = world.broken(&destroy, "destroy");
    world.created(&broken.keys().map(|name| (name.clone(), Vec::new())).collect());
    world.break_calls(&broken);
    let _ = world.terraform.destroy();
    world.all_struck();
    world.destroyed();
    world.storm();
}

impl World {
    fn start(cloud: &'static str) -> Self {
        let sandbox = Sandbox::start();
        let many =
            ["plan", "apply", "destroy"].map(|name| (format!("TF_CLI_ARGS_{name}"), "-parallelism=100"));
        let terraform = Terraform::new().on(&sandbox).with(many);
        let clouds = Clouds::of(&sandbox);
        Self { cloud, sandbox, terraform, clouds }
    }

    /// The calls that create a budget and those that destroy it, with nothing broken.
    fn clean(&self) -> [Vec<Step>; 2] {
        let name = "palisade-clean".to_owned();
        self.write(std::slice::from_ref(&name));
        self.sandbox.clear_calls();
        let _ = self.terraform.apply();
        let create = self.steps(&name);
        self.sandbox.clear_calls();
        let _ = self.terraform.destroy();
        [create, self.steps(&name)]
    }

    /// The calls since they were last cleared, of the service that has budgets.
    fn steps(&self, name: &str) -> Vec<Step> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut steps = Vec::new();
        for call in self.sandbox.calls().into_iter().filter(|call| call.service == self.service()) {
            let count = counts.entry(call.operation.clone()).or_default();
            let shared = call.resource != name;
            // The first of the calls that all budgets share stands for the others.
            if !shared || *count == 0 {
                steps.push(Step { operation: call.operation, after: *count, shared });
            }
            *count += 1;
        }
        steps
    }

    fn service(&self) -> &'static str {
        if self.cloud == "aws" { "budgets" } else { "billingbudgets" }
    }

    /// A budget for each of these calls and ways to break it, with the rule that does so.
    fn broken(&self, steps: &[Step], phase: &str) -> BTreeMap<String, Vec<Value>> {
        let mut broken = BTreeMap::new();
        for (at, step) in steps.iter().enumerate() {
            for (label, times, fault) in FAULTS {
                let name = format!("palisade-{phase}-{at}-{label}");
                let fault: Value = serde_json::from_str(fault).expect("a fault is JSON");
                let resource = if step.shared { "*" } else { &name };
                let rule = json!({
                    "cloud": self.cloud, "service": self.service(), "operation": step.operation,
                    "resource": resource, "after": step.after, "times": times, "fault": fault,
                });
                broken.insert(name, vec![rule]);
            }
        }
        broken
    }

    fn break_calls(&self, broken: &BTreeMap<String, Vec<Value>>) {
        broken.values().flatten().for_each(|rule| self.sandbox.fault(rule));
    }

    /// Creates these, each with its broken calls: each is there once, and a second plan is empty.
    fn created(&self, broken: &BTreeMap<String, Vec<Value>>) {
        let names: Vec<String> = broken.keys().cloned().collect();
        self.write(&names);
        self.break_calls(broken);
        let _ = self.terraform.apply();
        self.all_struck();
        self.there(&names);
    }

    /// Every rule has broken as many calls as it was to; with this they are gone.
    fn all_struck(&self) {
        let rules = self.sandbox.control().get("/_sandbox/faults");
        let rules = rules.as_array().expect("a list of rules");
        let idle: Vec<&Value> = rules.iter().filter(|rule| rule["broken"] != rule["times"]).collect();
        assert!(idle.is_empty(), "these broke fewer calls than they were to: {idle:#?}");
        self.sandbox.clear_faults();
    }

    fn there(&self, names: &[String]) {
        assert_eq!(self.clouds.names(self.cloud), names, "on {}", self.cloud);
        self.terraform.is_settled();
    }

    fn destroyed(&self) {
        let _ = self.terraform.destroy();
        self.sandbox.clear_faults();
        assert_eq!(self.clouds.names(self.cloud), [] as [String; 0], "on {}", self.cloud);
    }

    /// Three of ten calls are throttled, for the whole of an apply and of a destroy.
    fn storm(&self) {
        let names: Vec<String> = (0..8).map(|n| format!("palisade-storm-{n}")).collect();
        let rules = [429, 503].map(|status| {
            json!({
                "cloud": self.cloud, "service": self.service(), "operation": "*", "resource": "*", "times": null,
                "percent": 16, "fault": {"status": status},
            })
        });
        let rain = || rules.iter().for_each(|rule| self.sandbox.fault(rule));
        rain();
        self.write(&names);
        let _ = self.terraform.apply();
        self.sandbox.clear_faults();
        self.there(&names);
        rain();
        self.destroyed();
        let refused = self.sandbox.calls().iter().filter(|call| matches!(call.status, 429 | 503)).count();
        assert!(refused > names.len(), "only {refused} calls were throttled");
    }

    fn write(&self, names: &[String]) {
        let own = if self.cloud == "aws" {
            "  labels = { team = \"one\" }\n  notify = { emails = [\"a@example.com\"] }\n  \
             aws = { actions = [{\n    threshold = { percent = 100, basis = \"actual\" }\n    \
             iam = { policy = \"arn:aws:iam::123456789012:policy/deny\", roles = [\"one\"] }\n    \
             role = \"arn:aws:iam::123456789012:role/budgets\"\n    emails = [\"a@example.com\"]\n  }] }"
        } else {
            "  scope = \"000000-AAAAAA-BBBBBB\""
        };
        let budget = |name: &String| {
            format!(
                "resource \"palisade_budget\" \"{name}\" {{\n  cloud = \"{}\"\n  name = \"{name}\"\n  \
                 amount = {{ units = 100, currency = \"USD\" }}\n  period = \"month\"\n  \
                 thresholds = [{{ percent = 80, basis = \"actual\" }}]\n{own}\n}}\n",
                self.cloud
            )
        };
        let budgets: String = names.iter().map(budget).collect();
        self.terraform
            .main(&format!("provider \"palisade\" {{\n  policy = {{ mode = \"warn\" }}\n}}\n{budgets}"));
    }
}
