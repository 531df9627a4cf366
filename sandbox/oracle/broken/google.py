"""Google Cloud: good requests of gRPC and REST by Google's types, and what can be wrong with them."""

import base64
import functools
import json

from google.cloud import _storage_v2 as storage
from google.protobuf import field_mask_pb2

NODES = "/v1/projects/p/locations/us-east1/clusters/c/nodePools"
POOL = {
    "nodePool": {
        "name": "gpus", "initialNodeCount": 1,
        "config": {
            "machineType": "a3-highgpu-8g", "labels": {"team": "one"},
            "accelerators": [{"acceleratorCount": "8", "acceleratorType": "nvidia-h100-80gb",
                              "gpuSharingConfig": {"gpuSharingStrategy": "TIME_SHARING"}}],
        },
        "upgradeSettings": {"strategy": 3, "maxSurge": 1},
    }
}
BUDGET = {
    "displayName": "one", "amount": {"specifiedAmount": {"currencyCode": "USD", "units": "100"}},
    "thresholdRules": [{"thresholdPercent": 0.5, "spendBasis": "CURRENT_SPEND"}],
    "budgetFilter": {"calendarPeriod": "MONTH", "labels": {"team": ["one"]}},
}


def grpc(method, message, routing):
    headers = {"authorization": "Bearer t", "content-type": "application/grpc", "x-goog-request-params": routing}
    return kept("storage", method, "POST", f"/google.storage.v2.Storage/{method}", message, headers)


def rest(service, operation, method, path, body=None):
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"authorization": "Bearer t", "content-type": "application/json"}
    return kept(service, operation, method, path, data, headers)


def kept(service, operation, method, path, data, headers):
    return {
        "n": 1, "cloud": "gcp", "service": service, "operation": operation, "method": method, "path": path,
        "headers": headers, "body_base64": base64.b64encode(data).decode(),
    }


def create(extra=b"", routing="project=projects%2Fp", **bucket):
    bucket = storage.Bucket(project="projects/p", location="US", **bucket)
    message = storage.CreateBucketRequest(parent="projects/_", bucket_id="b", bucket=bucket)
    return grpc("CreateBucket", storage.CreateBucketRequest.serialize(message) + extra, routing)


def update(*paths, routing="bucket=projects%2F_%2Fbuckets%2Fb"):
    bucket = storage.Bucket(name="projects/_/buckets/b", labels={"team": "one"})
    message = storage.UpdateBucketRequest(bucket=bucket, update_mask=field_mask_pb2.FieldMask(paths=paths))
    return grpc("UpdateBucket", storage.UpdateBucketRequest.serialize(message), routing)


def pool(change=lambda _: None, query=""):
    body = json.loads(json.dumps(POOL))
    change(body)
    return rest("container", "CreateNodePool", "POST", NODES + query, body)


def budget(change=lambda _: None, path="/v1/billingAccounts/012345-678901-ABCDEF/budgets"):
    body = json.loads(json.dumps(BUDGET))
    change(body)
    return rest("billing", "CreateBudget", "POST", path, body)


def token(form="access_token=t", kind="application/x-www-form-urlencoded"):
    return kept("oauth2", "TokenInfo", "POST", "/tokeninfo", form.encode(), {"content-type": kind})


def put(*path_and_value):
    """A change of a body: the value at the end of the path."""
    *path, last, value = path_and_value

    def change(body):
        for name in path:
            body = body[name]
        body[last] = value

    return change


def without(request, header):
    return request | {"headers": {name: value for name, value in request["headers"].items() if name != header}}


def cases():
    for name, make, wanted in TABLE:
        yield name, make, wanted, {}


POOLED, BUDGETED = functools.partial(put, "nodePool"), put
FIRST = ("config", "accelerators", 0)

