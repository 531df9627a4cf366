"""Drives the sandbox with Google's own clients and holds its answers to those of the real service.

Three clients that know nothing of the sandbox, and nothing of one another:

- google-cloud-storage, the hand-made client of the JSON API;
- google-api-python-client, which is made from the API's discovery document; the document's schema also checks every
  JSON body that any client gets, field by field;
- the generated gRPC client of google.storage.v2 that google-cloud-storage carries, and protobuf's own parser.

    python gcp.py                                     starts `$PALISADE sandbox` (or target/debug/palisade) and stops it
    python gcp.py --rest http://... --grpc http://... drives one that runs

One line a check, and a closing line of counts; the exit code tells whether all held.
Pins: google-cloud-storage 3.17.1, google-cloud-storage-control 1.17.0, google-api-python-client 2.202.0.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import uuid

import grpc
import requests
from google.api_core import exceptions, retry
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import _storage_v2 as v2
from google.cloud import storage, storage_control_v2
from google.cloud._storage_v2.services.storage.transports import StorageGrpcTransport
from google.cloud.storage_control_v2.services.storage_control.transports import StorageControlGrpcTransport
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.oauth2.credentials import Credentials
from google.protobuf import duration_pb2, field_mask_pb2
from google.rpc import error_details_pb2, status_pb2
from googleapiclient import discovery, errors
from googleapiclient.http import build_http, set_user_agent
from google_auth_httplib2 import AuthorizedHttp

PROJECT = "oracle-project"
DAY = 86400


class Report:
    """Counts checks and prints a line for each."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, seen, wanted):
        """`wanted` is a value, or a function that tells whether what was seen will do."""
        held = wanted(seen) if callable(wanted) and not isinstance(wanted, type) else seen == wanted
        if held:
            self.passed += 1
            print(f"ok    {name}")
        else:
            self.failed += 1
            told = wanted.__doc__ if callable(wanted) and not isinstance(wanted, type) else repr(wanted)
            print(f"FAIL  {name}\n      seen   {seen!r}\n      wanted {told}")


