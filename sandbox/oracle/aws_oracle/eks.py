"""Managed node groups of EKS: made, described, changed, taken away."""

from .suite import ACCOUNT, OTHER_ACCOUNT, steered, story

ROLE = f"arn:aws:iam::{ACCOUNT}:role/node"
RESEARCH = {"clusterName": "research"}


def cluster(s):
    """A cluster's name: one that stands already, or that moto is told to make."""
    if s.against == "moto":
        name = s.name("cluster")
        s.client("eks").create_cluster(name=name, roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
        return name
    return "research"


def wanted(s, at, **more):
    return {"clusterName": at, "nodegroupName": s.name("pool"), "subnets": ["subnet-0a", "subnet-0b"], "nodeRole": ROLE,
            "scalingConfig": {"minSize": 0, "maxSize": 4, "desiredSize": 0}, **more}


def template(s, **data):
    return s.client("ec2").create_launch_template(LaunchTemplateName=s.name("lt"), LaunchTemplateData=data)["LaunchTemplate"]


@story
def eks_create(s):
    eks, at = s.client("eks"), cluster(s)
    call = wanted(s, at, labels={"pool": "gpu"}, tags={"team": "genomics"}, instanceTypes=["g5.xlarge"], diskSize=100,
                  amiType="AL2023_x86_64_NVIDIA", capacityType="SPOT", updateConfig={"maxUnavailablePercentage": 50},
                  taints=[{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}],
                  nodeRepairConfig={"enabled": True})
    name = {"clusterName": at, "nodegroupName": call["nodegroupName"]}
    kept = {key: value for key, value in call.items() if key != "clientRequestToken"}
    s.ok("a node group begins by being made", lambda: eks.create_nodegroup(**call),
         {"nodegroup": {**kept, "status": "CREATING", "health": {"issues": []}}})
    s.ok("it is as it was wanted", lambda: eks.describe_nodegroup(**name), {"nodegroup": {
        **{key: value for key, value in kept.items() if key not in ("updateConfig", "nodeRepairConfig")},
        "status": "ACTIVE", "nodegroupArn": ..., "createdAt": ..., "modifiedAt": ..., "version": ..., "releaseVersion": ...,
        "resources": {"autoScalingGroups": [{"name": ...}]}}})
    s.ok("and its update and repair settings", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"updateConfig": {"maxUnavailablePercentage": 50, "maxUnavailable": None},
                        "nodeRepairConfig": {"enabled": True}}})
    s.ok("it is listed", lambda: eks.list_nodegroups(clusterName=at), {"nodegroups": [call["nodegroupName"]]})
    s.refused("a name is taken once", lambda: eks.create_nodegroup(**call), "ResourceInUseException", 409,
              f"NodeGroup already exists with name {call['nodegroupName']} and cluster name {at}")
    s.refused("a cluster must be there", lambda: eks.create_nodegroup(**{**call, "clusterName": "nowhere"}),
              "ResourceNotFoundException", 404, "No cluster found for name: nowhere.")
    s.refused("a node group must be there", lambda: eks.describe_nodegroup(clusterName=at, nodegroupName="none"),
              "ResourceNotFoundException", 404, "No node group found for name: none.")
    s.refused("a stranger's node group is not there",
              lambda: s.client("eks", key=OTHER_ACCOUNT).describe_nodegroup(**{**name, "clusterName": at}),
              "ResourceNotFoundException", 404)
    s.refused("another region's neither", lambda: s.client("eks", region="eu-west-1").describe_nodegroup(**name),
              "ResourceNotFoundException", 404)
    s.ok("it goes", lambda: eks.delete_nodegroup(**name), {"nodegroup": {"status": "DELETING"}})
    s.refused("it is gone", lambda: eks.describe_nodegroup(**name), "ResourceNotFoundException", 404)


@story
def eks_defaults(s):
    eks, at = s.client("eks"), cluster(s)
    call = {key: value for key, value in wanted(s, at).items() if key != "scalingConfig"}
    s.ok("what is not said", lambda: eks.create_nodegroup(**call), {"nodegroup": {
        "capacityType": "ON_DEMAND", "instanceTypes": ["t3.medium"], "diskSize": 20, "labels": {}, "tags": {},
        "scalingConfig": {"minSize": 2, "maxSize": 2, "desiredSize": 2}}})
    name = {"clusterName": at, "nodegroupName": call["nodegroupName"]}
    s.ok("the image is Amazon Linux 2023", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"amiType": "AL2023_x86_64_STANDARD"}})
    s.ok("one node at a time is updated", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"updateConfig": {"maxUnavailable": 1}}})
    eks.delete_nodegroup(**name)


