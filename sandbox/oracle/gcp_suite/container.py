"""GKE's node pools and operations by google-cloud-container and by the client made from the discovery document."""

from google.cloud import container_v1 as gke
from google.cloud.container_v1.services.cluster_manager.transports.rest import ClusterManagerRestTransport
from google.protobuf import empty_pb2

from .harness import PROJECT, fresh, part
from .messages import Answers, discovered, generated, refused, table_differs

PLACE = f"projects/{PROJECT}/locations/us-central1"
CLUSTER = f"{PLACE}/clusters/research"
POOL = r"/v1/projects/[^/]+/locations/[^/]+/clusters/[^/]+/nodePools/[^/:]+"
PARENT = r"/v1/projects/[^/]+/locations/[^/]+"
NO_RETRY = {"retry": None, "timeout": 10}


class Gke:
    """Both clients of one sandbox."""

    def __init__(self, clients):
        operation = gke.Operation.pb()
        self.answers = Answers(
            [
                (f"GET {POOL}", gke.NodePool.pb()),
                (f"(PUT|DELETE) {POOL}", operation),
                (f"POST {POOL}:set(Size|Autoscaling|Management)", operation),
                (f"GET {PARENT}/clusters/[^/]+/nodePools", gke.ListNodePoolsResponse.pb()),
                (f"POST {PARENT}/clusters/[^/]+/nodePools", operation),
                (f"GET {PARENT}/clusters/[^/]+", gke.Cluster.pb()),
                (f"GET {PARENT}/clusters", gke.ListClustersResponse.pb()),
                (f"GET {PARENT}/operations/[^/]+", operation),
                (f"POST {PARENT}/operations/[^/]+:cancel", empty_pb2.Empty),
                (f"GET {PARENT}/operations", gke.ListOperationsResponse.pb()),
            ]
        )
        self.client = generated(clients.rest, self.answers, gke.ClusterManagerClient, ClusterManagerRestTransport)
        locations = discovered(clients.rest, "container", "v1").projects().locations()
        self.operations = locations.operations()
        self.pools = locations.clusters().nodePools()

    def create(self, pool, cluster=CLUSTER):
        return self.client.create_node_pool(parent=cluster, node_pool=pool, **NO_RETRY)

    def get(self, name):
        return self.client.get_node_pool(name=f"{CLUSTER}/nodePools/{name}", **NO_RETRY)

    def update(self, name, **fields):
        request = gke.UpdateNodePoolRequest(name=f"{CLUSTER}/nodePools/{name}", **fields)
        return self.client.update_node_pool(request, **NO_RETRY)

    def delete(self, name):
        return self.client.delete_node_pool(name=f"{CLUSTER}/nodePools/{name}", **NO_RETRY)

    def operation(self, operation, place=PLACE):
        return self.client.get_operation(name=f"{place}/operations/{operation.name}", **NO_RETRY)


def gpu_pool(name, **config):
    """A pool of machines with an L4 each."""
    config = {
        "machine_type": "g2-standard-4",
        "accelerators": [gke.AcceleratorConfig(accelerator_type="nvidia-l4", accelerator_count=1)],
        **config,
    }
    return gke.NodePool(name=name, initial_node_count=1, config=gke.NodeConfig(**config))


