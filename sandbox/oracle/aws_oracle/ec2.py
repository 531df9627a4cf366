"""EC2: launch templates, instance types and placement groups."""

import gzip
import importlib.resources
import json

from .suite import story


@story
def ec2_launch_templates(s):
    ec2, name = s.client("ec2"), s.name("lt")
    interfaces = [{"NetworkCardIndex": n, "DeviceIndex": min(n, 1), "InterfaceType": "efa", "Groups": ["sg-0123456789abcdef0"],
                   "DeleteOnTermination": True} for n in range(32)]
    data = {
        "InstanceType": "p5.48xlarge",
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 500, "VolumeType": "gp3", "Encrypted": True,
                                 "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1", "DeleteOnTermination": True}}],
        "NetworkInterfaces": interfaces,
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1, "HttpEndpoint": "enabled"},
        "InstanceMarketOptions": {"MarketType": "capacity-block"},
        "CapacityReservationSpecification": {"CapacityReservationPreference": "capacity-reservations-only",
                                             "CapacityReservationTarget": {"CapacityReservationId": "cr-0123456789abcdef0"}},
        "Placement": {"GroupName": "close"},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "a & b"}]}],
        "Monitoring": {"Enabled": False},
    }
    tags = [{"ResourceType": "launch-template", "Tags": [{"Key": "owner", "Value": "palisade"}]}]
    answer = s.ok("a launch template is made",
                  lambda: ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data, TagSpecifications=tags),
                  {"LaunchTemplate": {"LaunchTemplateName": name, "DefaultVersionNumber": 1, "LatestVersionNumber": 1,
                                      "Tags": tags[0]["Tags"], "CreateTime": ..., "LaunchTemplateId": ...}})
    which = {"LaunchTemplateId": answer["LaunchTemplate"]["LaunchTemplateId"]}
    s.ok("it says what it was told", lambda: ec2.describe_launch_template_versions(**which, Versions=["$Latest"]),
         {"LaunchTemplateVersions": [{"VersionNumber": 1, "DefaultVersion": True, "LaunchTemplateData": data}]})
    s.refused("a name is taken once", lambda: ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data),
              "InvalidLaunchTemplateName.AlreadyExistsException", 400, "Launch template name already in use.")
    s.ok("a version stands on another", lambda: ec2.create_launch_template_version(
        **which, SourceVersion="1", VersionDescription="hop", LaunchTemplateData={"MetadataOptions": {"HttpTokens": "optional"}}),
        {"LaunchTemplateVersion": {"VersionNumber": 2, "DefaultVersion": False, "VersionDescription": "hop", "LaunchTemplateData": {
            "InstanceType": "p5.48xlarge", "MetadataOptions": {"HttpTokens": "optional", "HttpPutResponseHopLimit": None}}}})
    s.ok("it becomes the default", lambda: ec2.modify_launch_template(**which, DefaultVersion="2"),
         {"LaunchTemplate": {"DefaultVersionNumber": 2, "LatestVersionNumber": 2}})
    s.ok("versions are found", lambda: ec2.describe_launch_template_versions(**which, Versions=["$Default", "1"]),
         {"LaunchTemplateVersions": [{"VersionNumber": 2}, {"VersionNumber": 1}]})
    s.ok("the newest comes first", lambda: ec2.describe_launch_template_versions(**which),
         {"LaunchTemplateVersions": [{"VersionNumber": 2}, {"VersionNumber": 1}]})
    s.refused("a version must be there", lambda: ec2.describe_launch_template_versions(**which, Versions=["9"]),
              "InvalidLaunchTemplateId.VersionNotFound", 400,
              f"Could not find the specified version 9 for the launch template with ID {which['LaunchTemplateId']}.")
    s.ok("a version goes", lambda: ec2.delete_launch_template_versions(**which, Versions=["1"]),
         {"SuccessfullyDeletedLaunchTemplateVersions": [{"VersionNumber": 1}], "UnsuccessfullyDeletedLaunchTemplateVersions": []})
    s.ok("the default stays", lambda: ec2.delete_launch_template_versions(**which, Versions=["2"]),
         {"UnsuccessfullyDeletedLaunchTemplateVersions": [{"VersionNumber": 2, "ResponseError": {"Code": ..., "Message": ...}}]})
    s.ok("it is found by name", lambda: ec2.describe_launch_templates(LaunchTemplateNames=[name]), {"LaunchTemplates": [which]})
    s.ok("and by tag", lambda: ec2.describe_launch_templates(Filters=[{"Name": "launch-template-name", "Values": [name]},
         {"Name": "tag:owner", "Values": ["pali*"]}]), {"LaunchTemplates": [which]})
    s.ok("tags are put beside", lambda: ec2.create_tags(Resources=[which["LaunchTemplateId"]], Tags=[{"Key": "a", "Value": "b"}]))
    s.ok("and taken away", lambda: ec2.delete_tags(Resources=[which["LaunchTemplateId"]], Tags=[{"Key": "owner"}]))
    s.ok("those are left", lambda: ec2.describe_launch_templates(LaunchTemplateNames=[name]),
         {"LaunchTemplates": [{"Tags": [{"Key": "a", "Value": "b"}]}]})
    s.refused("a call may be tried", lambda: ec2.delete_launch_template(**which, DryRun=True), "DryRunOperation", 412,
              "Request would have succeeded, but DryRun flag is set.")
    s.ok("it goes", lambda: ec2.delete_launch_template(**which), {"LaunchTemplate": which})
    s.refused("it is gone", lambda: ec2.describe_launch_templates(LaunchTemplateNames=[name]),
              "InvalidLaunchTemplateName.NotFoundException", 400,
              "At least one of the launch templates specified in the request does not exist.")
    s.refused("by its id too", lambda: ec2.delete_launch_template(**which), "InvalidLaunchTemplateId.NotFound", 400,
              f"The specified launch template, with template ID {which['LaunchTemplateId']}, does not exist.")


