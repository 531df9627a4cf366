//! Plays a table of cases, a bucket each, in one configuration: apply, change, drift, import, destroy. All that is not
//! as the table says is gathered, so that one run tells everything.

use std::collections::BTreeSet;

use acceptance::difference::{difference, within};
use acceptance::oracle::Refusal;
use acceptance::{Oracle, Sandbox, Story, hcl};
use serde_json::{Value, json};

use super::case::{Arrives, Case, Change, Drift, Import, named};

/// The cloud that a table is about.
pub(crate) struct Table {
    /// `aws` or `gcp`.
    pub(crate) cloud: &'static str,
    /// Where buckets are, unless a case says otherwise.
    pub(crate) location: &'static str,
    /// What `account` is: the names of each account or project, the caller's first.
    pub(crate) accounts: &'static [&'static [&'static str]],
    /// What comes before the name in `native_id`.
    pub(crate) native: &'static str,
    /// What comes before the name in `url`.
    pub(crate) url: &'static str,
    /// Calls that make what cases refer to, before anything else.
    pub(crate) helpers: fn() -> Vec<(&'static str, Value)>,
    /// The cases.
    pub(crate) cases: Vec<Case>,
}

/// A story under way.
struct Buckets<'a> {
    table: &'a Table,
    story: Story,
    oracle: Oracle,
    /// What was there before Terraform made anything.
    helpers: BTreeSet<String>,
}

/// Before the change and after it.
const BEFORE: usize = 0;
const AFTER: usize = 1;

/// Plays the table through; panics with all that was not as it says.
pub(crate) fn play(table: &Table) {
    let sandbox = Sandbox::start();
    let oracle = sandbox.oracle();
    for (call, args) in (table.helpers)() {
        table.ask(&oracle, call, args).unwrap_or_else(|e| panic!("{call}: {e:?}"));
    }
    let helpers = table.existing(&oracle);
    let mut buckets = Buckets { table, story: Story::on(&sandbox), oracle, helpers };
    buckets.create();
    buckets.change();
    buckets.drift();
    buckets.import();
    buckets.destroy();
    buckets.story.end();
}

impl Buckets<'_> {
    fn create(&mut self) {
        self.write(BEFORE, "");
        self.story.apply("create");
        self.arrived("create", BEFORE);
        self.story.settled("create");
    }

    fn change(&mut self) {
        self.write(AFTER, "");
        let changes = self.story.plan("change");
        for case in &self.table.cases {
            let found = &changes[&address(case)];
            let wrong = changed(case, found);
            self.story.wrong(&format!("change {}", case.label()), wrong);
        }
        self.story.apply("change");
        self.arrived("change", AFTER);
        self.story.settled("change");
    }

    fn drift(&mut self) {
        let state = self.story.terraform.values();
        for case in &self.table.cases {
            let name = text(&state[&address(case)], "name");
            for (call, args) in self.table.drift_calls(case) {
                let done = self.table.ask(&self.oracle, call, on(self.table.cloud, args, &name));
                if let Err(refusal) = done {
                    self.story.wrong(&format!("drift {}", case.label()), [format!("{call}: {refusal:?}")]);
                }
            }
        }
        let changes = self.story.plan("drift");
        for case in &self.table.cases {
            let wrong = drifted(case, &changes[&address(case)]);
            self.story.wrong(&format!("drift {}", case.label()), wrong);
        }
        self.story.apply("drift");
        self.arrived("drift", AFTER);
        self.story.settled("drift");
    }

    fn import(&mut self) {
        let blocks = self.story.terraform.forget_all();
        self.write(AFTER, &blocks);
        let changes = self.story.plan("import");
        for case in &self.table.cases {
            let wrong = imported(case, &changes[&address(case)]);
            self.story.wrong(&format!("import {}", case.label()), wrong);
        }
        self.story.apply("import");
        self.arrived("import", AFTER);
        self.story.settled("import");
    }

    fn destroy(&mut self) {
        let state = self.story.terraform.values();
        for case in self.table.cases.iter().filter(|case| case.attribute == "force_destroy") {
            let name = text(&state[&address(case)], "name");
            let (call, args) = self.table.object(&name);
            if let Err(refusal) = self.table.ask(&self.oracle, call, args) {
                self.story.wrong(&format!("destroy {}", case.label()), [format!("{call}: {refusal:?}")]);
            }
        }
        self.story.destroy("destroy");
        let left = self.table.existing(&self.oracle);
        if left != self.helpers {
            self.story.wrong("destroy: left", left.difference(&self.helpers).cloned());
        }
    }

    fn write(&self, stage: usize, more: &str) {
        self.story.terraform.main(&(self.table.configuration(stage) + more));
    }

