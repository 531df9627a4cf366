use super::data::Card;
use super::data::Parameters;
use super::network;
use super::*;
use crate::gpu_pool::Disk;

/// The parameters that say it, one a line, without what is before all of them.
fn lines(data: &Data) -> Vec<String> {
    let parameters: Parameters = data.parameters();
    let line = |(name, value): (String, String)| {
        let name = name.strip_prefix("LaunchTemplateData.").unwrap_or("not of the data");
        format!("{name}={value}")
    };
    parameters.into_iter().map(line).collect()
}

fn check(data: Data, expected: &[&str]) {
    assert_eq!(lines(&data), expected);
}

#[test]
fn metadata_placement_and_tags() {
    check(Data::default(), &[]);
    let metadata = ["MetadataOptions.HttpTokens=required", "MetadataOptions.HttpPutResponseHopLimit=1"];
    check(Data { hops: Some(1), ..Data::default() }, &metadata);
    let group = Some("palisade/research/a100".to_owned());
    check(
        Data { placement_group: group, ..Data::default() },
        &["Placement.GroupName=palisade/research/a100"],
    );
    check(
        Data { tags: [("team".into(), "ml".into())].into(), ..Data::default() },
        &[
            "TagSpecification.1.ResourceType=instance",
            "TagSpecification.1.Tag.1.Key=team",
            "TagSpecification.1.Tag.1.Value=ml",
            "TagSpecification.2.ResourceType=volume",
            "TagSpecification.2.Tag.1.Key=team",
            "TagSpecification.2.Tag.1.Value=ml",
        ],
    );
}

#[test]
fn reservations_and_blocks() {
    let reserved = |reservation: &str| Data { reservation: Some(reservation.into()), ..Data::default() };
    let only = "CapacityReservationSpecification.CapacityReservationPreference=capacity-reservations-only";
    let target = "CapacityReservationSpecification.CapacityReservationTarget";
    check(reserved("cr-1"), &[only, &format!("{target}.CapacityReservationId=cr-1")]);
    let group = "arn:aws:resource-groups:eu-west-1:123456789012:group/a100";
    check(reserved(group), &[only, &format!("{target}.CapacityReservationResourceGroupArn={group}")]);
    check(
        Data { capacity_block: true, instance_type: Some("p5.48xlarge".into()), ..reserved("cr-1") },
        &[
            "InstanceType=p5.48xlarge",
            "InstanceMarketOptions.MarketType=capacity-block",
            &format!("{target}.CapacityReservationId=cr-1"),
        ],
    );
}

#[test]
fn disks() {
    let disk =
        Disk { size_gb: Some(500), disk_type: Some("gp3".into()), kms_key: Some("alias/disks".into()) };
    let said = |number: u8, device: &str| {
        ["DeviceName=", "Ebs.DeleteOnTermination=true", "Ebs.VolumeSize=500", "Ebs.VolumeType=gp3"].map(
            |line| {
                format!("BlockDeviceMapping.{number}.{}", line.replace("Name=", &format!("Name={device}")))
            },
        )
    };
    let key = |number: u8| {
        ["Ebs.Encrypted=true", "Ebs.KmsKeyId=alias/disks"]
            .map(|line| format!("BlockDeviceMapping.{number}.{line}"))
    };
    let whole = Data { disk: disk.clone(), ..Data::default() };
    assert_eq!(lines(&whole), [said(1, "/dev/xvda").as_slice(), &key(1)].concat());
    let bottlerocket = Data { bottlerocket: true, ..whole };
    let [device, deleted, ..] = said(2, "/dev/xvda");
    let expected = [said(1, "/dev/xvdb").as_slice(), &key(1), &[device, deleted], &key(2)].concat();
    assert_eq!(lines(&bottlerocket), expected);
    check(
        Data { disk: Disk { size_gb: Some(100), ..Disk::default() }, bottlerocket: true, ..Data::default() },
        &[
            "BlockDeviceMapping.1.DeviceName=/dev/xvdb",
            "BlockDeviceMapping.1.Ebs.DeleteOnTermination=true",
            "BlockDeviceMapping.1.Ebs.VolumeSize=100",
        ],
    );
}

#[test]
fn security_groups_stand_on_the_interfaces_where_there_are_any() {
    let groups = vec!["sg-cluster".to_owned(), "sg-1".to_owned()];
    let bare = Data { groups, ..Data::default() };
    check(bare.clone(), &["SecurityGroupId.1=sg-cluster", "SecurityGroupId.2=sg-1"]);
    let card = |index| Card { index, device: u32::from(index > 0), interface_type: "efa".into() };
    let interface = |number: u32| {
        [
            format!("NetworkInterface.{number}.NetworkCardIndex={}", number - 1),
            format!("NetworkInterface.{number}.DeviceIndex={}", u32::from(number > 1)),
            format!("NetworkInterface.{number}.InterfaceType=efa"),
            format!("NetworkInterface.{number}.DeleteOnTermination=true"),
            format!("NetworkInterface.{number}.SecurityGroupId.1=sg-cluster"),
            format!("NetworkInterface.{number}.SecurityGroupId.2=sg-1"),
        ]
    };
    let cards = Data { cards: vec![card(0), card(1)], ..bare };
    assert_eq!(lines(&cards), [interface(1), interface(2)].concat());
}

