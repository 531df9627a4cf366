//! The members of a launch template's data: botocore's model of EC2 2016-11-15, `RequestLaunchTemplateData` and
//! `ResponseLaunchTemplateData`, without `InstanceRequirements`, elastic GPUs and inference accelerators, and secondary
//! interfaces.

/// A member of a structure, by the model's name. It is sent under that name, and shown with its first letter small.
pub(super) struct Field(pub(super) &'static str, pub(super) Kind);

pub(super) enum Kind {
    Text,
    Choice(&'static [&'static str]),
    Whole,
    Flag,
    InstanceType,
    Structure(&'static [Field]),
    List(List),
}

/// A list has names of its own.
pub(super) struct List {
    pub(super) sent: &'static str,
    pub(super) shown: &'static str,
    pub(super) item: &'static str,
    pub(super) of: &'static Kind,
}

const fn list(sent: &'static str, shown: &'static str, of: &'static Kind) -> Kind {
    Kind::List(List { sent, shown, item: "item", of })
}

const ON_OFF: Kind = Kind::Choice(&["disabled", "enabled"]);

pub(super) static DATA: &[Field] = &[
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
