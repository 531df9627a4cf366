//! One row a rule.

use serde_json::{Value, json};

use crate::world::Step;

mod answers;
mod applies;
mod changes;
mod plans;
mod reads;

/// A provider that breaks one rule, or seems to.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it does.
    pub(crate) rule: String,
    scenario: &'static str,
    config: Value,
    changed: Value,
    tampers: Value,
    pub(crate) verdict: Verdict,
}

/// What both cores must say.
#[derive(Clone, Debug)]
pub(crate) enum Verdict {
    /// Nothing.
    Takes,
    /// Ours starts an error with the one; the real one has the other among its words, if it is one that refuses.
    Refuses { ours: String, theirs: String, by: By },
}

/// Who refuses, beside ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// Terraform and OpenTofu.
    Both,
    /// Terraform alone.
    Terraform,
    /// OpenTofu alone.
    OpenTofu,
    /// Neither: the real cores take it, and this is what becomes of it.
    Neither(&'static str),
}

const APPLY: &[&str] = &["apply", "-no-color", "-auto-approve"];
const PLAN: &[&str] = &["plan", "-no-color", "-detailed-exitcode"];
const DESTROY: &[&str] = &["destroy", "-no-color", "-auto-approve"];

impl Row {
    /// What the rogue provider reads.
    pub(crate) fn script(&self) -> Value {
        json!({
            "scenario": self.scenario,
            "config": self.config,
            "changed": self.changed,
            "tampers": self.tampers,
        })
    }

    /// What terraform does; the last step is the one that is judged.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let step = |main, command| Step { main, command, version: "1", empty: false };
        let thing = |config: &Value| json!({"resource": {"rogue_thing": {"a": config}}});
        let config = || thing(&self.config);
        match self.scenario {
            "apply" => vec![step(config(), APPLY)],
            "resolve" => {
                let mut main = config();
                main["resource"]["terraform_data"] = json!({"seed": {}});
                vec![step(main, APPLY)]
            }
            "change" => vec![step(config(), APPLY), step(thing(&self.changed), APPLY)],
            "refresh" => vec![step(config(), APPLY), step(config(), PLAN)],
            "settle" => vec![step(config(), APPLY), Step { empty: true, ..step(config(), PLAN) }],
            "destroy" => vec![step(config(), APPLY), step(config(), DESTROY)],
            "import" => {
                let mut main = config();
                main["import"] = json!([{"to": "rogue_thing.a", "id": "one"}]);
                vec![step(main, PLAN)]
            }
            "upgrade" => vec![Step { version: "0", ..step(config(), APPLY) }, step(config(), PLAN)],
            "move" => {
                let mut main = config();
                main["moved"] = json!([{"from": "terraform_data.a", "to": "rogue_thing.a"}]);
                let before = json!({"resource": {"terraform_data": {"a": {"input": "one"}}}});
                vec![step(before, APPLY), step(main, PLAN)]
            }
            "data" => vec![step(json!({"data": {"rogue_look": {"a": self.config}}}), APPLY)],
            "open" => vec![step(json!({"ephemeral": {"rogue_door": {"a": self.config}}}), APPLY)],
            "function" => {
                let call = format!("${{provider::rogue::echo({})}}", self.config["text"]);
                vec![step(json!({"output": {"said": {"value": call}}}), APPLY)]
            }
            other => panic!("there is no scenario {other:?}"),
        }
    }
}

/// All of them.
pub(crate) fn all() -> Vec<Row> {
    [plans::rows(), changes::rows(), applies::rows(), reads::rows(), answers::rows()].concat()
}

/// Both name the attribute, which is spelled alike.
fn at(path: &str) -> Verdict {
    says(&format!("{path}:"), &format!(".{path}"))
}

/// A value of another type, which core says while it reads the answer.
fn not_of_type(name: &str) -> Verdict {
    says(&format!("{name}:"), &format!("[\"{name}\"]: "))
}

/// Both refuse, each in words of its own.
fn says(ours: &str, theirs: &str) -> Verdict {
    refused(By::Both, ours, theirs)
}

fn refused(by: By, ours: &str, theirs: &str) -> Verdict {
    Verdict::Refuses { ours: ours.to_owned(), theirs: theirs.to_owned(), by }
}

/// A thing with something in every attribute that a configuration may set, but for `note`, `size` and `region`.
fn full() -> Value {
    json!({
        "name": "one",
        "secret": "hidden",
        "token": "told once",
        "tags": ["x", "y"],
        "labels": {"team": "a"},
        "steps": ["x", "y"],
        "login": {"user": "ada", "password": "told once"},
        "parts": [{"of": "a"}, {"of": "b"}],
        "part_set": [{"of": "a"}, {"of": "b"}],
        "part_map": {"k": {"of": "a"}},
        "list": [{"of": "a"}, {"of": "b"}],
        "set": [{"of": "a"}, {"of": "b"}],
        "map": {"k": {"of": "a"}},
        "single": {"of": "a"},
    })
}

fn small() -> Value {
    json!({"name": "one"})
}

/// A row of one configuration.
fn row(rule: &str, scenario: &'static str, config: Value, tampers: Value, verdict: Verdict) -> Row {
    let tampers = if tampers.is_array() { tampers } else { json!([tampers]) };
    Row { rule: rule.to_owned(), scenario, config, changed: Value::Null, tampers, verdict }
}
