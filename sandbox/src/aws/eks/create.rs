//! `CreateNodegroup`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::error::Subject;
use super::input::{Create, Input};
use super::launch_template::Found;
use super::scaling::Scaling;
use super::state::{Change, Description, Health, Nodegroup, Status, Taint, seconds};
use super::{Ask, ami, cluster, launch, tag};
use crate::aws::ec2::InstanceType;
use crate::aws::json::{Error, Object};
use crate::aws::sign::uuid;
use crate::outcomes::Outcome;

/// The machines of a node group made with no word about them, and their disk in GiB (botocore's model).
const USUAL_MACHINE: &str = "t3.medium";
const USUAL_DISK: i64 = 20;

/// The most taints and labels (docs.aws.amazon.com/eks/latest/userguide/service-quotas.html and
/// .../node-taints-managed-node-groups.html).
const MOST_TAINTS: usize = 50;

pub(super) fn create(ask: &Ask<'_>) -> Result<Value, Error> {
    let cluster_version = cluster::version(ask)?;
    let input = Create::read(&ask.input)?;
    let name = input.nodegroup_name.clone();
    let subject = ask.subject(&name);
    ask.state(|state| {
        let key = ask.place(&name).key();
        if let Some(there) = state.nodegroups.get(&key) {
            return match there.request == ask.input && ask.input.contains_key("clientRequestToken") {
                true => Ok(json!({ "nodegroup": there.description })),
                // The words are in pulumi/pulumi-eks#294.
                false => Err(subject.in_use(format!(
                    "NodeGroup already exists with name {name} and cluster name {}",
                    subject.cluster
                ))),
            };
        }
        let (description, refused) = describe(ask, input, &cluster_version, subject)?;
        let nodegroup = begin(ask, description, refused);
        let answer = json!({ "nodegroup": nodegroup.description });
        state.nodegroups.insert(key, nodegroup);
        Ok(answer)
    })
}

/// The node group as it will be, once everything about it is known to be right, and why its machines will not be
/// launched, where they will not.
fn describe(
    ask: &Ask<'_>,
    input: Create,
    cluster_version: &str,
    subject: Subject<'_>,
) -> Result<(Description, Option<Outcome>), Error> {
    check_name(&input.nodegroup_name, subject)?;
    check_role(&input.node_role, subject)?;
    check_subnets(&input.subnets, subject)?;
    let labels = input.labels.clone().unwrap_or_default();
    check_labels(&labels, subject)?;
    let taints = input.taints.clone().unwrap_or_default();
    check_taints(&taints, subject)?;
    let tags = input.tags.clone().unwrap_or_default();
    tag::check(&tags).map_err(|message| subject.invalid(message))?;
    let update_config = update_config(input.update_config.as_ref(), subject)?;
    let scaling_config = Scaling::new(input.scaling_config, subject)?;

    let capacity_type = input.capacity_type.clone().unwrap_or_else(|| "ON_DEMAND".to_owned());
    let template =
        input.launch_template.as_ref().map(|wanted| Found::find(ask, wanted, subject)).transpose()?;
    let machines = machines(&input, template.as_ref(), &capacity_type, subject)?;
    let ami_type = match &template {
        Some(template) if template.image().is_some() => ami::CUSTOM.to_owned(),
        _ => input.ami_type.clone().unwrap_or_else(|| ami::USUAL.to_owned()),
    };
    if ami_type == ami::CUSTOM && template.as_ref().is_none_or(|template| template.image().is_none()) {
        return Err(subject.invalid("Launch template with an image id is required for amiType CUSTOM"));
    }
    let typed: Vec<String> = match template.as_ref().and_then(Found::instance_type) {
        Some(machine) => vec![machine.to_owned()],
        None => machines.clone().unwrap_or_default(),
    };
    ami::check_machines(&ami_type, &typed, subject)?;
    let release_version = release(&input, &ami_type, template.as_ref(), cluster_version, subject)?;

    let refused = match (&template, typed.first()) {
        // No machine is launched where none is wanted.
        (Some(template), Some(machine)) if scaling_config.desired_size > 0 => {
            let place = (ask.caller.principal.account.as_str(), ask.caller.region.as_str());
            ask.service.ec2.read(|ec2| launch::failure(ec2, place, machine, &template.data))
        }
        _ => None,
    };

    let id = uuid();
    let place = ask.place(&input.nodegroup_name);
    let description = Description {
        nodegroup_arn: place.arn(&id),
        cluster_name: place.cluster.to_owned(),
        version: cluster_version.to_owned(),
        release_version,
        created_at: seconds(ask.now),
        modified_at: seconds(ask.now),
        status: Status::Active,
        capacity_type,
        scaling_config,
        instance_types: machines,
        subnets: input.subnets,
        remote_access: input.remote_access,
        ami_type,
        node_role: input.node_role,
        labels,
        taints,
        resources: json!({ "autoScalingGroups": [{ "name": format!("eks-{}-{id}", input.nodegroup_name) }] }),
        disk_size: template.is_none().then(|| input.disk_size.unwrap_or(USUAL_DISK)),
        health: Health::default(),
        update_config,
        node_repair_config: input.node_repair_config,
        launch_template: template.map(|template| template.specification),
        tags,
        warm_pool_config: input.warm_pool_config,
        nodegroup_name: input.nodegroup_name,
    };
    Ok((description, refused))
}