def container_life(report, clients):
    """A node pool's life by google-cloud-container."""
    api, name = Gke(clients), fresh("gpu")
    taint = gke.NodeTaint(key="team", value="a", effect=gke.NodeTaint.Effect.NO_EXECUTE)
    pool = gpu_pool(name, spot=True, taints=[taint], labels={"team": "a"})
    pool.autoscaling = gke.NodePoolAutoscaling(enabled=True, total_min_node_count=0, total_max_node_count=4)
    begun = api.create(pool)
    report.check(
        "container: creating takes an operation",
        (begun.operation_type.name, begun.status.name, begun.target_link.endswith(f"/nodePools/{name}")),
        ("CREATE_NODE_POOL", "RUNNING", True),
    )
    report.check("container: which is done by the next look", api.operation(begun).status.name, "DONE")
    seen = api.get(name)
    report.check(
        "container: what was asked for",
        (seen.status.name, seen.config.spot, dict(seen.config.labels), seen.autoscaling.total_max_node_count),
        ("RUNNING", True, {"team": "a"}, 4),
    )
    report.check(
        "container: what GKE fills in",
        (
            seen.config.disk_size_gb,
            seen.config.image_type,
            seen.config.boot_disk.disk_type,
            seen.upgrade_settings.max_surge,
            seen.management.auto_repair,
            len(seen.config.oauth_scopes),
            seen.config.accelerators[0].gpu_driver_installation_config.gpu_driver_version.name,
            seen.autoscaling.location_policy.name,
        ),
        (100, "COS_CONTAINERD", "pd-balanced", 1, True, 6, "DEFAULT", "BALANCED"),
    )
    report.check(
        "container: the taint of GPU nodes",
        [(taint.key, taint.effect.name) for taint in seen.config.taints],
        [("team", "NO_EXECUTE"), ("nvidia.com/gpu", "NO_SCHEDULE")],
    )
    zones = [url.split("/zones/")[1].split("/")[0] for url in seen.instance_group_urls]
    report.check("container: a group of machines in each zone", zones, list(seen.locations))

    labels = gke.NodeLabels(labels={"team": "b"})
    updated = api.update(name, labels=labels, taints=gke.NodeTaints(taints=[]), etag=seen.etag)
    now = api.get(name)
    report.check(
        "container: an update",
        (updated.operation_type.name, dict(now.config.labels), [taint.key for taint in now.config.taints]),
        ("UPDATE_CLUSTER", {"team": "b"}, ["nvidia.com/gpu"]),
    )
    report.check("container: an update changes the etag", now.etag != seen.etag, True)
    report.check(
        "container: an old etag is refused",
        refused(lambda: api.update(name, labels=labels, etag=seen.etag)),
        part((409, "Etag mismatch")),
    )
    driver = gke.GPUDriverInstallationConfig(gpu_driver_version=gke.GPUDriverInstallationConfig.GPUDriverVersion.LATEST)
    gpu = gke.AcceleratorConfig(
        accelerator_type="nvidia-l4", accelerator_count=1, gpu_driver_installation_config=driver
    )
    report.check(
        "container: a driver is updated in place",
        (api.update(name, accelerators=[gpu]).operation_type.name, api.get(name).config.accelerators[0] == gpu),
        ("UPGRADE_NODES", True),
    )
    gpu.accelerator_count = 2
    report.check(
        "container: how many GPUs is not",
        refused(lambda: api.update(name, accelerators=[gpu])),
        part((400, "cannot be updated")),
    )
    path = f"{CLUSTER}/nodePools/{name}"
    client = api.client
    client.set_node_pool_size({"name": path, "node_count": 0}, **NO_RETRY)
    report.check("container: zero is a size", api.get(name).initial_node_count, 0)
    client.set_node_pool_autoscaling({"name": path, "autoscaling": {"enabled": False}}, **NO_RETRY)
    report.check("container: no autoscaling", api.get(name).autoscaling, gke.NodePoolAutoscaling())
    client.set_node_pool_management({"name": path, "management": {"auto_repair": True}}, **NO_RETRY)
    report.check("container: management", api.get(name).management.auto_upgrade, False)

    listed = client.list_node_pools(parent=CLUSTER, **NO_RETRY)
    report.check("container: a list", name in [pool.name for pool in listed.node_pools], True)
    cluster = client.get_cluster(name=CLUSTER, **NO_RETRY)
    report.check("container: the cluster has it", name in [pool.name for pool in cluster.node_pools], True)
    report.check("container: twice", refused(lambda: api.create(gpu_pool(name))), part((409, "Already exists: ")))
    gone = api.delete(name)
    report.check("container: deleting takes an operation", gone.operation_type.name, "DELETE_NODE_POOL")
    report.check(
        "container: deleted",
        refused(lambda: api.get(name)),
        (404, f"GET {clients.rest}/v1/{path}?%24alt=json%3Benum-encoding%3Dint: Not found: {path}."),
    )
    names = [operation.name for operation in client.list_operations(parent=PLACE, **NO_RETRY).operations]
    report.check("container: operations are kept", begun.name in names and gone.name in names, True)
    report.check(f"container: {api.answers.bodies} answers fit the types", api.answers.problems, [])


