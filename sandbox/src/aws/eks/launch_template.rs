//! The launch template of a node group: which one is meant, and what it may not say
//! (docs.aws.amazon.com/eks/latest/userguide/launch-templates.html).

use serde_json::Value;

use super::Ask;
use super::error::Subject;
use super::input::Create;
use super::state::Specification;
use crate::aws::json::Error;

/// A launch template as it is found.
pub(super) struct Found {
    /// With id, name and the number of the version.
    pub(super) specification: Specification,
    /// The version's data, by the names of EC2's model.
    pub(super) data: Value,
}

impl Found {
    pub(super) fn find(ask: &Ask<'_>, wanted: &Specification, subject: Subject<'_>) -> Result<Self, Error> {
        // The words are in eksctl-io/eksctl#3104.
        let (id, name) = (wanted.id.as_deref(), wanted.name.as_deref());
        if id.is_some() == name.is_some() {
            let message = "Either provide launch template ID or launch template name in the request.";
            return Err(subject.invalid(message));
        }
        let place = (ask.caller.principal.account.as_str(), ask.caller.region.as_str());
        ask.service.ec2.read(|ec2| {
            let which = id.or(name).unwrap_or_default();
            let gone = || {
                let what = if id.is_some() { "ID" } else { "name" };
                subject.not_now(format!(
                    "The specified launch template, with template {what} {which}, does not exist."
                ))
            };
            let template = ec2.template(place, id, name).ok_or_else(gone)?;
            let version = template.version(wanted.version.as_deref()).ok_or_else(|| {
                let version = wanted.version.as_deref().unwrap_or_default();
                subject.not_now(format!(
                    "Launch template version {version} does not exist for launch template {which}."
                ))
            })?;
            let specification = Specification {
                id: Some(template.id.clone()),
                name: Some(template.name.clone()),
                version: Some(version.number.to_string()),
            };
            Ok(Self { specification, data: version.data.clone() })
        })
    }

    pub(super) fn instance_type(&self) -> Option<&str> {
        self.data["InstanceType"].as_str()
    }

    pub(super) fn image(&self) -> Option<&str> {
        self.data["ImageId"].as_str()
    }

    fn market(&self) -> Option<&str> {
        self.data["InstanceMarketOptions"]["MarketType"].as_str()
    }

    /// What no launch template of a node group may say, whatever the call says.
    pub(super) fn check(&self, capacity: &str, subject: Subject<'_>) -> Result<(), Error> {
        let interfaces = self.data["NetworkInterfaces"].as_array();
        let subnets = interfaces.is_some_and(|all| all.iter().any(|one| one["SubnetId"].is_string()));
        match () {
            () if subnets => Err(subject.invalid(
                "Network interfaces in your launch template can't specify a subnet. Use the subnets of your request.",
            )),
            () if self.data["IamInstanceProfile"].is_object() => Err(subject.invalid(
                "Launch template should not specify an instance profile. The noderole in your request will be used to \
                 construct an instance profile.",
            )),
            () if self.data["HibernationOptions"]["Configured"] == true => {
                Err(subject.invalid("Hibernation options are not supported with the launch template."))
            }
            () if self.data["InstanceInitiatedShutdownBehavior"] == "terminate" => Err(subject
                .invalid("Instance initiated shutdown behavior is not supported with the launch template.")),
            () => self.check_market(capacity, subject),
        }
    }

    /// A market is said by the capacity type alone (hashicorp/terraform-provider-aws#18025), but for Capacity Blocks,
    /// which need it in the template too (docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html).
    fn check_market(&self, capacity: &str, subject: Subject<'_>) -> Result<(), Error> {
        let target = &self.data["CapacityReservationSpecification"]["CapacityReservationTarget"];
        let reserved = target["CapacityReservationId"].is_string()
            || target["CapacityReservationResourceGroupArn"].is_string();
        match (self.market(), capacity) {
            (Some("capacity-block"), "CAPACITY_BLOCK") if !reserved => Err(subject.invalid(
                "A launch template for capacity type CAPACITY_BLOCK must target a capacity reservation.",
            )),
            (Some("capacity-block"), "CAPACITY_BLOCK") | (None, "ON_DEMAND" | "SPOT") => Ok(()),
            (_, "CAPACITY_BLOCK") => Err(subject.invalid(
                "A launch template for capacity type CAPACITY_BLOCK must have the market type capacity-block.",
            )),
            _ => Err(subject.invalid("Instance market options are not supported with the launch template.")),
        }
    }

    /// What is said once: by the template or by the call.
    pub(super) fn check_beside(&self, input: &Create, subject: Subject<'_>) -> Result<(), Error> {
        // The words of the first two are in moto 5.2.1, as recorded from the service; of the third in
        // terraform-aws-modules/terraform-aws-eks#1386, of the fourth in pulumi/pulumi-eks#1463.
        let custom = input.ami_type.as_deref().is_none_or(|ami_type| ami_type == super::ami::CUSTOM);
        match () {
            () if input.disk_size.is_some() => {
                Err(subject.invalid("Disk size must be specified within the launch template."))
            }
            () if input.remote_access.is_some() => {
                Err(subject.invalid("Remote access configuration cannot be specified with a launch template."))
            }
            () if self.instance_type().is_some() && input.instance_types.is_some() => {
                Err(subject.not_now("Cannot specify instance types in launch template and API Request"))
            }
            () if self.image().is_some() && !custom => Err(subject.invalid(
                "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template",
            )),
            () if self.image().is_some() && (input.version.is_some() || input.release_version.is_some()) => {
                Err(subject.invalid("You cannot specify a version with an image id in your launch template"))
            }
            () => Ok(()),
        }
    }
}
