//! What is so on S3 unless it is set otherwise.

use super::super::case::Case;
use super::extras::aws;
use super::replication::PLAIN;
use super::{KEYS, TARGETS};

pub(super) fn cases() -> Vec<Case> {
    let own = |attribute: &str, value: &str| {
        Case::new(format!("aws.{attribute}"), "", &aws(&format!("{attribute} = {value}")))
    };
    let plain = |attribute: &str, value: &str| Case::new(attribute, "", &format!("{attribute} = {value}"));
    vec![
        plain("labels", "{}"),
        plain("default_storage_class", "\"standard\""),
        plain("versioning", "false"),
        plain("public_access", "\"blocked\""),
        plain("uniform_access", "true"),
        plain("require_tls", "true"),
        plain("lifecycle_rules", "[]"),
        plain("cors", "[]"),
        plain("requester_pays", "false"),
        plain("force_destroy", "false"),
        plain("aws", "{}"),
        own("object_lock", "false"),
        own("namespace", "\"global\""),
        own("intelligent_tiering", "[]"),
        own("acceleration", "false"),
        own("abac", "false"),
        own("blocked_sse_c", "true"),
    ]
    .into_iter()
    .chain(beside())
    .collect()
}

/// What is so beside something else.
fn beside() -> Vec<Case> {
    let beside = |attribute: &str, other: &str, said: &str| {
        Case::new(attribute, other, &format!("{other}\n{said}")).variant("beside")
    };
    let retained = "versioning = true\nretention = { days = 1, mode = \"governance\" }";
    let keyed = format!("encryption = {{ kms_key = \"{}\" }}", KEYS[0]);
    let log = |more: &str| format!("access_log = {{ target_bucket = \"{}\"{more} }}", TARGETS[0]);
    let cors = |more: &str| format!("cors = [{{ origins = [\"*\"], methods = [\"GET\"]{more} }}]");
    let tiering =
        |more: &str| aws(&format!("intelligent_tiering = [{{ name = \"one\", archive_days = 90{more} }}]"));
    let replicated = PLAIN.hcl();
    vec![
        beside("aws.object_lock", retained, &aws("object_lock = true")),
        beside("versioning", &aws("object_lock = true"), "versioning = true"),
        beside("aws.sse_dsse", &keyed, &aws("sse_dsse = false")),
        Case::new("retention.locked", retained, &retained.replace(" }", ", locked = false }")),
        Case::new("access_log.prefix", &log(""), &log(", prefix = \"\"")),
        Case::new("cors.allowed_headers", &cors(""), &cors(", allowed_headers = []")),
        Case::new("cors.exposed_headers", &cors(""), &cors(", exposed_headers = []")),
        Case::new("aws.intelligent_tiering.tags", &tiering(""), &tiering(", tags = {}")),
        Case::new(
            "aws.replication.rules.delete_markers",
            &replicated,
            &replicated.replace("id = \"one\"", "id = \"one\", delete_markers = false"),
        ),
    ]
}