    /// What the cloud's own client says is what the table expects; what is computed is as it should be, and there is
    /// no bucket too many or too few.
    fn arrived(&mut self, stage: &str, which: usize) {
        let state = self.story.terraform.values();
        let mut names = self.helpers.clone();
        for case in &self.table.cases {
            let Some(attributes) = state.get(&address(case)) else {
                self.story.wrong(stage, [format!("{}: not in the state", case.label())]);
                continue;
            };
            let name = text(attributes, "name");
            let here = attributes["cloud"] == self.table.cloud;
            names.extend(here.then(|| name.clone()));
            let computed = here.then(|| self.table.computed(attributes)).flatten();
            let wrong = self.table.arrival(case, &self.oracle, &name, which);
            let wrong = computed.into_iter().chain(wrong);
            self.story.wrong(&format!("{stage} {}", case.label()), wrong);
        }
        let existing = self.table.existing(&self.oracle);
        if names != existing {
            let (state, cloud) = (names.difference(&existing), existing.difference(&names));
            let wrong = format!("in the state alone: {state:?}, in the cloud alone: {cloud:?}");
            self.story.wrong(stage, [wrong]);
        }
    }
}

impl Table {
    /// All cases' buckets at a stage.
    pub(crate) fn configuration(&self, stage: usize) -> String {
        let resources = self.cases.iter().map(|case| self.resource(case, stage));
        "provider \"palisade\" {\n  policy = { mode = \"warn\" }\n}\n".to_owned()
            + &resources.collect::<String>()
    }

    fn resource(&self, case: &Case, stage: usize) -> String {
        let name = self.bucket(case);
        let [cloud, location, quoted] = [self.cloud, self.location, &name].map(|text| format!("{text:?}"));
        let defaults = [("cloud", cloud.as_str()), ("name", &quoted), ("location", &location)];
        hcl::resource("palisade_bucket", &case.label(), &defaults, &case.hcl[stage].replace("$NAME", &name))
    }

    fn bucket(&self, case: &Case) -> String {
        // No bucket's name on Google Cloud may hold "google" ("Bucket names", Cloud Storage docs).
        format!("palisade-{}", case.label().replace('_', "-").replace("google", "g"))
    }

    /// A call of the cloud's own client, `CALL` or `CALL@REGION`.
    pub(crate) fn ask(&self, oracle: &Oracle, call: &str, args: Value) -> Result<Value, Refusal> {
        let client = if self.cloud == "aws" { "boto3.s3" } else { "gcs" };
        match call.split_once('@') {
            Some((call, region)) => oracle.try_ask(&format!("{client}@{region}"), call, args),
            None => oracle.try_ask(client, call, args),
        }
    }

    /// What is not as expected where the value arrives.
    fn arrival(&self, case: &Case, oracle: &Oracle, name: &str, which: usize) -> Option<String> {
        let Arrives::At { call, pointer, values } = &case.arrives else { return None };
        let answer = match self.ask(oracle, call, on(self.cloud, json!({}), name)) {
            Ok(answer) => answer,
            Err(refusal) if refusal.status == 404 => Value::Null,
            Err(refusal) => return Some(format!("{call}: {refusal:?}")),
        };
        let found = answer.pointer(pointer).unwrap_or(&Value::Null);
        let expected = &values[which];
        (!expected.is(found, name)).then(|| format!("{call} {pointer} is {found}, not {expected:?}"))
    }

    /// What is not as expected of the attributes that the provider computes.
    fn computed(&self, attributes: &Value) -> Option<String> {
        let name = text(attributes, "name");
        let project = attributes["gcp"]["project"].as_str();
        let names = self.accounts.iter().find(|names| project.is_none_or(|project| names.contains(&project)));
        let account = text(attributes, "account");
        if !names.is_some_and(|names| names.contains(&account.as_str())) {
            return Some(format!("account is {account}, not one of {names:?}"));
        }
        let labels = attributes["labels"].as_object().cloned().unwrap_or_default();
        let native = if name.ends_with("--x-s3") { String::new() } else { format!("{}{name}", self.native) };
        let expected = [
            ("id", json!(format!("{}/{name}", self.cloud))),
            ("native_id", json!(native)),
            ("url", json!(format!("{}{name}", self.url))),
            ("labels_all", json!(labels)),
        ];
        let wrong = expected
            .into_iter()
            .find(|(key, value)| !value.as_str().is_some_and(str::is_empty) && attributes[*key] != *value);
        wrong.map(|(key, value)| format!("{key} is {}, not {value}", attributes[key]))
    }