class Schema:
    """Checks JSON bodies against the schemas of the discovery document."""

    FORMATS = {
        "int64": lambda text: -(2**63) <= int(text) < 2**63,
        "uint64": lambda text: 0 <= int(text) < 2**64,
        "date": datetime.date.fromisoformat,
        "date-time": lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")),
    }
    TYPES = {"string": str, "boolean": bool, "integer": int, "object": dict, "array": list, "number": (int, float)}
    KINDS = {
        "storage#bucket": "Bucket", "storage#buckets": "Buckets", "storage#object": "Object",
        "storage#objects": "Objects", "storage#policy": "Policy",
        "storage#testIamPermissionsResponse": "TestIamPermissionsResponse",
    }

    def __init__(self):
        folder = pathlib.Path(discovery.__file__).parent / "discovery_cache" / "documents"
        self.schemas = json.loads((folder / "storage.v1.json").read_text())["schemas"]
        self.problems = []
        self.bodies = 0

    def look(self, response, **_):
        """Hook of requests: each JSON answer of the storage API with a kind is held to its schema."""
        if not response.headers.get("content-type", "").startswith("application/json"):
            return
        body = response.json()
        if "kind" in body:
            self.bodies += 1
            self.walk(body, self.schemas[self.KINDS[body["kind"]]], body["kind"])
        elif "error" in body and isinstance(body["error"], dict) and "errors" in body["error"]:
            self.bodies += 1
            error = body["error"]
            if error["code"] != response.status_code or error["message"] != error["errors"][0]["message"]:
                self.problems.append(f"error body: {body}")

    def walk(self, value, schema, path):
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        kind = schema.get("type", "any")
        if kind == "any":
            return
        if not isinstance(value, self.TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
            self.problems.append(f"{path}: {value!r} is no {kind}")
        elif kind == "object":
            for key, inner in value.items():
                known = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
                if known is None:
                    self.problems.append(f"{path}.{key} is unknown")
                else:
                    self.walk(inner, known, f"{path}.{key}")
        elif kind == "array":
            for inner in value:
                self.walk(inner, schema["items"], f"{path}[]")
        elif "enum" in schema and value not in schema["enum"]:
            self.problems.append(f"{path}: {value!r} is none of {schema['enum']}")
        elif schema.get("format") in self.FORMATS:
            try:
                if self.FORMATS[schema["format"]](value) is False:
                    raise ValueError
            except ValueError:
                self.problems.append(f"{path}: {value!r} is no {schema['format']}")


class Clients:
    """All clients of one sandbox."""

    def __init__(self, rest, grpc_url):
        self.rest = rest
        self.schema = Schema()
        self.session = requests.Session()
        self.session.headers["authorization"] = "Bearer oracle"
        self.session.hooks["response"].append(self.schema.look)
        self.storage = storage.Client(
            project=PROJECT, credentials=AnonymousCredentials(), _http=self.session,
            client_options=ClientOptions(api_endpoint=rest),
        )
        http = AuthorizedHttp(Credentials("oracle"), http=set_user_agent(build_http(), "oracle"))
        self.discovered = discovery.build(
            "storage", "v1", http=http, static_discovery=True, client_options={"api_endpoint": f"{rest}/storage/v1/"},
        )
        self.channel = grpc.insecure_channel(grpc_url.removeprefix("http://"))
        self.grpc = v2.StorageClient(transport=StorageGrpcTransport(channel=self.channel))
        self.control = storage_control_v2.StorageControlClient(
            transport=StorageControlGrpcTransport(channel=self.channel)
        )

    def call(self, method, request, **options):
        """A gRPC call without retries, so that one refusal is one answer."""
        options = {"retry": None, "timeout": 10, "metadata": [("authorization", "Bearer oracle")], **options}
        return method(request=request, **options)

    def refused(self, method, request, **options):
        """The code and the message that a gRPC call is refused with."""
        try:
            return ("OK", self.call(method, request, **options))
        except exceptions.GoogleAPICallError as error:
            return (error.grpc_status_code.name if error.grpc_status_code else "?", error.message)

    def create(self, name, project=PROJECT, **bucket):
        message = v2.Bucket(project=f"projects/{project}", **bucket)
        return v2.CreateBucketRequest(parent="projects/_", bucket_id=name, bucket=message)

    def raw(self, method, path, body=None, **options):
        """A REST call by hand: the status, the reason and the message."""
        response = self.session.request(method, f"{self.rest}{path}", json=body, timeout=10, **options)
        if response.status_code < 400:
            return (response.status_code, "", response.json() if response.content else None)
        error = response.json()["error"]
        return (response.status_code, error["errors"][0]["reason"], error["message"])

    def control_api(self, method, page, body=None):
        return requests.request(method, f"{self.rest}/_sandbox/{page}", json=body, timeout=10).json()


def path_of(name):
    return f"projects/_/buckets/{name}"


def fresh(prefix="oracle"):
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def part(text):
    """A predicate: the answer's last member has this text in it, the others are equal."""
    *firsts, message = text

    def fits(seen):
        return list(seen[:-1]) == firsts and message in str(seen[-1])

    fits.__doc__ = repr(text)
    return fits


def rest_life(report, clients):
    """A bucket's life by google-cloud-storage."""
    name = fresh()
    bucket = clients.storage.bucket(name)
    bucket.storage_class = "NEARLINE"
    bucket.labels = {"team": "data"}
    bucket.create(location="us-east1")
    report.check("rest: location is upper case", (bucket.location, bucket.location_type), ("US-EAST1", "region"))
    report.check("rest: defaults of a new bucket", (
        bucket.metageneration, bucket.etag, bucket.storage_class, bucket.rpo, bucket.versioning_enabled,
        bucket.iam_configuration.public_access_prevention,
        bucket.iam_configuration.uniform_bucket_level_access_enabled,
        bucket.soft_delete_policy.retention_duration_seconds,
    ), (1, "CAE=", "NEARLINE", None, False, "inherited", False, 7 * DAY))
    report.check("rest: the bucket exists", clients.storage.bucket(name).exists(), True)
    report.check("rest: no other bucket exists", clients.storage.bucket(fresh()).exists(), False)
    created = bucket.time_created
    report.check("rest: created now", abs(datetime.datetime.now(datetime.UTC) - created).total_seconds() < 60, True)

    bucket.labels = {"team": "data", "env": "test"}
    bucket.versioning_enabled = True
    bucket.requester_pays = True
    bucket.default_event_based_hold = True
    bucket.cors = [{"origin": ["*"], "method": ["GET"], "responseHeader": ["x-a"], "maxAgeSeconds": 60}]
    bucket.add_lifecycle_delete_rule(age=0, matches_prefix=["tmp/"])
    bucket.add_lifecycle_set_storage_class_rule("COLDLINE", age=30, matches_suffix=[".log"])
    bucket.add_lifecycle_abort_incomplete_multipart_upload_rule(age=7)
    bucket.retention_period = 100
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.iam_configuration.public_access_prevention = "enforced"
    bucket.soft_delete_policy.retention_duration_seconds = 0
    bucket.default_kms_key_name = "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k"
    bucket.encryption.google_managed_encryption_enforcement_config = storage.bucket.EncryptionEnforcementConfig(
        restriction_mode="FullyRestricted")
    bucket.configure_website("index.html", "404.html")
    bucket.patch()
    seen = clients.storage.get_bucket(name)
    report.check("rest: metageneration grows", (seen.metageneration, seen.etag), (2, "CAI="))
    report.check("rest: what was patched", (
        seen.labels, seen.versioning_enabled, seen.requester_pays, seen.default_event_based_hold,
        seen.cors[0]["maxAgeSeconds"], len(list(seen.lifecycle_rules)), seen.retention_period,
        seen.iam_configuration.uniform_bucket_level_access_enabled, seen.iam_configuration.public_access_prevention,
        seen.soft_delete_policy.retention_duration_seconds, seen.default_kms_key_name,
        seen.encryption.google_managed_encryption_enforcement_config.restriction_mode,
    ), (
        {"team": "data", "env": "test"}, True, True, True, 60, 3, 100, True, "enforced", 0,
        "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k", "FullyRestricted",
    ))
    rules = list(seen.lifecycle_rules)
    report.check("rest: an age of 0 is kept", rules[0]["condition"]["age"], 0)
    locked = seen.iam_configuration.uniform_bucket_level_access_locked_time
    report.check("rest: uniform access locks in 90 days", (locked - datetime.datetime.now(datetime.UTC)).days, 89)

    seen.labels = {}
    seen.clear_lifecycle_rules() if hasattr(seen, "clear_lifecycle_rules") else seen.clear_lifecyle_rules()
    seen.cors = []
    seen.retention_period = None
    seen.default_kms_key_name = None
    seen.patch()
    seen = clients.storage.get_bucket(name)
    report.check("rest: what was cleared", (
        seen.labels, list(seen.lifecycle_rules), seen.cors, seen.retention_period, seen.default_kms_key_name,
    ), ({}, [], [], None, None))
    seen.reload(if_metageneration_match=3)
    report.check("rest: precondition holds", seen.metageneration, 3)
    for call, wanted in [
        (lambda: seen.reload(if_metageneration_match=9), exceptions.PreconditionFailed),
        (lambda: seen.reload(if_metageneration_not_match=3), exceptions.NotModified),
        (lambda: seen.patch(if_metageneration_match=9), exceptions.PreconditionFailed),
        (lambda: seen.create(location="us-east1"), exceptions.Conflict),
        (lambda: clients.storage.get_bucket(fresh()), exceptions.NotFound),
    ]:
        report.check(f"rest: {wanted.__name__}", type(attempt(call)), wanted)
    empty = clients.raw("PATCH", f"/storage/v1/b/{name}", {})[2]
    report.check("rest: a patch of nothing changes nothing", (empty["metageneration"], empty["kind"]), ("3", "storage#bucket"))
    seen.delete()
    report.check("rest: deleted", clients.storage.bucket(name).exists(), False)


def attempt(call):
    try:
        return call()
    except exceptions.GoogleAPICallError as error:
        return error


def rest_objects(report, clients):
    """Objects, versions, soft deletion, holds and retention by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.versioning_enabled = True
    bucket.create(location="US")
    report.check("rest: a multi-region has a recovery point", (bucket.location_type, bucket.rpo), ("multi-region", "DEFAULT"))
    for name in ["a", "dir/b", "dir/c", "a"]:
        bucket.blob(name).upload_from_string(f"content of {name}", content_type="text/plain")
    report.check("rest: objects", [blob.name for blob in bucket.list_blobs()], ["a", "dir/b", "dir/c"])
    report.check("rest: versions", [blob.name for blob in bucket.list_blobs(versions=True)], ["a", "a", "dir/b", "dir/c"])
    pages = list(bucket.list_blobs(page_size=2).pages)
    report.check("rest: pages", [len(list(page)) for page in pages], [2, 1])
    walk = bucket.list_blobs(delimiter="/")
    report.check("rest: a delimiter", ([blob.name for blob in walk], sorted(walk.prefixes)), (["a"], ["dir/"]))
    blob = bucket.get_blob("a")
    report.check("rest: an object", (blob.size, blob.content_type, blob.storage_class), (12, "text/plain", "STANDARD"))
    report.check("rest: download with checksums", blob.download_as_bytes(), b"content of a")
    blob.reload()
    blob.metadata = {"key": "value"}
    blob.patch()
    report.check("rest: an object's metadata", (bucket.get_blob("a").metadata, blob.metageneration), ({"key": "value"}, 2))
    report.check("rest: no such object", bucket.get_blob("z"), None)
    message = clients.raw("GET", f"/storage/v1/b/{bucket.name}/o/z")
    report.check("rest: no such object's body", message, (404, "notFound", f"No such object: {bucket.name}/z"))
    again = attempt(lambda: bucket.blob("a").upload_from_string("x", if_generation_match=0))
    report.check("rest: only if there is none", type(again), exceptions.PreconditionFailed)
    report.check("rest: a bucket with objects stays", clients.raw("DELETE", f"/storage/v1/b/{bucket.name}"),
                 (409, "conflict", "The bucket you tried to delete is not empty."))
    for blob in bucket.list_blobs():
        bucket.delete_blob(blob.name)
    versions = list(bucket.list_blobs(versions=True))
    report.check("rest: noncurrent versions stay", (len(list(bucket.list_blobs())), len(versions)), (0, 4))
    report.check("rest: noncurrent versions have an end", all(blob.time_deleted for blob in versions), True)
    held = attempt(bucket.delete)
    report.check("rest: noncurrent versions hold the bucket", type(held), exceptions.Conflict)
    for blob in versions:
        bucket.delete_blob(blob.name, generation=blob.generation)
    soft = list(bucket.list_blobs(soft_deleted=True))
    report.check("rest: soft deleted", (len(soft), (soft[0].hard_delete_time - soft[0].soft_delete_time).days), (4, 7))
    bucket.delete()

    bucket = clients.storage.bucket(fresh())
    bucket.retention_period = 1000
    bucket.create(location="US")
    bucket.blob("kept").upload_from_string("x")
    report.check("rest: retention keeps objects", clients.raw("DELETE", f"/storage/v1/b/{bucket.name}/o/kept"),
                 part((403, "retentionPolicyNotMet", "is subject to bucket's retention policy")))
    bucket.retention_period = None
    bucket.patch()
    bucket.default_event_based_hold = True
    bucket.patch()
    bucket.blob("held").upload_from_string("x")
    report.check("rest: holds keep objects", clients.raw("DELETE", f"/storage/v1/b/{bucket.name}/o/held"),
                 part((403, "objectUnderActiveHold", "is under active Event-Based hold")))
    blob = bucket.get_blob("held")
    blob.event_based_hold = False
    blob.patch()
    blob.delete()
    report.check("rest: a released object goes", bucket.get_blob("held"), None)


def rest_lock(report, clients):
    """The retention policy's lock by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.retention_period = 60
    bucket.create(location="EU")
    url = f"/storage/v1/b/{bucket.name}/lockRetentionPolicy"
    report.check("rest: lock needs a metageneration", clients.raw("POST", url),
                 (400, "required", "Required parameter: ifMetagenerationMatch"))
    report.check("rest: lock with another metageneration", clients.raw("POST", f"{url}?ifMetagenerationMatch=7")[:2],
                 (412, "conditionNotMet"))
    bucket.lock_retention_policy()
    report.check("rest: locked", bucket.retention_policy_locked, True)
    for period, wanted in [(30, exceptions.Forbidden), (None, exceptions.Forbidden), (90, type(None))]:
        bucket.reload()
        bucket.retention_period = period
        report.check(f"rest: locked policy to {period}", type(attempt(bucket.patch)), wanted)
    bucket.delete()


def rest_iam(report, clients):
    """IAM policies by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.create(location="US")
    policy = bucket.get_iam_policy(requested_policy_version=3)
    report.check("rest: roles of a new bucket", sorted(binding["role"] for binding in policy.bindings), [
        f"roles/storage.legacy{role}" for role in ["BucketOwner", "BucketReader", "ObjectOwner", "ObjectReader"]])
    stale = policy.etag
    policy.version = 3
    policy.bindings.append({
        "role": "roles/storage.objectViewer", "members": {"user:a@example.com"},
        "condition": {"title": "t", "expression": "true"},
    })
    after = bucket.set_iam_policy(policy)
    report.check("rest: a policy is set", (len(after.bindings), after.etag != stale, after.version), (5, True, 3))
    policy.etag = stale
    report.check("rest: a stale policy", type(attempt(lambda: bucket.set_iam_policy(policy))), exceptions.PreconditionFailed)
    report.check("rest: a policy is a metageneration of the bucket", clients.storage.get_bucket(bucket.name).metageneration, 2)
    report.check("rest: permissions", bucket.test_iam_permissions(["storage.buckets.get"]), ["storage.buckets.get"])
    bucket.iam_configuration.public_access_prevention = "enforced"
    bucket.patch()
    report.check("rest: a role of another service", clients.raw("PUT", f"/storage/v1/b/{bucket.name}/iam", {
        "bindings": [{"role": "roles/viewer", "members": ["user:a@example.com"]}]}),
        (400, "invalid", "Role roles/viewer is not supported for this resource."))
    public = {"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]}
    report.check("rest: no public binding", clients.raw("PUT", f"/storage/v1/b/{bucket.name}/iam", public), part(
        (412, "conditionNotMet", "not allowed since public access prevention is enforced")))
    report.check("rest: no lists with uniform access",
                 clients.raw("PATCH", f"/storage/v1/b/{bucket.name}?predefinedAcl=publicRead", {}),
                 part((400, "invalid", "Cannot use ACL API to update bucket policy when uniform")))
    bucket.delete()


def rest_refusals(report, clients):
    """What the JSON API refuses."""
    url = f"/storage/v1/b?project={PROJECT}"
    uniform = {"uniformBucketLevelAccess": {"enabled": True}}
    rule = {"action": {"type": "Delete"}, "condition": {"age": 1}}
    for name, body, reason, message in [
        ("name too short", {"name": "ab"}, "invalid", "Invalid bucket name: 'ab'"),
        ("name with capitals", {"name": "A-bucket"}, "invalid", "Invalid bucket name: 'A-bucket'"),
        ("name of an address", {"name": "10.0.0.1"}, "invalid", "Invalid bucket name: '10.0.0.1'"),
        ("name with goog", {"name": "goog-a"}, "invalid", "Use of this bucket name is restricted: 'goog-a'"),
        ("name with google", {"name": "my-google-a"}, "invalid", "Use of this bucket name is restricted"),
        ("name too long", {"name": "a" * 64}, "invalid", "Use of this bucket name is restricted"),
        ("location", {"location": "us-east-1"}, "invalid", "The specified location constraint is not valid."),
        ("class", {"storageClass": "GLACIER"}, "invalid", "Invalid storage class \"GLACIER\""),
        ("class elsewhere", {"storageClass": "REGIONAL", "location": "US"}, "invalid",
         "may not create storageClass REGIONAL buckets with locationConstraint US"),
        ("label key", {"labels": {"Team": "a"}}, "invalid", "Invalid user label: Team"),
        ("label value", {"labels": {"team": "A"}}, "invalid", "Invalid user label: team with value A"),
        ("many labels", {"labels": {f"k{n}": "v" for n in range(65)}}, "invalid", "Attempt to create a bucket with 65 labels, maximum is 64"),
        ("turbo in a region", {"location": "us-east1", "rpo": "ASYNC_TURBO"}, "invalid", "dual-region"),
        ("turbo in a multi-region", {"location": "US", "rpo": "ASYNC_TURBO"}, "invalid", "dual-region"),
        ("one place", {"location": "US", "customPlacementConfig": {"dataLocations": ["us-east1"]}}, "invalid", "two"),
        ("two multi-regions", {"location": "US", "customPlacementConfig": {"dataLocations": ["us-east1", "europe-west1"]}},
         "invalid", "two different regions"),
        ("soft deletion of 6 days", {"softDeletePolicy": {"retentionDurationSeconds": 6 * DAY}}, "invalid",
         "Soft delete policy must have a retention duration between 7 days and 90 days."),
        ("soft deletion of 91 days", {"softDeletePolicy": {"retentionDurationSeconds": 91 * DAY}}, "invalid", "between 7 days and 90 days"),
        ("no retention", {"retentionPolicy": {"retentionPeriod": 0}}, "invalid", "greater than 0"),
        ("a century", {"retentionPolicy": {"retentionPeriod": 3155760001}}, "invalid", "less than"),
        ("key elsewhere", {"encryption": {"defaultKmsKeyName": "projects/p/locations/global/keyRings/r/cryptoKeys/k"}},
         "invalid", "Cloud KMS region 'global' not available for use with GCS region 'US'."),
        ("no key", {"encryption": {"defaultKmsKeyName": "k"}}, "invalid", "Malformed Cloud KMS crypto key: k"),
        ("namespace without uniform access", {"hierarchicalNamespace": {"enabled": True}}, "invalid", "must use uniform"),
        ("namespace with versions", {"hierarchicalNamespace": {"enabled": True}, "iamConfiguration": uniform,
         "versioning": {"enabled": True}}, "invalid", "Versioning is not supported for hierarchical namespace buckets"),
        ("public access prevention", {"iamConfiguration": {"publicAccessPrevention": "yes"}}, "invalid",
         "Invalid value for: yes is not a valid value"),
        ("lists with uniform access", {"iamConfiguration": uniform, "acl": [{"entity": "allUsers", "role": "READER"}]},
         "invalid", "Cannot use ACL API"),
        ("autoclass in another class", {"autoclass": {"enabled": True}, "storageClass": "COLDLINE"}, "invalid", "STANDARD"),
        ("autoclass to coldline", {"autoclass": {"enabled": True, "terminalStorageClass": "COLDLINE"}}, "invalid", "ARCHIVE"),
        ("action", {"lifecycle": {"rule": [{**rule, "action": {"type": "Remove"}}]}}, "invalid",
         "Invalid value for: Remove is not a valid value"),
        ("no condition", {"lifecycle": {"rule": [{**rule, "condition": {}}]}}, "invalid", "Lifecycle rules must have a condition."),
        ("cors method", {"cors": [{"method": ["FETCH"]}]}, "invalid", "FETCH"),
        ("log bucket", {"logging": {"logBucket": fresh()}}, "invalid", "target bucket for logging does not exist"),
        ("filter range", {"ipFilter": {"mode": "Enabled", "publicNetworkSource": {"allowedIpCidrRanges": ["10.0.0.1/8"]}}},
         "invalid", "10.0.0.1/8"),
        ("filter mode", {"ipFilter": {"mode": "ENABLED"}}, "invalid", "ENABLED"),
        ("restriction", {"encryption": {"customerSuppliedEncryptionEnforcementConfig": {"restrictionMode": "No"}}},
         "invalid", "'No'"),
        ("wrong type", {"labels": "a"}, "invalid", "Invalid value"),
    ]:
        body = {"name": fresh(), **body}
        report.check(f"rest: refused: {name}", clients.raw("POST", url, body), part((400, reason, message)))
    report.check("rest: refused: a domain", clients.raw("POST", url, {"name": "data.example.com"})[:2], (403, "forbidden"))
    report.check("rest: refused: no project", clients.raw("POST", "/storage/v1/b", {"name": fresh()}),
                 (400, "required", "Required parameter: project"))
    report.check("rest: refused: another's name", clients.raw("POST", url, {"name": "test"}),
                 part((409, "conflict", "The requested bucket name is not available.")))
    name = fresh()
    clients.raw("POST", url, {"name": name})
    report.check("rest: refused: one's own name", clients.raw("POST", url, {"name": name}),
                 part((409, "conflict", "you already own it")))
    report.check("rest: refused: no bucket", clients.raw("GET", f"/storage/v1/b/{fresh()}"),
                 (404, "notFound", "The specified bucket does not exist."))
    report.check("rest: refused: a move", clients.raw("PATCH", f"/storage/v1/b/{name}", {"location": "EU"})[:2],
                 (400, "invalid"))
    report.check("rest: refused: no JSON", clients.session.post(f"{clients.rest}{url}", data="{").json()["error"]["errors"][0]["reason"], "parseError")
    for header, wanted in [(None, "required"), ("Bearer", "authError"), ("Basic eDp5", "authError")]:
        answer = requests.get(f"{clients.rest}/storage/v1/b/{name}", headers={"authorization": header} if header else {}, timeout=10)
        error = answer.json()["error"]
        report.check(f"rest: refused: authorization {header}", (answer.status_code, error["code"], error["errors"][0]["reason"], error["errors"][0]["location"]),
                     (401, 401, wanted, "Authorization"))


def discovered_client(report, clients):
    """The client made from the discovery document."""
    buckets, name = clients.discovered.buckets(), fresh()
    body = {
        "name": name, "location": "us", "customPlacementConfig": {"dataLocations": ["us-east1", "us-west1"]},
        "rpo": "ASYNC_TURBO", "autoclass": {"enabled": True, "terminalStorageClass": "ARCHIVE"},
        "lifecycle": {"rule": [{"action": {"type": "Delete"}, "condition": {"sizeAboveBytes": "10", "age": 0}}]},
        "ipFilter": {"mode": "Disabled", "vpcNetworkSources": [
            {"network": "projects/p/global/networks/n", "allowedIpCidrRanges": ["10.0.0.0/8"]}]},
    }
    made = buckets.insert(project=PROJECT, body=body).execute()
    clients.schema.walk(made, clients.schema.schemas["Bucket"], "Bucket")
    report.check("discovery: a dual-region", (made["location"], made["locationType"], made["rpo"], made["customPlacementConfig"]),
                 ("US", "dual-region", "ASYNC_TURBO", {"dataLocations": ["US-EAST1", "US-WEST1"]}))
    report.check("discovery: autoclass", (made["autoclass"]["terminalStorageClass"], "toggleTime" in made["autoclass"]), ("ARCHIVE", True))
    report.check("discovery: 64-bit numbers are strings", made["lifecycle"]["rule"][0]["condition"], {"sizeAboveBytes": "10", "age": 0})
    report.check("discovery: without lists", ("acl" in made, "owner" in made), (False, False))
    full = buckets.get(bucket=name, projection="full").execute()
    clients.schema.walk(full, clients.schema.schemas["Bucket"], "Bucket")
    report.check("discovery: with lists", (len(full["acl"]), len(full["defaultObjectAcl"])), (3, 3))
    some = buckets.get(bucket=name, fields="name,labels,autoclass/enabled").execute()
    report.check("discovery: some fields", some, {"name": name, "autoclass": {"enabled": True}})
    log = buckets.patch(bucket=name, body={"logging": {"logBucket": name}, "rpo": None}).execute()
    report.check("discovery: a null takes away", (log["rpo"], log["logging"]), ("DEFAULT", {"logBucket": name, "logObjectPrefix": name}))
    again = buckets.update(bucket=name, body={"labels": {"a": "b"}}).execute()
    report.check("discovery: update replaces", ("logging" in again, "lifecycle" in again, again["labels"], again["location"]),
                 (False, False, {"a": "b"}, "US"))
    names = [item["name"] for item in buckets.list(project=PROJECT, prefix=name).execute()["items"]]
    report.check("discovery: a list", names, [name])
    page = buckets.list(project=PROJECT, maxResults=1).execute()
    following = buckets.list_next(buckets.list(project=PROJECT, maxResults=1), page).execute()
    report.check("discovery: the next page", page["items"][0]["name"] < following["items"][0]["name"], True)
    objects = clients.discovered.objects()
    report.check("discovery: no objects", objects.list(bucket=name).execute(), {"kind": "storage#objects"})
    report.check("discovery: deleted", buckets.delete(bucket=name).execute(), "")
    try:
        buckets.get(bucket=name).execute()
    except errors.HttpError as error:
        report.check("discovery: gone", (error.status_code, error.reason), (404, "The specified bucket does not exist."))


def grpc_life(report, clients):
    """A bucket's life over gRPC, looked at over REST."""
    call, grpc_, name, log = clients.call, clients.grpc, fresh(), fresh()
    call(grpc_.create_bucket, clients.create(log, location="EU"))
    key = "projects/p/locations/eur4/keyRings/r/cryptoKeys/k"
    restricted = {"restriction_mode": "FullyRestricted"}
    made = call(grpc_.create_bucket, clients.create(
        name, location="eur4", storage_class="STANDARD", rpo="ASYNC_TURBO", labels={"team": "data"},
        versioning={"enabled": True}, default_event_based_hold=True, billing={"requester_pays": True},
        iam_config={"uniform_bucket_level_access": {"enabled": True}, "public_access_prevention": "enforced"},
        retention_policy={"retention_duration": duration_pb2.Duration(seconds=60)},
        soft_delete_policy={"retention_duration": duration_pb2.Duration(seconds=0)},
        lifecycle={"rule": [{
            "action": {"type_": "Delete"},
            "condition": {"age_days": 0, "num_newer_versions": 3, "created_before": {"year": 2026, "month": 1, "day": 31},
                          "matches_prefix": ["a"], "matches_suffix": ["b"]},
        }]},
        cors=[{"origin": ["*"], "method": ["GET"], "response_header": ["x"], "max_age_seconds": 60}],
        encryption={"default_kms_key": key, "customer_supplied_encryption_enforcement_config": restricted},
        logging={"log_bucket": path_of(log), "log_object_prefix": "p"},
        website={"main_page_suffix": "index.html"},
        ip_filter={"mode": "Disabled", "public_network_source": {"allowed_ip_cidr_ranges": ["192.0.2.0/24"]},
                   "vpc_network_sources": [{"network": "projects/p/global/networks/n", "allowed_ip_cidr_ranges": ["10.0.0.0/8"]}],
                   "allow_all_service_agent_access": True},
    ))
    report.check("grpc: a new bucket", (
        made.name, made.bucket_id, made.metageneration, made.etag, made.location, made.location_type, made.rpo,
    ), (path_of(name), name, 1, "CAE=", "EUR4", "dual-region", "ASYNC_TURBO"))
    report.check("grpc: the project is a number", made.project.removeprefix("projects/").isdigit(), True)
    seen = call(grpc_.get_bucket, v2.GetBucketRequest(name=path_of(name)))
    report.check("grpc: what is got is what was made", seen == made, True)
    rest = clients.raw("GET", f"/storage/v1/b/{name}")[2]
    report.check("grpc: seen over REST", (
        rest["labels"], rest["versioning"], rest["defaultEventBasedHold"], rest["billing"],
        rest["iamConfiguration"]["publicAccessPrevention"], rest["retentionPolicy"]["retentionPeriod"],
        rest["softDeletePolicy"]["retentionDurationSeconds"], rest["encryption"]["defaultKmsKeyName"],
        rest["encryption"]["customerSuppliedEncryptionEnforcementConfig"]["restrictionMode"], rest["logging"],
        rest["cors"], rest["website"], rest["ipFilter"]["allowAllServiceAgentAccess"],
    ), (
        {"team": "data"}, {"enabled": True}, True, {"requesterPays": True}, "enforced", "60", "0", key, "FullyRestricted",
        {"logBucket": log, "logObjectPrefix": "p"},
        [{"origin": ["*"], "method": ["GET"], "responseHeader": ["x"], "maxAgeSeconds": 60}],
        {"mainPageSuffix": "index.html"}, True,
    ))
    report.check("grpc: conditions over REST", rest["lifecycle"]["rule"][0]["condition"], {
        "age": 0, "numNewerVersions": 3, "createdBefore": "2026-01-31", "matchesPrefix": ["a"], "matchesSuffix": ["b"]})
    masked = call(grpc_.get_bucket, v2.GetBucketRequest(name=path_of(name), read_mask=mask("labels", "name", "iam_config.public_access_prevention")))
    report.check("grpc: a read mask", (masked.labels["team"], masked.location, masked.iam_config.public_access_prevention,
                                       masked.iam_config.uniform_bucket_level_access.enabled), ("data", "", "enforced", False))

    changed = update(clients, name, ["labels", "versioning.enabled", "lifecycle"], labels={"env": "x"}, versioning={"enabled": False},
                     location="ignored: not in the mask")
    report.check("grpc: what the mask names changes", (
        dict(changed.labels), changed.versioning.enabled, "lifecycle" in changed, changed.metageneration, changed.location,
        changed.billing.requester_pays,
    ), ({"env": "x"}, False, False, 2, "EUR4", True))
    changed = update(clients, name, ["labels.team", "default_event_based_hold"], labels={"team": "b"})
    report.check("grpc: one label and a false", (dict(changed.labels), changed.default_event_based_hold), ({"env": "x", "team": "b"}, False))
    changed = update(clients, name, ["retention_policy", "encryption.default_kms_key", "cors", "logging", "website", "ip_filter"])
    report.check("grpc: cleared", ("retention_policy" in changed, changed.encryption.default_kms_key, len(changed.cors), "logging" in changed,
                                   "website" in changed, "ip_filter" in changed), (False, "", 0, False, False, False))
    report.check("grpc: beside what is cleared", changed.encryption.customer_supplied_encryption_enforcement_config.restriction_mode, "FullyRestricted")
    changed = update(clients, name, ["soft_delete_policy"], soft_delete_policy={"retention_duration": duration_pb2.Duration(seconds=30 * DAY)})
    report.check("grpc: soft deletion", int(changed.soft_delete_policy.retention_duration.total_seconds()), 30 * DAY)
    changed = update(clients, name, ["*"], labels={"only": "this"}, location="EUR4")
    report.check("grpc: the mask *", (dict(changed.labels), changed.billing.requester_pays), ({"only": "this"}, False))
    changed = update(clients, name, ["retention_policy"], retention_policy={"retention_duration": duration_pb2.Duration(seconds=60)})
    locked = call(grpc_.lock_bucket_retention_policy, v2.LockBucketRetentionPolicyRequest(
        bucket=path_of(name), if_metageneration_match=changed.metageneration))
    report.check("grpc: locked", locked.retention_policy.is_locked, True)

    buckets = list(call(grpc_.list_buckets, v2.ListBucketsRequest(parent=f"projects/{PROJECT}", prefix=name[:14], page_size=1)))
    report.check("grpc: a list", name in [bucket.bucket_id for bucket in buckets], True)
    report.check("grpc: a list has no lists", [len(bucket.acl) for bucket in buckets], lambda seen: not any(seen))
    call(grpc_.delete_bucket, v2.DeleteBucketRequest(name=path_of(name), if_metageneration_match=locked.metageneration))
    report.check("grpc: gone", clients.refused(grpc_.get_bucket, v2.GetBucketRequest(name=path_of(name))),
                 part(("NOT_FOUND", "The specified bucket does not exist.")))


def mask(*paths):
    return field_mask_pb2.FieldMask(paths=paths)


def update_request(name, paths, **bucket):
    return v2.UpdateBucketRequest(bucket=v2.Bucket(name=path_of(name), **bucket), update_mask=mask(*paths))


def update(clients, name, paths, **bucket):
    return clients.call(clients.grpc.update_bucket, update_request(name, paths, **bucket))


def grpc_refusals(report, clients):
    """What gRPC refuses, and with which code."""
    client, name = clients.grpc, fresh()
    clients.call(client.create_bucket, clients.create(name, location="US"))
    get, delete = v2.GetBucketRequest, v2.DeleteBucketRequest
    duration = lambda seconds: {"retention_duration": duration_pb2.Duration(seconds=seconds)}
    named = clients.create(fresh())
    named.bucket.name = path_of("b")
    elsewhere = clients.create(fresh())
    elsewhere.parent = f"projects/{PROJECT}"
    for what, method, request, code, message in [
        ("one's own name", client.create_bucket, clients.create(name), "ALREADY_EXISTS", "you already own it"),
        ("another's name", client.create_bucket, clients.create(name, project="other-project"), "ALREADY_EXISTS", "not available"),
        ("name", client.create_bucket, clients.create("No"), "INVALID_ARGUMENT", "Invalid bucket name: 'No'"),
        ("a name in the message", client.create_bucket, named, "INVALID_ARGUMENT", "bucket_id"),
        ("parent", client.create_bucket, elsewhere, "INVALID_ARGUMENT", "projects/_"),
        ("location", client.create_bucket, clients.create(fresh(), location="mars"), "INVALID_ARGUMENT", "location constraint"),
        ("soft deletion", client.create_bucket, clients.create(fresh(), soft_delete_policy=duration(DAY)), "INVALID_ARGUMENT", "between 7 days"),
        ("log bucket's name", client.create_bucket, clients.create(fresh(), logging={"log_bucket": name}), "INVALID_ARGUMENT", "projects/_/buckets"),
        ("turbo", client.create_bucket, clients.create(fresh(), location="US", rpo="ASYNC_TURBO"), "INVALID_ARGUMENT", "dual-region"),
        ("no path", client.get_bucket, get(name=name), "INVALID_ARGUMENT", "projects/_/buckets/"),
        ("get: match", client.get_bucket, get(name=path_of(name), if_metageneration_match=9), "FAILED_PRECONDITION", "pre-conditions"),
        ("get: no match", client.get_bucket, get(name=path_of(name), if_metageneration_not_match=1), "ABORTED", ""),
        ("get: mask", client.get_bucket, get(name=path_of(name), read_mask=mask("nonsense")), "INVALID_ARGUMENT", "nonsense"),
        ("update: no mask", client.update_bucket, update_request(name, []), "INVALID_ARGUMENT", "update mask"),
        ("update: mask", client.update_bucket, update_request(name, ["storageClass"]), "INVALID_ARGUMENT", "storageClass"),
        ("update: move", client.update_bucket, update_request(name, ["location"], location="EU"), "INVALID_ARGUMENT", "cannot be changed"),
        ("update: no bucket", client.update_bucket, update_request(fresh(), ["labels"]), "NOT_FOUND", "does not exist"),
        ("delete: match", client.delete_bucket, delete(name=path_of(name), if_metageneration_match=9), "FAILED_PRECONDITION", "pre-conditions"),
        ("delete: no bucket", client.delete_bucket, delete(name=path_of(fresh())), "NOT_FOUND", "does not exist"),
        ("lock: nothing", client.lock_bucket_retention_policy,
         v2.LockBucketRetentionPolicyRequest(bucket=path_of(name), if_metageneration_match=1), "INVALID_ARGUMENT", "unlocked"),
        ("object", client.get_object, v2.GetObjectRequest(bucket=path_of(name), object_="z"), "NOT_FOUND", f"No such object: {name}/z"),
        ("another method", client.compose_object, v2.ComposeObjectRequest(), "UNIMPLEMENTED", "ComposeObject"),
    ]:
        report.check(f"grpc: refused: {what}", clients.refused(method, request), part((code, message)))
    stale = update_request(name, ["labels"], labels={"a": "b"})
    stale.if_metageneration_match = 9
    report.check("grpc: refused: update: match", clients.refused(client.update_bucket, stale)[0], "FAILED_PRECONDITION")
    try:
        clients.call(client.get_bucket, get(name=path_of(name)), metadata=[])
        report.check("grpc: refused: no token", "OK", "UNAUTHENTICATED")
    except exceptions.Unauthenticated as error:
        report.check("grpc: refused: no token", (error.reason, error.domain, error.metadata["service"]),
                     ("CREDENTIALS_MISSING", "googleapis.com", "storage.googleapis.com"))


def grpc_objects(report, clients):
    """Objects over gRPC: what empties a bucket."""
    client, name = clients.grpc, fresh()
    clients.call(client.create_bucket, clients.create(name, location="US", versioning={"enabled": True}))
    bucket = clients.storage.bucket(name)
    for blob in ["a", "dir/b", "a"]:
        bucket.blob(blob).upload_from_string("content", content_type="text/plain")
    not_empty = clients.refused(client.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))
    report.check("grpc: a bucket with objects stays", not_empty, part(("FAILED_PRECONDITION", "The bucket you tried to delete is not empty.")))
    lists = lambda **more: list(clients.call(client.list_objects, v2.ListObjectsRequest(parent=path_of(name), page_size=1, **more)))
    report.check("grpc: objects", [blob.name for blob in lists()], ["a", "dir/b"])
    report.check("grpc: versions", [blob.name for blob in lists(versions=True)], ["a", "a", "dir/b"])
    blob = clients.call(client.get_object, v2.GetObjectRequest(bucket=path_of(name), object_="a"))
    rest = bucket.get_blob("a")
    report.check("grpc: the same object as over REST", (blob.generation, blob.size, blob.content_type, blob.checksums.crc32c.to_bytes(4, "big"), blob.bucket),
                 (rest.generation, 7, "text/plain", __import__("base64").b64decode(rest.crc32c), path_of(name)))
    held = clients.call(client.update_object, v2.UpdateObjectRequest(
        object_=v2.Object(bucket=path_of(name), name="a", temporary_hold=True), update_mask=mask("temporary_hold")))
    delete = lambda **more: v2.DeleteObjectRequest(bucket=path_of(name), **more)
    report.check("grpc: a hold", (held.temporary_hold, clients.refused(client.delete_object, delete(object_="a", generation=blob.generation))[0]),
                 (True, "PERMISSION_DENIED"))
    clients.call(client.update_object, v2.UpdateObjectRequest(
        object_=v2.Object(bucket=path_of(name), name="a"), update_mask=mask("temporary_hold")))
    clients.call(client.delete_object, delete(object_="a"))
    report.check("grpc: a deleted object is noncurrent", [(b.name, b.delete_time is not None) for b in lists(versions=True)],
                 [("a", True), ("a", True), ("dir/b", False)])
    for blob in lists(versions=True):
        clients.call(client.delete_object, delete(object_=blob.name, generation=blob.generation))
    report.check("grpc: soft deleted", [blob.name for blob in lists(soft_deleted=True)], ["a", "a", "dir/b"])
    clients.call(client.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))
    report.check("grpc: an emptied bucket goes", bucket.exists(), False)


