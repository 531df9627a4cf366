//! EC2's answers. Amazon EC2 API Reference, `LaunchTemplate`, `ResponseLaunchTemplateData`, `InstanceTypeInfo`.

use std::collections::BTreeMap;

use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};

use super::data::{Card, PODS, ROOT};
use super::{Data, Version};
use crate::aws::error::UNREADABLE;
use crate::gpu_pool::Disk;
use crate::{Cloud, Error};

/// A launch template in a list.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Template {
    pub(super) id: String,
    pub(super) tags: BTreeMap<String, String>,
}

/// A machine type's network.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Machine {
    /// Its network cards, by their indices.
    pub(super) cards: Vec<MachineCard>,
    /// How many Elastic Fabric Adapters it takes.
    pub(super) most_adapters: u32,
}

/// A network card of a machine type.
#[derive(Debug, Default, PartialEq)]
pub(super) struct MachineCard {
    pub(super) index: u32,
    /// The interfaces that it takes, where the answer tells.
    pub(super) interface_types: Vec<String>,
}

/// The template and the version that a call made.
pub(super) fn made(body: &str) -> Result<Version, Error> {
    let mut made = Version { id: String::new(), number: String::new(), made: false };
    read(body, |name, element| {
        if let "launchTemplate" | "launchTemplateVersion" = name {
            each(element, |name, element| match name {
                "launchTemplateId" => made.id = text(element),
                "latestVersionNumber" | "versionNumber" => made.number = text(element),
                _ => {}
            });
        }
    })?;
    match made.id.is_empty() || made.number.is_empty() {
        true => Err(unreadable("the answer names no launch template")),
        false => Ok(made),
    }
}

/// The first template of a list.
pub(super) fn template(body: &str) -> Result<Option<Template>, Error> {
    let mut found = None;
    read(body, |name, list| {
        if name != "launchTemplates" {
            return;
        }
        each(list, |_, item| {
            let mut template = Template::default();
            each(item, |name, element| match name {
                "launchTemplateId" => template.id = text(element),
                "tagSet" => template.tags = tags(element),
                _ => {}
            });
            found.get_or_insert(template);
        });
    })?;
    Ok(found)
}

/// What the first version of a list says.
pub(super) fn data(body: &str) -> Result<Data, Error> {
    let mut found = None;
    read(body, |name, list| {
        if name != "launchTemplateVersionSet" {
            return;
        }
        each(list, |_, item| {
            each(item, |name, element| {
                if name == "launchTemplateData" {
                    found.get_or_insert(said(element));
                }
            });
        });
    })?;
    found.ok_or_else(|| unreadable("the answer holds no version of the launch template"))
}

fn said(element: ScopedDecoder<'_, '_>) -> Data {
    let mut data = Data::default();
    each(element, |name, element| match name {
        "instanceType" => data.instance_type = Some(text(element)),
        "metadataOptions" => each(element, |name, element| {
            if name == "httpPutResponseHopLimit" {
                data.hops = text(element).parse().ok();
            }
        }),
        "placement" => each(element, |name, element| {
            if name == "groupName" {
                data.placement_group = Some(text(element));
            }
        }),
        "instanceMarketOptions" => each(element, |name, element| {
            if name == "marketType" {
                data.capacity_block = text(element) == "capacity-block";
            }
        }),
        "capacityReservationSpecification" => each(element, |name, element| {
            if name == "capacityReservationTarget" {
                each(element, |_, target| data.reservation = Some(text(target)));
            }
        }),
        "blockDeviceMappingSet" => each(element, |_, mapping| disk(mapping, &mut data)),
        "securityGroupIdSet" => data.groups = texts(element),
        "networkInterfaceSet" => each(element, |_, interface| {
            let (card, groups) = card(interface);
            data.cards.push(card);
            if !groups.is_empty() {
                data.groups = groups;
            }
        }),
        "tagSpecificationSet" => each(element, |_, specification| {
            let (resource, tags) = tag_specification(specification);
            if resource == "instance" {
                data.tags = tags;
            }
        }),
        _ => {}
    });
    data
}

