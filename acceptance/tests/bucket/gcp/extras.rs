//! What only Cloud Storage has.

use serde_json::{Value, json};

use super::super::case::{Case, Drift};
use super::PROJECTS;

pub(super) fn cases() -> Vec<Case> {
    [switches(), fixed(), filters(), enforcement()].concat()
}

/// Attributes that stand in `gcp = { ... }`.
pub(super) fn gcp(body: &str) -> String {
    format!("gcp = {{ {body} }}")
}

fn switches() -> Vec<Case> {
    let autoclass = |class: &str| gcp(&format!("autoclass = {{ terminal_storage_class = \"{class}\" }}"));
    let classed = |class: &str| json!({"autoclass": {"enabled": true, "terminalStorageClass": class}});
    let paired = |rpo: &str| format!("location = \"NAM4\"\n{}", gcp(&format!("rpo = \"{rpo}\"")));
    vec![
        Case::new("gcp", "", &gcp("default_event_based_hold = true"))
            .shows("/defaultEventBasedHold", Value::Null, json!(true))
            .patched(json!({"defaultEventBasedHold": false})),
        Case::new(
            "gcp.default_event_based_hold",
            &gcp("default_event_based_hold = false"),
            &gcp("default_event_based_hold = true"),
        )
        .shows("/defaultEventBasedHold", Value::Null, json!(true))
        .patched(json!({"defaultEventBasedHold": false})),
        Case::new("gcp.autoclass", "gcp = {}", &autoclass("archive"))
            .shows("/autoclass/enabled", Value::Null, json!(true))
            .patched(json!({"autoclass": {"enabled": false}})),
        Case::new("gcp.autoclass.terminal_storage_class", &autoclass("infrequent"), &autoclass("archive"))
            .shows("/autoclass/terminalStorageClass", json!("NEARLINE"), json!("ARCHIVE"))
            .patched(classed("NEARLINE")),
        Case::new("gcp.rpo", &paired("default"), &paired("async_turbo"))
            .shows("/rpo", json!("DEFAULT"), json!("ASYNC_TURBO"))
            .patched(json!({"rpo": "DEFAULT"})),
    ]
}

/// What is fixed when the bucket is created.
fn fixed() -> Vec<Case> {
    let placed = |one: &str, two: &str| gcp(&format!("placement = [\"{one}\", \"{two}\"]"));
    let zonal = "location = \"us-east1\"";
    vec![
        Case::new("gcp.project", &gcp("project = \"palisade-sandbox\""), &gcp("project = \"palisade-other\""))
            .replaces()
            .shows("/projectNumber", json!(PROJECTS[0][1]), json!(PROJECTS[1][1]))
            .drift(Drift::Never("the cloud tells a project by its number, with which an id cannot be compared"))
            .not_imported(),
        Case::new(
            "gcp.project",
            &gcp(&format!("project = \"{}\"", PROJECTS[0][1])),
            &gcp(&format!("project = \"{}\"", PROJECTS[1][1])),
        )
        .variant("number")
        .replaces()
        .shows("/projectNumber", json!(PROJECTS[0][1]), json!(PROJECTS[1][1]))
        .made_anew("palisade-sandbox", json!({"location": "US"}))
        .not_imported(),
        Case::new("gcp.placement", &placed("us-east1", "us-west1"), &placed("us-central1", "us-east4"))
            .replaces()
            .shows(
                "/customPlacementConfig/dataLocations",
                json!(["US-EAST1", "US-WEST1"]),
                json!(["US-CENTRAL1", "US-EAST4"]),
            )
            .made_anew(
                "palisade-sandbox",
                json!({"location": "US", "customPlacementConfig": {"dataLocations": ["US-EAST1", "US-WEST1"]}}),
            ),
        Case::new(
            "gcp.hierarchical_namespace",
            &gcp("hierarchical_namespace = false"),
            &gcp("hierarchical_namespace = true"),
        )
        .replaces()
        .shows("/hierarchicalNamespace/enabled", Value::Null, json!(true))
        .made_anew("palisade-sandbox", json!({"location": "US"})),
        Case::new(
            "gcp.rapid",
            &format!("{zonal}\n{}", gcp("rapid = false")),
            &format!("{zonal}\n{}", gcp("rapid = true, placement = [\"us-east1-b\"]")),
        )
        .replaces()
        .shows("/storageClass", json!("STANDARD"), json!("RAPID"))
        .made_anew("palisade-sandbox", json!({"location": "us-east1"})),
    ]
}