def container_operations(report, clients):
    """What takes time takes it by the clock, one operation a cluster at a time."""
    api, name = Gke(clients), fresh("gpu")
    clients.control_api("POST", "clock", {"transition_seconds": 100})
    try:
        begun = api.create(gpu_pool(name))
        report.check(
            "operations: at first",
            (begun.status.name, api.get(name).status.name),
            ("PENDING", "PROVISIONING"),
        )
        report.check(
            "operations: one at a time",
            refused(lambda: api.create(gpu_pool(fresh("gpu")))),
            part((400, f"Cluster is running incompatible operation {begun.name}.")),
        )
        clients.control_api("POST", "clock", {"advance_seconds": 50})
        report.check("operations: half-way", api.operation(begun).status.name, "RUNNING")
        clients.control_api("POST", "clock", {"advance_seconds": 50})
        done = api.operation(begun)
        report.check(
            "operations: at last",
            (done.status.name, bool(done.end_time), api.get(name).status.name),
            ("DONE", True, "RUNNING"),
        )
        update = api.update(name, labels=gke.NodeLabels(labels={"a": "b"}))
        report.check("operations: a pool that changes", api.get(name).status.name, "RECONCILING")
        api.client.cancel_operation(name=f"{PLACE}/operations/{update.name}", **NO_RETRY)
        report.check("operations: cancelled", api.operation(update).status.name, "ABORTING")
        clients.control_api("POST", "clock", {"advance_seconds": 100})
        ended = api.operation(update)
        report.check(
            "operations: taken back",
            (ended.status.name, ended.error.code, dict(api.get(name).config.labels)),
            ("DONE", 1, {}),
        )
        api.delete(name)
        report.check("operations: a pool that goes", api.get(name).status.name, "STOPPING")
        clients.control_api("POST", "clock", {"advance_seconds": 100})
    finally:
        clients.control_api("POST", "clock", {"transition_seconds": 0})

    message = "Instance creation failed: the zone does not have enough resources available."
    outcome = {"status": "ERROR", "code": "GCE_STOCKOUT", "message": message}
    clients.control_api(
        "POST", "outcomes", {"cloud": "gcp", "service": "container", "resource": name, "outcome": outcome}
    )
    failed = api.operation(api.create(gpu_pool(name)))
    pool = api.get(name)
    report.check(
        "operations: one that ends badly",
        (failed.status.name, failed.error.code, failed.error.message),
        ("DONE", 8, message),
    )
    report.check(
        "operations: its pool",
        (pool.status.name, pool.conditions[0].code.name, pool.conditions[0].canonical_code, pool.conditions[0].message),
        ("ERROR", "GCE_STOCKOUT", 8, message),
    )
    api.delete(name)
    here = f"projects/{PROJECT}/locations/europe-west4-a"
    clients.control_api(
        "POST",
        "fixtures",
        {"gke_clusters": [{"project": PROJECT, "location": "europe-west4-a", "name": "lab"}]},
    )
    begun = api.create(gpu_pool(name), f"{here}/clusters/lab")
    report.check(
        "operations: in a zone",
        (begun.zone, begun.self_link.split("/zones/")[1].split("/")[0], api.operation(begun, here).status.name),
        ("europe-west4-a", "europe-west4-a", "DONE"),
    )
    clusters = api.client.list_clusters(parent=f"projects/{PROJECT}/locations/-", **NO_RETRY).clusters
    report.check("operations: a cluster of a fixture", [cluster.name for cluster in clusters], ["lab"])
    report.check(f"operations: {api.answers.bodies} answers fit the types", api.answers.problems, [])


