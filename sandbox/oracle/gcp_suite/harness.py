"""What the suites share: the report, the schemas, the clients, and small helpers."""

import datetime
import json
import pathlib
import uuid

import grpc
import requests
from google.api_core import exceptions
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import _storage_v2 as v2
from google.cloud import storage, storage_control_v2
from google.cloud._storage_v2.services.storage.transports import StorageGrpcTransport
from google.cloud.storage_control_v2.services.storage_control.transports import (
    StorageControlGrpcTransport,
)
from google.oauth2.credentials import Credentials
from google.protobuf import field_mask_pb2
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient import discovery
from googleapiclient.http import build_http, set_user_agent

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
        "storage#bucket": "Bucket",
        "storage#buckets": "Buckets",
        "storage#object": "Object",
        "storage#objects": "Objects",
        "storage#policy": "Policy",
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
            project=PROJECT,
            credentials=AnonymousCredentials(),
            _http=self.session,
            client_options=ClientOptions(api_endpoint=rest),
        )
        http = AuthorizedHttp(Credentials("oracle"), http=set_user_agent(build_http(), "oracle"))
        self.discovered = discovery.build(
            "storage",
            "v1",
            http=http,
            static_discovery=True,
            client_options={"api_endpoint": f"{rest}/storage/v1/"},
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


def attempt(call):
    try:
        return call()
    except exceptions.GoogleAPICallError as error:
        return error


def mask(*paths):
    return field_mask_pb2.FieldMask(paths=paths)