@story
def eks_refusals(s):
    # What botocore's own checks would hold back is sent.
    eks, at = s.client("eks", parameter_validation=False), cluster(s)

    def create(**more):
        return lambda: eks.create_nodegroup(**wanted(s, at, **more))

    invalid = ("InvalidParameterException", 400)
    constraint = "1 validation error detected: Value {} at '{}' failed to satisfy constraint: Member must {}"
    s.refused("an unknown image", create(amiType="AL3000"), *invalid)
    s.refused("an unknown capacity", create(capacityType="FREE"), *invalid,
              constraint.format("'FREE'", "capacityType", "satisfy enum value set: [ON_DEMAND, SPOT, CAPACITY_BLOCK]"))
    s.refused("a long label", create(labels={"a": "b" * 64}), *invalid,
              constraint.format(f"'{'b' * 64}'", "labels.a.member", "have length less than or equal to 63"))
    s.refused("a taint of another kind", create(taints=[{"key": "a", "effect": "NEVER"}]), *invalid)
    s.refused("a taint twice", create(taints=[{"key": "a", "effect": "NO_SCHEDULE"}] * 2), *invalid)
    s.refused("51 taints", create(taints=[{"key": f"a{n}", "effect": "NO_SCHEDULE"} for n in range(51)]), *invalid)
    s.refused("more at least than at most", create(scalingConfig={"minSize": 3, "maxSize": 2, "desiredSize": 2}), *invalid)
    s.refused("fewer than the least", create(scalingConfig={"minSize": 2, "maxSize": 3, "desiredSize": 1}), *invalid,
              "minSize can't be greater than desiredSize")
    s.refused("more than the most", create(scalingConfig={"minSize": 0, "maxSize": 3, "desiredSize": 4}), *invalid,
              "desiredSize can't be greater than maxSize")
    s.refused("half a size", create(scalingConfig={"minSize": 0}), *invalid)
    s.refused("no room at all", create(scalingConfig={"minSize": 0, "maxSize": 0, "desiredSize": 0}), *invalid)
    s.refused("no subnet", create(subnets=[]), *invalid)
    s.refused("a role that is none", create(nodeRole="node"), *invalid)
    s.refused("a machine that is none", create(instanceTypes=["p5.49xlarge"]), *invalid)
    s.refused("an ARM machine on an x86 image", create(instanceTypes=["g5g.xlarge"], amiType="AL2023_x86_64_NVIDIA"), *invalid,
              "[g5g.xlarge] is not a valid instance type for requested amiType AL2023_x86_64_NVIDIA")
    s.refused("a GPU image on a machine without", create(instanceTypes=["m5.large"], amiType="AL2023_x86_64_NVIDIA"), *invalid,
              "[m5.large] is not a valid instance type for requested amiType AL2023_x86_64_NVIDIA")
    s.refused("an image that is no longer made", create(amiType="AL2_x86_64_GPU", instanceTypes=["g5.xlarge"]), *invalid)
    s.refused("another version than the cluster's", create(version="1.20"), *invalid)
    s.refused("another version's release", create(releaseVersion="1.20.1-20260101"), *invalid)
    s.refused("two ways to say how many may be missing",
              create(updateConfig={"maxUnavailable": 1, "maxUnavailablePercentage": 10}), *invalid)
    s.refused("a name of 64 letters", create(nodegroupName="a" * 64), *invalid)
    s.refused("a name with a dot", create(nodegroupName="a.b"), *invalid)
    s.refused("a tag of AWS's", create(tags={"aws:team": "a"}), *invalid)
    s.refused("51 tags", create(tags={f"t{n}": "" for n in range(51)}), *invalid)
    s.refused("a Capacity Block without a template", create(capacityType="CAPACITY_BLOCK"), *invalid)
    s.refused("a number that is text", create(diskSize="big"), "SerializationException", 400)


