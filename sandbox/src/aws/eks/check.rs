//! What is wrong with the input of a call beyond its shape.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::Subject;
use super::state::Taint;
use crate::aws::credentials::is_account;
use crate::aws::json::{Error, Object};

/// The most taints of a node group (docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html).
const MOST_TAINTS: usize = 50;

/// The name's letters are those of the console's help; 63 of them
/// (docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html).
pub(super) fn name(name: &str, subject: Subject<'_>) -> Result<(), Error> {
    let starts = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match () {
        () if name.is_empty() => Err(subject.invalid("nodegroupName cannot be empty")),
        () if name.len() > 63 => Err(subject.invalid("nodegroupName can't be longer than 63 characters!")),
        () if !starts || !fits => Err(subject.invalid(
            "The nodegroupName parameter contains invalid characters. It should begin with letter or digit and can \
             have any of the following characters: the set of Unicode letters, digits, hyphens and underscores.",
        )),
        () => Ok(()),
    }
}

pub(super) fn role(role: &str, subject: Subject<'_>) -> Result<(), Error> {
    let account = role.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split_once(":role/"));
    match account {
        Some((account, name)) if is_account(account) && !name.is_empty() => Ok(()),
        _ => {
            Err(subject.invalid(format!("The role with name {role} cannot be found or is not a valid ARN.")))
        }
    }
}

pub(super) fn subnets(subnets: &[String], subject: Subject<'_>) -> Result<(), Error> {
    if subnets.is_empty() {
        return Err(subject.invalid("subnets cannot be empty"));
    }
    match subnets.iter().find(|subnet| !subnet.starts_with("subnet-")) {
        Some(subnet) => Err(subject.invalid(format!("The subnet ID '{subnet}' does not exist"))),
        None => Ok(()),
    }
}

pub(super) fn labels(labels: &BTreeMap<String, String>, subject: Subject<'_>) -> Result<(), Error> {
    // Nodes may not have labels of Kubernetes' own, but for a few
    // (kubernetes.io/docs/reference/access-authn-authz/admission-controllers, NodeRestriction).
    let reserved =
        |key: &&String| key.split_once('/').is_some_and(|(prefix, _)| prefix == "eks.amazonaws.com");
    match labels.keys().find(reserved) {
        Some(key) => {
            Err(subject.invalid(format!("Label cannot contain reserved prefix eks.amazonaws.com: {key}")))
        }
        None => Ok(()),
    }
}

pub(super) fn taints(taints: &[Taint], subject: Subject<'_>) -> Result<(), Error> {
    if taints.len() > MOST_TAINTS {
        return Err(subject.invalid(format!("A node group can have at most {MOST_TAINTS} taints")));
    }
    let twice =
        taints.iter().enumerate().find(|(n, taint)| taints[..*n].iter().any(|other| other.same(taint)));
    match twice {
        Some((_, taint)) => Err(subject.invalid(format!("Duplicate taint: {} {}", taint.key, taint.effect))),
        None => Ok(()),
    }
}

pub(super) fn update_config(config: &Object, subject: Subject<'_>) -> Result<(), Error> {
    if config.contains_key("maxUnavailable") && config.contains_key("maxUnavailablePercentage") {
        let message = "maxUnavailable and maxUnavailablePercentage cannot both be specified";
        return Err(subject.invalid(message));
    }
    match config.get("maxUnavailable").and_then(Value::as_i64) {
        Some(101..) => Err(subject.invalid("maxUnavailable can't be greater than 100")),
        _ => Ok(()),
    }
}
