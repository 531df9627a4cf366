//! Plays a table of cases, a budget each, in one configuration: apply, change, drift, import, destroy. All that is not as the
//! table says is gathered, so that one run tells everything.

use std::collections::BTreeMap;

use acceptance::difference::{difference, within};
use acceptance::{Sandbox, Story};
use serde_json::{Value, json};

use super::case::{Arrives, Case, Change, Drift};
use super::clouds::Clouds;

/// What the provider computes.
pub(crate) const COMPUTED: [&str; 5] = ["id", "native_id", "actual_spend", "forecast_spend", "labels_all"];

struct Budgets<'a> {
    cases: &'a [Case],
    story: Story,
    clouds: Clouds,
    /// What the cloud told of each case's budget before the change.
    before: BTreeMap<&'static str, Value>,
}

const BEFORE: usize = 0;
const AFTER: usize = 1;

/// Plays the table through; panics with all that was not as it says.
pub(crate) fn play(cases: &[Case]) {
    let sandbox = Sandbox::start();
    let (story, clouds) = (Story::on(&sandbox), Clouds::of(&sandbox));
    let mut budgets = Budgets { cases, story, clouds, before: BTreeMap::new() };
    budgets.create();
    budgets.change();
    budgets.drift();
    budgets.import();
    budgets.destroy();
    budgets.story.end();
}

impl Budgets<'_> {
    fn create(&mut self) {
        self.write(BEFORE, "");
        self.story.apply("create");
        self.arrived("create", BEFORE);
        self.story.settled("create");
    }

    fn change(&mut self) {
        self.write(AFTER, "");
        let changes = self.story.plan("change");
        for case in self.cases {
            let wrong = changed(case, &changes[&case.address()]);
            self.story.wrong(&format!("change {}", case.label), wrong);
        }
        self.story.apply("change");
        self.arrived("change", AFTER);
        self.story.settled("change");
    }

    fn drift(&mut self) {
        let state = self.story.terraform.values();
        for case in self.cases {
            let (cloud, name) = (case.clouds[AFTER], text(&state[&case.address()], "name"));
            match case.drift() {
                Drift::Back => self.clouds.put_back(cloud, &name, &self.before[case.label]),
                Drift::Gone => self.clouds.delete(cloud, &name),
                Drift::Never => {}
            }
        }
        let changes = self.story.plan("drift");
        for case in self.cases {
            let wrong = drifted(case, &changes[&case.address()]);
            self.story.wrong(&format!("drift {}", case.label), wrong);
        }
        self.story.apply("drift");
        self.arrived("drift", AFTER);
        self.story.settled("drift");
    }

    fn import(&mut self) {
        let blocks = self.story.terraform.forget_all();
        self.write(AFTER, &blocks);
        let changes = self.story.plan("import");
        for case in self.cases {
            let wrong = imported(case, &changes[&case.address()]);
            self.story.wrong(&format!("import {}", case.label), wrong);
        }
        self.story.apply("import");
        self.arrived("import", AFTER);
        self.story.settled("import");
    }

    fn destroy(&mut self) {
        self.story.destroy("destroy");
        for cloud in ["aws", "gcp"] {
            let left = self.clouds.names(cloud);
            if !left.is_empty() {
                self.story.wrong("destroy", [format!("left on {cloud}: {left:?}")]);
            }
        }
    }

    fn write(&self, stage: usize, more: &str) {
        let mut text = "provider \"palisade\" {\n  policy = { mode = \"warn\" }\n}\n".to_owned();
        text.extend(self.cases.iter().map(|case| case.resource(stage)));
        self.story.terraform.main(&(text + more));
    }

    /// What the cloud tells is what the table expects, what is computed is as it should be, and there is no other budget.
    fn arrived(&mut self, stage: &str, which: usize) {
        let state = self.story.terraform.values();
        let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::from([("aws", vec![]), ("gcp", vec![])]);
        for case in self.cases {
            let attributes = &state.get(&case.address()).cloned().unwrap_or_default();
            let (cloud, name) = (case.clouds[which], text(attributes, "name"));
            let seen = self.clouds.seen(cloud, &name);
            if which == BEFORE {
                self.before.insert(case.label, seen.clone());
            }
            let wrong = case.rows.iter().filter_map(|row| {
                let Arrives::At { pointer, values } = &row.arrives else { return None };
                let (found, wanted) = (seen.pointer(pointer).unwrap_or(&Value::Null), &values[which]);
                let told = || format!("{} at {pointer} is {found}, not {wanted}; all: {seen}", row.attribute);
                (found != wanted).then(told)
            });
            let wrong: Vec<_> = wrong.chain(computed(cloud, attributes, &seen)).collect();
            self.story.wrong(&format!("{stage} {}", case.label), wrong);
            names.entry(cloud).or_default().push(name);
        }
        for (cloud, mut names) in names {
            names.sort();
            let there = self.clouds.names(cloud);
            if there != names {
                self.story.wrong(stage, [format!("on {cloud} are {there:?}, not {names:?}")]);
            }
        }
    }
}

