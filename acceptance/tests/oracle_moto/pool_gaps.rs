//! What the fakes answer otherwise than EKS and EC2: moto 5.2.1, and ministack 1.5.33 where moto lacks something.

use acceptance::moto::Kind::{Ministack, Moto};
use serde_json::{Value, json};

use super::gap::{Asked, Gap};

/// All gaps. Pools are played on moto; the rows of ministack tell why what moto lacks is not played there.
pub(crate) const GAPS: &[Gap] = &[
    Gap {
        fake: Moto,
        call: "CreateCluster",
        ask: |aws| {
            let told = "/cluster/resourcesVpcConfig/clusterSecurityGroupId";
            aws.says("eks", "describe_cluster", json!({"name": NAME}), told)
        },
        says: "null",
        aws: "makes a security group for the cluster, which our story therefore gives to moto's clusters \
              (docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html)",
        not: &[],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateNodegroup with updateConfig",
        ask: |aws| group(aws, "/nodegroup/updateConfig"),
        says: "null",
        aws: "keeps it (docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html)",
        not: &["upgrade_max_unavailable", "aws_max_unavailable_percent"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateNodegroup with nodeRepairConfig",
        ask: |aws| group(aws, "/nodegroup/nodeRepairConfig"),
        says: "null",
        aws: "keeps it (docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html)",
        not: &["aws_node_repair"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateNodegroup with an instance type in its launch template",
        ask: |aws| group(aws, "/nodegroup/instanceTypes"),
        says: r#"["t3.medium"]"#,
        aws: "tells none, for the template has it \
              (docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html, instanceTypes)",
        not: &["capacity_block"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "UpdateNodegroupConfig",
        ask: |aws| {
            let mut asked = key();
            asked["scalingConfig"] = json!({"minSize": 0, "maxSize": 3, "desiredSize": 0});
            aws.says("eks", "update_nodegroup_config", asked, "/update/status")
        },
        says: r#""Successful""#,
        aws: "answers InProgress and tells by DescribeUpdate, which moto lacks, how it ends \
              (docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html)",
        not: &[],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "UpdateNodegroupVersion",
        ask: |aws| aws.says("eks", "update_nodegroup_version", key(), "/update/status"),
        says: "404",
        aws: "exchanges the machines (docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html)",
        not: &[],
        unchanged: &[
            "aws_release_version",
            "aws_security_groups",
            "disk_kms_key",
            "disk_size_gb",
            "disk_type",
            "labels",
            "labels_machines",
            "metadata",
            "reservations",
            "version",
        ],
    },
    Gap {
        fake: Moto,
        call: "TagResource",
        ask: tag,
        says: "ResourceNotFoundException",
        aws: "puts tags on node groups too (docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html)",
        not: &[],
        unchanged: &["labels", "labels_machines"],
    },
    Gap {
        fake: Moto,
        call: "CreatePlacementGroup",
        ask: |aws| {
            let asked = json!({"GroupName": NAME, "Strategy": "cluster"});
            aws.says("ec2", "create_placement_group", asked, "/PlacementGroup/State")
        },
        // A page of HTML, with status 500.
        says: "ResponseParserError",
        aws: "makes one (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html)",
        not: &["placement"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "CreateNodegroup with launchTemplate",
        ask: |aws| group(aws, "/nodegroup/launchTemplate"),
        says: "null",
        aws: "keeps it (docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html)",
        not: &[
            "aws_security_groups",
            "capacity_block",
            "disk_kms_key",
            "disk_size_gb",
            "disk_type",
            "labels_machines",
            "metadata",
            "placement",
            "reservations",
        ],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "CreateNodegroup with updateConfig",
        ask: |aws| group(aws, "/nodegroup/updateConfig"),
        says: "null",
        aws: "keeps it (docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html)",
        not: &["upgrade_max_unavailable", "aws_max_unavailable_percent"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "CreateNodegroup with nodeRepairConfig",
        ask: |aws| group(aws, "/nodegroup/nodeRepairConfig"),
        says: "null",
        aws: "keeps it (docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html)",
        not: &["aws_node_repair"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "UpdateNodegroupVersion",
        ask: |aws| aws.says("eks", "update_nodegroup_version", key(), "/update/status"),
        says: "InvalidRequestException",
        aws: "exchanges the machines (docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html)",
        not: &["aws_release_version", "version"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "TagResource",
        ask: |aws| {
            let refused = tag(aws);
            format!("{refused}, then {}", group(aws, "/nodegroup/tags/later"))
        },
        says: "null, then null",
        aws: "tells the tags with the node group (docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html)",
        not: &["labels"],
        unchanged: &[],
    },
];

/// The name of the cluster, the node group and the launch template that gaps are about.
const NAME: &str = "gaps";

/// Makes them.
pub(crate) fn prepare(aws: &Asked) {
    let role = "arn:aws:iam::123456789012:role/nodes";
    let cluster =
        json!({"name": NAME, "roleArn": role, "resourcesVpcConfig": {"subnetIds": ["subnet-0a1b2c3d"]}});
    let _ = aws.does("eks", "create_cluster", cluster);
    let template = json!({"LaunchTemplateName": NAME, "LaunchTemplateData": {"InstanceType": "p5.48xlarge"}});
    let _ = aws.does("ec2", "create_launch_template", template);
    let mut group = key();
    for (member, value) in [
        ("subnets", json!(["subnet-0a1b2c3d"])),
        ("nodeRole", json!(role)),
        ("scalingConfig", json!({"minSize": 0, "maxSize": 2, "desiredSize": 0})),
        ("launchTemplate", json!({"name": NAME, "version": "1"})),
        ("updateConfig", json!({"maxUnavailable": 2})),
        ("nodeRepairConfig", json!({"enabled": true})),
    ] {
        group[member] = value;
    }
    let _ = aws.does("eks", "create_nodegroup", group);
}

/// What names the node group.
fn key() -> Value {
    json!({"clusterName": NAME, "nodegroupName": NAME})
}

/// What is told of it.
fn group(aws: &Asked, pointer: &str) -> String {
    aws.says("eks", "describe_nodegroup", key(), pointer)
}

/// What is said to a tag on it.
fn tag(aws: &Asked) -> String {
    let group = aws.does("eks", "describe_nodegroup", key());
    let asked = json!({"resourceArn": group["nodegroup"]["nodegroupArn"], "tags": {"later": "yes"}});
    aws.says("eks", "tag_resource", asked, "/tags")
}