def container_discovered(report, clients):
    """Node pools by the client made from the discovery document: enums by name, and what it refuses."""
    api, name = Gke(clients), fresh("gpu")
    accelerators = [{"acceleratorType": "nvidia-l4", "acceleratorCount": "1"}]
    config = {"machineType": "g2-standard-4", "accelerators": accelerators, "flexStart": True}
    pool = {"name": name, "initialNodeCount": 0, "management": {"autoUpgrade": True}, "config": config}

    def create(pool, cluster=CLUSTER):
        return api.pools.create(parent=cluster, body={"nodePool": pool}).execute()

    begun = create(pool)
    report.check(
        "container discovery: an operation",
        (begun["operationType"], begun["status"]),
        ("CREATE_NODE_POOL", "RUNNING"),
    )
    done = api.operations.get(name=f"{PLACE}/operations/{begun['name']}").execute()
    report.check("container discovery: done", done["status"], "DONE")
    path = f"{CLUSTER}/nodePools/{name}"
    seen = api.pools.get(name=path).execute()
    api.answers.parse(f"GET /v1/{path}", 200, seen)
    report.check(
        "container discovery: enums and numbers",
        (
            seen["status"],
            seen["config"]["accelerators"][0]["acceleratorCount"],
            seen["config"]["bootDisk"]["sizeGb"],
            "initialNodeCount" in seen,
        ),
        ("RUNNING", "1", "100", False),
    )

    def gpu(**fields):
        return {"name": fresh("gpu"), "config": {**config, "flexStart": False, **fields}}

    none = {"consumeReservationType": "NO_RESERVATION"}
    for wanted, told in [
        ({**pool, "name": "Gpu"}, "node_pool.name"),
        ({**pool, "nodes": 3}, "Unknown name \"nodes\" at 'node_pool': Cannot find field."),
        (gpu(disk=1), "Unknown name \"disk\" at 'node_pool.config': Cannot find field."),
        (gpu(diskSizeGb="big"), "Invalid value at 'node_pool.config.disk_size_gb' (TYPE_INT32), \"big\""),
        (
            gpu(taints=[{"key": "a", "effect": "NO"}]),
            "Invalid value at 'node_pool.config.taints[0].effect' "
            '(type.googleapis.com/google.container.v1.NodeTaint.Effect), "NO"',
        ),
        (gpu(machineType="e2-medium"), "Cannot use default machine type (e2-medium) with GPUs"),
        (gpu(machineType="n1-standard-4"), "Machine type n1-standard-4 cannot have 1"),
        ({**gpu(), "locations": ["us-east1-b"]}, "not a zone of the cluster's region"),
        ({**gpu(), "queuedProvisioning": {"enabled": True}}, "reservation affinity to be set to none"),
        ({**gpu(reservationAffinity=none), "queuedProvisioning": {"enabled": True}}, "autoscaling"),
        ({**gpu(), "autoscaling": {"enabled": True}}, "cannot be both set to zero"),
        (
            {**gpu(), "autoscaling": {"enabled": True, "maxNodeCount": 1, "totalMaxNodeCount": 1}},
            "mutually exclusive",
        ),
        ({**gpu(flexStart=True), "management": {"autoRepair": True}}, "auto_repair"),
    ]:
        report.check(f"container discovery: refused: {told[:60]}", refused(lambda: create(wanted)), part((400, told)))
    some = api.pools.get(name=path, fields="name,config/accelerators/acceleratorType").execute()
    report.check(
        "container discovery: some fields",
        some,
        {"name": name, "config": {"accelerators": [{"acceleratorType": "nvidia-l4"}]}},
    )
    unknown = clients.session.get(f"{clients.rest}/v1/{path}?mask=name").json()["error"]
    report.check(
        "container discovery: an unknown parameter",
        (unknown["code"], "Cannot bind query parameter" in unknown["message"]),
        (400, True),
    )
    missing = f"projects/{PROJECT}/zones/us-central1-a/clusters/none"
    report.check(
        "container discovery: no cluster",
        refused(lambda: create(gpu(), f"projects/{PROJECT}/locations/us-central1-a/clusters/none")),
        (404, f"Not found: {missing}."),
    )
    answer = clients.session.get(f"{clients.rest}/v1/{CLUSTER}/nodePools/none")
    error = answer.json()["error"]
    report.check(
        "container discovery: an error's body",
        (answer.status_code, error["code"], error["status"], error["errors"]),
        (
            404,
            404,
            "NOT_FOUND",
            [{"message": error["message"], "domain": "global", "reason": "notFound"}],
        ),
    )
    report.check("container discovery: answers fit the types", api.answers.problems, [])


def container_faults(report, clients):
    """Faults and the log of calls, by the names that the API has for its calls."""
    api, name = Gke(clients), fresh("gpu")
    clients.control_api("DELETE", "faults")
    rule = {"cloud": "gcp", "service": "container", "operation": "CreateNodePool", "resource": name}
    for status in [403, 429, 503]:
        clients.control_api("POST", "faults", {**rule, "fault": {"status": status}})
        report.check(f"container faults: {status}", refused(lambda: api.create(gpu_pool(name)))[0], status)
    clients.control_api("DELETE", "calls")
    api.operation(api.create(gpu_pool(name)))
    api.delete(name)
    calls = [
        (call["service"], call["operation"], call["resource"], call["status"])
        for call in clients.control_api("GET", "calls")
    ]
    report.check(
        "container faults: the log",
        calls,
        [("container", operation, name, 200) for operation in ["CreateNodePool", "GetOperation", "DeleteNodePool"]],
    )


def container_table(report, _):
    """The sandbox's table of messages is that of the protobuf types."""
    messages = [
        gke.CreateNodePoolRequest,
        gke.UpdateNodePoolRequest,
        gke.SetNodePoolSizeRequest,
        gke.SetNodePoolAutoscalingRequest,
        gke.SetNodePoolManagementRequest,
        gke.CancelOperationRequest,
        gke.ListOperationsResponse,
        gke.ListClustersResponse,
        gke.ListNodePoolsResponse,
    ]
    descriptors = [message.pb().DESCRIPTOR for message in messages]
    report.check("container: the table of messages", table_differs("container", "google.container.v1", descriptors), [])
