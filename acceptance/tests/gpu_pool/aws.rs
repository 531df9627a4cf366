//! The attributes of a pool on EKS.

use serde_json::{Value, json};

use super::row::Row;

/// A machine that is sold in Capacity Blocks.
const P5: &str = "accelerator = { type = \"h100\", count = 8 }";

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    [places(), machines(), capacity(), kubernetes(), template(), extras(), local()].concat()
}

fn places() -> Vec<Row> {
    // An image and a version that the cloud chose are kept, even on another cloud: both have to be named.
    let google = "cloud = \"gcp\"\nimage = \"COS_CONTAINERD\"\nversion = \"1.34.1-gke.1293000\"";
    vec![
        Row::new("cloud", "cloud = \"aws\"", google).at("/cloud", "aws", "gcp").replaces().gone(),
        Row::new("name", "name = \"name-one\"", "name = \"name-two\"")
            .at("/nodegroup/nodegroupName", "name-one", "name-two")
            .replaces()
            .gone(),
        Row::new("cluster", "", "cluster = \"palisade-other\"")
            .at("/nodegroup/clusterName", "cluster", "palisade-other")
            .replaces()
            .gone(),
        Row::new("location", "", "location = \"eu-west-1\"")
            .at("/location", "us-east-1", "eu-west-1")
            .replaces()
            .gone(),
    ]
}

fn machines() -> Vec<Row> {
    let accelerator = |kind: &str, count| format!("accelerator = {{ type = \"{kind}\", count = {count} }}");
    let types = "/nodegroup/instanceTypes";
    // An image that EKS chose is kept, even where it has the driver that is no longer wanted: it has to be named.
    let image = |driver: &str, image: &str| format!("driver = \"{driver}\"\nimage = \"{image}\"");
    vec![
        Row::new("accelerator.type", &accelerator("l4", 1), &accelerator("t4", 1))
            .at(types, json!(["g6.xlarge"]), json!(["g4dn.xlarge"]))
            .replaces(),
        Row::new("accelerator.count", &accelerator("l4", 1), &accelerator("l4", 4))
            .at(types, json!(["g6.xlarge"]), json!(["g6.12xlarge"]))
            .replaces(),
        Row::new("machine_type", "machine_type = \"g6.xlarge\"", "machine_type = \"g6.2xlarge\"")
            .at(types, json!(["g6.xlarge"]), json!(["g6.2xlarge"]))
            .replaces(),
        Row::new(
            "driver",
            &image("managed", "AL2023_x86_64_NVIDIA"),
            &image("none", "AL2023_x86_64_STANDARD"),
        )
        .at("/nodegroup/amiType", "AL2023_x86_64_NVIDIA", "AL2023_x86_64_STANDARD")
        .replaces(),
        Row::new("image", "image = \"AL2023_x86_64_NVIDIA\"", "image = \"BOTTLEROCKET_x86_64_NVIDIA\"")
            .at("/nodegroup/amiType", "AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA")
            .replaces(),
        // The cluster has been upgraded before.
        Row::new("version", "version = \"1.33\"", "version = \"1.34\"")
            .at("/nodegroup/version", "1.33", "1.34")
            .never("EKS makes nodes of the cluster's version alone, and lets none go back"),
        Row::new("identity", "", "identity = \"arn:aws:iam::123456789012:role/others\"")
            .at(
                "/nodegroup/nodeRole",
                "arn:aws:iam::123456789012:role/nodes",
                "arn:aws:iam::123456789012:role/others",
            )
            .replaces(),
    ]
}

