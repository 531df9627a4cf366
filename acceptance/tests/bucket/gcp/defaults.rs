//! What is so on Cloud Storage unless it is set otherwise.

use super::super::case::Case;
use super::TARGETS;
use super::extras::gcp;

pub(super) fn cases() -> Vec<Case> {
    let own = |attribute: &str, value: &str| {
        Case::new(format!("gcp.{attribute}"), "", &gcp(&format!("{attribute} = {value}")))
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
        plain("soft_delete_days", "7"),
        plain("cors", "[]"),
        plain("requester_pays", "false"),
        plain("force_destroy", "false"),
        plain("gcp", "{}"),
        own("hierarchical_namespace", "false"),
        own("default_event_based_hold", "false"),
        own("rapid", "false"),
        own("encryption_enforcement", "{}"),
    ]
    .into_iter()
    .chain(beside())
    .collect()
}

/// What is so beside something else.
fn beside() -> Vec<Case> {
    let paired = "location = \"NAM4\"\n";
    let log = |more: &str| format!("access_log = {{ target_bucket = \"{}\"{more} }}", TARGETS[0]);
    let cors = |more: &str| format!("cors = [{{ origins = [\"*\"], methods = [\"GET\"]{more} }}]");
    let autoclass = |more: &str| gcp(&format!("autoclass = {{ {more} }}"));
    let retention = |more: &str| format!("retention = {{ days = 1, mode = \"governance\"{more} }}");
    let filter = |fields: &str| gcp(&format!("ip_filter = {{ mode = \"disabled\", {fields} }}"));
    // A filter names one kind of network at least.
    let public = "public_cidrs = [\"203.0.113.0/24\"]";
    let vpc =
        "vpc = [{ network = \"projects/palisade-sandbox/global/networks/one\", cidrs = [\"10.0.0.0/8\"] }]";
    let filtered = |name: &str, other: &str, value: &str| {
        let said = format!("{other}, {name} = {value}");
        Case::new(format!("gcp.ip_filter.{name}"), &filter(other), &filter(&said))
    };
    let enforcement = |kind: &str| {
        let said = gcp(&format!("encryption_enforcement = {{ {kind} = \"allowed\" }}"));
        Case::new(format!("gcp.encryption_enforcement.{kind}"), "", &said)
    };
    vec![
        Case::new("gcp.rpo", paired, &format!("{paired}{}", gcp("rpo = \"default\""))),
        Case::new("retention.locked", &retention(""), &retention(", locked = false")),
        Case::new("access_log.prefix", &log(""), &log(", prefix = \"$NAME\"")),
        Case::new("cors.exposed_headers", &cors(""), &cors(", exposed_headers = []")),
        Case::new("cors.max_age_seconds", &cors(""), &cors(", max_age_seconds = 0")),
        Case::new(
            "gcp.autoclass.terminal_storage_class",
            &autoclass(""),
            &autoclass("terminal_storage_class = \"infrequent\""),
        ),
        filtered("public_cidrs", vpc, "[]"),
        filtered("vpc", public, "[]"),
        filtered("allow_all_service_agents", public, "false"),
        filtered("allow_cross_org_vpcs", public, "false"),
        enforcement("google_managed"),
        enforcement("customer_managed"),
        enforcement("customer_supplied"),
    ]
}