def grpc_iam(report, clients):
    """IAM over gRPC, in both services that have it."""
    name = fresh()
    clients.call(clients.grpc.create_bucket, clients.create(name, location="US"))
    for what, client in [("storage", clients.grpc), ("control", clients.control)]:
        policy = clients.call(client.get_iam_policy, iam_policy_pb2.GetIamPolicyRequest(resource=path_of(name)))
        stale = bytes(policy.etag)
        policy.bindings.append(policy_pb2.Binding(role="roles/storage.objectViewer", members=["user:a@example.com"]))
        after = clients.call(client.set_iam_policy, iam_policy_pb2.SetIamPolicyRequest(resource=path_of(name), policy=policy))
        report.check(f"grpc: {what}: a policy is set", (after.bindings[-1].role, after.etag != stale), ("roles/storage.objectViewer", True))
        refused = clients.refused(client.set_iam_policy, iam_policy_pb2.SetIamPolicyRequest(resource=path_of(name), policy=policy))
        report.check(f"grpc: {what}: a stale policy", refused[0], "FAILED_PRECONDITION")
        allowed = clients.call(client.test_iam_permissions, iam_policy_pb2.TestIamPermissionsRequest(
            resource=path_of(name), permissions=["storage.buckets.get"]))
        report.check(f"grpc: {what}: permissions", list(allowed.permissions), ["storage.buckets.get"])


