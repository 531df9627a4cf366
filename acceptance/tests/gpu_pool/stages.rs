//! Plays the rows of a cloud, a pool each, in one configuration: apply, change, drift, import, destroy. All that is not as the
//! rows say is gathered, so that one run tells everything.

use std::collections::{BTreeMap, BTreeSet};

use acceptance::difference::{difference, within};
use serde_json::{Value, json};

use super::row::{Drift, Row};
use super::world::{World, cost, resource, text};

const BEFORE: usize = 0;
const AFTER: usize = 1;

/// What is not known while a pool changes, or follows from what changes.
const VOLATILE: [&str; 3] = ["estimated_cost", "node_groups", "status"];

/// The versions of Kubernetes that the cluster of the row `version` has on EKS, which takes the cluster's alone.
const VERSIONS: [&str; 2] = ["1.33", "1.34"];

struct Pools<'a> {
    cloud: &'a str,
    rows: &'a [Row],
    world: World,
    /// What the cloud told of each row's pool before the change.
    before: BTreeMap<String, Value>,
}

/// Plays the rows through; panics with all that was not as they say.
pub(crate) fn play(cloud: &str, rows: &[Row]) {
    let clusters = rows.iter().map(name).chain(["palisade-other".to_owned()]).collect();
    let mut pools = Pools { cloud, rows, world: World::new(clusters), before: BTreeMap::new() };
    pools.create();
    pools.change();
    pools.drift();
    pools.import();
    pools.destroy();
    pools.world.story.end();
}

impl Pools<'_> {
    fn create(&mut self) {
        self.world.upgrade("version", VERSIONS[BEFORE]);
        self.write(BEFORE, "");
        self.world.story.apply("create");
        self.arrived("create", BEFORE);
        self.world.story.settled("create");
    }

    fn change(&mut self) {
        self.world.upgrade("version", VERSIONS[AFTER]);
        self.write(AFTER, "");
        let changes = self.world.story.plan("change");
        let wrong = |row: &Row| changed(row, changes.get(&row.address()).unwrap_or(&Value::Null));
        self.gather("change", wrong);
        self.world.story.apply("change");
        self.arrived("change", AFTER);
        self.world.story.settled("change");
    }

    fn drift(&mut self) {
        let (state, views) = (self.world.story.terraform.values(), self.world.views());
        let mut on_aws = BTreeSet::new();
        for row in self.rows {
            let Some(now) = state.get(&row.address()).and_then(|told| views.get(&key(told))) else {
                self.world.story.wrong("drift", [format!("{}: no such pool", row.label())]);
                continue;
            };
            on_aws.extend((now["cloud"] == "aws").then(|| row.label()));
            match row.drift {
                Drift::Anew => self.world.make_anew(now, &self.before[&row.label()]),
                Drift::Gone => self.world.delete(now),
                Drift::Never => {}
            }
        }
        let changes = self.world.story.plan("drift");
        let wrong = |row: &Row| {
            let change = changes.get(&row.address()).unwrap_or(&Value::Null);
            drifted(row, change, on_aws.contains(&row.label()))
        };
        self.gather("drift", wrong);
        self.world.story.apply("drift");
        self.arrived("drift", AFTER);
        self.world.story.settled("drift");
    }

    fn import(&mut self) {
        let blocks = self.world.story.terraform.forget_all();
        self.write(AFTER, &blocks);
        let changes = self.world.story.plan("import");
        let wrong = |row: &Row| imported(row, changes.get(&row.address()).unwrap_or(&Value::Null));
        self.gather("import", wrong);
        self.world.story.apply("import");
        self.arrived("import", AFTER);
        self.world.story.settled("import");
    }

    fn destroy(&mut self) {
        self.world.story.destroy("destroy");
        let left = self.world.left();
        self.world.story.wrong("destroy: left", left);
    }

    fn gather(&mut self, stage: &str, wrong: impl Fn(&Row) -> Option<String>) {
        for row in self.rows {
            self.world.story.wrong(&format!("{stage} {}", row.label()), wrong(row));
        }
    }

    fn write(&self, which: usize, more: &str) {
        let pool = |row: &Row| resource(self.cloud, &row.label(), &name(row), &row.hcl[which]);
        let pools: String = self.rows.iter().map(pool).collect();
        self.world.story.terraform.main(&(pools + more));
    }

    /// The cloud tells each pool's value, and has no pool too many or too few.
    fn arrived(&mut self, stage: &str, which: usize) {
        let (state, views) = (self.world.story.terraform.values(), self.world.views());
        let mut named = BTreeSet::new();
        for row in self.rows {
            let Some(attributes) = state.get(&row.address()) else {
                self.world.story.wrong(stage, [format!("{}: not in the state", row.label())]);
                continue;
            };
            let key = key(attributes);
            let view = views.get(&key).unwrap_or(&Value::Null);
            if which == BEFORE {
                self.before.insert(row.label(), view.clone());
            }
            named.insert(key);
            let wrong = arrival(row, view, which).or_else(|| computed(attributes, view));
            self.world.story.wrong(&format!("{stage} {}", row.label()), wrong);
        }
        let doubled = views.keys().filter(|key| !named.contains(key));
        self.world.story.wrong(stage, doubled.map(|key| format!("in the cloud alone: {key:?}")));
    }
}

