//! The engine and OPA find the same on the same documents. Skipped where OPA has not been built (`cargo xtask tools`),
//! unless `PALISADE_OPA=required` says that it must be there, as `cargo xtask test` does.

use std::path::PathBuf;
use std::process::Command;

use regorus::Value;
use serde_json::{Value as Json, json};

use super::engine;
use crate::engine::{rego, view};
use crate::{Action, Engine, PlannedResource, Settings, plan};

/// OPA where `cargo xtask tools` puts it.
fn opa() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("PALISADE_CACHE")
        .or_else(|| folder("XDG_CACHE_HOME").map(|cache| cache.join("palisade")))
        .or_else(|| folder("HOME").map(|home| home.join(".cache/palisade")))?;
    Some(cache.join("bin/opa")).filter(|opa| opa.is_file())
}

/// Buckets with every mixture of known, absent and unknown that a rule tells apart.
fn buckets() -> Vec<Json> {
    let unknown = json!({"<unknown>": true});
    let mut documents = Vec::new();
    for cloud in [json!("aws"), json!("gcp"), unknown.clone()] {
        for class in [json!(null), json!("phi"), json!("public"), unknown.clone()] {
            for value in [json!(null), json!("alias/aws/s3"), json!("acme"), unknown.clone()] {
                documents.push(json!({
                    "cloud": cloud, "labels": {"data_class": class}, "encryption": {"kms_key": value},
                    "gcp": {"project": value, "autoclass": value}, "lifecycle_rules": class,
                    "require_tls": true, "public_access": "blocked",
                }));
            }
        }
    }
    for tls in [json!(true), json!(false), json!(null), unknown.clone()] {
        documents.push(json!({"require_tls": tls}));
    }
    for access in [json!("blocked"), json!("allowed"), json!(null), unknown.clone()] {
        documents.push(json!({"public_access": access}));
    }
    for policy in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"Statement": "x"}"#,
        r#"{"Statement": [1, null, {}]}"#,
        r#"{"Statement": {"Effect": "Allow", "Principal": "*"}}"#,
        r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["x", "*"]}, "Condition": {"Bool": {"a": true}}}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "NotPrincipal": "x", "Condition": "x"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": 7}}, {"Effect": "Deny", "Principal": "*"}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": [1]}}}]}"#,
        r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Condition": {"ArnLike": {"aws:SourceArn": "a"}}}]}"#,
    ] {
        documents.push(json!({"aws": {"policy_json": policy}}));
    }
    documents
}

/// Pools, the same.
fn pools() -> Vec<Json> {
    let unknown = json!({"<unknown>": true});
    let mut documents = Vec::new();
    for cloud in [json!("aws"), json!("gcp"), unknown.clone()] {
        for value in [json!(null), json!("default"), json!("alias/aws/ebs"), unknown.clone()] {
            for label in [json!(null), json!("phi"), json!("prod"), unknown.clone()] {
                documents.push(json!({
                    "cloud": cloud, "identity": value, "disk": {"kms_key": value}, "capacity": "on_demand",
                    "labels": {"data_class": label, "env": label, "team": label}, "metadata": "node",
                    "gcp": {"oauth_scopes": ["cloud-platform"]}, "scaling": {"min": 1, "max": 2},
                }));
            }
        }
        for cost in [json!(null), json!(9.5), json!(1e9), json!(73000), unknown.clone()] {
            for amount in [json!(null), json!(10), json!(0.25), unknown.clone()] {
                documents.push(json!({
                    "cloud": cloud, "labels": unknown.clone(), "labels_all": {"env": "prod"},
                    "metadata": unknown.clone(), "gcp": {"oauth_scopes": unknown.clone()},
                    "budget": {"name": "research", "amount": amount, "currency": "EUR"},
                    "estimated_cost": {"currency": "EUR", "monthly_max": cost}, "capacity": unknown.clone(),
                    "scaling": {"min": cost, "max": 2},
                }));
            }
        }
    }
    documents.push(json!({
        "budget": {"amount": 1, "currency": "EUR"}, "estimated_cost": {"currency": "USD", "monthly_max": 2},
    }));
    documents
}