fn capacity() -> Vec<Row> {
    let block = |id: &str| format!("{P5}\ncapacity = \"capacity_block\"\nreservations = [\"{id}\"]");
    let reserved = |id: &str| format!("capacity = \"reserved\"\nreservations = [\"{id}\"]");
    let reservation =
        "/template/CapacityReservationSpecification/CapacityReservationTarget/CapacityReservationId";
    let scaling = |numbers: &str| format!("scaling = {{ {numbers} }}");
    vec![
        Row::new("capacity", "", "capacity = \"spot\"")
            .at("/nodegroup/capacityType", "ON_DEMAND", "SPOT")
            .replaces(),
        Row::new("capacity", P5, &block("cr-0a1b"))
            .variant("block")
            .at("/nodegroup/capacityType", "ON_DEMAND", "CAPACITY_BLOCK")
            .replaces(),
        Row::new("reservations", &reserved("cr-0a1b"), &reserved("cr-0c2d")).at(
            reservation,
            "cr-0a1b",
            "cr-0c2d",
        ),
        Row::new("scaling.min", &scaling("min = 0, max = 2"), &scaling("min = 1, max = 2"))
            .at("/nodegroup/scalingConfig/minSize", 0, 1)
            .with(&["scaling.desired"]),
        Row::new("scaling.max", &scaling("min = 0, max = 2"), &scaling("min = 0, max = 5")).at(
            "/nodegroup/scalingConfig/maxSize",
            2,
            5,
        ),
        Row::new(
            "scaling.desired",
            &scaling("min = 0, max = 2, desired = 1"),
            &scaling("min = 0, max = 2, desired = 2"),
        )
        .at("/nodegroup/scalingConfig/desiredSize", 1, 2),
    ]
}

fn kubernetes() -> Vec<Row> {
    let taint = |key: &str, value: &str, effect: &str| {
        format!("taints = [{{ key = \"{key}\", value = \"{value}\", effect = \"{effect}\" }}]")
    };
    let plain = taint("team", "vision", "no_schedule");
    vec![
        Row::new("labels", "labels = { team = \"vision\" }", "labels = { team = \"speech\" }")
            .at("/nodegroup/tags/team", "vision", "speech")
            .with(&["labels_all"]),
        Row::new("labels", "labels = { team = \"vision\" }", "labels = { team = \"speech\" }")
            .variant("machines")
            .at("/template/TagSpecifications/0/Tags", tags("vision"), tags("speech"))
            .with(&["labels_all"]),
        Row::new("node_labels", "node_labels = { pool = \"a\" }", "node_labels = { pool = \"b\" }").at(
            "/nodegroup/labels",
            json!({"pool": "a"}),
            json!({"pool": "b"}),
        ),
        Row::new("taints.key", &plain, &taint("group", "vision", "no_schedule")).at(
            "/nodegroup/taints/0/key",
            "team",
            "group",
        ),
        Row::new("taints.value", &plain, &taint("team", "speech", "no_schedule")).at(
            "/nodegroup/taints/0/value",
            "vision",
            "speech",
        ),
        Row::new("taints.effect", &plain, &taint("team", "vision", "prefer_no_schedule")).at(
            "/nodegroup/taints/0/effect",
            "NO_SCHEDULE",
            "PREFER_NO_SCHEDULE",
        ),
        Row::new("taints.effect", &plain, &taint("team", "vision", "no_execute")).variant("evicts").at(
            "/nodegroup/taints/0/effect",
            "NO_SCHEDULE",
            "NO_EXECUTE",
        ),
        Row::new(
            "upgrade.max_unavailable",
            "upgrade = { max_unavailable = 1 }",
            "upgrade = { max_unavailable = 2 }",
        )
        .at("/nodegroup/updateConfig/maxUnavailable", 1, 2),
    ]
}

