//! `UpdateNodegroupVersion`: newer images, a newer Kubernetes, another version of the launch template.

use serde_json::Value;

use super::input::{Input, UpdateVersion};
use super::launch_template::Found;
use super::state::{Description, Parameter, Specification, Status};
use super::update::{Planned, begin};
use super::{Ask, ami, cluster};
use crate::aws::json::Error;

pub(super) fn update(ask: &Ask<'_>) -> Result<Value, Error> {
    let cluster_version = cluster::version(ask)?;
    let input = UpdateVersion::read(&ask.input)?;
    begin(ask, |nodegroup| {
        let mut then = Description { status: Status::Active, ..nodegroup.description.clone() };
        let mut parameters = Vec::new();
        let image = change_template(ask, &mut then, input.launch_template.as_ref(), &mut parameters)?;
        match image {
            Some(image) => change_image(ask, &mut then, &input, image)?,
            None => change_release(ask, &mut then, &input, &cluster_version, &mut parameters)?,
        }
        then.health.issues.clear();
        Ok(Planned { kind: "VersionUpdate", parameters, then })
    })
}

/// Takes another version of the launch template. The answer is its image, where it has one of its own.
fn change_template(
    ask: &Ask<'_>,
    then: &mut Description,
    wanted: Option<&Specification>,
    parameters: &mut Vec<Parameter>,
) -> Result<Option<String>, Error> {
    let subject = ask.subject(ask.route.nodegroup());
    let Some(wanted) = wanted else {
        // The words are in aws-samples/eks-cluster-upgrade#123.
        return match then.ami_type.as_str() {
            ami::CUSTOM => {
                Err(subject.invalid("Launch template details can't be null for Custom ami type node group"))
            }
            _ => Ok(None),
        };
    };
    let Some(before) = &then.launch_template else {
        return Err(subject.invalid(
            "You cannot specify a launch template for a node group that was not created with a launch template",
        ));
    };
    let found = Found::find(ask, wanted, subject)?;
    if found.specification.id != before.id {
        return Err(
            subject.invalid("You cannot change the launch template of a node group, only its version")
        );
    }
    found.check(&then.capacity_type, subject)?;
    match (found.instance_type(), &then.instance_types) {
        (Some(_), Some(_)) => {
            let message = "Cannot specify instance types in launch template and API Request";
            return Err(subject.not_now(message));
        }
        (Some(machine), None) => ami::check_machines(&then.ami_type, &[machine.to_owned()], subject)?,
        (None, Some(_)) => {}
        (None, None) => return Err(subject.invalid("Launch template must specify an instance type")),
    }
    let name = found.specification.name.clone().unwrap_or_default();
    let version = found.specification.version.clone().unwrap_or_default();
    parameters.push(Parameter::new("LaunchTemplateName", name));
    parameters.push(Parameter::new("LaunchTemplateVersion", version));
    let image = found.image().map(str::to_owned);
    then.launch_template = Some(found.specification);
    if image.is_some() != (then.ami_type == ami::CUSTOM) {
        return Err(subject.invalid("You cannot change between an EKS optimized AMI and a custom AMI"));
    }
    Ok(image)
}

fn change_image(
    ask: &Ask<'_>,
    then: &mut Description,
    input: &UpdateVersion,
    image: String,
) -> Result<(), Error> {
    if input.version.is_some() || input.release_version.is_some() {
        let subject = ask.subject(ask.route.nodegroup());
        return Err(subject.invalid("You cannot specify a version with an image id in your launch template"));
    }
    then.release_version = image;
    Ok(())
}

/// Takes newer images. With no word about them, Kubernetes is the cluster's, unless a call only wants another version of
/// the launch template.
fn change_release(
    ask: &Ask<'_>,
    then: &mut Description,
    input: &UpdateVersion,
    cluster_version: &str,
    parameters: &mut Vec<Parameter>,
) -> Result<(), Error> {
    let subject = ask.subject(ask.route.nodegroup());
    let version = match &input.version {
        None if input.launch_template.is_some() => then.version.clone(),
        None => cluster_version.to_owned(),
        Some(version) if version == cluster_version || *version == then.version => version.clone(),
        Some(version) => {
            return Err(subject.invalid(format!(
                "Requested Kubernetes version {version} is invalid. Allowed Kubernetes version is {cluster_version}"
            )));
        }
    };
    ami::check_version(&then.ami_type, &version, subject)?;
    let release = match &input.release_version {
        Some(release) => {
            ami::check_release(release, &then.ami_type, &version, subject)?;
            release.clone()
        }
        None if version == then.version && input.launch_template.is_some() => then.release_version.clone(),
        None => ami::newest(&then.ami_type, &version),
    };
    // Releases of one kind sort as they were made.
    if release < then.release_version && version == then.version {
        return Err(subject.invalid(format!(
            "Requested Nodegroup release version {release} is invalid. Allowed release version is {}",
            ami::newest(&then.ami_type, &version)
        )));
    }
    parameters.push(Parameter::new("Version", &version));
    parameters.push(Parameter::new("ReleaseVersion", &release));
    then.version = version;
    then.release_version = release;
    Ok(())
}