/// What a plan's joins may be.
fn joins() -> [(&'static str, Json); 2] {
    let sums = [(json!(1), 2.5, "cost"), (json!(null), 1.0, "amount"), (json!(100_000), 99.99, "price")];
    let sums = sums.into_iter().enumerate().map(|(at, (amount, cost, doubt))| {
        json!({"resource": at, "at": ["budget"], "name": "research", "pools": 2, "currency": "EUR",
            "amount": amount, "cost": cost, "doubts": [doubt]})
    });
    let cloud = |unknown: bool| json!({"labels": {"team": ["phi"]}, "unknown": unknown});
    [
        ("pool_budgets", Json::Array(sums.collect())),
        ("budgeted", json!({"aws": cloud(false), "gcp": cloud(true)})),
    ]
}

fn resource(resource_type: &str, planned: Json) -> PlannedResource {
    let mut unknown = json!({});
    let known = split(planned, &mut unknown);
    let change = json!({"actions": ["create"], "after": known, "after_unknown": unknown});
    let plan = json!({"format_version": "1.2", "planned_values": {}, "resource_changes": [
        {"address": "some.one", "mode": "managed", "type": resource_type, "change": change}]});
    plan::read(&plan.to_string()).unwrap().remove(0)
}

/// A value as a plan has it: what is known, and beside it what is not.
fn split(value: Json, unknown: &mut Json) -> Json {
    match value {
        Json::Object(fields) if fields.contains_key("<unknown>") => {
            *unknown = json!(true);
            Json::Null
        }
        Json::Object(fields) => {
            let known = fields.into_iter().map(|(key, field)| {
                let mut inner = json!({});
                let field = split(field, &mut inner);
                unknown[&key] = inner;
                (key, field)
            });
            Json::Object(known.collect())
        }
        other => other,
    }
}

/// All of it, as rules are shown it.
fn input() -> Value {
    let views = |resource_type: &str, documents: Vec<Json>| {
        let view = view::of(resource_type).unwrap();
        let resources = documents.into_iter().map(|planned| resource(resource_type, planned));
        let views = resources.enumerate().map(|(at, resource)| {
            assert_eq!(resource.action, Action::Create);
            view.build(&resource, at)
        });
        (view.collection, Value::from(views.collect::<Vec<_>>()))
    };
    let (pools, buckets) = (views("palisade_gpu_pool", pools()), views("palisade_bucket", buckets()));
    let joins = joins().map(|(name, join)| (name, join.into()));
    let plan = rego::input([pools.clone()].into_iter().chain(joins));
    rego::input([pools, buckets, ("plan", plan)])
}

#[test]
fn regorus_and_opa_agree() {
    let Some(opa) = opa() else {
        let required = std::env::var_os("PALISADE_OPA").is_some_and(|value| value == "required");
        assert!(!required, "OPA has not been built: run `cargo xtask tools`");
        eprintln!("skipped: OPA has not been built");
        return;
    };
    let input = input();

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("input.json");
    std::fs::write(&file, input.to_json_str().unwrap()).unwrap();
    for facts in [json!({}), json!({"perimeters": {"p": {"mode": "enforced", "projects": ["acme"]}}})] {
        let data = folder.path().join("data.json");
        std::fs::write(&data, json!({"facts": facts}).to_string()).unwrap();
        let output = Command::new(&opa)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["eval", "--format=raw", "--data=lib", "--data=packs", "--data"])
            .arg(&data)
            .arg("--input")
            .arg(&file)
            .arg("data.palisade.packs")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let theirs: Json = serde_json::from_slice(&output.stdout).unwrap();

        let mut found = 0;
        for rule in Engine::load(Settings::default()).unwrap().rules() {
            for answer in ["violation", "undecided"] {
                let mut engine = engine(&[]);
                engine.add_data(json!({"facts": facts}).into()).unwrap();
                engine.set_input(input.clone());
                let ours = engine.eval_rule(format!("data.{}.{answer}", rule.package())).unwrap();
                let ours: Json = serde_json::from_str(&ours.to_json_str().unwrap()).unwrap();
                found += ours.as_array().unwrap().len();
                let theirs = &theirs[&rule.pack][rule.name.rsplit('/').next().unwrap()][answer];
                assert_eq!(&ours, theirs, "{} {answer}", rule.name);
            }
        }
        assert!(found > 100, "the documents make the rules find too little: {found}");
    }
}