def identity(report, clients):
    """OAuth2 and IAM credentials, by google-auth where it has the call."""
    from google.auth import impersonated_credentials
    from google.auth.transport.requests import Request
    from google.oauth2 import service_account

    robot = "robot@oracle-project.iam.gserviceaccount.com"
    url = f"{clients.rest}/v1/projects/-/serviceAccounts/{robot}:generateAccessToken"
    credentials = impersonated_credentials.Credentials(
        source_credentials=Credentials("oracle"), target_principal=robot,
        target_scopes=["https://www.googleapis.com/auth/cloud-platform"], lifetime=600, iam_endpoint_override=url,
    )
    credentials.refresh(Request())
    left = credentials.expiry - datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    report.check("identity: google-auth impersonates", 590 <= left.total_seconds() <= 601, True)
    info = requests.get(f"{clients.rest}/tokeninfo", params={"access_token": credentials.token}, timeout=10).json()
    report.check("identity: who the token is for", (info["email"], info["email_verified"], int(info["expires_in"]) > 0), (robot, "true", True))
    user = requests.get(f"{clients.rest}/oauth2/v3/userinfo", headers={"authorization": f"Bearer {credentials.token}"}, timeout=10).json()
    report.check("identity: user info", (user["email"], user["email_verified"], user["sub"] == info["sub"]), (robot, True, True))
    refresh = Credentials(None, refresh_token="r", client_id="c", client_secret="s", token_uri=f"{clients.rest}/token")
    refresh.refresh(Request())
    report.check("identity: google-auth refreshes", (bool(refresh.token), refresh.expired), (True, False))
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    account = service_account.Credentials.from_service_account_info(
        {"client_email": robot, "private_key": key, "token_uri": f"{clients.rest}/token"}, scopes=["s"])
    account.refresh(Request())
    info = requests.post(f"{clients.rest}/tokeninfo", data={"access_token": account.token}, timeout=10).json()
    report.check("identity: a service account's assertion", info["email"], robot)
    post = lambda body, to=url, **headers: requests.post(to, json=body, headers={"authorization": "Bearer x", **headers}, timeout=10)
    for what, answer, wanted in [
        ("no scope", post({}), (400, "INVALID_ARGUMENT")),
        ("too long", post({"scope": ["s"], "lifetime": "7200s"}), (400, "INVALID_ARGUMENT")),
        ("no account", post({"scope": ["s"]}, url.replace(robot, "a@example.com")), (404, "NOT_FOUND")),
        ("no caller", post({"scope": ["s"]}, authorization=""), (401, "UNAUTHENTICATED")),
    ]:
        error = answer.json()["error"]
        report.check(f"identity: refused: {what}", (answer.status_code, error["status"]), wanted)
    bad = requests.get(f"{clients.rest}/tokeninfo", timeout=10)
    report.check("identity: refused: no token", (bad.status_code, bad.json()["error"]), (400, "invalid_token"))