/// The interfaces for network cards, each told as `index:interface,interface`.
fn check_cards(cards: &[&str], most: u32, expected: &[&str]) {
    let items: String = cards
        .iter()
        .map(|card| {
            let (index, types) = card.split_once(':').unwrap();
            let types: String =
                types.split(',').filter(|kind| !kind.is_empty()).map(|kind| format!("<item>{kind}</item>")).collect();
            format!(
                "<item><networkCardIndex>{index}</networkCardIndex><interfaceTypeSet>{types}</interfaceTypeSet></item>"
            )
        })
        .collect();
    let body = format!(
        "<R><instanceTypeSet><item><instanceType>p5</instanceType><networkInfo><networkCards>{items}</networkCards>\
         <efaInfo><maximumEfaInterfaces>{most}</maximumEfaInterfaces></efaInfo></networkInfo></item></instanceTypeSet></R>"
    );
    let found = network::interfaces(xml::machine(&body).unwrap());
    let told = |card: &Card| format!("{}/{} {}", card.index, card.device, card.interface_type);
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn cards_get_the_adapters_that_they_take() {
    check_cards(&["0:", "1:"], 2, &["0/0 efa", "1/1 efa"]);
    check_cards(&["1:efa,efa-only", "0:interface,efa"], 2, &["0/0 efa", "1/1 efa"]);
    check_cards(&["0:", "1:"], 1, &["0/0 efa"]);
    // The first card of some machines takes no adapter, and the others nothing else.
    check_cards(
        &["0:interface", "1:efa-only", "2:efa-only"],
        2,
        &["0/0 interface", "1/1 efa-only", "2/1 efa-only"],
    );
    check_cards(&["0:interface", "1:interface"], 0, &["0/0 interface"]);
}

#[test]
fn what_a_template_says_is_read() {
    let body = "<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item><versionNumber>2</versionNumber>\
        <launchTemplateData>\
        <instanceType>p5.48xlarge</instanceType>\
        <metadataOptions><httpTokens>required</httpTokens><httpPutResponseHopLimit>1</httpPutResponseHopLimit></metadataOptions>\
        <placement><groupName>g</groupName></placement>\
        <instanceMarketOptions><marketType>capacity-block</marketType></instanceMarketOptions>\
        <capacityReservationSpecification><capacityReservationTarget><capacityReservationId>cr-1</capacityReservationId>\
        </capacityReservationTarget></capacityReservationSpecification>\
        <blockDeviceMappingSet><item><deviceName>/dev/xvdb</deviceName><ebs><volumeSize>500</volumeSize>\
        <volumeType>gp3</volumeType><kmsKeyId>k</kmsKeyId></ebs></item><item><deviceName>/dev/xvda</deviceName><ebs>\
        <kmsKeyId>k</kmsKeyId></ebs></item></blockDeviceMappingSet>\
        <networkInterfaceSet><item><networkCardIndex>3</networkCardIndex><deviceIndex>1</deviceIndex>\
        <interfaceType>efa</interfaceType><groupSet><groupId>sg-c</groupId><groupId>sg-1</groupId></groupSet></item>\
        </networkInterfaceSet>\
        <tagSpecificationSet><item><resourceType>instance</resourceType><tagSet><item><key>a</key><value>&lt;b&gt;</value>\
        </item></tagSet></item></tagSpecificationSet>\
        </launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>";
    let disk = Disk { size_gb: Some(500), disk_type: Some("gp3".into()), kms_key: Some("k".into()) };
    let expected = Data {
        tags: [("a".into(), "<b>".into())].into(),
        disk,
        bottlerocket: true,
        hops: Some(1),
        cards: vec![Card { index: 3, device: 1, interface_type: "efa".into() }],
        groups: vec!["sg-c".into(), "sg-1".into()],
        placement_group: Some("g".into()),
        reservation: Some("cr-1".into()),
        capacity_block: true,
        instance_type: Some("p5.48xlarge".into()),
    };
    assert_eq!(xml::data(body).ok(), Some(expected));
    assert!(xml::data("<R><launchTemplateVersionSet/></R>").is_err());
    assert!(xml::data("no xml").is_err());
}

#[test]
fn what_calls_made_is_read() {
    let made = xml::made(
        "<R><requestId>r</requestId><launchTemplate><launchTemplateId>lt-1</launchTemplateId>\
         <latestVersionNumber>1</latestVersionNumber></launchTemplate></R>",
    );
    assert!(made.is_ok_and(|made| (made.id.as_str(), made.number.as_str()) == ("lt-1", "1")));
    assert!(xml::made("<R/>").is_err());
    let list = "<R><launchTemplates><item><launchTemplateId>lt-1</launchTemplateId><tagSet><item><key>k</key>\
         <value>v</value></item></tagSet></item></launchTemplates></R>";
    let found = xml::template(list).ok().flatten();
    assert_eq!(found, Some(xml::Template { id: "lt-1".into(), tags: [("k".into(), "v".into())].into() }));
    assert_eq!(xml::template("<R><launchTemplates/></R>").ok(), Some(None));
}
