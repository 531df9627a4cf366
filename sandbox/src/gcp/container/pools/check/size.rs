//! How many machines there are, where they are, and how they are exchanged.

use serde_json::Value;

use super::{Check, flag, number, refuse, text, texts};
use crate::gcp::container::cluster;
use crate::gcp::container::names::{self, ClusterName};

/// The most machines of a pool in one zone, <https://cloud.google.com/kubernetes-engine/quotas>.
const MOST_NODES: i64 = 1000;

pub(super) fn zones(pool: &Value, cluster: &ClusterName) -> Check {
    let region = cluster.place.region();
    let zones = texts(pool, "/locations");
    for (index, zone) in zones.iter().enumerate() {
        if !names::is_zone(zone) || names::region(zone) != Some(region) {
            return refuse(format!(
                "Location \"{zone}\" is not a zone of the cluster's region \"{region}\"."
            ));
        }
        if zones.iter().take(index).any(|other| other == zone) {
            return refuse(format!("Locations must not hold \"{zone}\" twice."));
        }
    }
    Ok(())
}

/// A version, the beginning of one, or an alias; none newer than the control plane's.
pub(super) fn version(pool: &Value) -> Check {
    let version = text(pool, "/version");
    if matches!(version, "" | "-" | "latest") {
        return Ok(());
    }
    let parts = |version: &str| {
        let (numbers, build) = version.split_once("-gke.").unwrap_or((version, "0"));
        let numbers = numbers.split('.').chain([build]).map(str::parse);
        numbers.collect::<Result<Vec<u32>, _>>().ok()
    };
    match (parts(version), parts(cluster::VERSION)) {
        (Some(wanted), Some(newest)) if (3..=4).contains(&wanted.len()) => {
            if wanted.iter().zip(&newest).find_map(|(a, b)| (a != b).then_some(a > b)).unwrap_or(false) {
                return refuse(format!(
                    "Node version \"{version}\" must not be newer than the master version \"{}\".",
                    cluster::VERSION
                ));
            }
            let upgrades = pool.get("management").is_none_or(|management| flag(management, "/autoUpgrade"));
            // In these words in hashicorp/terraform-provider-google#14533.
            if upgrades
                && wanted.get(1).zip(newest.get(1)).is_some_and(|(wanted, newest)| wanted + 1 < *newest)
            {
                return refuse(format!(
                    "Auto-upgrade is enabled, node version \"{version}\" must be within one minor version of master \
                     version \"{}\".",
                    cluster::VERSION
                ));
            }
            Ok(())
        }
        _ => refuse(format!("Node version \"{version}\" is unsupported.")),
    }
}

pub(super) fn nodes(pool: &Value) -> Check {
    let count = number(pool, "/initialNodeCount");
    if !(0..=MOST_NODES).contains(&count) {
        return refuse(format!("Node_pool.initial_node_count must be between 0 and {MOST_NODES}."));
    }
    let size = |field| number(pool, &format!("/autoscaling/{field}"));
    let (min, max) = (size("minNodeCount"), size("maxNodeCount"));
    let (total_min, total_max) = (size("totalMinNodeCount"), size("totalMaxNodeCount"));
    if [min, max, total_min, total_max].iter().any(|size| *size < 0) {
        return refuse("Node_pool_autoscaling: node counts must not be negative.");
    }
    if !flag(pool, "/autoscaling/enabled") {
        return Ok(());
    }
    // In these words in terraform-google-modules/terraform-google-kubernetes-engine#1554.
    if max == 0 && total_max == 0 {
        return refuse(
            "Node_pool_autoscaling.max_node_count and node_pool_autoscaling.total_max_node_count cannot be both set \
             to zero.",
        );
    }
    if (max > 0 || min > 0) && (total_max > 0 || total_min > 0) {
        return refuse(
            "Node_pool_autoscaling.min_node_count and max_node_count are mutually exclusive with \
             total_min_node_count and total_max_node_count.",
        );
    }
    if min > max || total_min > total_max {
        return refuse("Node_pool_autoscaling: the minimum node count must not be greater than the maximum.");
    }
    Ok(())
}

pub(super) fn upgrade(pool: &Value) -> Check {
    let Some(settings) = pool.get("upgradeSettings") else { return Ok(()) };
    let (surge, unavailable) = (number(settings, "/maxSurge"), number(settings, "/maxUnavailable"));
    let strategy = text(settings, "/strategy");
    let surges = matches!(strategy, "" | "SURGE");
    if surge < 0 || unavailable < 0 || surge + unavailable > 20 {
        return refuse("Upgrade_settings: max_surge plus max_unavailable must be between 1 and 20.");
    }
    if surges && surge + unavailable == 0 {
        return refuse("Upgrade_settings: max_surge and max_unavailable cannot both be 0.");
    }
    if surges && settings.get("blueGreenSettings").is_some() {
        return refuse("Upgrade_settings.blue_green_settings needs the strategy BLUE_GREEN.");
    }
    if strategy == "BLUE_GREEN" && surge + unavailable > 0 {
        return refuse(
            "Upgrade_settings: max_surge and max_unavailable cannot be set with the strategy BLUE_GREEN.",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::check;
    use super::*;

    #[test]
    fn sizes_make_sense() {
        let scaling = |fields: Value| {
            let mut scaling = fields;
            scaling["enabled"] = true.into();
            json!({ "autoscaling": scaling })
        };
        check(scaling(json!({ "maxNodeCount": 3 })), None);
        check(scaling(json!({ "totalMaxNodeCount": 3, "totalMinNodeCount": 1 })), None);
        check(scaling(json!({})), Some("cannot be both set to zero"));
        check(scaling(json!({ "maxNodeCount": 3, "totalMaxNodeCount": 3 })), Some("mutually exclusive"));
        check(scaling(json!({ "maxNodeCount": 3, "minNodeCount": 4 })), Some("greater than"));
        check(json!({ "initialNodeCount": -1 }), Some("initial_node_count"));
        check(json!({ "upgradeSettings": {} }), Some("cannot both be 0"));
        check(json!({ "upgradeSettings": { "strategy": "BLUE_GREEN" } }), None);
        check(json!({ "upgradeSettings": { "strategy": "BLUE_GREEN", "maxSurge": 1 } }), Some("BLUE_GREEN"));
        check(json!({ "upgradeSettings": { "maxSurge": 21 } }), Some("between 1 and 20"));
    }

    #[test]
    fn places_and_versions() {
        check(json!({ "locations": ["us-central1-a", "us-central1-f"] }), None);
        check(json!({ "locations": ["us-east1-b"] }), Some("not a zone of"));
        check(json!({ "locations": ["us-central1"] }), Some("not a zone of"));
        check(json!({ "locations": ["us-central1-a", "us-central1-a"] }), Some("twice"));
        for (version, expected) in [
            ("1.34", None),
            ("1.33.5-gke.1", None),
            (cluster::VERSION, None),
            ("1.35", Some("newer")),
            ("1.34.1-gke.9999999", Some("newer")),
            ("new", Some("unsupported")),
            ("1.32", Some("within one minor version")),
        ] {
            check(json!({ "version": version }), expected);
        }
        check(json!({ "version": "1.32", "management": {} }), None);
    }
}
