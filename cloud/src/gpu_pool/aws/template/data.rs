//! What a launch template says, and how EC2's query protocol takes it. Amazon EC2 API Reference,
//! `RequestLaunchTemplateData`.

use std::collections::BTreeMap;

use crate::gpu_pool::Disk;

/// What a launch template says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Data {
    /// Tags of machines and their disks.
    pub(in super::super) tags: BTreeMap<String, String>,
    /// The disk that pods use.
    pub(in super::super) disk: Disk,
    /// Whether that disk is Bottlerocket's second one.
    pub(in super::super) bottlerocket: bool,
    /// The hop limit of the metadata service.
    pub(in super::super) hops: Option<i32>,
    /// The network cards with an Elastic Fabric Adapter.
    pub(in super::super) cards: Vec<Card>,
    /// Security groups, the cluster's own first.
    pub(in super::super) groups: Vec<String>,
    /// The placement group.
    pub(in super::super) placement_group: Option<String>,
    /// The id of the capacity reservation, or the ARN of the resource group of several.
    pub(in super::super) reservation: Option<String>,
    /// Whether the reservation is a Capacity Block.
    pub(in super::super) capacity_block: bool,
    /// The instance type.
    pub(in super::super) instance_type: Option<String>,
}

/// An interface on a network card.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Card {
    /// The card.
    pub(super) index: u32,
    /// The interface's place on the card. The first card's first place is the machine's primary interface; on all
    /// others EFA interfaces stand at 1 (Amazon EC2 User Guide, "Maximize network bandwidth on Amazon EC2 instances
    /// with multiple network cards").
    pub(super) device: u32,
    /// `efa`, `efa-only` or `interface`.
    pub(super) interface_type: String,
}

impl Card {
    /// Whether it has an Elastic Fabric Adapter.
    pub(super) fn is_fast(&self) -> bool {
        self.interface_type.starts_with("efa")
    }
}

/// The disk of Amazon Linux, and the one of Bottlerocket's system (Amazon EKS User Guide, "Create nodes with optimized
/// Bottlerocket AMIs").
pub(super) const ROOT: &str = "/dev/xvda";

/// Bottlerocket's disk of images and pods.
pub(super) const PODS: &str = "/dev/xvdb";

/// Parameters of a call, by their names.
pub(super) type Parameters = Vec<(String, String)>;

impl Data {
    /// Whether an interface has an Elastic Fabric Adapter.
    pub(in super::super) fn is_fast(&self) -> bool {
        self.cards.iter().any(Card::is_fast)
    }

    /// The parameters that say it.
    pub(super) fn parameters(&self) -> Parameters {
        let mut parameters = Parameters::new();
        let mut put = |name: &str, value: &dyn ToString| {
            parameters.push((format!("LaunchTemplateData.{name}"), value.to_string()));
        };
        if let Some(hops) = &self.hops {
            put("MetadataOptions.HttpTokens", &"required");
            put("MetadataOptions.HttpPutResponseHopLimit", hops);
        }
        if let Some(instance_type) = &self.instance_type {
            put("InstanceType", instance_type);
        }
        if let Some(group) = &self.placement_group {
            put("Placement.GroupName", group);
        }
        self.put_capacity(&mut put);
        self.put_disks(&mut put);
        self.put_network(&mut put);
        self.put_tags(&mut put);
        parameters
    }

    fn put_capacity(&self, put: &mut impl FnMut(&str, &dyn ToString)) {
        if self.capacity_block {
            put("InstanceMarketOptions.MarketType", &"capacity-block");
        }
        let Some(reservation) = &self.reservation else { return };
        if !self.capacity_block {
            put(
                "CapacityReservationSpecification.CapacityReservationPreference",
                &"capacity-reservations-only",
            );
        }
        let kind = match reservation.starts_with("arn:") {
            true => "CapacityReservationResourceGroupArn",
            false => "CapacityReservationId",
        };
        put(&format!("CapacityReservationSpecification.CapacityReservationTarget.{kind}"), reservation);
    }

    fn put_disks(&self, put: &mut impl FnMut(&str, &dyn ToString)) {
        let Disk { size_gb, disk_type, kms_key } = &self.disk;
        let mut put_disk = |number: u8, device: &str, size: &Option<u32>, disk_type: &Option<String>| {
            let mut put = |name: &str, value: &dyn ToString| {
                put(&format!("BlockDeviceMapping.{number}.{name}"), value);
            };
            put("DeviceName", &device);
            put("Ebs.DeleteOnTermination", &true);
            if let Some(size) = size {
                put("Ebs.VolumeSize", size);
            }
            if let Some(disk_type) = disk_type {
                put("Ebs.VolumeType", disk_type);
            }
            if let Some(key) = kms_key {
                put("Ebs.Encrypted", &true);
                put("Ebs.KmsKeyId", key);
            }
        };
        if self.disk == Disk::default() {
            return;
        }
        put_disk(1, if self.bottlerocket { PODS } else { ROOT }, size_gb, disk_type);
        if self.bottlerocket && kms_key.is_some() {
            put_disk(2, ROOT, &None, &None);
        }
    }

    /// A template names security groups once: on its interfaces where it has any, else by themselves.
    fn put_network(&self, put: &mut impl FnMut(&str, &dyn ToString)) {
        if self.cards.is_empty() {
            for (number, group) in (1..).zip(&self.groups) {
                put(&format!("SecurityGroupId.{number}"), group);
            }
        }
        for (number, card) in (1..).zip(&self.cards) {
            let mut put = |name: &str, value: &dyn ToString| {
                put(&format!("NetworkInterface.{number}.{name}"), value);
            };
            put("NetworkCardIndex", &card.index);
            put("DeviceIndex", &card.device);
            put("InterfaceType", &card.interface_type);
            put("DeleteOnTermination", &true);
            for (number, group) in (1..).zip(&self.groups) {
                put(&format!("SecurityGroupId.{number}"), group);
            }
        }
    }

    fn put_tags(&self, put: &mut impl FnMut(&str, &dyn ToString)) {
        if self.tags.is_empty() {
            return;
        }
        for (number, resource) in (1..).zip(["instance", "volume"]) {
            let mut put = |name: &str, value: &dyn ToString| {
                put(&format!("TagSpecification.{number}.{name}"), value);
            };
            put("ResourceType", &resource);
            for (number, (key, value)) in (1..).zip(&self.tags) {
                put(&format!("Tag.{number}.Key"), key);
                put(&format!("Tag.{number}.Value"), value);
            }
        }
    }
}
