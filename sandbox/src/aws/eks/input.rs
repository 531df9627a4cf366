//! The shapes of the calls' input (botocore's model of EKS 2017-11-01), and the input as it is worked with.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::scaling::Resize;
use super::state::{Specification, Taint};
use crate::aws::json::{ANY, Error, Object, Shape, may, need};

const INVALID: &str = "InvalidParameterException";

const PERCENT: Shape = Shape::Integer { least: 1, most: 100 };
const SHORT: Shape = Shape::Text { length: (1, 63), pattern: None };

static TEXTS: Shape = Shape::List { of: &Shape::TEXT, length: ANY };
static LABELS: Shape = Shape::Map { key: &SHORT, value: &SHORT, length: ANY };
pub(super) static TAGS: Shape = Shape::Map {
    key: &Shape::Text { length: (1, 128), pattern: None },
    value: &Shape::Text { length: (0, 256), pattern: None },
    length: (1, 50),
};
static TAINTS: Shape = Shape::List {
    of: &Shape::Structure(&[
        may("key", &SHORT),
        may("value", &Shape::Text { length: (0, 63), pattern: None }),
        may("effect", &Shape::Choice(&["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"])),
    ]),
    length: ANY,
};
static SCALING: Shape = Shape::Structure(&[
    may("minSize", &Shape::NATURAL),
    may("maxSize", &Shape::POSITIVE),
    may("desiredSize", &Shape::NATURAL),
]);
static UPDATE: Shape = Shape::Structure(&[
    may("maxUnavailable", &Shape::POSITIVE),
    may("maxUnavailablePercentage", &PERCENT),
    may("updateStrategy", &Shape::Choice(&["DEFAULT", "MINIMAL"])),
]);
static REPAIR: Shape = Shape::Structure(&[
    may("enabled", &Shape::Flag),
    may("maxUnhealthyNodeThresholdCount", &Shape::POSITIVE),
    may("maxUnhealthyNodeThresholdPercentage", &PERCENT),
    may("maxParallelNodesRepairedCount", &Shape::POSITIVE),
    may("maxParallelNodesRepairedPercentage", &PERCENT),
    may("nodeRepairConfigOverrides", &REPAIR_OVERRIDES),
]);
static REPAIR_OVERRIDES: Shape = Shape::List {
    of: &Shape::Structure(&[
        may("nodeMonitoringCondition", &Shape::TEXT),
        may("nodeUnhealthyReason", &Shape::TEXT),
        may("minRepairWaitTimeMins", &Shape::POSITIVE),
        may("repairAction", &Shape::Choice(&["Replace", "Reboot", "NoAction"])),
    ]),
    length: ANY,
};
static WARM_POOL: Shape = Shape::Structure(&[
    may("enabled", &Shape::Flag),
    may("minSize", &Shape::NATURAL),
    may("maxGroupPreparedCapacity", &Shape::Integer { least: i64::MIN, most: i64::MAX }),
    may("poolState", &Shape::Choice(&["STOPPED", "RUNNING", "HIBERNATED"])),
    may("reuseOnScaleIn", &Shape::Flag),
]);
static TEMPLATE: Shape =
    Shape::Structure(&[may("name", &Shape::TEXT), may("version", &Shape::TEXT), may("id", &Shape::TEXT)]);

