"""AWS: one good request a protocol, made by botocore, and what can be wrong with it."""

import base64
import functools
import hashlib
import re
import urllib.parse

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config

KEY, SECRET = "AKIATEST", "a/secret/key"
KEYS = {KEY: SECRET}

BUCKET = {"Bucket": "a-bucket", "ExpectedBucketOwner": "123456789012"}
LIFECYCLE = {
    "Rules": [
        {
            "ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"},
            "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}, {"Days": 90, "StorageClass": "DEEP_ARCHIVE"}],
        }
    ]
}
GOOD = {
    "versioning": ("s3", "PutBucketVersioning", BUCKET | {"VersioningConfiguration": {"Status": "Enabled"}}),
    "lifecycle": ("s3", "PutBucketLifecycleConfiguration", BUCKET | {"LifecycleConfiguration": LIFECYCLE}),
    "acl": ("s3", "PutBucketAcl", BUCKET | {"AccessControlPolicy": {"Grants": [
        {"Grantee": {"Type": "CanonicalUser", "ID": "x"}, "Permission": "READ"}], "Owner": {"ID": "x"}}}),
    "policy": ("s3", "PutBucketPolicy", BUCKET | {"Policy": "{}"}),
    "create": ("s3", "CreateBucket", {"Bucket": "a-bucket", "ObjectLockEnabledForBucket": True}),
    "versions": ("s3", "ListObjectVersions", BUCKET | {"MaxKeys": 7, "Prefix": "a b/"}),
    "object": ("s3", "PutObjectTagging", BUCKET | {"Key": "a/b c", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}),
    "control": ("s3control", "TagResource", {
        "AccountId": "123456789012", "ResourceArn": "arn:aws:s3:us-east-1:123456789012:bucket/b",
        "Tags": [{"Key": "team", "Value": "one"}]}),
    "role": ("sts", "AssumeRole", {
        "RoleArn": "arn:aws:iam::123456789012:role/one", "RoleSessionName": "session", "DurationSeconds": 900,
        "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]}),
    "template": ("ec2", "CreateLaunchTemplate", {"LaunchTemplateName": "one", "LaunchTemplateData": {
        "EbsOptimized": True, "InstanceType": "p5.48xlarge",
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 100, "VolumeType": "gp3"}}]}}),
    "nodes": ("eks", "CreateNodegroup", {
        "clusterName": "a-cluster", "nodegroupName": "gpus", "subnets": ["subnet-1"], "nodeRole": "role",
        "capacityType": "SPOT", "scalingConfig": {"minSize": 0, "maxSize": 4}, "clientRequestToken": "token"}),
    "budget": ("budgets", "CreateBudget", {"AccountId": "123456789012", "Budget": {
        "BudgetName": "one", "BudgetType": "COST", "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "100", "Unit": "USD"}}}),
    "cost": ("ce", "GetCostAndUsage", {
        "TimePeriod": {"Start": "2026-01-01", "End": "2026-02-01"}, "Granularity": "MONTHLY",
        "Metrics": ["UnblendedCost"]}),
}


@functools.cache
def client(service):
    # Each with its own address style: the requests go nowhere.
    config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, inject_host_prefix=False)
    made = botocore.session.get_session().create_client(
        service, "us-east-1", endpoint_url="http://127.0.0.1:1", config=config,
        aws_access_key_id=KEY, aws_secret_access_key=SECRET,
    )
    made.meta.events.register("before-send", record)
    return made


SENT = []


def record(request, **_):
    SENT.append(request)
    return AWSResponse(request.url, 200, {}, Empty())


class Empty:
    """An answer without a body."""

    def stream(self, **_):
        yield b"{}"


@functools.cache
def good(name):
    service, operation, parameters = GOOD[name]
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    try:
        getattr(client(service), method)(**parameters)
    except Exception:  # noqa: BLE001: the answer is none, which the client may say; the request has been made
        pass
    sent = SENT.pop()
    url = urllib.parse.urlsplit(sent.url)
    headers = {key.lower(): value.decode() if isinstance(value, bytes) else value for key, value in sent.headers.items()}
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    return {
        "n": 1, "cloud": "aws", "service": "s3" if service == "s3control" else service, "operation": operation,
        "method": sent.method, "path": url.path + (f"?{url.query}" if url.query else ""),
        "headers": headers | {"host": url.netloc}, "body_base64": base64.b64encode(body).decode(),
    }


def body(name, old, new):
    """The good request with another body, whose checksums are right; it is not signed again."""
    request = good(name)
    text = base64.b64decode(request["body_base64"]).decode()
    assert old in text, f"{old} is not in {text}"
    data = text.replace(old, new).encode()
    headers = request["headers"] | {"content-length": str(len(data))}
    for key, made in (("content-md5", lambda: base64.b64encode(hashlib.md5(data).digest()).decode()),
                      ("x-amz-content-sha256", lambda: hashlib.sha256(data).hexdigest())):
        if key in headers:
            headers[key] = made()
    headers = {key: value for key, value in headers.items() if not key.startswith("x-amz-checksum-")}
    headers.setdefault("content-md5", base64.b64encode(hashlib.md5(data).digest()).decode())
    return request | {"headers": headers, "body_base64": base64.b64encode(data).decode()}


def path(name, old, new):
    request = good(name)
    assert old in request["path"], f"{old} is not in {request['path']}"
    return request | {"path": request["path"].replace(old, new)}


def header(name, key, value):
    """The good request with another header, or without it."""
    headers = good(name)["headers"] | {key: value}
    return good(name) | {"headers": {key: value for key, value in headers.items() if value is not None}}


def cases():
    for name in GOOD:
        yield f"{name} passes", functools.partial(good, name), None, KEYS
    for broken in BODIES:
        name, old, new, wanted = broken
        yield f"{name}: {old} as {new}", functools.partial(body, name, old, new), wanted, {}
    for name, old, new, wanted in PATHS:
        yield f"{name}: {old} as {new}", functools.partial(path, name, old, new), wanted, {}
    for name, key, value, wanted in HEADERS:
        yield f"{name}: {key} as {value}", functools.partial(header, name, key, value), wanted, KEYS
    for name in ("versioning", "role", "nodes"):
        yield f"{name}: another secret", functools.partial(good, name), "another signature", {KEY: "another"}
        yield f"{name}: another region", functools.partial(elsewhere, name), "another signature", KEYS
    yield "another operation's name", lambda: good("policy") | {"operation": "PutBucketTagging"}, "PutBucketPolicy", {}
    yield "another method", lambda: good("policy") | {"method": "POST"}, "no operation of s3", {}


def elsewhere(name):
    return header(name, "authorization", good(name)["headers"]["authorization"].replace("us-east-1", "us-east-2"))


# The request, what of its body is replaced, by what, and what the checker must say of it.
BODIES = [
    ("versioning", "Enabled", "enabled", "'enabled' is not one of BucketVersioningStatus"),
    ("versioning", "Status>", "State>", "VersioningConfiguration has no State"),
    ("versioning", "2006-03-01", "2006-03-02", "is of the namespace"),
    ("versioning", "VersioningConfiguration", "Versioning", "the root is Versioning"),
    ("versioning", "</Status>", "</Status><Status>Enabled</Status>", "given twice"),
    ("versioning", "<Status>", "text<Status>", "text 'text'"),
    ("versioning", "</Status>", "", "no XML"),
    ("lifecycle", "<Days>30</Days>", "<Days>thirty</Days>", "'thirty' is no integer"),
    ("lifecycle", "GLACIER", "FREEZER", "'FREEZER' is not one of TransitionStorageClass"),
    ("lifecycle", "<Status>Enabled</Status>", "", "Missing required parameter in LifecycleConfiguration.Rules[0]"),
    ("lifecycle", "<Prefix>logs/</Prefix>", "<Prefix>logs/</Prefix><Suffix>x</Suffix>", "has no Suffix"),
    ("lifecycle", "Transition>", "Transitions>", "has no Transitions"),
    ("lifecycle", "<Rule>", "<Rule a='b'>", "has no attribute a"),
    ("acl", "CanonicalUser", "User", "'User' is not one of Type"),
    ("acl", "READ", "LOOK", "'LOOK' is not one of Permission"),
    ("control", "<Key>team</Key>", "", "Missing required parameter in Tags[0]: \"Key\""),
    ("control", "awss3control", "s3", "is of the namespace"),
    ("role", "RoleSessionName=session", "RoleSessionName=a+b", "is not of the pattern"),
    ("role", "RoleSessionName=session&", "", "Missing required parameter in input: \"RoleSessionName\""),
    ("role", "DurationSeconds=900", "DurationSeconds=long", "'long' is no integer"),
    ("role", "DurationSeconds=900", "DurationSeconds=43201", "43201 is more than 43200"),
    ("role", "PolicyArns.member.1", "PolicyArns.1", "has no 'PolicyArns.1.arn'"),
    ("role", "PolicyArns.member.1", "PolicyArns.member.2", "has no 'PolicyArns.member.2.arn'"),
    ("role", "Version=2011-06-15", "Version=2011-06-16", "Version: not 2011-06-15"),
    ("role", "Action=AssumeRole", "Action=AssumeRoles", "has no operation 'AssumeRoles'"),
    ("template", "BlockDeviceMapping.1", "BlockDeviceMappings.1", "BlockDeviceMappings.1.DeviceName"),
    ("template", "EbsOptimized=true", "EbsOptimized=True", "'True' is no boolean"),
    ("template", "VolumeType=gp3", "VolumeType=gp9", "'gp9' is not one of VolumeType"),
    ("nodes", "capacityType", "capacity", "has no 'capacity'"),
    ("nodes", "SPOT", "CHEAP", "'CHEAP' is not one of CapacityTypes"),
    ("nodes", '"minSize": 0', '"minSize": "0"', "'0' is no integer"),
    ("nodes", '"minSize": 0', '"minSize": -1', "Invalid value for parameter scalingConfig.minSize"),
    ("nodes", '"nodeRole": "role", ', "", "Missing required parameter in input: \"nodeRole\""),
    ("nodes", '["subnet-1"]', '"subnet-1"', "'subnet-1' is no list"),
    ("budget", "TimeUnit", "Unit_", "Budget has no 'Unit_'"),
    ("budget", "MONTHLY", "WEEKLY", "'WEEKLY' is not one of TimeUnit"),
    ("budget", '"Amount": "100"', '"Amount": 100', "100 is no string"),
    ("budget", '"Amount": "100"', '"Amount": "lots"', "'lots' is not of the pattern"),
    ("budget", '"AccountId": "123456789012", ', "", "Missing required parameter in input: \"AccountId\""),
    ("cost", "2026-01-01", "January", "'January' is not of the pattern"),
    ("cost", "Granularity", "Grain", "has no 'Grain'"),
]

PATHS = [
    ("versioning", "?versioning", "?versions", "the model says that it is CreateBucket"),
    ("versioning", "?versioning", "?versioning&x-id=PutBucketPolicy", "query x-id: another operation's name"),
    ("create", "/a-bucket", "/a-bucket?colour=red", "has no 'colour'"),
    ("versions", "max-keys=7", "max-keys=many", "'many' is no integer"),
    ("versions", "max-keys", "maxkeys", "has no 'maxkeys'"),
    ("versions", "max-keys=7", "max-keys=7&max-keys=8", "given more than once"),
    ("object", "?tagging", "?tags", "the model says that it is PutObject"),
    ("control", "/tags/", "/tag/", "no operation of s3control"),
    ("nodes", "node-groups", "nodegroups", "no operation of eks"),
    ("role", "/", "/?Action=AssumeRole", "query: "),
]

HEADERS = [
    ("create", "x-amz-bucket-object-lock-enabled", "yes", "'yes' is no boolean"),
    ("create", "x-amz-object-ownership", "Mine", "'Mine' is not one of ObjectOwnership"),
    ("create", "x-amz-bucket-colour", "red", "header x-amz-bucket-colour"),
    ("versioning", "content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==", "header content-md5"),
    ("versioning", "content-length", "1", "header content-length"),
    ("versioning", "x-amz-content-sha256", "0" * 64, "another body's"),
    ("versioning", "x-amz-content-sha256", None, "S3 wants it"),
    ("versioning", "x-amz-expected-bucket-owner", "210987654321", "another signature"),
    ("versioning", "x-amz-expected-bucket-owner", None, "another signature"),
    ("versioning", "x-amz-date", "20010101T000000Z", "the scope's date"),
    ("versioning", "authorization", None, "PutBucketVersioning must be signed"),
    ("versioning", "authorization", "AWS a:b", "unreadable"),
    ("control", "x-amz-account-id", None, "no operation of s3control"),
    ("nodes", "content-type", "text/plain", "not application/json"),
    ("budget", "content-type", "application/json", "not application/x-amz-json-1.1"),
    ("budget", "x-amz-target", "AWSBudgets.CreateBudget", "not AWSBudgetServiceGateway"),
    ("role", "content-type", "application/json", "no form"),
]
