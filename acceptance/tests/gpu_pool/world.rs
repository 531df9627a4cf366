//! The clouds as their own clients tell them, and what every pool of the tests has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use acceptance::http::Http;
use acceptance::sandbox::SECRET_TOKEN;
use acceptance::{Oracle, Sandbox, Story, Terraform, hcl};
use serde_json::{Value, json};

/// Regions of AWS, projects and locations of Google Cloud, in which pools are.
const REGIONS: [&str; 2] = ["us-east-1", "eu-west-1"];
const PROJECTS: [&str; 2] = ["palisade-sandbox", "palisade-other"];
const LOCATIONS: [&str; 3] = ["us-central1", "europe-west4", "us-central1-a"];

/// A sandbox, what tells of it, and a module on it.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) story: Story,
    oracle: Oracle,
    google: Http,
    /// The clusters that there are, on both clouds and in every place.
    clusters: BTreeSet<String>,
    /// The price table, which goes with it.
    _prices: tempfile::NamedTempFile,
}

/// What an hour of a machine costs, in hundredths: cloud, region, machine type, capacity.
const PRICES: [(&str, &str, &str, &str, u32); 3] = [
    ("aws", "us-east-1", "g6.xlarge", "on_demand", 2),
    ("aws", "us-east-1", "g6.xlarge", "spot", 1),
    ("gcp", "us-central1", "g2-standard-4", "on_demand", 2),
];

fn price_table() -> String {
    let row = |(cloud, region, machine, capacity, cents): &(&str, &str, &str, &str, u32)| {
        format!("{cloud},{region},{machine},{capacity},0.0{cents},USD,2026-01-31\n")
    };
    let heading = "cloud,region,machine_type,capacity,price_per_hour,currency,date\n";
    PRICES.iter().map(row).fold(heading.to_owned(), |table, row| table + &row)
}

/// What a pool is to cost by the table: null where there is no price.
pub(crate) fn cost(attributes: &Value) -> Value {
    let is = |name: &str, value: &str| attributes[name] == value;
    let found = PRICES.iter().find(|(cloud, region, machine, capacity, _)| {
        is("cloud", cloud)
            && is("location", region)
            && is("machine_type", machine)
            && is("capacity", capacity)
    });
    let Some((.., cents)) = found else { return Value::Null };
    let scaling = &attributes["scaling"];
    let cost = |size: &str, hours: u32| {
        let machines = u32::try_from(scaling[size].as_u64()?).ok()?;
        Some(f64::from(cents * hours * machines) / 100.0)
    };
    json!({
        "currency": "USD",
        "hourly_min": cost("min", 1),
        "hourly_desired": cost("desired", 1),
        "hourly_max": cost("max", 1),
        "monthly_min": cost("min", 730),
        "monthly_desired": cost("desired", 730),
        "monthly_max": cost("max", 730),
    })
}

impl World {
    /// A sandbox with these clusters beside `research`.
    pub(crate) fn new(clusters: BTreeSet<String>) -> Self {
        let sandbox = Sandbox::start();
        let eks =
            clusters.iter().flat_map(|name| REGIONS.map(|region| json!({"name": name, "region": region})));
        let gke = clusters.iter().flat_map(|name| {
            places().map(
                move |(project, location)| json!({"project": project, "location": location, "name": name}),
            )
        });
        let fixtures =
            json!({"eks_clusters": eks.collect::<Value>(), "gke_clusters": gke.collect::<Value>()});
        sandbox.control().post("/_sandbox/fixtures", &fixtures);
        let prices = tempfile::NamedTempFile::new().expect("a temporary file");
        fs::write(prices.path(), price_table()).expect("writing in a temporary file");
        let named = [("PALISADE_PRICES", prices.path().to_string_lossy())];
        let story = Story::of(Terraform::new().on(&sandbox).with(named));
        let google = Http::new(&sandbox.gcp_rest).header("authorization", &format!("Bearer {SECRET_TOKEN}"));
        let oracle = sandbox.oracle();
        Self { sandbox, story, oracle, google, clusters, _prices: prices }
    }

    /// Gives a cluster of EKS this version of Kubernetes.
    pub(crate) fn upgrade(&self, cluster: &str, version: &str) {
        let cluster = json!({"name": cluster, "region": REGIONS[0], "version": version});
        self.sandbox.control().post("/_sandbox/fixtures", &json!({ "eks_clusters": [cluster] }));
    }

    /// AWS's own client.
    pub(crate) fn oracle(&self) -> &Oracle {
        &self.oracle
    }

    /// GKE's REST API.
    pub(crate) fn google(&self) -> &Http {
        &self.google
    }