@story
def ec2_refusals(s):
    ec2 = s.client("ec2", parameter_validation=False)

    def create(name=None, **data):
        return lambda: ec2.create_launch_template(LaunchTemplateName=name or s.name("lt"), LaunchTemplateData=data)

    s.refused("nothing is no template", create(), "MissingParameter", 400,
              "The request must contain the parameter LaunchTemplateData")
    s.refused("a short name", create("ab", ImageId="ami-1"), "InvalidLaunchTemplateName.MalformedException", 400)
    s.refused("a machine that is none", create(InstanceType="p5.49xlarge"), "InvalidParameterValue", 400)
    s.refused("a word that is none", create(MetadataOptions={"HttpTokens": "never"}), "InvalidParameterValue", 400)
    s.refused("too many hops", create(MetadataOptions={"HttpPutResponseHopLimit": 65}), "InvalidParameterValue", 400)
    s.refused("a preference beside a target", create(CapacityReservationSpecification={
        "CapacityReservationPreference": "open", "CapacityReservationTarget": {"CapacityReservationId": "cr-1"}}),
        "InvalidParameterCombination", 400)
    s.refused("tags of something else", lambda: ec2.create_launch_template(
        LaunchTemplateName=s.name("lt"), LaunchTemplateData={"ImageId": "ami-1"},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}]), "InvalidParameterValue", 400)
    s.refused("an id that is none", lambda: ec2.describe_launch_templates(LaunchTemplateIds=["template"]),
              "InvalidLaunchTemplateId.Malformed", 400)


