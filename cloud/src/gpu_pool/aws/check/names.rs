//! What the pool is called, where it is, who its machines are, and its labels.

use super::Subject;
use crate::aws::names::{self, Arn, Tags};
use crate::gpu_pool::aws::mark;

/// API reference, `CreateNodegroup`, `tags`, less the one of ours.
const TAGS: Tags = Tags { service: "EKS", most: 49, ours: Some(mark::UNFINISHED), spelled: true };

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.known(&["name"]) {
        name(subject, "name", &subject.wanted.name, 63);
    }
    if subject.known(&["cluster"]) {
        name(subject, "cluster", &subject.wanted.cluster, 100);
    }
    if subject.known(&["location"]) && !names::is_region(&subject.wanted.location) {
        let location = &subject.wanted.location;
        subject.problem(
            "location",
            format!("{location:?} is no region of AWS"),
            "The location of a pool on AWS is its cluster's region, such as `eu-central-1`.",
        );
    }
    if subject.known(&["identity"]) {
        identity(subject);
    }
    if subject.known(&["labels"]) {
        subject.add(TAGS.check(&subject.wanted.labels));
    }
}

/// The names that the console takes (Amazon EKS User Guide, "Create a managed node group"; the API's own pattern of
/// cluster names is the same).
fn name(subject: &mut Subject<'_>, attribute: &str, name: &str, longest: usize) {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if name.len() <= longest
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(fits)
    {
        return;
    }
    subject.problem(
        attribute,
        format!("{name:?} is no name that EKS takes"),
        format!(
            "It has 1 to {longest} letters, digits, hyphens and underscores, and begins with a letter or a digit."
        ),
    );
}

fn identity(subject: &mut Subject<'_>) {
    let Some(identity) = &subject.wanted.identity else {
        return subject.problem(
            "identity",
            "a pool on AWS needs a node role",
            "Set `identity` to the ARN of an IAM role that EC2 may assume, with the policies \
             AmazonEKSWorkerNodePolicy, AmazonEC2ContainerRegistryPullOnly and, unless the network plugin has a role of \
             its own, AmazonEKS_CNI_Policy.",
        );
    };
    if !Arn::is(identity, "iam", "role/") {
        subject.problem(
            "identity",
            format!("{identity:?} is no ARN of an IAM role"),
            "On AWS the identity is a role, such as `arn:aws:iam::123456789012:role/eks-nodes`; the e-mail address of a \
             service account is Google Cloud's.",
        );
    }
}