    /// All pools of both clouds, by cluster and name. On AWS `nodegroup` is what EKS tells and `template` the launch
    /// template's version that it uses; on Google Cloud a pool is told as it is.
    pub(crate) fn views(&self) -> BTreeMap<(String, String), Value> {
        let mut views = BTreeMap::new();
        let research = "research".to_owned();
        for cluster in self.clusters.iter().chain([&research]) {
            for region in REGIONS {
                for view in self.node_groups(region, cluster) {
                    let name = text(&view["nodegroup"], "nodegroupName");
                    assert!(views.insert((cluster.clone(), name), view).is_none(), "two pools in {cluster}");
                }
            }
            for (project, location) in places() {
                for mut view in self.node_pools(project, location, cluster) {
                    (view["cloud"], view["project"], view["location"]) =
                        (json!("gcp"), json!(project), json!(location));
                    let name = text(&view, "name");
                    assert!(views.insert((cluster.clone(), name), view).is_none(), "two pools in {cluster}");
                }
            }
        }
        views
    }

    fn node_groups(&self, region: &str, cluster: &str) -> Vec<Value> {
        let eks = format!("boto3.eks@{region}");
        let listed = self.oracle.ask(&eks, "list_nodegroups", json!({"clusterName": cluster}));
        let names = listed["nodegroups"].as_array().cloned().unwrap_or_default();
        let view = |name: Value| {
            let asked = json!({"clusterName": cluster, "nodegroupName": name});
            let group = self.oracle.ask(&eks, "describe_nodegroup", asked)["nodegroup"].take();
            let template = self.template(region, &group["launchTemplate"]);
            json!({"cloud": "aws", "location": region, "nodegroup": group, "template": template})
        };
        names.into_iter().map(view).collect()
    }

    fn template(&self, region: &str, used: &Value) -> Value {
        let Some(id) = used["id"].as_str() else { return Value::Null };
        let asked = json!({"LaunchTemplateId": id, "Versions": [used["version"]]});
        let ec2 = format!("boto3.ec2@{region}");
        let mut told = self.oracle.ask(&ec2, "describe_launch_template_versions", asked);
        told["LaunchTemplateVersions"][0]["LaunchTemplateData"].take()
    }

    fn node_pools(&self, project: &str, location: &str, cluster: &str) -> Vec<Value> {
        let at = format!("/v1/projects/{project}/locations/{location}/clusters/{cluster}/nodePools");
        let mut told = self.google.get(&at);
        let pools = told["nodePools"].as_array_mut().map(std::mem::take);
        pools.unwrap_or_default()
    }

    /// What stands beside the pools: launch templates and placement groups, by name.
    pub(crate) fn beside(&self) -> Vec<String> {
        let mut names = Vec::new();
        for region in REGIONS {
            let ec2 = format!("boto3.ec2@{region}");
            let templates = self.oracle.ask(&ec2, "describe_launch_templates", json!({}));
            let groups = self.oracle.ask(&ec2, "describe_placement_groups", json!({}));
            for (told, list, name) in [
                (&templates, "LaunchTemplates", "LaunchTemplateName"),
                (&groups, "PlacementGroups", "GroupName"),
            ] {
                names.extend(
                    told[list].as_array().into_iter().flatten().map(|one| format!("{list} {}", one[name])),
                );
            }
        }
        names
    }

    /// What is left of the pools, or stands beside them.
    pub(crate) fn left(&self) -> Vec<String> {
        let pools = self.views().into_keys().map(|(cluster, name)| format!("pool {cluster}/{name}"));
        pools.chain(self.beside()).collect()
    }
}

fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROJECTS.into_iter().flat_map(|project| LOCATIONS.map(|location| (project, location)))
}

/// A pool's resource. What the body does not say on a line of its own, is as every pool of the tests has it; `name` is
/// its cluster's, too.
pub(crate) fn resource(cloud: &str, label: &str, name: &str, body: &str) -> String {
    // Who changes the cloud says so in the body.
    let said = ["aws", "gcp"].into_iter().find(|cloud| body.contains(&format!("cloud = \"{cloud}\"")));
    let cloud = format!("{:?}", said.unwrap_or(cloud));
    let name = format!("{name:?}");
    let mut defaults = vec![
        ("cloud", cloud.as_str()),
        ("name", &name),
        ("cluster", &name),
        ("scaling", "{ min = 0, max = 2 }"),
        ("accelerator", "{ type = \"l4\", count = 1 }"),
    ];
    if cloud == "\"aws\"" {
        defaults.push(("location", "\"us-east-1\""));
        defaults.push(("identity", "\"arn:aws:iam::123456789012:role/nodes\""));
        defaults.push(("aws", "{ subnets = [\"subnet-0a1b2c3d\"] }"));
    } else {
        defaults.push(("location", "\"us-central1\""));
    }
    hcl::resource("palisade_gpu_pool", label, &defaults, body)
}

/// A member that is a text; empty where there is none.
pub(crate) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