@story
def eks_launch_templates(s):
    eks, at = s.client("eks"), cluster(s)
    plain = template(s, InstanceType="p5.48xlarge", MetadataOptions={"HttpTokens": "required"})
    reservation = {"CapacityReservationTarget": {"CapacityReservationId": "cr-0123456789abcdef0"}}
    block = template(s, InstanceType="p5.48xlarge", InstanceMarketOptions={"MarketType": "capacity-block"},
                     CapacityReservationSpecification=reservation)
    spot = template(s, InstanceType="p5.48xlarge", InstanceMarketOptions={"MarketType": "spot"})

    def create(of, **more):
        call = wanted(s, at, launchTemplate={"id": of["LaunchTemplateId"]}, amiType="AL2023_x86_64_NVIDIA", **more)
        return lambda: eks.create_nodegroup(**call)

    s.ok("a template says the machine", create(plain), {"nodegroup": {
        "instanceTypes": None, "diskSize": None, "amiType": "AL2023_x86_64_NVIDIA",
        "launchTemplate": {"id": plain["LaunchTemplateId"], "name": plain["LaunchTemplateName"], "version": "1"}}})
    s.ok("a Capacity Block is in both", create(block, capacityType="CAPACITY_BLOCK"),
         {"nodegroup": {"capacityType": "CAPACITY_BLOCK"}})
    invalid = ("InvalidParameterException", 400)
    s.refused("a template says the disk", create(plain, diskSize=100), *invalid,
              "Disk size must be specified within the launch template.")
    s.refused("and the keys", create(plain, remoteAccess={"ec2SshKey": "k"}), *invalid,
              "Remote access configuration cannot be specified with a launch template.")
    s.refused("a machine is said once", create(plain, instanceTypes=["p5.48xlarge"]), "InvalidRequestException", 400,
              "Cannot specify instance types in launch template and API Request")
    s.refused("a market is the call's", create(spot), *invalid,
              "Instance market options are not supported with the launch template.")
    s.refused("a Capacity Block is not on demand", create(block), *invalid)
    s.refused("nor without its market", create(plain, capacityType="CAPACITY_BLOCK"), *invalid)
    profile = template(s, IamInstanceProfile={"Name": "p"})
    s.refused("a role is the call's", create(profile, instanceTypes=["p5.48xlarge"]), *invalid)
    subnet = template(s, InstanceType="p5.48xlarge", NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": "subnet-1"}])
    s.refused("subnets are the call's", create(subnet), *invalid)
    image = template(s, InstanceType="p5.48xlarge", ImageId="ami-0123456789abcdef0")
    s.refused("an image of one's own is of no type", create(image), *invalid,
              "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template")
    gone = {"LaunchTemplateId": "lt-00000000000000000"}
    s.refused("a template must be there", create(gone), "InvalidRequestException", 400)
    both = {"id": plain["LaunchTemplateId"], "name": plain["LaunchTemplateName"]}
    s.refused("a template has one name", lambda: eks.create_nodegroup(**wanted(s, at, launchTemplate=both)), *invalid,
              "Either provide launch template ID or launch template name in the request.")
    s.ok("a template in use may go",
         lambda: s.client("ec2").delete_launch_template(LaunchTemplateId=plain["LaunchTemplateId"]))


@story
def eks_updates(s):
    eks, at = s.client("eks"), cluster(s)
    call = wanted(s, at, labels={"a": "1", "b": "2"}, taints=[{"key": "k", "value": "v", "effect": "NO_EXECUTE"}])
    eks.create_nodegroup(**call)
    name = {"clusterName": at, "nodegroupName": call["nodegroupName"]}

    def update(**more):
        return lambda: eks.update_nodegroup_config(**name, **more)

    answer = s.ok("labels come and go", update(labels={"addOrUpdateLabels": {"c": "3"}, "removeLabels": ["a"]}),
                  {"update": {"id": ..., "status": "InProgress", "type": "ConfigUpdate", "createdAt": ...,
                              "params": ..., "errors": []}})
    which = {"name": at, "nodegroupName": call["nodegroupName"], "updateId": answer.get("update", {}).get("id", "-")}
    s.ok("an update ends", lambda: eks.describe_update(**which), {"update": {"status": "Successful", "type": "ConfigUpdate"}})
    s.ok("it is listed", lambda: eks.list_updates(name=at, nodegroupName=call["nodegroupName"]),
         {"updateIds": [which["updateId"]]})
    s.ok("only those labels changed", lambda: eks.describe_nodegroup(**name), {"nodegroup": {"labels": {"b": "2", "c": "3"}}})
    s.ok("taints come and go", update(taints={
        "addOrUpdateTaints": [{"key": "n", "effect": "NO_SCHEDULE"}],
        "removeTaints": [{"key": "k", "value": "v", "effect": "NO_EXECUTE"}]}))
    s.ok("only those taints changed", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"taints": [{"key": "n", "effect": "NO_SCHEDULE"}], "status": "ACTIVE"}})
    s.ok("only what is said of the size changes", update(scalingConfig={"maxSize": 9}))
    s.ok("it did", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"scalingConfig": {"minSize": 0, "maxSize": 9, "desiredSize": 0}}})
    invalid = ("InvalidParameterException", 400)
    s.refused("the least is no more than there are", update(scalingConfig={"minSize": 3}), *invalid,
              "Minimum capacity 3 can't be greater than desired size 0")
    s.ok("how many may be missing is said one way", update(updateConfig={"maxUnavailablePercentage": 20}))
    s.ok("so the other is gone", lambda: eks.describe_nodegroup(**name),
         {"nodegroup": {"updateConfig": {"maxUnavailablePercentage": 20, "maxUnavailable": None}}})
    s.refused("nothing is no update", update(), *invalid)
    s.refused("a node group must be there", lambda: eks.update_nodegroup_config(clusterName=at, nodegroupName="none",
              scalingConfig={"maxSize": 2}), "ResourceNotFoundException", 404)
    again = {"scalingConfig": {"maxSize": 8}, "clientRequestToken": s.name("token")}
    first, second = update(**again)(), update(**again)()
    s.equal("a call made twice is one update", first["update"]["id"], second["update"]["id"])