fn template() -> Vec<Row> {
    let disk = |fields: &str| format!("disk = {{ {fields} }}");
    let key =
        |id: u8| format!("arn:aws:kms:us-east-1:123456789012:key/{id}{id}111111-1111-1111-1111-111111111111");
    let keyed = |id| disk(&format!("kms_key = \"{}\"", key(id)));
    let large = "machine_type = \"g6.8xlarge\"";
    vec![
        Row::new("disk.size_gb", &disk("size_gb = 100"), &disk("size_gb = 200")).at(
            "/template/BlockDeviceMappings/0/Ebs/VolumeSize",
            100,
            200,
        ),
        Row::new("disk.type", &disk("type = \"gp3\""), &disk("type = \"gp2\"")).at(
            "/template/BlockDeviceMappings/0/Ebs/VolumeType",
            "gp3",
            "gp2",
        ),
        Row::new("disk.kms_key", &keyed(1), &keyed(2)).at(
            "/template/BlockDeviceMappings/0/Ebs/KmsKeyId",
            key(1),
            key(2),
        ),
        Row::new("metadata", "", "metadata = \"node\"").at(
            "/template/MetadataOptions/HttpPutResponseHopLimit",
            1,
            2,
        ),
        Row::new("placement", "placement = \"none\"", "placement = \"compact\"")
            .at("/template/Placement/GroupName", Value::Null, "palisade/placement/placement")
            .replaces(),
        Row::new(
            "fast_network",
            &format!("{large}\nfast_network = false"),
            &format!("{large}\nfast_network = true"),
        )
        .at("/template/NetworkInterfaces/0/InterfaceType", Value::Null, "efa")
        .replaces(),
    ]
}

fn extras() -> Vec<Row> {
    let aws = |fields: &str| format!("aws = {{ subnets = [\"subnet-0a1b2c3d\"], {fields} }}");

    let forced = "UpdateNodegroupVersion alone takes it, and EKS tells it nowhere";
    vec![
        Row::new("aws.subnets", "", "aws = { subnets = [\"subnet-0e4f5a6b\"] }")
            .at("/nodegroup/subnets", json!(["subnet-0a1b2c3d"]), json!(["subnet-0e4f5a6b"]))
            .replaces(),
        Row::new(
            "aws.security_groups",
            &aws("security_groups = [\"sg-0a\"]"),
            &aws("security_groups = [\"sg-0b\"]"),
        )
        .at("/template/SecurityGroupIds/1", "sg-0a", "sg-0b"),
        Row::new(
            "aws.max_unavailable_percent",
            &aws("max_unavailable_percent = 20"),
            &aws("max_unavailable_percent = 30"),
        )
        .at("/nodegroup/updateConfig/maxUnavailablePercentage", 20, 30),
        Row::new("aws.node_repair", &aws("node_repair = false"), &aws("node_repair = true")).at(
            "/nodegroup/nodeRepairConfig/enabled",
            false,
            true,
        ),
        Row::new(
            "aws.release_version",
            &aws("release_version = \"1.34.1-20260101\""),
            &aws("release_version = \"1.34.1-20260115\""),
        )
        .at("/nodegroup/releaseVersion", "1.34.1-20260101", "1.34.1-20260115"),
        Row {
            note: forced,
            ..Row::new("aws.force_update", &aws("force_update = false"), &aws("force_update = true"))
        }
        .not_imported("EKS tells it nowhere"),
    ]
}

/// What is the same on both clouds, for no cloud knows it.
pub(crate) fn local() -> Vec<Row> {
    let budget = |name: &str, amount: u32, currency: &str| {
        format!("budget = {{ name = \"{name}\", amount = {amount}, currency = \"{currency}\" }}")
    };
    let plain = budget("vision", 100, "USD");
    let ruled = "the rule CO-2 compares with it";
    let mut rows = vec![
        Row::local("budget.name", &plain, &budget("speech", 100, "USD"), ruled),
        Row::local("budget.amount", &plain, &budget("vision", 200, "USD"), ruled),
        Row::local("budget.currency", &plain, &budget("vision", 100, "EUR"), ruled),
    ];
    for (attribute, operation) in [
        ("timeouts.create", "create"),
        ("timeouts.read", "read"),
        ("timeouts.update", "update"),
        ("timeouts.delete", "delete"),
    ] {
        let timeouts = |time: &str| format!("timeouts = {{ {operation} = \"{time}\" }}");
        rows.push(Row::local(attribute, &timeouts("20m"), &timeouts("30m"), "kept in the state"));
    }
    rows
}

fn tags(team: &str) -> Value {
    json!([{"Key": "team", "Value": team}])
}
