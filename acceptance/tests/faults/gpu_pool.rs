//! GPU pools, each in a cluster of its own name: a cluster of GKE takes one operation at a time.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::faults::resource::{Cloud, Resource, Story, comparable, texts};
use crate::faults::rows::Phase;

/// Where the clusters are.
const REGION: &str = "us-east-1";
const PROJECT: &str = "palisade-sandbox";
const LOCATION: &str = "us-central1";

/// What two pools of one configuration differ in. The launch template itself is compared by what it says.
const OWN: [&str; 9] = [
    "autoScalingGroups",
    "createdAt",
    "etag",
    "instanceGroupUrls",
    "launchTemplate",
    "modifiedAt",
    "nodegroupArn",
    "podRange",
    "selfLink",
];

/// `palisade_gpu_pool`.
pub(crate) struct Pools;

impl Resource for Pools {
    fn kind(&self) -> &'static str {
        "gpu_pool"
    }

    fn stories(&self, cloud: &Cloud) -> Vec<Story> {
        if cloud.name == "aws" { aws() } else { gcp() }
    }

    fn attributes(&self, cloud: &Cloud, name: &str) -> String {
        let own = match cloud.name {
            "aws" => {
                format!("  location = \"{REGION}\"\n  identity = \"arn:aws:iam::123456789012:role/nodes\"")
            }
            _ => format!("  location = \"{LOCATION}\"\n  accelerator = {{ type = \"l4\", count = 1 }}"),
        };
        format!("  cluster = \"{name}\"\n{own}")
    }

    fn prepare(&self, cloud: &Cloud, names: &[String]) {
        let eks = names.iter().map(|name| json!({"name": name, "region": REGION}));
        let gke = names.iter().map(|name| json!({"project": PROJECT, "location": LOCATION, "name": name}));
        let fixtures = match cloud.name {
            "aws" => json!({"eks_clusters": eks.collect::<Value>()}),
            _ => json!({"gke_clusters": gke.collect::<Value>()}),
        };
        cloud.control.post("/_sandbox/fixtures", &fixtures);
    }

    fn there(&self, cloud: &Cloud, names: &BTreeSet<String>) -> Vec<String> {
        let pools = |cluster: &String| match cloud.name {
            "aws" => node_groups(cloud, cluster),
            _ => texts(&node_pools(cloud, cluster), "name"),
        };
        let mut there: Vec<String> = names.iter().flat_map(pools).collect();
        if cloud.name == "aws" {
            let templates = ec2(cloud, "describe_launch_templates", json!({}))["LaunchTemplates"].take();
            let groups = ec2(cloud, "describe_placement_groups", json!({}))["PlacementGroups"].take();
            there.extend(
                texts(&templates, "LaunchTemplateName").iter().map(|name| format!("template {name}")),
            );
            there.extend(texts(&groups, "GroupName").iter().map(|name| format!("placement group {name}")));
        }
        there
    }

    fn configuration(&self, cloud: &Cloud, name: &str) -> Value {
        let told = match cloud.name {
            "aws" => node_group(cloud, name),
            _ => node_pools(cloud, name),
        };
        comparable(told, name, &OWN)
    }

    /// GKE's pool that has all that is wanted is taken up; EKS's has lost its mark.
    fn import(&self, cloud: &Cloud, name: &str) -> Option<String> {
        (cloud.name == "aws").then(|| format!("aws/{REGION}/{name}/{name}"))
    }

    /// A pool that is ready is not called broken because its mark stays.
    fn forgiven(&self, phase: Phase, operation: &str) -> Option<&'static str> {
        (phase == Phase::Create && operation == "UntagResource").then_some("palisade-unfinished")
    }

    fn takes_time(&self) -> bool {
        true
    }
}

fn ec2(cloud: &Cloud, call: &str, args: Value) -> Value {
    cloud.oracle.ask("boto3.ec2", call, args)
}

fn node_groups(cloud: &Cloud, cluster: &str) -> Vec<String> {
    let told = cloud.oracle.ask("boto3.eks", "list_nodegroups", json!({"clusterName": cluster}));
    told["nodegroups"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A node group, and what its launch template says.
fn node_group(cloud: &Cloud, name: &str) -> Value {
    let named = json!({"clusterName": name, "nodegroupName": name});
    let told = cloud.oracle.try_ask("boto3.eks", "describe_nodegroup", named);
    let group = told.map(|mut told| told["nodegroup"].take()).unwrap_or_default();
    let used = &group["launchTemplate"];
    let version = json!({"LaunchTemplateId": used["id"], "Versions": [used["version"]]});
    let said = match used["id"].is_string() {
        true => ec2(cloud, "describe_launch_template_versions", version),
        false => Value::Null,
    };
    let said = &said["LaunchTemplateVersions"][0]["LaunchTemplateData"];
    json!({"group": group, "template": said})
}

fn node_pools(cloud: &Cloud, cluster: &str) -> Value {
    let at = format!("/v1/projects/{PROJECT}/locations/{LOCATION}/clusters/{cluster}/nodePools");
    let rest = cloud.control.clone().header("authorization", "Bearer oracle");
    rest.get(&at)["nodePools"].take()
}

fn aws() -> Vec<Story> {
    let rich = |max: u32, pool: &str, size: u32, labels: &str| {
        format!(
            r#"  accelerator = {{ type = "l4", count = 1 }}
  scaling     = {{ min = 0, max = {max} }}
  placement   = "compact"
  labels      = {{ {labels} }}
  node_labels = {{ pool = "{pool}" }}
  disk        = {{ size_gb = {size} }}
  aws         = {{ subnets = ["subnet-0a1b2c3d"] }}"#
        )
    };
    // Its network cards and its cluster's security group have to be asked for.
    let fast = |group: &str| {
        format!(
            r#"  machine_type = "g6.8xlarge"
  scaling      = {{ min = 0, max = 2 }}
  fast_network = true
  aws          = {{ subnets = ["subnet-0a1b2c3d"], security_groups = ["{group}"] }}"#
        )
    };
    vec![
        Story::new(
            "rich",
            rich(2, "a", 100, r#"team = "one", cost = "a""#),
            rich(3, "b", 200, r#"team = "two""#),
        ),
        Story::new("fast", fast("sg-0a"), fast("sg-0b")),
    ]
}

fn gcp() -> Vec<Story> {
    let rich = |max: u32, team: &str, pool: &str, upgraded: bool| {
        format!(
            r#"  scaling     = {{ min = 0, max = {max} }}
  placement   = "compact"
  labels      = {{ team = "{team}" }}
  node_labels = {{ pool = "{pool}" }}
  gcp         = {{ auto_upgrade = {upgraded} }}"#
        )
    };
    // As many in each zone as the zones of the cluster say, which have to be asked for.
    let sized = |desired: u32| format!("  scaling = {{ min = 0, max = 6, desired = {desired} }}");
    let zoned = |zones: &str| format!("  scaling = {{ min = 0, max = 3 }}\n{zones}");
    vec![
        Story::new("rich", rich(3, "one", "a", true), rich(5, "two", "b", false)),
        Story::new("sized", sized(3), sized(6)),
        Story::new("zoned", zoned("  gcp = { zones = [\"us-central1-a\"] }"), zoned("")),
    ]
}