@story
def eks_versions(s):
    eks, at = s.client("eks"), cluster(s)
    machine = template(s, InstanceType="g5.xlarge")
    of = {"id": machine["LaunchTemplateId"]}
    call = wanted(s, at, amiType="AL2023_x86_64_NVIDIA", launchTemplate=of)
    eks.create_nodegroup(**call)
    name = {"clusterName": at, "nodegroupName": call["nodegroupName"]}

    def update(**more):
        return lambda: eks.update_nodegroup_version(**name, **more)

    ec2 = s.client("ec2")
    ec2.create_launch_template_version(LaunchTemplateId=of["id"], SourceVersion="1", LaunchTemplateData={
        "InstanceType": "g6.xlarge"})
    s.ok("another version of the template", update(launchTemplate={**of, "version": "2"}),
         {"update": {"type": "VersionUpdate", "status": "InProgress"}})
    s.ok("is taken", lambda: eks.describe_nodegroup(**name), {"nodegroup": {"launchTemplate": {"version": "2"}}})
    invalid = ("InvalidParameterException", 400)
    other = template(s, InstanceType="g5.xlarge")
    s.refused("another template is not", update(launchTemplate={"id": other["LaunchTemplateId"]}), *invalid)
    s.refused("nor another release than those of the version", update(releaseVersion="1.20.1-20260101"), *invalid)
    s.refused("nor an older release", update(releaseVersion=f"{eks.describe_nodegroup(**name)['nodegroup']['version']}.1-20200101"),
              *invalid)
    s.ok("the newest images may be asked for", update())


@story
def eks_tags(s):
    eks, at = s.client("eks"), cluster(s)
    call = wanted(s, at, tags={"a": "1"})
    arn = eks.create_nodegroup(**call)["nodegroup"]["nodegroupArn"]
    s.ok("tags are put beside", lambda: eks.tag_resource(resourceArn=arn, tags={"b": "2"}))
    s.ok("they are there", lambda: eks.list_tags_for_resource(resourceArn=arn), {"tags": {"a": "1", "b": "2"}})
    s.ok("one is taken away", lambda: eks.untag_resource(resourceArn=arn, tagKeys=["a"]))
    s.ok("it is gone", lambda: eks.describe_nodegroup(clusterName=at, nodegroupName=call["nodegroupName"]),
         {"nodegroup": {"tags": {"b": "2"}}})
    s.refused("what is not there has none", lambda: eks.list_tags_for_resource(resourceArn=arn[:-1] + "-"), "NotFoundException", 404)


