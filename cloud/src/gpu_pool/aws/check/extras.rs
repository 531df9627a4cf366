//! What only EKS has.

use super::Subject;

pub(super) fn check(subject: &mut Subject<'_>) {
    if !subject.known(&["aws"]) {
        return;
    }
    let extras = subject.extras;
    if extras.subnets.is_empty() {
        subject.problem(
            "aws.subnets",
            "a pool on AWS needs subnets",
            "Set `aws.subnets` to subnets of the cluster's network; machines of a Capacity Block or of a reservation need \
             one in its availability zone.",
        );
    }
    for (place, subnet) in extras.subnets.iter().enumerate() {
        if !subnet.starts_with("subnet-") || extras.subnets.iter().take(place).any(|other| other == subnet) {
            subject.problem(
                format!("aws.subnets[{place}]"),
                format!("{subnet:?} is no subnet, or is there already"),
                "Each is the id of a subnet (`subnet-...`), once.",
            );
        }
    }
    for (place, group) in extras.security_groups.iter().flatten().enumerate() {
        if !group.starts_with("sg-") {
            subject.problem(
                format!("aws.security_groups[{place}]"),
                format!("{group:?} is no security group"),
                "Each is the id of a group (`sg-...`). The cluster's own group is added to them.",
            );
        }
    }
}
