//! Evaluates rules with regorus: its interpreter, prepared once, cloned for each evaluation.
//!
//! One call costs some 50 microseconds however small it is, so all rules that read the same resource type are
//! asked in one: a module of ours gathers their answers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{LimitError, Value};
use serde::Deserialize;

use super::located::located;
use super::pack::Module;
use crate::{LoadError, ReviewError, Step};

/// Time that one evaluation may take, beside what each resource adds. A rule costs some 5 microseconds a resource.
const TIME_LIMIT: Duration = Duration::from_secs(2);
const TIME_LIMIT_EACH: Duration = Duration::from_millis(2);

/// How many steps of work pass between two looks at the clock.
const CLOCK_INTERVAL: NonZeroU32 = NonZeroU32::new(256).expect("256 is not zero");

/// What one rule answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) violation: Vec<Found>,
    pub(super) undecided: Vec<Found>,
}

/// One element of a rule's `violation` or `undecided`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Found {
    /// The resource's number, as its view gave it.
    pub(super) resource: usize,
    /// The way to the attribute, as its view gave it.
    pub(super) at: Vec<At>,
    pub(super) message: Option<String>,
}

/// A step of the way to an attribute.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum At {
    Index(u64),
    Name(String),
    Key { key: String },
}

impl From<At> for Step {
    fn from(at: At) -> Self {
        match at {
            At::Index(index) => Self::Index(index),
            At::Name(name) => Self::Name(name),
            At::Key { key } => Self::Key(key),
        }
    }
}

/// Rules that are ready to be asked.
pub(super) struct Rules {
    prepared: regorus::Engine,
}

impl Rules {
    /// Parses and prepares the modules; `groups` says which packages of rules are asked together, `ours` that
    /// all modules are ours, whose calls our tests have followed.
    pub(super) fn load(
        modules: &[Module],
        groups: &[Vec<String>],
        facts: serde_json::Value,
        ours: bool,
    ) -> Result<Self, LoadError> {
        let mut engine = regorus::Engine::new();
        // A builtin that is given the wrong type is undefined, as in OPA.
        engine.set_strict_builtin_errors(false);
        for module in modules {
            if !ours {
                super::depth::refuse(&module.file, &module.text)?;
            }
            let declared = add(&mut engine, &module.file, &module.text)?;
            if declared != format!("data.{}", module.package) {
                let message =
                    format!("is package {declared}: its path makes it package data.{}", module.package);
                return Err(LoadError::at(&module.file, 0, message.replace("package data.", "package ")));
            }
            if module.rule.is_some() {
                require_answers(&engine, &module.file)?;
            }
        }
        for (number, packages) in groups.iter().enumerate() {
            add(&mut engine, &format!("review {number}"), &gather(number, packages))?;
        }
        if !ours {
            super::calls::refuse(engine.get_modules())?;
        }
        engine
            .add_data(serde_json::json!({ "facts": facts }).into())
            .map_err(|error| located(&error.to_string()))?;

        // regorus resolves names when it is first asked, and one that it cannot resolve fails every evaluation.
        let mut rules = Self { prepared: engine };
        let nothing = serde_json::json!({});
        for number in 0..groups.len() {
            ask(&mut rules.prepared, number, nothing.clone().into(), 1)?;
        }
        Ok(rules)
    }

    /// Asks a group's rules about an input: one [`Answer`] for each rule, in the group's order.
    pub(super) fn answers(
        &self,
        group: usize,
        input: Value,
        resources: usize,
    ) -> Result<Vec<serde_json::Value>, ReviewError> {
        // A clone shares what was prepared, and keeps what this evaluation stores to itself.
        let mut engine = self.prepared.clone();
        let answers =
            ask(&mut engine, group, input, resources).map_err(|error| ReviewError(error.to_string()))?;
        match serde_json::to_value(answers) {
            Ok(serde_json::Value::Array(answers)) => Ok(answers),
            // A rule that has no answer leaves all of them undefined.
            _ => Err(ReviewError("a rule has no answer".to_owned())),
        }
    }
}

/// A document that rules read: its collections by name.
pub(super) fn input(collections: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let collections = collections.into_iter().map(|(name, views)| (Value::from(name), views));
    Value::from(collections.collect::<BTreeMap<_, _>>())
}

fn ask(
    engine: &mut regorus::Engine,
    group: usize,
    input: Value,
    resources: usize,
) -> Result<Value, LoadError> {
    let each = TIME_LIMIT_EACH.saturating_mul(u32::try_from(resources).unwrap_or(u32::MAX));
    let limit = TIME_LIMIT.saturating_add(each);
    engine.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval: CLOCK_INTERVAL });
    engine.set_input(input);
    let answers = engine.eval_rule(format!("data.palisade.review.g{group}.answers"));
    answers.map_err(|error| match error.downcast_ref() {
        // How long it took is another each time, and a report is not.
        Some(LimitError::TimeLimitExceeded { .. }) => LoadError::new(format!(
            "the rules took longer than {TIME_LIMIT:?} and {TIME_LIMIT_EACH:?} for each resource"
        )),
        _ => located(&error.to_string()),
    })
}

/// The module that asks a group's rules. A line each: regorus refuses long lines.
fn gather(number: usize, packages: &[String]) -> String {
    let mut text = format!("package palisade.review.g{number}\nanswers := [\n");
    for package in packages {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{{\"violation\": data.{package}.violation,\n\"undecided\": data.{package}.undecided}},"
        );
    }
    text + "]\n"
}

fn add(engine: &mut regorus::Engine, file: &str, text: &str) -> Result<String, LoadError> {
    engine.add_policy(file.to_owned(), text.to_owned()).map_err(|error| located(&error.to_string()))
}

/// A rule that does not say what is unknown to it would pass what it cannot judge.
fn require_answers(engine: &regorus::Engine, file: &str) -> Result<(), LoadError> {
    for (name, why) in [
        ("violation", "what breaks it"),
        ("undecided", "which values it must know, and that are known only after apply"),
    ] {
        if !engine.has_declared_rule_rooted_at(file, name).unwrap_or(false) {
            return Err(LoadError::at(file, 0, format!("has no `{name} contains ...`, which says {why}")));
        }
    }
    Ok(())
}