/// A node group that is being made, with the issues that it will fail by, where it will: by a test's word, or because its
/// machines are refused.
fn begin(ask: &Ask<'_>, then: Description, refused: Option<Outcome>) -> Nodegroup {
    let mut description = Description { status: Status::Creating, ..then.clone() };
    let beginning = ask.beginning(&then.nodegroup_name);
    let ends =
        |outcome: &Outcome| matches!(Status::of(outcome), Some(Status::CreateFailed | Status::Degraded));
    let outcome = ask.service.core.outcomes.take(beginning, ends).or(refused);
    if let Some(outcome) = &outcome {
        description.health.issues = vec![description.issue(outcome)];
    }
    let change = Change { due: ask.service.core.clock.due(), outcome, then: Some(Box::new(then)) };
    Nodegroup { description, request: ask.input.clone(), change: Some(change), updates: Vec::new() }
}

/// The types that the node group shows: none where the launch template says it.
fn machines(
    input: &Create,
    template: Option<&Found>,
    capacity: &str,
    subject: Subject<'_>,
) -> Result<Option<Vec<String>>, Error> {
    match template {
        Some(template) => {
            template.check_beside(input, subject)?;
            template.check(capacity, subject)?;
        }
        None if capacity == "CAPACITY_BLOCK" => {
            return Err(subject.invalid("A launch template is required for capacity type CAPACITY_BLOCK."));
        }
        None => {}
    }
    let machines = input.instance_types.clone().unwrap_or_else(|| vec![USUAL_MACHINE.to_owned()]);
    if machines.is_empty() || machines.len() > 20 {
        return Err(subject.invalid("instanceTypes must have from 1 to 20 types"));
    }
    let unknown: Vec<&str> = machines
        .iter()
        .map(String::as_str)
        .filter(|machine| InstanceType::named(machine).is_none())
        .collect();
    if !unknown.is_empty() {
        return Err(subject.invalid(format!(
            "The following supplied instance types do not exist: [{}]",
            unknown.join(", ")
        )));
    }
    Ok(match template.and_then(Found::instance_type) {
        Some(_) => None,
        None => Some(machines),
    })
}

fn release(
    input: &Create,
    ami_type: &str,
    template: Option<&Found>,
    cluster_version: &str,
    subject: Subject<'_>,
) -> Result<String, Error> {
    // "equal to the current Kubernetes version for the cluster" (botocore's model, CreateNodegroup).
    if let Some(version) = input.version.as_ref().filter(|version| *version != cluster_version) {
        return Err(subject.invalid(format!(
            "Requested Kubernetes version {version} is invalid. Allowed Kubernetes version is {cluster_version}"
        )));
    }
    if let Some(image) = template.and_then(Found::image) {
        return Ok(image.to_owned());
    }
    ami::check_version(ami_type, cluster_version, subject)?;
    match &input.release_version {
        Some(release) => {
            ami::check_release(release, ami_type, cluster_version, subject)?;
            Ok(release.clone())
        }
        None => Ok(ami::newest(ami_type, cluster_version)),
    }
}

/// The name's letters are those of the console's help; 63 of them
/// (docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html).
fn check_name(name: &str, subject: Subject<'_>) -> Result<(), Error> {
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

fn check_role(role: &str, subject: Subject<'_>) -> Result<(), Error> {
    let account = role.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split_once(":role/"));
    match account {
        Some((account, name)) if crate::aws::credentials::is_account(account) && !name.is_empty() => Ok(()),
        _ => {
            Err(subject.invalid(format!("The role with name {role} cannot be found or is not a valid ARN.")))
        }
    }
}

fn check_subnets(subnets: &[String], subject: Subject<'_>) -> Result<(), Error> {
    if subnets.is_empty() {
        return Err(subject.invalid("subnets cannot be empty"));
    }
    match subnets.iter().find(|subnet| !subnet.starts_with("subnet-")) {
        Some(subnet) => Err(subject.invalid(format!("The subnet ID '{subnet}' does not exist"))),
        None => Ok(()),
    }
}

pub(super) fn check_labels(labels: &BTreeMap<String, String>, subject: Subject<'_>) -> Result<(), Error> {
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

pub(super) fn check_taints(taints: &[Taint], subject: Subject<'_>) -> Result<(), Error> {
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

/// How a new node group is updated: one node at a time where nothing is said.
fn update_config(wanted: Option<&Object>, subject: Subject<'_>) -> Result<Object, Error> {
    let mut config = wanted.cloned().unwrap_or_default();
    check_update_config(&config, subject)?;
    if !config.contains_key("maxUnavailablePercentage") {
        config.entry("maxUnavailable").or_insert_with(|| 1.into());
    }
    Ok(config)
}

pub(super) fn check_update_config(config: &Object, subject: Subject<'_>) -> Result<(), Error> {
    if config.contains_key("maxUnavailable") && config.contains_key("maxUnavailablePercentage") {
        let message = "maxUnavailable and maxUnavailablePercentage cannot both be specified";
        return Err(subject.invalid(message));
    }
    match config.get("maxUnavailable").and_then(Value::as_i64) {
        Some(101..) => Err(subject.invalid("maxUnavailable can't be greater than 100")),
        _ => Ok(()),
    }
}