@story
def ec2_instance_types(s):
    ec2 = s.client("ec2")
    pages = ec2.get_paginator("describe_instance_types").paginate(PaginationConfig={"PageSize": 25})
    ours = {machine["InstanceType"]: machine for page in pages for machine in page["InstanceTypes"]}
    recorded = importlib.resources.files("moto.ec2").joinpath("resources/instance_types.json.gz").read_bytes()
    real = json.loads(gzip.decompress(recorded))
    for name, machine in sorted(ours.items()):
        if name in real and s.against == "sandbox":
            s.equal(f"{name} is as it was recorded", facts(machine), facts(real[name]))
    s.equal("there are GPUs of every kind", {"T4", "A10G", "L4", "L40S", "A100", "H100", "H200", "B200", "B300"}
            - {gpu["Name"] for machine in ours.values() for gpu in machine.get("GpuInfo", {}).get("Gpus", [])}, set())
    s.ok("one is found by its name", lambda: ec2.describe_instance_types(InstanceTypes=["g5.xlarge"]),
         {"InstanceTypes": [{"InstanceType": "g5.xlarge", "VCpuInfo": {"DefaultVCpus": 4}}]})
    s.refused("what there is not", lambda: ec2.describe_instance_types(InstanceTypes=["p5.49xlarge"]), "InvalidInstanceType", 400,
              "The following supplied instance types do not exist: [p5.49xlarge]")
    s.ok("some are found by a filter", lambda: ec2.describe_instance_types(Filters=[
        {"Name": "instance-type", "Values": ["g6e.*"]}, {"Name": "vcpu-info.default-vcpus", "Values": ["192"]}]),
        {"InstanceTypes": [{"InstanceType": "g6e.48xlarge"}]})


def facts(machine):
    """What a pool is chosen by."""
    network = machine["NetworkInfo"]
    accelerators = machine.get("GpuInfo", {}).get("Gpus", []) + machine.get("NeuronInfo", {}).get("NeuronDevices", [])
    return {
        "vcpus": machine["VCpuInfo"]["DefaultVCpus"], "memory": machine["MemoryInfo"]["SizeInMiB"],
        "architecture": [one for one in machine["ProcessorInfo"]["SupportedArchitectures"] if one != "i386"],
        "accelerators": [(one["Name"], one["Count"], one["MemoryInfo"]["SizeInMiB"]) for one in accelerators],
        "usage": sorted(machine["SupportedUsageClasses"]), "efa": network.get("EfaInfo", {}).get("MaximumEfaInterfaces", 0),
        "cards": [(card["NetworkCardIndex"], card["MaximumNetworkInterfaces"]) for card in network["NetworkCards"]],
        "interfaces": network["MaximumNetworkInterfaces"], "performance": network["NetworkPerformance"],
    }


@story
def ec2_placement_groups(s):
    ec2, name = s.client("ec2"), s.name("pg")
    s.ok("a placement group is made", lambda: ec2.create_placement_group(GroupName=name, Strategy="cluster", TagSpecifications=[
        {"ResourceType": "placement-group", "Tags": [{"Key": "a", "Value": "b"}]}]),
        {"PlacementGroup": {"GroupName": name, "Strategy": "cluster", "State": "available", "GroupArn": ..., "GroupId": ...}})
    s.refused("a name is taken once", lambda: ec2.create_placement_group(GroupName=name, Strategy="cluster"),
              "InvalidPlacementGroup.Duplicate", 400)
    s.ok("it is found", lambda: ec2.describe_placement_groups(GroupNames=[name]),
         {"PlacementGroups": [{"GroupName": name, "Strategy": "cluster", "Tags": [{"Key": "a", "Value": "b"}]}]})
    s.ok("it goes", lambda: ec2.delete_placement_group(GroupName=name))
    s.refused("it is gone", lambda: ec2.describe_placement_groups(GroupNames=[name]), "InvalidPlacementGroup.Unknown", 400,
              f"The Placement Group '{name}' is unknown.")
    s.refused("and cannot go twice", lambda: ec2.delete_placement_group(GroupName=name), "InvalidPlacementGroup.Unknown", 400)