/// What is not as expected of the attributes that the provider computes.
fn computed(cloud: &str, attributes: &Value, seen: &Value) -> Vec<String> {
    let (scope, name) = (text(attributes, "scope"), text(attributes, "name"));
    let mut labels = json!({});
    for tag in seen["Tags"].as_array().into_iter().flatten() {
        labels[tag["Key"].as_str().unwrap_or_default()] = tag["Value"].clone();
    }
    let (id, native) = match cloud {
        "aws" => (format!("aws/{scope}/{name}"), format!("arn:aws:budgets::{scope}:budget/{name}")),
        _ => {
            let native = text(seen, "name");
            let id = native.rsplit('/').next().unwrap_or_default();
            (format!("gcp/{scope}/{id}"), native.clone())
        }
    };
    let spend = |name: &str| {
        let amount = seen.pointer(&format!("/Budget/CalculatedSpend/{name}/Amount"));
        amount.and_then(Value::as_str).and_then(|text| text.parse::<f64>().ok())
    };
    let numbers = [("actual_spend", spend("ActualSpend")), ("forecast_spend", spend("ForecastedSpend"))];
    let texts = [("id", json!(id)), ("native_id", json!(native)), ("labels_all", labels)];
    let texts = texts.into_iter().filter(|(key, value)| attributes[*key] != *value);
    let wrong = texts.map(|(key, value)| format!("{key} is {}, not {value}", attributes[key]));
    let numbers = numbers.into_iter().filter(|(key, value)| attributes[*key].as_f64() != *value);
    wrong.chain(numbers.map(|(key, value)| format!("{key} is {}, not {value:?}", attributes[key]))).collect()
}

/// What of a planned change is not as the case says.
fn changed(case: &Case, change: &Value) -> Vec<String> {
    let wanted = match case.change {
        _ if case.resource(BEFORE) == case.resource(AFTER) => json!(["no-op"]),
        Change::InPlace => json!(["update"]),
        Change::Replace => json!(["delete", "create"]),
    };
    let mut wrong = Vec::new();
    if change["actions"] != wanted {
        wrong.push(format!("{} because of {}", change["actions"], change["replace_paths"]));
    }
    let at = difference(&change["before"], &change["after"]);
    for row in &case.rows {
        let changes = match &row.arrives {
            Arrives::At { values, .. } => values[0] != values[1],
            Arrives::Nowhere(_) => true,
        };
        if changes && !at.iter().any(|path| touches(path, row.attribute)) {
            wrong.push(format!("no change of {}: {at:?}", row.attribute));
        }
    }
    let own = |path: &String| case.rows.iter().any(|row| touches(path, row.attribute));
    let computed = |path: &String| COMPUTED.iter().any(|name| within(path, name));
    let others: Vec<_> = at.iter().filter(|path| !own(path) && !computed(path)).collect();
    if case.change == Change::InPlace && !others.is_empty() {
        wrong.push(format!("it changes {others:?}"));
    }
    wrong
}

/// What of the plan after a drift is not as the case says.
fn drifted(case: &Case, change: &Value) -> Vec<String> {
    let only = match case.drift() {
        Drift::Back => return changed(case, change),
        Drift::Gone => json!(["create"]),
        Drift::Never => json!(["no-op"]),
    };
    let wrong = change["actions"] != only;
    wrong.then(|| format!("{} and not {only}", change["actions"])).into_iter().collect()
}

/// What of an import is not as the case says: a difference at what no import tells, and nowhere else.
fn imported(case: &Case, change: &Value) -> Option<String> {
    let at = difference(&change["before"], &change["after"]);
    let untold = |path: &String| case.untold.iter().any(|attribute| touches(path, attribute));
    let computed = |path: &String| COMPUTED.iter().any(|name| within(path, name));
    let own = at.iter().all(|path| untold(path) || computed(path) && !case.untold.is_empty());
    let told = case.untold.iter().any(|attribute| !at.iter().any(|path| touches(path, attribute)));
    let actions = if case.untold.is_empty() { json!(["no-op"]) } else { json!(["update"]) };
    let right = !change["importing"].is_null() && change["actions"] == actions && own && !told;
    (!right).then(|| format!("{} at {at:?}: {} -> {}", change["actions"], change["before"], change["after"]))
}

/// Whether one of the two lies within the other.
fn touches(path: &str, attribute: &str) -> bool {
    within(path, attribute) || within(attribute, path)
}

pub(crate) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
