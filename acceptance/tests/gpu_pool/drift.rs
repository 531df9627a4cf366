//! Pools that somebody else deletes, or makes anew as they were before, by the clouds' own clients.

use serde_json::{Value, json};

use super::world::{World, text};

/// Where EKS's own answer tells what was asked of it.
const GROUP: [&str; 14] = [
    "amiType",
    "capacityType",
    "clusterName",
    "instanceTypes",
    "labels",
    "nodeRepairConfig",
    "nodeRole",
    "nodegroupName",
    "releaseVersion",
    "scalingConfig",
    "subnets",
    "tags",
    "taints",
    "updateConfig",
];

/// What GKE alone tells of a pool, and what [`World::views`] adds.
const TOLD: [&str; 7] = ["cloud", "etag", "instanceGroupUrls", "location", "project", "selfLink", "status"];

impl World {
    /// Deletes a pool, and waits until it is gone.
    pub(crate) fn delete(&self, view: &Value) {
        if view["cloud"] == "gcp" {
            self.google().delete(&format!("{}/{}", pools_of(view), text(view, "name")));
            return self.wait(&pools_of(view), &text(view, "name"), |there| !there);
        }
        let (eks, names) = (self.eks(view), names(&view["nodegroup"]));
        self.oracle().ask(&eks, "delete_nodegroup", names.clone());
        while self.oracle().try_ask(&eks, "describe_nodegroup", names.clone()).is_ok() {}
    }

    /// Makes a pool anew, as it was seen before.
    pub(crate) fn make_anew(&self, now: &Value, before: &Value) {
        self.delete(now);
        if now["cloud"] == "gcp" {
            let mut pool = before.clone();
            if let Some(fields) = pool.as_object_mut() {
                fields.retain(|name, _| !TOLD.contains(&name.as_str()));
            }
            self.google().post(&pools_of(now), &json!({ "nodePool": pool }));
            return self.wait(&pools_of(now), &text(now, "name"), |there| there);
        }
        let group = &before["nodegroup"];
        // EKS takes no tags that are none.
        let is_said = |value: &Value| !value.is_null() && *value != json!({});
        let told = GROUP.into_iter().filter(|name| is_said(&group[*name]));
        let mut asked: Value = told.map(|name| (name, group[name].clone())).collect();
        asked["launchTemplate"] = self.template_of(now, before);
        let eks = self.eks(now);
        self.oracle().ask(&eks, "create_nodegroup", asked);
        let settled = |told: Value| told["nodegroup"]["status"] == "ACTIVE";
        while !settled(self.oracle().ask(&eks, "describe_nodegroup", names(group))) {}
    }

    /// A new version of a pool's launch template, which says what it said before.
    fn template_of(&self, now: &Value, before: &Value) -> Value {
        let id = &now["nodegroup"]["launchTemplate"]["id"];
        let mut data = before["template"].clone();
        // EC2 tells whether the options have come to the machines, too.
        if let Some(Value::Object(options)) = data.get_mut("MetadataOptions") {
            options.remove("State");
        }
        let ec2 = format!("boto3.ec2@{}", text(now, "location"));
        let asked = json!({"LaunchTemplateId": id, "LaunchTemplateData": data});
        let made = self.oracle().ask(&ec2, "create_launch_template_version", asked);
        let number = made["LaunchTemplateVersion"]["VersionNumber"].to_string();
        json!({"id": id, "version": number})
    }

    /// Waits until a pool of GKE is there and ready, or is not.
    fn wait(&self, pools: &str, name: &str, wanted: impl Fn(bool) -> bool) {
        loop {
            let all = self.google().get(pools);
            let found = all["nodePools"].as_array().into_iter().flatten().find(|pool| pool["name"] == name);
            match found {
                Some(pool) if pool["status"] == "RUNNING" && wanted(true) => return,
                None if wanted(false) => return,
                _ => {}
            }
        }
    }

    fn eks(&self, view: &Value) -> String {
        format!("boto3.eks@{}", text(view, "location"))
    }
}

fn names(group: &Value) -> Value {
    json!({"clusterName": group["clusterName"], "nodegroupName": group["nodegroupName"]})
}

/// The pools of the cluster that a pool is in.
fn pools_of(view: &Value) -> String {
    let native = text(view, "selfLink");
    let path = native.split_once("/v1/").map(|(_, path)| path).unwrap_or_default();
    format!("/v1/{}", path.rsplit_once('/').map(|(pools, _)| pools).unwrap_or_default())
}
