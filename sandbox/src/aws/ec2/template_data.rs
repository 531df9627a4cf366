//! What a launch template says: how it is sent, kept and shown.
//!
//! The names are those of botocore's model of EC2 2016-11-15, `RequestLaunchTemplateData` and `ResponseLaunchTemplateData`,
//! without `InstanceRequirements`, elastic GPUs and inference accelerators, and secondary interfaces.

use serde_json::{Map, Value};

use super::error::Error;
use super::form::Form;
use super::instance_type::InstanceType;
use crate::aws::xml::escape;

/// A member of a structure, by the model's name. It is sent under that name, and shown with its first letter small.
struct Field(&'static str, Kind);

enum Kind {
    Text,
    Choice(&'static [&'static str]),
    Whole,
    Flag,
    InstanceType,
    Structure(&'static [Field]),
    List(List),
}

/// A list has names of its own.
struct List {
    sent: &'static str,
    shown: &'static str,
    item: &'static str,
    of: &'static Kind,
}

const fn list(sent: &'static str, shown: &'static str, of: &'static Kind) -> Kind {
    Kind::List(List { sent, shown, item: "item", of })
}

const ON_OFF: Kind = Kind::Choice(&["disabled", "enabled"]);

static DATA: &[Field] = &[
    Field("KernelId", Kind::Text),
    Field("EbsOptimized", Kind::Flag),
    Field("IamInstanceProfile", Kind::Structure(&[Field("Arn", Kind::Text), Field("Name", Kind::Text)])),
    Field(
        "BlockDeviceMappings",
        list("BlockDeviceMapping", "blockDeviceMappingSet", &Kind::Structure(DEVICE)),
    ),
    Field("NetworkInterfaces", list("NetworkInterface", "networkInterfaceSet", &Kind::Structure(INTERFACE))),
    Field("ImageId", Kind::Text),
    Field("InstanceType", Kind::InstanceType),
    Field("KeyName", Kind::Text),
    Field("Monitoring", Kind::Structure(&[Field("Enabled", Kind::Flag)])),
    Field("Placement", Kind::Structure(PLACEMENT)),
    Field("RamDiskId", Kind::Text),
    Field("DisableApiTermination", Kind::Flag),
    Field("InstanceInitiatedShutdownBehavior", Kind::Choice(&["stop", "terminate"])),
    Field("UserData", Kind::Text),
    Field("TagSpecifications", list("TagSpecification", "tagSpecificationSet", &Kind::Structure(TAGS))),
    Field("SecurityGroupIds", list("SecurityGroupId", "securityGroupIdSet", &Kind::Text)),
    Field("SecurityGroups", list("SecurityGroup", "securityGroupSet", &Kind::Text)),
    Field("InstanceMarketOptions", Kind::Structure(MARKET)),
    Field("CreditSpecification", Kind::Structure(&[Field("CpuCredits", Kind::Text)])),
    Field("CpuOptions", Kind::Structure(CPU)),
    Field("CapacityReservationSpecification", Kind::Structure(RESERVATION)),
    Field(
        "LicenseSpecifications",
        list(
            "LicenseSpecification",
            "licenseSet",
            &Kind::Structure(&[Field("LicenseConfigurationArn", Kind::Text)]),
        ),
    ),
    Field("HibernationOptions", Kind::Structure(&[Field("Configured", Kind::Flag)])),
    Field("MetadataOptions", Kind::Structure(METADATA)),
    Field("EnclaveOptions", Kind::Structure(&[Field("Enabled", Kind::Flag)])),
    Field("PrivateDnsNameOptions", Kind::Structure(DNS)),
    Field(
        "MaintenanceOptions",
        Kind::Structure(&[Field("AutoRecovery", Kind::Choice(&["default", "disabled"]))]),
    ),
    Field("DisableApiStop", Kind::Flag),
    Field(
        "NetworkPerformanceOptions",
        Kind::Structure(&[Field("BandwidthWeighting", Kind::Choice(&["default", "vpc-1", "ebs-1"]))]),
    ),
];

const DEVICE: &[Field] = &[
    Field("DeviceName", Kind::Text),
    Field("VirtualName", Kind::Text),
    Field(
        "Ebs",
        Kind::Structure(&[
            Field("Encrypted", Kind::Flag),
            Field("DeleteOnTermination", Kind::Flag),
            Field("Iops", Kind::Whole),
            Field("KmsKeyId", Kind::Text),
            Field("SnapshotId", Kind::Text),
            Field("VolumeSize", Kind::Whole),
            Field("VolumeType", Kind::Choice(&["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"])),
            Field("Throughput", Kind::Whole),
            Field("VolumeInitializationRate", Kind::Whole),
            Field("EbsCardIndex", Kind::Whole),
        ]),
    ),
    Field("NoDevice", Kind::Text),
];

const INTERFACE: &[Field] = &[
    Field("AssociateCarrierIpAddress", Kind::Flag),
    Field("AssociatePublicIpAddress", Kind::Flag),
    Field("DeleteOnTermination", Kind::Flag),
    Field("Description", Kind::Text),
    Field("DeviceIndex", Kind::Whole),
    Field(
        "Groups",
        Kind::List(List { sent: "SecurityGroupId", shown: "groupSet", item: "groupId", of: &Kind::Text }),
    ),
    Field("InterfaceType", Kind::Choice(&["interface", "efa", "efa-only"])),
    Field("Ipv6AddressCount", Kind::Whole),
    Field(
        "Ipv6Addresses",
        list("Ipv6Addresses", "ipv6AddressesSet", &Kind::Structure(&[Field("Ipv6Address", Kind::Text)])),
    ),
    Field("NetworkInterfaceId", Kind::Text),
    Field("PrivateIpAddress", Kind::Text),
    Field(
        "PrivateIpAddresses",
        list(
            "PrivateIpAddresses",
            "privateIpAddressesSet",
            &Kind::Structure(&[Field("Primary", Kind::Flag), Field("PrivateIpAddress", Kind::Text)]),
        ),
    ),
    Field("SecondaryPrivateIpAddressCount", Kind::Whole),
    Field("SubnetId", Kind::Text),
    Field("NetworkCardIndex", Kind::Whole),
    Field(
        "Ipv4Prefixes",
        list("Ipv4Prefix", "ipv4PrefixSet", &Kind::Structure(&[Field("Ipv4Prefix", Kind::Text)])),
    ),
    Field("Ipv4PrefixCount", Kind::Whole),
    Field(
        "Ipv6Prefixes",
        list("Ipv6Prefix", "ipv6PrefixSet", &Kind::Structure(&[Field("Ipv6Prefix", Kind::Text)])),
    ),
    Field("Ipv6PrefixCount", Kind::Whole),
    Field("PrimaryIpv6", Kind::Flag),
    Field(
        "EnaSrdSpecification",
        Kind::Structure(&[
            Field("EnaSrdEnabled", Kind::Flag),
            Field("EnaSrdUdpSpecification", Kind::Structure(&[Field("EnaSrdUdpEnabled", Kind::Flag)])),
        ]),
    ),
    Field(
        "ConnectionTrackingSpecification",
        Kind::Structure(&[
            Field("TcpEstablishedTimeout", Kind::Whole),
            Field("UdpStreamTimeout", Kind::Whole),
            Field("UdpTimeout", Kind::Whole),
        ]),
    ),
    Field("EnaQueueCount", Kind::Whole),
];

const PLACEMENT: &[Field] = &[
    Field("AvailabilityZone", Kind::Text),
    Field("AvailabilityZoneId", Kind::Text),
    Field("Affinity", Kind::Text),
    Field("GroupName", Kind::Text),
    Field("HostId", Kind::Text),
    Field("Tenancy", Kind::Choice(&["default", "dedicated", "host"])),
    Field("SpreadDomain", Kind::Text),
    Field("HostResourceGroupArn", Kind::Text),
    Field("PartitionNumber", Kind::Whole),
    Field("GroupId", Kind::Text),
];

const TAGS: &[Field] = &[
    // The model has 114 words; these are what a launch may tag (EC2 API Reference,
    // LaunchTemplateTagSpecificationRequest).
    Field(
        "ResourceType",
        Kind::Choice(&["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"]),
    ),
    Field(
        "Tags",
        list("Tag", "tagSet", &Kind::Structure(&[Field("Key", Kind::Text), Field("Value", Kind::Text)])),
    ),
];

const MARKET: &[Field] = &[
    Field(
        "MarketType",
        Kind::Choice(&["spot", "capacity-block", "interruptible-capacity-reservation", "on-demand"]),
    ),
    Field(
        "SpotOptions",
        Kind::Structure(&[
            Field("MaxPrice", Kind::Text),
            Field("SpotInstanceType", Kind::Choice(&["one-time", "persistent"])),
            Field("BlockDurationMinutes", Kind::Whole),
            Field("ValidUntil", Kind::Text),
            Field("InstanceInterruptionBehavior", Kind::Choice(&["hibernate", "stop", "terminate"])),
        ]),
    ),
];

const CPU: &[Field] = &[
    Field("CoreCount", Kind::Whole),
    Field("ThreadsPerCore", Kind::Whole),
    Field("AmdSevSnp", ON_OFF),
    Field("NestedVirtualization", ON_OFF),
];

const RESERVATION: &[Field] = &[
    Field("CapacityReservationPreference", Kind::Choice(&["capacity-reservations-only", "open", "none"])),
    Field(
        "CapacityReservationTarget",
        Kind::Structure(&[
            Field("CapacityReservationId", Kind::Text),
            Field("CapacityReservationResourceGroupArn", Kind::Text),
        ]),
    ),
];

const METADATA: &[Field] = &[
    Field("HttpTokens", Kind::Choice(&["optional", "required"])),
    Field("HttpPutResponseHopLimit", Kind::Whole),
    Field("HttpEndpoint", ON_OFF),
    Field("HttpProtocolIpv6", ON_OFF),
    Field("InstanceMetadataTags", ON_OFF),
];

const DNS: &[Field] = &[
    Field("HostnameType", Kind::Choice(&["ip-name", "resource-name"])),
    Field("EnableResourceNameDnsARecord", Kind::Flag),
    Field("EnableResourceNameDnsAAAARecord", Kind::Flag),
];

/// The parameter that holds it.
const NAME: &str = "LaunchTemplateData";

/// Reads what a launch template says, by the model's names.
pub(super) fn read(form: &Form) -> Result<Value, Error> {
    let data = structure(form, NAME, DATA)?;
    let target = &data["CapacityReservationSpecification"];
    let preference = target["CapacityReservationPreference"].as_str();
    if target["CapacityReservationTarget"].is_object() && matches!(preference, Some("open" | "none")) {
        return Err(Error::combination(
            "You cannot specify CapacityReservationPreference and CapacityReservationTarget at the same time",
        ));
    }
    let hops = data["MetadataOptions"]["HttpPutResponseHopLimit"].as_i64();
    if let Some(hops) = hops.filter(|hops| !(1..=64).contains(hops)) {
        return Err(Error::value(&hops.to_string(), "HttpPutResponseHopLimit"));
    }
    match data.as_object().is_none_or(Map::is_empty) {
        true => Err(Error::missing(NAME)),
        false => Ok(data),
    }
}

/// Shows what a launch template says, as the element of a name.
pub(super) fn show(name: &str, data: &Value) -> String {
    format!("<{name}>{}</{name}>", show_structure(data, DATA))
}

/// Puts what a new version says over what its source says: each top-level member as a whole
/// (EC2 API Reference, `CreateLaunchTemplateVersion`, `SourceVersion`).
pub(super) fn merge(source: &Value, new: &Value) -> Value {
    let mut merged = source.as_object().cloned().unwrap_or_default();
    merged.extend(new.as_object().cloned().unwrap_or_default());
    Value::Object(merged)
}

fn structure(form: &Form, prefix: &str, fields: &[Field]) -> Result<Value, Error> {
    let mut members = Map::new();
    for Field(name, kind) in fields {
        let sent = match kind {
            Kind::List(list) => list.sent,
            _ => name,
        };
        if let Some(value) = value(form, &format!("{prefix}.{sent}"), kind)? {
            members.insert((*name).to_owned(), value);
        }
    }
    Ok(Value::Object(members))
}

fn value(form: &Form, name: &str, kind: &Kind) -> Result<Option<Value>, Error> {
    Ok(match kind {
        Kind::Text => form.get(name).map(Value::from),
        Kind::Flag => form.flag(name)?.map(Value::from),
        Kind::Whole => form.whole(name)?.map(Value::from),
        Kind::Choice(words) => match form.get(name) {
            Some(word) if !words.contains(&word) => return Err(Error::value(word, name)),
            word => word.map(Value::from),
        },
        Kind::InstanceType => match form.get(name) {
            Some(word) if InstanceType::named(word).is_none() => return Err(Error::value(word, name)),
            word => word.map(Value::from),
        },
        Kind::Structure(fields) => match form.goes_on(name) {
            true => Some(structure(form, name, fields)?),
            false => None,
        },
        Kind::List(list) => {
            let mut items = Vec::new();
            for item in form.items(name) {
                items.extend(value(form, &item, list.of)?);
            }
            (!items.is_empty()).then_some(Value::Array(items))
        }
    })
}

fn show_structure(value: &Value, fields: &[Field]) -> String {
    fields.iter().map(|Field(name, kind)| show_member(&value[*name], name, kind)).collect()
}

fn show_member(value: &Value, name: &str, kind: &Kind) -> String {
    if value.is_null() {
        return String::new();
    }
    match kind {
        Kind::List(List { shown, item, of, .. }) => {
            let items = value.as_array().into_iter().flatten();
            let items: String =
                items.map(|one| format!("<{item}>{}</{item}>", show_value(one, of))).collect();
            format!("<{shown}>{items}</{shown}>")
        }
        _ => {
            let shown = small(name);
            format!("<{shown}>{}</{shown}>", show_value(value, kind))
        }
    }
}

fn show_value(value: &Value, kind: &Kind) -> String {
    match (kind, value) {
        (Kind::Structure(fields), _) => show_structure(value, fields),
        (_, Value::String(text)) => escape(text),
        _ => value.to_string(),
    }
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_shown() {
        let check = |sent: &str, kept: Value, shown: &str| {
            let form = Form::spelt(sent);
            let data = read(&form).unwrap();
            assert_eq!(form.check_read(), Ok(()), "{sent}");
            assert_eq!(data, kept, "{sent}");
            assert_eq!(show("data", &data), format!("<data>{shown}</data>"), "{sent}");
        };
        check(
            "LaunchTemplateData.InstanceType=p5.48xlarge&LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit=1",
            json!({ "InstanceType": "p5.48xlarge", "MetadataOptions": { "HttpPutResponseHopLimit": 1 } }),
            "<instanceType>p5.48xlarge</instanceType><metadataOptions><httpPutResponseHopLimit>1\
             </httpPutResponseHopLimit></metadataOptions>",
        );
        let interface = "LaunchTemplateData.NetworkInterface.1";
        check(
            &format!(
                "{interface}.InterfaceType=efa&{interface}.SecurityGroupId.1=sg-1&{interface}.DeleteOnTermination=true"
            ),
            json!({ "NetworkInterfaces": [{ "InterfaceType": "efa", "Groups": ["sg-1"], "DeleteOnTermination": true }] }),
            "<networkInterfaceSet><item><deleteOnTermination>true</deleteOnTermination><groupSet><groupId>sg-1</groupId>\
             </groupSet><interfaceType>efa</interfaceType></item></networkInterfaceSet>",
        );
        check(
            "LaunchTemplateData.TagSpecification.1.ResourceType=instance&LaunchTemplateData.TagSpecification.1.Tag.1.Key=a%26b",
            json!({ "TagSpecifications": [{ "ResourceType": "instance", "Tags": [{ "Key": "a&b" }] }] }),
            "<tagSpecificationSet><item><resourceType>instance</resourceType><tagSet><item><key>a&amp;b</key></item></tagSet>\
             </item></tagSpecificationSet>",
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |sent: &str, expected: &str| {
            let form = Form::spelt(sent);
            let error = read(&form).map(drop).and_then(|()| form.check_read()).unwrap_err();
            assert_eq!(error.message, expected, "{sent}");
        };
        check("", "The request must contain the parameter LaunchTemplateData");
        check(
            "LaunchTemplateData.InstanceType=p5.49xlarge",
            "Value (p5.49xlarge) for parameter LaunchTemplateData.InstanceType is invalid.",
        );
        check(
            "LaunchTemplateData.MetadataOptions.HttpTokens=never",
            "Value (never) for parameter LaunchTemplateData.MetadataOptions.HttpTokens is invalid.",
        );
        check(
            "LaunchTemplateData.ImageId=ami-1&LaunchTemplateData.ImageIdd=ami-1",
            "The parameter LaunchTemplateData.ImageIdd is not recognized",
        );
    }

    #[test]
    fn a_version_stands_on_its_source() {
        let source = json!({ "ImageId": "ami-1", "MetadataOptions": { "HttpTokens": "required" } });
        let new = json!({ "MetadataOptions": { "HttpEndpoint": "enabled" } });
        assert_eq!(
            merge(&source, &new),
            json!({ "ImageId": "ami-1", "MetadataOptions": { "HttpEndpoint": "enabled" } })
        );
    }
}