/// The cluster and the name of a pool.
fn key(attributes: &Value) -> (String, String) {
    (text(attributes, "cluster"), text(attributes, "name"))
}

/// What is not as expected where the value arrives.
fn arrival(row: &Row, view: &Value, which: usize) -> Option<String> {
    if view.is_null() {
        return Some("no such pool".to_owned());
    }
    let (pointer, values) = row.arrives.as_ref()?;
    let found = view.pointer(pointer).unwrap_or(&Value::Null);
    (*found != values[which]).then(|| format!("{pointer} is {found}, not {}", values[which]))
}

/// What is not as the cloud tells it of the attributes that the provider computes.
fn computed(attributes: &Value, view: &Value) -> Option<String> {
    let text = |key: &str| text(attributes, key);
    let (location, cluster, name) = (text("location"), text("cluster"), text("name"));
    let project = view["project"].as_str().unwrap_or_default();
    let (id, native) = if view["cloud"] == "aws" {
        (format!("aws/{location}/{cluster}/{name}"), view["nodegroup"]["nodegroupArn"].clone())
    } else {
        let native = format!("projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}");
        (format!("gcp/{project}/{location}/{cluster}/{name}"), json!(native))
    };
    let status = [&view["nodegroup"]["status"], &view["status"]].into_iter().find(|status| !status.is_null());
    let labels = if attributes["labels"].is_null() { json!({}) } else { attributes["labels"].clone() };
    let expected = [
        ("id", json!(id)),
        ("native_id", native),
        ("status", status.cloned().unwrap_or_default()),
        ("labels_all", labels),
        ("estimated_cost", cost(attributes)),
    ];
    let groups = attributes["node_groups"].as_array().is_none_or(Vec::is_empty);
    let wrong = expected.into_iter().find(|(key, value)| !is_same(&attributes[*key], value));
    wrong
        .map(|(key, value)| format!("{key} is {}, not {value}", attributes[key]))
        .or_else(|| groups.then(|| "no node groups are told".to_owned()))
}

/// Whether two values are one, numbers by what they count.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| is_same(one, other)))
        }
        (one, other) => one == other,
    }
}

/// What of the plan after a drift is not as the row says.
fn drifted(row: &Row, change: &Value, on_aws: bool) -> Option<String> {
    let only = match row.drift {
        Drift::Anew => return changed(row, change),
        // Who deletes a node group leaves its launch template, which has to go.
        Drift::Gone if on_aws => json!(["delete", "create"]),
        Drift::Gone => json!(["create"]),
        Drift::Never => json!(["no-op"]),
    };
    (change["actions"] != only).then(|| format!("{} and not {only}", change["actions"]))
}

/// What of a planned change is not as the row says.
fn changed(row: &Row, change: &Value) -> Option<String> {
    if row.hcl[BEFORE] == row.hcl[AFTER] {
        return (change["actions"] != json!(["no-op"])).then(|| format!("changed: {}", change["actions"]));
    }
    let at = difference(&change["before"], &change["after"]);
    let own = |path: &str| within(path, row.attribute);
    let inside = at.iter().any(|path| own(path));
    if row.replaces {
        let replaces = change["replace_paths"].as_array().into_iter().flatten().any(|path| {
            let path: Vec<&str> = path.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            own(&path.join(".")) || within(row.attribute, &path.join("."))
        });
        let right = inside && replaces && change["actions"] == json!(["delete", "create"]);
        return (!right).then(|| {
            format!("not replaced for it: {} {} {at:?}", change["actions"], change["replace_paths"])
        });
    }
    let allowed = row.with.iter().chain(&VOLATILE);
    let other = |path: &String| !own(path) && !allowed.clone().any(|with| within(path, with));
    let right = inside && !at.iter().any(other) && change["actions"] == json!(["update"]);
    (!right).then(|| format!("not updated at it alone: {} at {at:?}", change["actions"]))
}

fn imported(row: &Row, change: &Value) -> Option<String> {
    let at = difference(&change["before"], &change["after"]);
    if change["importing"].is_null() {
        return Some(format!("it is not imported: {}", change["actions"]));
    }
    let allowed = row.with.iter().chain(&VOLATILE);
    let own = |path: &String| {
        let named = within(path, row.attribute) || within(row.attribute, path);
        named || allowed.clone().any(|with| within(path, with))
    };
    let right = match row.not_imported {
        None => change["actions"] == json!(["no-op"]),
        Some(_) => change["actions"] == json!(["update"]) && at.iter().all(own),
    };
    let (before, after) = (&change["before"], &change["after"]);
    (!right).then(|| format!("{} at {at:?}: {before} -> {after}", change["actions"]))
}

/// The name of a row's pool.
fn name(row: &Row) -> String {
    row.label().replace('_', "-")
}