TABLE = [
    ("gRPC: create passes", create, None),
    ("gRPC: update passes", lambda: update("labels", "labels.team", "versioning.enabled"), None),
    ("gRPC: an unknown field", lambda: create(b"\xc2\x3e\x01x"), "unknown fields [1000]"),
    # Field 100 of type string within field 2, the bucket, which is merged with the first.
    ("gRPC: an unknown field inside", lambda: create(b"\x12\x04\xa2\x06\x01x"), "CreateBucketRequest.bucket: unknown"),
    ("gRPC: half a message", lambda: create(b"\x12\x04"), "no CreateBucketRequest"),
    ("gRPC: no routing", lambda: create(routing=""), "where Google's client sends"),
    ("gRPC: another routing", lambda: update("labels", routing="bucket=b"), "where Google's client sends"),
    ("gRPC: another method", lambda: create() | {"path": "/google.storage.v2.Storage/MakeBucket"}, "no such method"),
    ("gRPC: another service", lambda: create() | {"path": "/google.storage.v1.Storage/CreateBucket"}, "sends"),
    ("gRPC: no token", lambda: without(create(), "authorization"), "no bearer token"),
    ("gRPC: a mask of nothing there", lambda: update("label"), "no field 'label'"),
    ("gRPC: a mask of nothing inside", lambda: update("versioning.on"), "no field 'versioning.on'"),
    ("REST: a node pool passes", pool, None),
    ("REST: an enum by number", lambda: pool(POOLED("upgradeSettings", "strategy", 2)), None),
    ("REST: enums as numbers", lambda: pool(query="?$alt=json%3Benum-encoding%3Dint"), None),
    ("REST: an unknown field", lambda: pool(POOLED("colour", "red")), 'no field named "colour"'),
    ("REST: an unknown field inside", lambda: pool(POOLED(*FIRST, "kind", "x")), 'no field named "kind"'),
    ("REST: a wrong enum", lambda: pool(POOLED("upgradeSettings", "strategy", "FAST")), "strategy"),
    ("REST: a wrong enum's number", lambda: pool(POOLED("upgradeSettings", "strategy", 77)), "has no 77"),
    ("REST: a wrong type", lambda: pool(POOLED("initialNodeCount", "many")), "initialNodeCount"),
    ("REST: a list for a map", lambda: pool(POOLED("config", "labels", ["a"])), "labels"),
    ("REST: an unknown parameter", lambda: pool(query="?dryRun=true"), "query dryRun"),
    ("REST: a wrong encoding", lambda: pool(query="?$alt=xml"), "query $alt"),
    ("REST: another path", lambda: pool() | {"path": NODES.replace("clusters", "cluster")}, "has no method POST"),
    ("REST: another method", lambda: pool() | {"method": "PATCH"}, "has no method PATCH"),
    ("REST: no JSON", lambda: pool() | {"body_base64": "e30="[:2] + "=="}, "no JSON"),
    ("REST: a form", lambda: without(pool(), "content-type"), "no JSON but"),
    ("REST: a budget passes", budget, None),
    ("REST: a field newer than the types passes", lambda: budget(put("spendCap", {})), None),
    ("REST: a newer field is checked too", lambda: budget(put("spendCap", {"colour": 1})), "has no 'colour'"),
    ("REST: a wrong basis", lambda: budget(put("thresholdRules", 0, "spendBasis", "MY_SPEND")), "spendBasis"),
    ("REST: a label without a list", lambda: budget(put("budgetFilter", "labels", {"team": "one"})), "labels"),
    ("REST: no billing account", lambda: budget(path="/v1/billingAccounts/budgets"), "has no method"),
    ("REST: a required parameter", lambda: rest("storage", "ListBuckets", "GET", "/storage/v1/b"), "missing: ['project']"),
    ("REST: a body where none is", lambda: rest("storage", "GetBucket", "GET", "/storage/v1/b/x", {"a": 1}), "has none"),
    ("REST: an enum of a query", lambda: rest("storage", "GetBucket", "GET", "/storage/v1/b/x?projection=all"), "projection"),
    ("REST: a bucket passes", lambda: rest("storage", "PatchBucket", "PATCH", "/storage/v1/b/x", {
        "versioning": {"enabled": True}, "labels": {"team": None}}), None),
    ("REST: a bucket's unknown field", lambda: rest("storage", "PatchBucket", "PATCH", "/storage/v1/b/x", {
        "versioning": {"on": True}}), "has no 'on'"),
    ("REST: a token passes", token, None),
    ("REST: a token by another name", lambda: token("token=t"), "query token"),
    ("REST: a token in JSON", lambda: token(kind="application/json"), "no form"),
    ("an unknown service", lambda: rest("weather", "Get", "GET", "/v1/sun"), "no discovery document"),
    ("what no service wanted", lambda: rest("", "", "GET", "/") | {"cloud": ""}, "no service of the sandbox wanted it"),
]