/// An IP filter: each case is a bucket with one, of which one field is another after the change.
fn filters() -> Vec<Case> {
    let hcl = |body: &str| gcp(&format!("ip_filter = {{ {body} }}"));
    let off = |more: &str| hcl(&format!("mode = \"disabled\", {more}"));
    let public = |cidr: &str| off(&format!("public_cidrs = [\"{cidr}\"]"));
    let vpc = |network: &str, cidr: &str| {
        let network = format!("projects/palisade-sandbox/global/networks/{network}");
        off(&format!("vpc = [{{ network = \"{network}\", cidrs = [\"{cidr}\"] }}]"))
    };
    let sources = |network: &str, cidr: &str| {
        let network = format!("projects/palisade-sandbox/global/networks/{network}");
        json!({"ipFilter": {"mode": "Disabled", "vpcNetworkSources": [
            {"network": network, "allowedIpCidrRanges": [cidr]},
        ]}})
    };
    let all = "/ipFilter/vpcNetworkSources/0";
    let network = |name: &str| json!(format!("projects/palisade-sandbox/global/networks/{name}"));
    // The API leaves one of the two out where it is off.
    let flag = |name: &str, wire: &str, off_is: Value| {
        let set = |on: bool| off(&format!("public_cidrs = [\"203.0.113.0/24\"], {name} = {on}"));
        Case::new(format!("gcp.ip_filter.{name}"), &set(false), &set(true))
            .shows(format!("/ipFilter/{wire}"), off_is, json!(true))
            .patched(json!({"ipFilter": {wire: false}}))
    };
    // Loopback is let in, so that an enabled filter locks nobody out of this test.
    let mode = |mode: &str| hcl(&format!("mode = \"{mode}\", public_cidrs = [\"127.0.0.0/8\"]"));
    vec![
        Case::new("gcp.ip_filter", "gcp = {}", &public("203.0.113.0/24"))
            .shows("/ipFilter/mode", Value::Null, json!("Disabled"))
            .patched(json!({"ipFilter": null})),
        Case::new("gcp.ip_filter.mode", &mode("disabled"), &mode("enabled"))
            .shows("/ipFilter/mode", json!("Disabled"), json!("Enabled"))
            .patched(json!({"ipFilter": {"mode": "Disabled"}})),
        Case::new("gcp.ip_filter.public_cidrs", &public("203.0.113.0/24"), &public("198.51.100.0/24"))
            .shows(
                "/ipFilter/publicNetworkSource/allowedIpCidrRanges",
                json!(["203.0.113.0/24"]),
                json!(["198.51.100.0/24"]),
            )
            .patched(json!({"ipFilter": {"publicNetworkSource": {"allowedIpCidrRanges": ["192.0.2.0/24"]}}})),
        Case::new("gcp.ip_filter.vpc", &off(""), &vpc("one", "10.0.0.0/8"))
            .shows(format!("{all}/network"), Value::Null, network("one"))
            .patched(json!({"ipFilter": {"vpcNetworkSources": []}})),
        Case::new("gcp.ip_filter.vpc.network", &vpc("one", "10.0.0.0/8"), &vpc("two", "10.0.0.0/8"))
            .shows(format!("{all}/network"), network("one"), network("two"))
            .patched(sources("three", "10.0.0.0/8")),
        Case::new("gcp.ip_filter.vpc.cidrs", &vpc("one", "10.0.0.0/8"), &vpc("one", "10.1.0.0/16"))
            .shows(format!("{all}/allowedIpCidrRanges"), json!(["10.0.0.0/8"]), json!(["10.1.0.0/16"]))
            .patched(sources("one", "10.2.0.0/16")),
        flag("allow_all_service_agents", "allowAllServiceAgentAccess", json!(false)),
        flag("allow_cross_org_vpcs", "allowCrossOrgVpcs", Value::Null),
    ]
}

/// Enforcement of kinds of encryption.
fn enforcement() -> Vec<Case> {
    let hcl = |kind: &str, mode: &str| gcp(&format!("encryption_enforcement = {{ {kind} = \"{mode}\" }}"));
    let kind = |name: &str, wire: &str| {
        let config = format!("{wire}EncryptionEnforcementConfig");
        Case::new(
            format!("gcp.encryption_enforcement.{name}"),
            &hcl(name, "allowed"),
            &hcl(name, "restricted"),
        )
        .shows(
            format!("/encryption/{config}/restrictionMode"),
            json!("NotRestricted"),
            json!("FullyRestricted"),
        )
        .patched(json!({"encryption": {config: {"restrictionMode": "NotRestricted"}}}))
    };
    vec![
        Case::new("gcp.encryption_enforcement", "gcp = {}", &hcl("customer_supplied", "restricted"))
            .shows(
                "/encryption/customerSuppliedEncryptionEnforcementConfig/restrictionMode",
                Value::Null,
                json!("FullyRestricted"),
            )
            .patched(json!({"encryption": {"customerSuppliedEncryptionEnforcementConfig": {
                "restrictionMode": "NotRestricted",
            }}})),
        kind("google_managed", "googleManaged"),
        kind("customer_managed", "customerManaged"),
        kind("customer_supplied", "customerSupplied"),
    ]
}