@steered
def eks_takes_time(s):
    """What no emulator does: states over a clock that a test turns, and bad ends."""
    eks = s.client("eks")
    s.control("POST", "clock", {"transition_seconds": 600})
    call = wanted(s, "research")
    name = {**RESEARCH, "nodegroupName": call["nodegroupName"]}

    def status(expected, **more):
        s.ok(f"it is {expected} ({len(s.seen)})", lambda: eks.describe_nodegroup(**name),
             {"nodegroup": {"status": expected, **more}})

    eks.create_nodegroup(**call)
    status("CREATING")
    s.refused("it cannot change yet", lambda: eks.update_nodegroup_config(**name, scalingConfig={"maxSize": 2}),
              "ResourceInUseException", 409, "Nodegroup cannot be updated as it is currently not in Active State")
    s.control("POST", "clock", {"advance_seconds": 599})
    status("CREATING")
    s.control("POST", "clock", {"advance_seconds": 1})
    status("ACTIVE")
    eks.update_nodegroup_config(**name, scalingConfig={"maxSize": 2})
    status("UPDATING", scalingConfig={"maxSize": 4})
    s.control("POST", "clock", {"advance_seconds": 600})
    status("ACTIVE", scalingConfig={"maxSize": 2})
    eks.delete_nodegroup(**name)
    status("DELETING")
    s.control("POST", "clock", {"advance_seconds": 600, "transition_seconds": 0})
    s.refused("it is gone", lambda: eks.describe_nodegroup(**name), "ResourceNotFoundException", 404)

    reason = {"code": "AsgInstanceLaunchFailures", "message": "Could not launch On-Demand Instances. InsufficientInstanceCapacity"}
    outcome = {"cloud": "aws", "service": "eks", "resource": call["nodegroupName"]}
    issue = {"health": {"issues": [{**reason, "resourceIds": [...]}]}}
    s.control("POST", "outcomes", {**outcome, "outcome": {"status": "CREATE_FAILED", **reason}})
    eks.create_nodegroup(**call)
    status("CREATE_FAILED", **issue)
    eks.delete_nodegroup(**name)
    eks.create_nodegroup(**call)
    status("ACTIVE", health={"issues": []})
    s.control("POST", "outcomes", {**outcome, "outcome": {"status": "DEGRADED", **reason}})
    status("DEGRADED", **issue)
    s.control("POST", "outcomes", {**outcome, "outcome": {"status": "Failed", "code": "NodeCreationFailure", "message": "no"}})
    update = eks.update_nodegroup_config(**name, scalingConfig={"maxSize": 3})["update"]["id"]
    s.ok("an update may fail", lambda: eks.describe_update(name="research", nodegroupName=call["nodegroupName"], updateId=update),
         {"update": {"status": "Failed", "errors": [{"errorCode": "NodeCreationFailure", "errorMessage": "no", "resourceIds": []}]}})
    s.control("POST", "outcomes", {**outcome, "outcome": {"status": "DELETE_FAILED", **reason}})
    eks.delete_nodegroup(**name)
    status("DELETE_FAILED", **issue)
    eks.delete_nodegroup(**name)

    far = template(s, InstanceType="g5.xlarge", NetworkInterfaces=[{"NetworkCardIndex": 0, "DeviceIndex": 0, "InterfaceType": "efa"}])
    sizes = {"minSize": 1, "maxSize": 1, "desiredSize": 1}
    pool = wanted(s, "research", launchTemplate={"id": far["LaunchTemplateId"]}, amiType="AL2023_x86_64_NVIDIA", scalingConfig=sizes)
    eks.create_nodegroup(**pool)
    name = {**RESEARCH, "nodegroupName": pool["nodegroupName"]}
    status("CREATE_FAILED", health={"issues": [{"code": "AsgInstanceLaunchFailures", "message": ..., "resourceIds": [...]}]})
    eks.delete_nodegroup(**name)

    old = {"name": "old", "region": "us-east-1", "version": "1.33"}
    s.control("POST", "fixtures", {"eks_clusters": [old]})
    pool = wanted(s, "old")
    eks.create_nodegroup(**pool)
    s.control("POST", "fixtures", {"eks_clusters": [{**old, "version": "1.34"}]})
    name = {"clusterName": "old", "nodegroupName": pool["nodegroupName"]}
    status("ACTIVE", version="1.33")
    s.ok("a node group follows its cluster", lambda: eks.update_nodegroup_version(**name, version="1.34"))
    status("ACTIVE", version="1.34")
    s.refused("and does not go back", lambda: eks.update_nodegroup_version(**name, version="1.33"),
              "InvalidParameterException", 400)
