//! Replication: each case is a bucket with one rule, of which one field is another after the change.

use serde_json::{Value, json};

use super::super::case::Case;
use super::{KEYS, TARGETS};

const GET: &str = "get_bucket_replication";
const PUT: &str = "put_bucket_replication";
const ROLES: [&str; 3] = [
    "arn:aws:iam::123456789012:role/one",
    "arn:aws:iam::123456789012:role/two",
    "arn:aws:iam::123456789012:role/three",
];

/// A rule in HCL and as S3 has it.
#[derive(Clone)]
pub(super) struct Rule {
    role: &'static str,
    id: &'static str,
    priority: u32,
    prefix: &'static str,
    target: &'static str,
    class: Option<(&'static str, &'static str)>,
    key: Option<&'static str>,
    markers: bool,
}

pub(super) const PLAIN: Rule = Rule {
    role: ROLES[0],
    id: "one",
    priority: 1,
    prefix: "one/",
    target: TARGETS[0],
    class: None,
    key: None,
    markers: false,
};

pub(super) fn cases() -> Vec<Case> {
    let rule = "/ReplicationConfiguration/Rules/0";
    let keyed = |key| Rule { key: Some(key), ..PLAIN };
    let class = |ours, theirs| Rule { class: Some((ours, theirs)), ..PLAIN };
    let field = |name: &str, pointer: &str, rules: [Rule; 3]| {
        let [before, after, drifted] = rules;
        let pointer = format!("{rule}{pointer}");
        let at = |rule: &Rule| {
            let all = json!({"ReplicationConfiguration": rule.wire()});
            all.pointer(&pointer).cloned().unwrap_or_default()
        };
        Case::new(format!("aws.replication.{name}"), &before.hcl(), &after.hcl())
            .arrives(GET, pointer.clone(), at(&before), at(&after))
            .drifts(PUT, json!({"ReplicationConfiguration": drifted.wire()}))
    };
    vec![
        Case::new("aws.replication", "versioning = true\naws = {}", &PLAIN.hcl())
            .arrives(GET, format!("{rule}/ID"), Value::Null, json!("one"))
            .drifts("delete_bucket_replication", json!({})),
        Case::new("aws.replication.role", &PLAIN.hcl(), &Rule { role: ROLES[1], ..PLAIN }.hcl())
            .arrives(GET, "/ReplicationConfiguration/Role", json!(ROLES[0]), json!(ROLES[1]))
            .drifts(PUT, json!({"ReplicationConfiguration": Rule { role: ROLES[2], ..PLAIN }.wire()})),
        Case::new("aws.replication.rules", &PLAIN.hcl(), &two_rules())
            .arrives(GET, "/ReplicationConfiguration/Rules/1/ID", Value::Null, json!("two"))
            .drifts(PUT, json!({"ReplicationConfiguration": PLAIN.wire()})),
        field("rules.id", "/ID", ["one", "two", "three"].map(|id| Rule { id, ..PLAIN })),
        field("rules.priority", "/Priority", [1, 2, 3].map(|priority| Rule { priority, ..PLAIN })),
        field(
            "rules.prefix",
            "/Filter/Prefix",
            ["one/", "two/", "three/"].map(|prefix| Rule { prefix, ..PLAIN }),
        ),
        field(
            "rules.destination_bucket",
            "/Destination/Bucket",
            [TARGETS[0], TARGETS[1], TARGETS[0]].map(|target| Rule { target, ..PLAIN }),
        ),
        field(
            "rules.storage_class",
            "/Destination/StorageClass",
            [
                class("infrequent", "STANDARD_IA"),
                class("archive", "DEEP_ARCHIVE"),
                class("cold", "GLACIER_IR"),
            ],
        ),
        field(
            "rules.replica_kms_key",
            "/Destination/EncryptionConfiguration/ReplicaKmsKeyID",
            [keyed(KEYS[0]), keyed(KEYS[1]), keyed(KEYS[2])],
        ),
        field(
            "rules.delete_markers",
            "/DeleteMarkerReplication/Status",
            [false, true, false].map(|markers| Rule { markers, ..PLAIN }),
        ),
    ]
}

/// The plain rule and another.
fn two_rules() -> String {
    let other = Rule { id: "two", priority: 2, prefix: "two/", ..PLAIN };
    hcl(PLAIN.role, &format!("{}, {}", PLAIN.fields(), other.fields()))
}

fn hcl(role: &str, rules: &str) -> String {
    format!("versioning = true\naws = {{ replication = {{ role = \"{role}\", rules = [{rules}] }} }}")
}

impl Rule {
    pub(super) fn hcl(&self) -> String {
        hcl(self.role, &self.fields())
    }

    fn fields(&self) -> String {
        let Self { id, priority, prefix, target, .. } = self;
        let mut text = format!(
            "id = \"{id}\", priority = {priority}, prefix = \"{prefix}\", \
             destination_bucket = \"arn:aws:s3:::{target}\""
        );
        if let Some((class, _)) = self.class {
            text += &format!(", storage_class = \"{class}\"");
        }
        if let Some(key) = self.key {
            text += &format!(", replica_kms_key = \"{key}\"");
        }
        if self.markers {
            text += ", delete_markers = true";
        }
        format!("{{ {text} }}")
    }

    fn wire(&self) -> Value {
        let mut destination = json!({"Bucket": format!("arn:aws:s3:::{}", self.target)});
        let mut rule = json!({
            "ID": self.id, "Priority": self.priority, "Status": "Enabled", "Filter": {"Prefix": self.prefix},
            "DeleteMarkerReplication": {"Status": if self.markers { "Enabled" } else { "Disabled" }},
        });
        if let Some((_, class)) = self.class {
            destination["StorageClass"] = json!(class);
        }
        if let Some(key) = self.key {
            destination["EncryptionConfiguration"] = json!({"ReplicaKmsKeyID": key});
            rule["SourceSelectionCriteria"] = json!({"SseKmsEncryptedObjects": {"Status": "Enabled"}});
        }
        rule["Destination"] = destination;
        json!({"Role": self.role, "Rules": [rule]})
    }
}