static CREATE: Shape = Shape::Structure(&[
    need("nodegroupName", &Shape::TEXT),
    may("scalingConfig", &SCALING),
    may("diskSize", &Shape::POSITIVE),
    need("subnets", &TEXTS),
    may("instanceTypes", &TEXTS),
    may("amiType", &Shape::Choice(super::ami::TYPES)),
    may(
        "remoteAccess",
        &Shape::Structure(&[may("ec2SshKey", &Shape::TEXT), may("sourceSecurityGroups", &TEXTS)]),
    ),
    need("nodeRole", &Shape::TEXT),
    may("labels", &LABELS),
    may("taints", &TAINTS),
    may("tags", &TAGS),
    may("clientRequestToken", &Shape::TEXT),
    may("launchTemplate", &TEMPLATE),
    may("updateConfig", &UPDATE),
    may("nodeRepairConfig", &REPAIR),
    may("capacityType", &Shape::Choice(&["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"])),
    may("version", &Shape::TEXT),
    may("releaseVersion", &Shape::TEXT),
    may("warmPoolConfig", &WARM_POOL),
]);
static UPDATE_CONFIG: Shape = Shape::Structure(&[
    may("labels", &Shape::Structure(&[may("addOrUpdateLabels", &LABELS), may("removeLabels", &TEXTS)])),
    may("taints", &Shape::Structure(&[may("addOrUpdateTaints", &TAINTS), may("removeTaints", &TAINTS)])),
    may("scalingConfig", &SCALING),
    may("updateConfig", &UPDATE),
    may("nodeRepairConfig", &REPAIR),
    may("warmPoolConfig", &WARM_POOL),
    may("clientRequestToken", &Shape::TEXT),
]);
static UPDATE_VERSION: Shape = Shape::Structure(&[
    may("version", &Shape::TEXT),
    may("releaseVersion", &Shape::TEXT),
    may("launchTemplate", &TEMPLATE),
    // Pods that cannot be evicted are nowhere here, so that there is nothing to force.
    may("force", &Shape::Flag),
    may("clientRequestToken", &Shape::TEXT),
]);

/// The input of `CreateNodegroup`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    pub(super) nodegroup_name: String,
    pub(super) scaling_config: Option<Resize>,
    pub(super) disk_size: Option<i64>,
    pub(super) subnets: Vec<String>,
    pub(super) instance_types: Option<Vec<String>>,
    pub(super) ami_type: Option<String>,
    pub(super) remote_access: Option<Value>,
    pub(super) node_role: String,
    pub(super) labels: Option<BTreeMap<String, String>>,
    pub(super) taints: Option<Vec<Taint>>,
    pub(super) tags: Option<BTreeMap<String, String>>,
    pub(super) launch_template: Option<Specification>,
    pub(super) update_config: Option<Object>,
    pub(super) node_repair_config: Option<Object>,
    pub(super) capacity_type: Option<String>,
    pub(super) version: Option<String>,
    pub(super) release_version: Option<String>,
    pub(super) warm_pool_config: Option<Object>,
}

/// The input of `UpdateNodegroupConfig`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UpdateConfig {
    #[serde(default)]
    pub(super) labels: LabelChange,
    #[serde(default)]
    pub(super) taints: TaintChange,
    pub(super) scaling_config: Option<Resize>,
    pub(super) update_config: Option<Object>,
    pub(super) node_repair_config: Option<Object>,
    pub(super) warm_pool_config: Option<Object>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct LabelChange {
    pub(super) add_or_update_labels: BTreeMap<String, String>,
    pub(super) remove_labels: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct TaintChange {
    pub(super) add_or_update_taints: Vec<Taint>,
    pub(super) remove_taints: Vec<Taint>,
}

/// The input of `UpdateNodegroupVersion`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UpdateVersion {
    pub(super) version: Option<String>,
    pub(super) release_version: Option<String>,
    pub(super) launch_template: Option<Specification>,
}

/// Input that is held to a shape and read.
pub(super) trait Input: DeserializeOwned {
    const SHAPE: &'static Shape;

    fn read(input: &Object) -> Result<Self, Error> {
        Self::SHAPE.check(input, INVALID)?;
        // `null` stands for absence.
        let given: Object =
            input.iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect();
        serde_json::from_value(Value::Object(given)).map_err(|error| Error::serialization(&error.to_string()))
    }
}

impl Input for Create {
    const SHAPE: &'static Shape = &CREATE;
}

impl Input for UpdateConfig {
    const SHAPE: &'static Shape = &UPDATE_CONFIG;
}

impl Input for UpdateVersion {
    const SHAPE: &'static Shape = &UPDATE_VERSION;
}