    /// The names of the buckets that there are.
    fn existing(&self, oracle: &Oracle) -> BTreeSet<String> {
        let lists = match self.cloud {
            "aws" => vec![
                oracle.s3("list_buckets", json!({}))["Buckets"].take(),
                oracle.s3("list_directory_buckets", json!({}))["Buckets"].take(),
            ],
            _ => ["palisade-sandbox", "palisade-other"]
                .map(|project| oracle.ask("gcs", "buckets.list", json!({"project": project}))["items"].take())
                .to_vec(),
        };
        let buckets = lists.iter().filter_map(Value::as_array).flatten();
        buckets
            .filter_map(|bucket| bucket["Name"].as_str().or(bucket["name"].as_str()))
            .map(str::to_owned)
            .collect()
    }

    fn drift_calls(&self, case: &Case) -> Vec<(&'static str, Value)> {
        let delete = (if self.cloud == "aws" { "delete_bucket" } else { "buckets.delete" }, json!({}));
        match &case.drift {
            Drift::Calls(calls) => calls.clone(),
            Drift::Recreated(call, args) => vec![delete, (call, args.clone())],
            Drift::Gone => vec![delete],
            Drift::Never(_) => Vec::new(),
        }
    }

    /// The call that writes an object.
    fn object(&self, name: &str) -> (&'static str, Value) {
        match self.cloud {
            "aws" => ("put_object", json!({"Bucket": name, "Key": "a", "Body": "text"})),
            _ => ("objects.insert", json!({"bucket": name, "name": "a", "text": "text"})),
        }
    }
}

/// What of a planned change is not as the case says.
fn changed(case: &Case, change: &Value) -> Option<String> {
    let at = difference(&change["before"], &change["after"]);
    let inside = at.iter().any(|path| within(path, &case.attribute));
    if case.change == Change::Replace {
        let replaces = change["replace_paths"].as_array().into_iter().flatten().any(|path| {
            let path: Vec<&str> = path.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            within(&case.attribute, &path.join(".")) || within(&path.join("."), &case.attribute)
        });
        let right = inside && replaces && change["actions"] == json!(["delete", "create"]);
        return (!right)
            .then(|| format!("not replaced for it: {} {}", change["actions"], change["replace_paths"]));
    }
    updated(case, change, &at)
        .or_else(|| unknown(&change["after_unknown"]).then(|| "it makes something unknown".to_owned()))
}

/// What of an update in place is not at this attribute alone.
fn updated(case: &Case, change: &Value, at: &BTreeSet<String>) -> Option<String> {
    let own =
        |path: &String| within(path, &case.attribute) || case.with.iter().any(|other| within(path, other));
    let right = at.iter().all(own) && at.iter().any(|path| within(path, &case.attribute));
    (!right || change["actions"] != json!(["update"])).then(|| format!("{} at {at:?}", change["actions"]))
}

fn drifted(case: &Case, change: &Value) -> Option<String> {
    let at = difference(&change["before"], &change["after"]);
    let wrong = match &case.drift {
        Drift::Calls(_) => return updated(case, change, &at),
        Drift::Recreated(..) => !at.iter().any(|path| within(path, &case.attribute)),
        Drift::Gone => change["actions"] != json!(["create"]),
        Drift::Never(_) => change["actions"] != json!(["no-op"]),
    };
    wrong.then(|| format!("{} at {at:?}", change["actions"]))
}

fn imported(case: &Case, change: &Value) -> Option<String> {
    let at = difference(&change["before"], &change["after"]);
    if change["importing"].is_null() {
        return Some(format!("it is not imported: {}", change["actions"]));
    }
    match case.import {
        Import::Same if change["actions"] == json!(["no-op"]) => None,
        Import::Same => {
            Some(format!("{} at {at:?}: {} -> {}", change["actions"], change["before"], change["after"]))
        }
        Import::Unknown => {
            let own = |path: &String| {
                let among = case.with.contains(&path.as_str());
                among || within(path, &case.attribute) || within(&case.attribute, path)
            };
            let right = change["actions"] == json!(["update"]) && at.iter().all(own);
            (!right).then(|| format!("{} at {at:?}", change["actions"]))
        }
    }
}

/// Whether anything in `after_unknown` is.
fn unknown(value: &Value) -> bool {
    match value {
        Value::Bool(unknown) => *unknown,
        Value::Array(items) => items.iter().any(unknown),
        Value::Object(fields) => fields.values().any(unknown),
        _ => false,
    }
}

/// The arguments of a call on a bucket.
fn on(cloud: &str, args: Value, name: &str) -> Value {
    let mut args = named(&args, name);
    let key = if cloud == "aws" { "Bucket" } else { "bucket" };
    if let Some(fields) = args.as_object_mut().filter(|fields| !fields.contains_key("project")) {
        fields.entry(key).or_insert_with(|| json!(name));
    }
    args
}

fn address(case: &Case) -> String {
    format!("palisade_bucket.{}", case.label())
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