def faults(report, clients):
    """Faults and the log of calls, on both ports."""
    name = fresh()
    clients.call(clients.grpc.create_bucket, clients.create(name, location="US"))
    get = v2.GetBucketRequest(name=path_of(name))

    def rule(fault, **more):
        body = {"cloud": "gcp", "service": "storage", "operation": "GetBucket", "resource": name, "fault": fault, **more}
        clients.control_api("DELETE", "faults")
        clients.control_api("POST", "faults", body)

    for status, code in [(429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "UNAVAILABLE"), (403, "PERMISSION_DENIED")]:
        rule({"status": status}, times=2)
        report.check(f"faults: {status} over gRPC", clients.refused(clients.grpc.get_bucket, get)[0], code)
        report.check(f"faults: {status} over REST", clients.raw("GET", f"/storage/v1/b/{name}")[0], status)
        report.check(f"faults: {status} is spent", clients.refused(clients.grpc.get_bucket, get)[0], "OK")
    rule({"drop": "before"}, times=2)
    report.check("faults: dropped over gRPC", clients.refused(clients.grpc.get_bucket, get)[0], "UNAVAILABLE")
    try:
        seen = clients.raw("GET", f"/storage/v1/b/{name}")
    except requests.exceptions.ConnectionError:
        seen = "dropped"
    report.check("faults: dropped over REST", seen, "dropped")
    report.check("faults: the next call connects again", retry.Retry(deadline=10)(
        lambda: clients.call(clients.grpc.get_bucket, get))().bucket_id, name)
    rule({"drop": "after"}, operation="DeleteBucket")
    dropped = clients.refused(clients.grpc.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))[0]
    time.sleep(0.2)
    report.check("faults: dropped after the work", (dropped, clients.storage.bucket(name).exists()), ("UNAVAILABLE", False))
    rule({"delay_ms": 300}, operation="ListBuckets", resource="*")
    start = time.monotonic()
    clients.raw("GET", f"/storage/v1/b?project={PROJECT}&prefix={name}")
    report.check("faults: a delay", time.monotonic() - start >= 0.3, True)
    retried = fresh()
    rule({"status": 503}, operation="CreateBucket", resource=retried, times=2)
    clients.storage.bucket(retried).create(location="US")
    report.check("faults: Google's client retries", clients.storage.bucket(retried).exists(), True)

    clients.control_api("DELETE", "faults")
    clients.control_api("DELETE", "calls")
    clients.refused(clients.grpc.get_bucket, get)
    clients.raw("GET", f"/storage/v1/b/{retried}")
    clients.raw("PATCH", f"/storage/v1/b/{retried}", {"labels": {"a": "b"}})
    calls = [(call["n"], call["cloud"], call["service"], call["operation"], call["resource"], call["status"])
             for call in clients.control_api("GET", "calls")]
    report.check("calls: the log", calls, [
        (1, "gcp", "storage", "GetBucket", name, 404), (2, "gcp", "storage", "GetBucket", retried, 200),
        (3, "gcp", "storage", "UpdateBucket", retried, 200)])


