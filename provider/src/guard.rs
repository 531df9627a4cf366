//! The policies' seat: every planned and every applied change passes here.

use std::path::PathBuf;
use std::sync::OnceLock;

use policies::{
    Engine, Finding, LoadError, Mode, OPERATOR_VARIABLE, Outcome, PlannedResource, Settings, Severity, Tree,
};
use tfplug::{Action, Change, Data, Diagnostic, Diagnostics, Stage, Value};

use crate::config::{self, Policy};

/// The policies that hold for this run, loaded when the first change is reviewed.
pub(crate) struct Guard {
    settings: Settings,
    ignored: Vec<String>,
    engine: OnceLock<Result<Engine, LoadError>>,
}

impl Guard {
    /// The operator's policy, which the configuration can only tighten; without one, what the configuration says.
    pub(crate) fn new(policy: &Value<Policy>) -> Result<Self, Diagnostics> {
        let configured = settings(policy);
        let (settings, ignored) = match Settings::from_environment().map_err(|error| unusable(&error))? {
            None => (configured, Vec::new()),
            Some(operator) => operator.tighten(configured),
        };
        Ok(Guard { settings, ignored, engine: OnceLock::new() })
    }

    /// What the configuration says and the operator does not allow.
    pub(crate) fn warnings(&self) -> Diagnostics {
        self.ignored
            .iter()
            .map(|ignored| {
                Diagnostic::warning(format!("policy.{ignored}"))
                    .detail(format!(
                        "{OPERATOR_VARIABLE} is set: the operator's policy holds, and a configuration can only make it \
                         tighter."
                    ))
                    .at("policy")
            })
            .collect()
    }

    /// Reviews one change: a denial is an error; a warning, and what cannot be decided yet, a warning while planning.
    /// At apply, when everything but computed values is known, only denials are told: the rest was told in the plan.
    pub(crate) fn review(&self, change: &Change<'_>) -> Diagnostics {
        let action = match change.action {
            Action::Create => policies::Action::Create,
            Action::Update => policies::Action::Update,
            Action::Delete => return Diagnostics::none(),
        };
        let engine = match self.engine.get_or_init(|| Engine::load(self.settings.clone())) {
            Ok(engine) => engine,
            Err(error) => return unusable(error).into(),
        };
        let planned = PlannedResource {
            address: None,
            resource_type: change.type_name.to_owned(),
            action,
            prior: (!change.prior.is_null()).then(|| tree(change.prior)),
            planned: tree(change.planned),
            secrets: policies::plan::Secrets::default(),
        };
        match engine.review(&[planned]) {
            Ok(review) => review
                .findings
                .iter()
                .filter(|finding| change.stage == Stage::Plan || finding.outcome == Outcome::Denied)
                .map(|finding| diagnostic(finding, change.planned))
                .collect(),
            Err(error) => Diagnostic::error(error.to_string())
                .detail("Nothing is applied that was not reviewed. Mend the policy, or tell its owner.")
                .into(),
        }
    }
}

fn unusable(error: &LoadError) -> Diagnostic {
    Diagnostic::error(format!("the policies cannot be used: {error}"))
        .detail("Nothing is planned or applied that cannot be reviewed. Mend the policy, or tell its owner.")
}

/// What a configuration says of policies. What it leaves unknown is as strict as if it were not said.
fn settings(policy: &Value<Policy>) -> Settings {
    let Some(policy) = policy.known() else { return Settings::default() };
    let texts = |list: &tfplug::List<String>| -> Option<Vec<String>> {
        list.known()?.iter().map(|item| item.known().cloned()).collect()
    };
    let data = match policy.data.known().map(|data| json(untyped(data))) {
        Some(serde_json::Value::Object(data)) => data,
        _ => serde_json::Map::new(),
    };
    Settings {
        mode: policy.mode.known().map(|mode| match mode {
            config::Mode::Enforce => Mode::Enforce,
            config::Mode::Warn => Mode::Warn,
        }),
        packs: texts(&policy.packs).map(|packs| packs.into_iter().collect()),
        paths: texts(&policy.paths).unwrap_or_default().into_iter().map(PathBuf::from).collect(),
        data,
        ..Settings::default()
    }
}

fn diagnostic(finding: &Finding, planned: &Data) -> Diagnostic {
    let told = match finding.outcome {
        Outcome::Denied => Diagnostic::error(format!("{} denied: {}", finding.rule_id, finding.title)),
        Outcome::Warned => Diagnostic::warning(format!("{}: {}", finding.rule_id, finding.title)),
        Outcome::Undecided => {
            Diagnostic::warning(format!("{} undecided: {}", finding.rule_id, finding.title))
        }
    };
    let resource = planned.get("name").as_str().map(|name| format!(" ({name})")).unwrap_or_default();
    let then = match finding.outcome {
        Outcome::Undecided => "\nIt is checked again at apply, before anything is sent to a cloud.",
        Outcome::Denied | Outcome::Warned => "",
    };
    let told = told.detail(format!(
        "{}{resource}\n\nWhat to do: {}\nRule: {} ({} severity){then}",
        finding.message,
        finding.remedy,
        finding.rule,
        severity(finding.severity)
    ));
    match finding.attribute_text() {
        attribute if attribute.is_empty() => told,
        attribute => told.at(attribute.as_str()),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

fn tree(data: &Data) -> Tree {
    match data {
        Data::Null => Tree::Null,
        Data::Unknown => Tree::Unknown,
        Data::Bool(value) => Tree::Bool(*value),
        Data::Number(number) => match json(&Data::Number(number.clone())) {
            serde_json::Value::Number(number) => Tree::Number(number),
            _ => Tree::String(number.to_string()),
        },
        Data::String(text) => Tree::String(text.clone()),
        Data::List(items) => Tree::List(items.iter().map(tree).collect()),
        Data::Map(entries) => {
            Tree::Map(entries.iter().map(|(key, value)| (key.clone(), tree(value))).collect())
        }
        Data::Dynamic(typed) => tree(&typed.1),
    }
}

fn untyped(data: &Data) -> &Data {
    match data {
        Data::Dynamic(typed) => &typed.1,
        other => other,
    }
}

/// Policy data as JSON. What is unknown is left out, as if it were not given.
fn json(data: &Data) -> serde_json::Value {
    use serde_json::Value as Json;
    match data {
        Data::Null | Data::Unknown => Json::Null,
        Data::Bool(value) => Json::Bool(*value),
        Data::Number(number) => match number.as_i64() {
            Some(whole) => Json::from(whole),
            None => Json::from(number.to_f64()),
        },
        Data::String(text) => Json::String(text.clone()),
        Data::List(items) => Json::Array(items.iter().map(json).collect()),
        Data::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
        Data::Dynamic(typed) => json(&typed.1),
    }
}

#[cfg(test)]
mod tests;
