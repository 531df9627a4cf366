//! `CreateNodegroup`.

use serde_json::{Value, json};

use super::error::Subject;
use super::input::{Create, Input};
use super::machines::Machines;
use super::scaling::Scaling;
use super::state::{Change, Description, Health, Nodegroup, Status, seconds};
use super::{Ask, check, cluster, tag};
use crate::aws::json::{Error, Object};
use crate::aws::sign::uuid;
use crate::outcomes::Outcome;

/// The disk, in GiB, of a node group made with no word about it (botocore's model).
const USUAL_DISK: i64 = 20;

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
    check::name(&input.nodegroup_name, subject)?;
    check::role(&input.node_role, subject)?;
    check::subnets(&input.subnets, subject)?;
    let labels = input.labels.clone().unwrap_or_default();
    check::labels(&labels, subject)?;
    let taints = input.taints.clone().unwrap_or_default();
    check::taints(&taints, subject)?;
    let tags = input.tags.clone().unwrap_or_default();
    tag::check(&tags).map_err(|message| subject.invalid(message))?;
    let update_config = update_config(input.update_config.as_ref(), subject)?;
    let scaling_config = Scaling::new(input.scaling_config, subject)?;
    let capacity_type = input.capacity_type.clone().unwrap_or_else(|| "ON_DEMAND".to_owned());
    let machines = Machines::of(ask, &input, cluster_version, &capacity_type, subject)?;
    // No machine is launched, and so none refused, where none is wanted.
    let refused = machines.refused.filter(|_| scaling_config.desired_size > 0);

    let id = uuid();
    let place = ask.place(&input.nodegroup_name);
    let description = Description {
        nodegroup_arn: place.arn(&id),
        cluster_name: place.cluster.to_owned(),
        version: cluster_version.to_owned(),
        release_version: machines.release,
        created_at: seconds(ask.now),
        modified_at: seconds(ask.now),
        status: Status::Active,
        capacity_type,
        scaling_config,
        instance_types: machines.shown,
        subnets: input.subnets,
        remote_access: input.remote_access,
        ami_type: machines.ami_type,
        node_role: input.node_role,
        labels,
        taints,
        resources: json!({ "autoScalingGroups": [{ "name": format!("eks-{}-{id}", input.nodegroup_name) }] }),
        disk_size: machines.template.is_none().then(|| input.disk_size.unwrap_or(USUAL_DISK)),
        health: Health::default(),
        update_config,
        node_repair_config: input.node_repair_config,
        launch_template: machines.template,
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

/// How a new node group is updated: one node at a time where nothing is said.
fn update_config(wanted: Option<&Object>, subject: Subject<'_>) -> Result<Object, Error> {
    let mut config = wanted.cloned().unwrap_or_default();
    check::update_config(&config, subject)?;
    if !config.contains_key("maxUnavailablePercentage") {
        config.entry("maxUnavailable").or_insert_with(|| 1.into());
    }
    Ok(config)
}