/// Bottlerocket's second disk is the one that counts, where there are two.
fn disk(mapping: ScopedDecoder<'_, '_>, data: &mut Data) {
    let (mut device, mut disk) = (String::new(), Disk::default());
    each(mapping, |name, element| match name {
        "deviceName" => device = text(element),
        "ebs" => each(element, |name, element| match name {
            "volumeSize" => disk.size_gb = text(element).parse().ok(),
            "volumeType" => disk.disk_type = Some(text(element)),
            "kmsKeyId" => disk.kms_key = Some(text(element)),
            _ => {}
        }),
        _ => {}
    });
    match device.as_str() {
        PODS => (data.bottlerocket, data.disk) = (true, disk),
        ROOT if !data.bottlerocket => data.disk = disk,
        _ => {}
    }
}

fn card(interface: ScopedDecoder<'_, '_>) -> (Card, Vec<String>) {
    let (mut card, mut groups) = (Card::default(), Vec::new());
    each(interface, |name, element| match name {
        "networkCardIndex" => card.index = text(element).parse().unwrap_or_default(),
        "deviceIndex" => card.device = text(element).parse().unwrap_or_default(),
        "interfaceType" => card.interface_type = text(element),
        "groupSet" => groups = texts(element),
        _ => {}
    });
    (card, groups)
}

fn tag_specification(specification: ScopedDecoder<'_, '_>) -> (String, BTreeMap<String, String>) {
    let (mut resource, mut found) = (String::new(), BTreeMap::new());
    each(specification, |name, element| match name {
        "resourceType" => resource = text(element),
        "tagSet" => found = tags(element),
        _ => {}
    });
    (resource, found)
}

/// The network of the first machine type of a list.
pub(super) fn machine(body: &str) -> Result<Machine, Error> {
    let mut machine = Machine::default();
    read(body, |name, list| {
        if name != "instanceTypeSet" {
            return;
        }
        each(list, |_, item| {
            each(item, |name, element| {
                if name == "networkInfo" {
                    network(element, &mut machine);
                }
            });
        });
    })?;
    machine.cards.sort_by_key(|card| card.index);
    Ok(machine)
}

fn network(element: ScopedDecoder<'_, '_>, machine: &mut Machine) {
    each(element, |name, element| match name {
        "networkCards" => each(element, |_, item| {
            let mut card = MachineCard::default();
            each(item, |name, element| match name {
                "networkCardIndex" => card.index = text(element).parse().unwrap_or_default(),
                "interfaceTypeSet" => card.interface_types = texts(element),
                _ => {}
            });
            machine.cards.push(card);
        }),
        "efaInfo" => each(element, |name, element| {
            if name == "maximumEfaInterfaces" {
                machine.most_adapters = text(element).parse().unwrap_or_default();
            }
        }),
        _ => {}
    });
}

fn tags(set: ScopedDecoder<'_, '_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    each(set, |_, item| {
        let (mut key, mut value) = (String::new(), String::new());
        each(item, |name, element| match name {
            "key" => key = text(element),
            "value" => value = text(element),
            _ => {}
        });
        found.insert(key, value);
    });
    found
}

/// Visits the children of a document's root.
fn read(body: &str, visit: impl FnMut(&str, ScopedDecoder<'_, '_>)) -> Result<(), Error> {
    let mut document = Document::new(body);
    let root = document.root_element().map_err(|error| unreadable(&error.to_string()))?;
    each(root, visit);
    Ok(())
}

/// Visits the children of an element.
fn each(mut element: ScopedDecoder<'_, '_>, mut visit: impl FnMut(&str, ScopedDecoder<'_, '_>)) {
    while let Some(child) = element.next_tag() {
        let name = child.start_el().local().to_owned();
        visit(&name, child);
    }
}

fn texts(list: ScopedDecoder<'_, '_>) -> Vec<String> {
    let mut found = Vec::new();
    each(list, |_, item| found.push(text(item)));
    found
}

fn text(mut element: ScopedDecoder<'_, '_>) -> String {
    try_data(&mut element).map(|data| data.into_owned()).unwrap_or_default()
}

fn unreadable(message: &str) -> Error {
    Error::Service {
        cloud: Cloud::Aws,
        operation: "EC2",
        code: UNREADABLE.into(),
        message: message.to_owned(),
        request_id: None,
    }
}
