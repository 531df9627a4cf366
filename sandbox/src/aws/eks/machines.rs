//! The machines of a new node group: their types, their image, the launch template behind them.

use super::error::Subject;
use super::input::Create;
use super::launch_template::Found;
use super::state::Specification;
use super::{Ask, ami, launch};
use crate::aws::ec2::InstanceType;
use crate::aws::json::Error;
use crate::outcomes::Outcome;

/// The machines of a node group made with no word about them (botocore's model).
const USUAL: &str = "t3.medium";

/// The machines of a new node group, once everything about them is known to be right.
pub(super) struct Machines {
    /// The types that the node group shows: none where the launch template says it.
    pub(super) shown: Option<Vec<String>>,
    pub(super) ami_type: String,
    pub(super) release: String,
    pub(super) template: Option<Specification>,
    /// Why they cannot be launched, if so.
    pub(super) refused: Option<Outcome>,
}

impl Machines {
    pub(super) fn of(
        ask: &Ask<'_>,
        input: &Create,
        cluster_version: &str,
        capacity: &str,
        subject: Subject<'_>,
    ) -> Result<Self, Error> {
        let template =
            input.launch_template.as_ref().map(|wanted| Found::find(ask, wanted, subject)).transpose()?;
        let shown = shown(input, template.as_ref(), capacity, subject)?;
        let ami_type = match &template {
            Some(template) if template.image().is_some() => ami::CUSTOM.to_owned(),
            _ => input.ami_type.clone().unwrap_or_else(|| ami::USUAL.to_owned()),
        };
        if ami_type == ami::CUSTOM && template.as_ref().is_none_or(|template| template.image().is_none()) {
            return Err(subject.invalid("Launch template with an image id is required for amiType CUSTOM"));
        }
        let types: Vec<String> = match template.as_ref().and_then(Found::instance_type) {
            Some(machine) => vec![machine.to_owned()],
            None => shown.clone().unwrap_or_default(),
        };
        ami::check_machines(&ami_type, &types, subject)?;
        let release = release(input, &ami_type, template.as_ref(), cluster_version, subject)?;
        let refused = template.as_ref().zip(types.first()).and_then(|(template, machine)| {
            let place = (ask.caller.principal.account.as_str(), ask.caller.region.as_str());
            ask.service.ec2.read(|ec2| launch::failure(ec2, place, machine, &template.data))
        });
        let template = template.map(|template| template.specification);
        Ok(Self { shown, ami_type, release, template, refused })
    }
}

fn shown(
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
    let machines = input.instance_types.clone().unwrap_or_else(|| vec![USUAL.to_owned()]);
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