def start():
    """Starts the sandbox of the working tree; gives its endpoints and the way to stop it."""
    here = pathlib.Path(__file__).resolve().parents[2]
    program = os.environ.get("PALISADE", here / "target" / "debug" / "palisade")
    process = subprocess.Popen([program, "sandbox", "--until-stdin-closes"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    # A sandbox that does not come up must not hold the suite for ever.
    timer = threading.Timer(30, process.kill)
    timer.start()
    line = process.stdout.readline()
    timer.cancel()
    if not line:
        sys.exit(f"{program} sandbox did not start")
    return json.loads(line), process


def main():
    arguments = argparse.ArgumentParser(description="drives the sandbox with Google's own clients")
    arguments.add_argument("--rest", help="URL of a running sandbox's REST port")
    arguments.add_argument("--grpc", help="URL of a running sandbox's gRPC port")
    options = arguments.parse_args()
    process = None
    if not (options.rest and options.grpc):
        endpoints, process = start()
        options.rest, options.grpc = endpoints["gcp_rest"], endpoints["gcp_grpc"]
    report = Report()
    try:
        clients = Clients(options.rest, options.grpc)
        for suite in [rest_life, rest_objects, rest_lock, rest_iam, rest_refusals, discovered_client, grpc_life,
                      grpc_refusals, grpc_objects, grpc_iam, identity, faults]:
            try:
                suite(report, clients)
            except Exception as error:  # One suite's end is one failure, and the others still run.
                report.check(f"{suite.__name__} ran to its end", f"{type(error).__name__}: {error}", "no error")
        report.check(f"{clients.schema.bodies} JSON bodies fit the discovery document", clients.schema.problems, [])
    finally:
        if process:
            process.stdin.close()
            process.wait(timeout=10)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
