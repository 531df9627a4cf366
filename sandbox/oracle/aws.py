"""Drives the sandbox's AWS port with boto3 and asserts what the real services answer.

    python aws.py ENDPOINT                 against a running sandbox
    python aws.py --against moto           the same against moto, started here on a free port

It prints one line a check and ends in "N passed, N failed"; it exits 1 when a check failed. boto3 and moto were
written by others, so a sandbox that only agrees with itself does not pass. Where moto is known to answer otherwise,
DIFFERENCES says so, with who is as the real service and how that is known: such a check is expected to differ, and
fails when it no longer does.

Pinned: boto3==1.44.5, moto[server,s3,sts]==5.2.1.
"""

import argparse
import base64
import contextlib
import datetime
import hashlib
import json
import logging as logging_module
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from aws_differences import DIFFERENCES

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "111122223333"
# The key pair of AWS's documentation: the sandbox checks what is signed with it.
KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
RUN = secrets.token_hex(4)


class Suite:
    """Counts the checks and knows whom they are made against."""

    def __init__(self, endpoint, against):
        self.endpoint, self.against = endpoint, against
        self.passed = self.failed = 0
        self.seen = set()
        self.story = ""
        self.buckets = 0

    def record(self, name, fault):
        name = f"{self.story}: {name}"
        if name in self.seen:
            fault = "two checks have this name"
        self.seen.add(name)
        known = DIFFERENCES.get(name) if self.against == "moto" else None
        if known and fault:
            self.passed += 1
            print(f"differs {name} ({fault}; {known})")
        elif known:
            self.failed += 1
            print(f"FAILED  {name}: moto now answers like the sandbox; remove it from DIFFERENCES")
        elif fault:
            self.failed += 1
            print(f"FAILED  {name}: {fault}")
        else:
            self.passed += 1
            print(f"ok      {name}")

    def client(self, service="s3", region="us-east-1", key=KEYS[0], secret=KEYS[1], token=None, **config):
        config = Config(retries={"max_attempts": 0}, read_timeout=10, **config)
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=region, config=config,
            aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token,
        )

    def name(self, kind="b"):
        self.buckets += 1
        return f"oracle-{RUN}-{kind}-{self.buckets}"

    def bucket(self, client=None, **arguments):
        """A new bucket's name."""
        name = self.name()
        (client or self.client()).create_bucket(Bucket=name, **arguments)
        return name

    def ok(self, name, call, want=None):
        """The call succeeds, and its answer holds what is wanted: see `difference`."""
        try:
            answer = call()
        except Exception as error:  # noqa: BLE001: whatever a client raises is an answer to report
            self.record(name, f"expected success, got {describe(error)}")
            return {}
        self.record(name, difference(want or {}, answer))
        return answer

    def refused(self, name, call, code, status, message=None):
        """The call fails with a code, a status and, where one is given, exactly this message."""
        try:
            answer = call()
        except ClientError as error:
            got, body = error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]
            want = (code, status, message if message is not None else body.get("Message"))
            seen = (body["Code"], got, body.get("Message"))
            self.record(name, None if seen == want else f"expected {want}, got {seen}")
        except Exception as error:  # noqa: BLE001
            self.record(name, f"expected {code}, got {describe(error)}")
        else:
            answer.pop("ResponseMetadata", None)
            self.record(name, f"expected {code}, got success: {answer}")

    def equal(self, name, seen, want):
        self.record(name, None if seen == want else f"expected {want!r}, got {seen!r}")

    def raw(self, method, path, body=b"", region="us-east-1", signed=True, headers=None):
        """A request with a body of our own making: its status, headers and body."""
        headers = {"content-md5": base64.b64encode(hashlib.md5(body).digest()).decode(), **(headers or {})}
        headers = {name: value for name, value in headers.items() if value is not None}
        request = AWSRequest(method, self.endpoint + path, data=body, headers=headers)
        if signed:
            Signer(headers.get("x-amz-content-sha256"), Credentials(*KEYS), "s3", region).add_auth(request)
        sent = urllib.request.Request(request.url, body or None, dict(request.headers), method=method)
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(sent, timeout=10) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def control(self, method, page, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_sandbox/{page}", data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


class Signer(S3SigV4Auth):
    """Signs over a stated content hash, where there is one."""

    def __init__(self, stated, *arguments):
        super().__init__(*arguments)
        self.stated = stated

    def payload(self, request):
        return self.stated or super().payload(request)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def describe(error):
    if isinstance(error, ClientError):
        return str((error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]))
    return repr(error)


def difference(want, seen, path=""):
    """What is wrong, or None. A dict must hold the wanted keys, `...` stands for anything, `None` for absence."""
    if want is ...:
        return None
    if isinstance(want, dict) and isinstance(seen, dict):
        for key, value in want.items():
            here = f"{path}.{key}" if path else key
            if value is None:
                if key in seen:
                    return f"{here} should be absent, is {seen[key]!r}"
            elif key not in seen:
                return f"{here} is missing"
            elif fault := difference(value, seen[key], here):
                return fault
        return None
    if isinstance(want, list) and isinstance(seen, list) and len(want) == len(seen):
        return next(filter(None, (difference(w, s, f"{path}[{n}]") for n, (w, s) in enumerate(zip(want, seen)))), None)
    return None if want == seen else f"{path}: expected {want!r}, got {seen!r}"


STORIES = []


def story(function):
    STORIES.append(function)
    return function


# STS -----------------------------------------------------------------------------------------------------------------

ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploy"


def jwt(expires_in=600, **claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {
        "iss": "https://accounts.google.com", "sub": "1234", "aud": "sts.amazonaws.com",
        "exp": int(time.time()) + expires_in, **claims,
    }
    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


@story
def sts_identity(s):
    s.ok("a caller is told who it is", s.client("sts").get_caller_identity, {"Account": ACCOUNT, "Arn": ..., "UserId": ...})
    s.ok(
        "a session is told its role",
        lambda: assumed(s).get_caller_identity(),
        {"Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle"},
    )
    unsigned = urllib.request.Request(
        s.endpoint + "/", b"Action=GetCallerIdentity&Version=2011-06-15",
        {"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    try:
        urllib.request.urlopen(unsigned, timeout=10)
        seen = (200, "")
    except urllib.error.HTTPError as error:
        seen = (error.code, error.read().decode())
    s.equal("an unsigned call is refused", (seen[0], "<Code>MissingAuthenticationToken</Code>" in seen[1]), (403, True))
    s.refused(
        "an unknown key is refused",
        s.client("sts", key="AKIAZZZZZZZZZZZZZZZZ").get_caller_identity,
        "InvalidClientTokenId", 403, "The security token included in the request is invalid.",
    )
    s.refused(
        "a wrong secret is refused",
        s.client("sts", key="AKIAIOSFODNN7EXAMPLE", secret="wrong").get_caller_identity,
        "SignatureDoesNotMatch", 403,
    )
    s.ok(
        "a right secret is taken",
        s.client("sts", key=KEYS[0], secret=KEYS[1]).get_caller_identity,
        {"Account": ACCOUNT},
    )
    s.refused("an unknown action is refused",
              lambda: s.client("sts").decode_authorization_message(EncodedMessage="x"), "InvalidAction", 400)


def assumed(s, service="sts"):
    keys = s.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="oracle")["Credentials"]
    return s.client(service, key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])


@story
def sts_assume_role(s):
    sts = s.client("sts", parameter_validation=False)
    answer = s.ok(
        "a role is assumed",
        lambda: sts.assume_role(RoleArn=ROLE, RoleSessionName="oracle", DurationSeconds=900),
        {"AssumedRoleUser": {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle", "AssumedRoleId": ...},
         "Credentials": {"AccessKeyId": ..., "SecretAccessKey": ..., "SessionToken": ..., "Expiration": ...}},
    )
    keys = answer.get("Credentials", {})
    s.equal("temporary keys start with ASIA", keys.get("AccessKeyId", "")[:4], "ASIA")
    lifetime = keys["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    s.equal("a session lasts as long as was asked", 800 < lifetime.total_seconds() <= 901, True)
    s.ok("a session works with S3", lambda: assumed(s, "s3").list_buckets())
    s.refused(
        "a session without its token is refused",
        s.client("sts", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"]).get_caller_identity,
        "InvalidClientTokenId", 403,
    )
    s.refused(
        "a session with a wrong secret is refused",
        s.client("sts", key=keys["AccessKeyId"], secret="wrong", token=keys["SessionToken"]).get_caller_identity,
        "SignatureDoesNotMatch", 403,
    )
    s.refused(
        "S3 refuses a session with a wrong token",
        s.client(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token="wrong").list_buckets,
        "InvalidToken", 400, "The provided token is malformed or otherwise invalid.",
    )

    def assume(**changes):
        return lambda: sts.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "oracle", **changes})

    constraint = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: {}"
    s.refused(
        "a session name must have the right letters", assume(RoleSessionName="two words"), "ValidationError", 400,
        constraint.format("two words", "roleSessionName", r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
    )
    s.refused(
        "a session lasts twelve hours at most", assume(DurationSeconds=43201), "ValidationError", 400,
        constraint.format("43201", "durationSeconds", "Member must have value less than or equal to 43200"),
    )
    s.refused(
        "a session lasts a quarter of an hour at least", assume(DurationSeconds=899), "ValidationError", 400,
        constraint.format("899", "durationSeconds", "Member must have value greater than or equal to 900"),
    )
    s.refused("a user is no role", assume(RoleArn=f"arn:aws:iam::{ACCOUNT}:user/deploy"), "ValidationError", 400,
              f"arn:aws:iam::{ACCOUNT}:user/deploy is invalid")
    guarded = f"arn:aws:iam::{ACCOUNT}:role/external-id/s3cret/partner"
    s.refused("an external id is asked for", assume(RoleArn=guarded), "AccessDenied", 403)
    s.refused("a wrong external id is refused", assume(RoleArn=guarded, ExternalId="guess"), "AccessDenied", 403)
    s.ok("the right external id is taken", assume(RoleArn=guarded, ExternalId="s3cret"))


@story
def sts_web_identity(s):
    sts = s.client("sts")

    def assume(token, **changes):
        arguments = {"RoleArn": ROLE, "RoleSessionName": "oracle", "WebIdentityToken": token, **changes}
        return lambda: sts.assume_role_with_web_identity(**arguments)

    s.ok(
        "a Google identity gets a session", assume(jwt()),
        {"SubjectFromWebIdentityToken": "1234", "Provider": "accounts.google.com", "Audience": "sts.amazonaws.com",
         "AssumedRoleUser": {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/oracle"}},
    )
    s.refused("an old token is refused", assume(jwt(expires_in=-5)), "ExpiredTokenException", 400)
    s.refused("garbage is no token", assume("garbage"), "InvalidIdentityToken", 400)
    s.refused("a token without a subject is refused", assume(jwt(sub="")), "InvalidIdentityToken", 400)
    s.refused("the role is checked", assume(jwt(), RoleArn="arn:aws:iam::1:role/deploy"), "ValidationError", 400)


# Buckets -------------------------------------------------------------------------------------------------------------


@story
def create_bucket(s):
    here, there = s.client(), s.client(region="eu-west-1")
    name = s.name()
    s.ok("a bucket is made in the first region", lambda: here.create_bucket(Bucket=name),
         {"Location": f"/{name}", "BucketArn": f"arn:aws:s3:::{name}"})
    s.ok("made again there, all is well", lambda: here.create_bucket(Bucket=name), {"Location": f"/{name}"})
    european = s.name()
    ireland = {"LocationConstraint": "eu-west-1"}
    s.ok("a bucket is made elsewhere", lambda: there.create_bucket(Bucket=european, CreateBucketConfiguration=ireland),
         {"Location": f"http://{european}.s3.amazonaws.com/"})
    s.refused("made again elsewhere, it is a conflict",
              lambda: there.create_bucket(Bucket=european, CreateBucketConfiguration=ireland),
              "BucketAlreadyOwnedByYou", 409,
              "Your previous request to create the named bucket succeeded and you already own it.")
    s.refused("made again in another region, it is a conflict", lambda: here.create_bucket(Bucket=european),
              "BucketAlreadyOwnedByYou", 409)
    s.refused("somebody else's name is taken", lambda: s.client(key=OTHER_ACCOUNT).create_bucket(Bucket=name),
              "BucketAlreadyExists", 409,
              "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
              "Please select a different name and try again.")
    s.refused("a well-known name is taken", lambda: here.create_bucket(Bucket="test"), "BucketAlreadyExists", 409)

    def elsewhere(constraint, client=there):
        arguments = {"CreateBucketConfiguration": {"LocationConstraint": constraint}} if constraint else {}
        return lambda: client.create_bucket(Bucket=s.name(), **arguments)

    incompatible = ("The {} location constraint is incompatible for the region specific endpoint this request was "
                    "sent to.")
    s.refused("elsewhere a constraint is needed", elsewhere(None), "IllegalLocationConstraintException", 400,
              incompatible.format("unspecified"))
    s.refused("the constraint must be the endpoint's region", elsewhere("us-west-2"),
              "IllegalLocationConstraintException", 400, incompatible.format("us-west-2"))
    s.refused("a constraint must exist", elsewhere("mars-north-1"), "InvalidLocationConstraint", 400,
              "The specified location-constraint is not valid")
    s.refused("the first region is no constraint", elsewhere("us-east-1", here), "InvalidLocationConstraint", 400,
              "The specified location-constraint is not valid")
    s.ok("EU is Ireland", elsewhere("EU"))
    far = s.name()
    s.ok("the global endpoint makes buckets everywhere",
         lambda: here.create_bucket(Bucket=far, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-2"}))
    s.ok("and they are where they were wanted", lambda: s.client(region="ap-southeast-2").get_bucket_location(Bucket=far),
         {"LocationConstraint": "ap-southeast-2"})

    for bad in ["ab", "Has-Capitals", "under_score", "two..dots", "-start", "end-", "192.168.1.1", "xn--punycode",
                "x-s3alias", "a" * 64]:
        status, _, body = s.raw("PUT", f"/{bad}")
        s.equal(f"the name {bad[:16]} is refused",
                (status, "<Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message>" in body),
                (400, True))
    s.equal("a malformed body is refused", s.raw("PUT", f"/{s.name()}", b"<CreateBucketConfiguration><Location")[0], 400)
    s.equal("an unsigned create is refused", s.raw("PUT", f"/{s.name()}", signed=False)[0], 403)


@story
def create_bucket_with_options(s):
    s3 = s.client()
    tagged = s.name()
    tags = [{"Key": "team", "Value": "data"}]
    s.ok("tags come with the bucket",
         lambda: s3.create_bucket(Bucket=tagged, CreateBucketConfiguration={"Tags": tags}))
    s.ok("and are there", lambda: s3.get_bucket_tagging(Bucket=tagged), {"TagSet": tags})
    s.refused("tags are checked",
              lambda: s3.create_bucket(Bucket=s.name(), CreateBucketConfiguration={"Tags": [{"Key": "aws:x", "Value": "y"}]}),
              "InvalidTag", 400)
    locked = s.name()
    s.ok("object lock comes with the bucket", lambda: s3.create_bucket(Bucket=locked, ObjectLockEnabledForBucket=True))
    s.ok("it turns versioning on", lambda: s3.get_bucket_versioning(Bucket=locked), {"Status": "Enabled"})
    s.ok("it is on, without a rule", lambda: s3.get_object_lock_configuration(Bucket=locked),
         {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": None}})
    regional = f"{s.name()}-{ACCOUNT}-us-east-1-an"
    s.ok("a name in the account's own namespace",
         lambda: s3.create_bucket(Bucket=regional, BucketNamespace="account-regional"), {"BucketArn": f"arn:aws:s3:::{regional}"})
    s.refused("the namespace asks for its suffix",
              lambda: s3.create_bucket(Bucket=s.name(), BucketNamespace="account-regional"), "InvalidNamespaceHeader", 400)
    s.refused("the suffix asks for its namespace",
              lambda: s3.create_bucket(Bucket=f"{s.name()}-{ACCOUNT}-us-east-1-an"), "InvalidNamespaceHeader", 400)
    s.ok("the global namespace can be named", lambda: s3.create_bucket(Bucket=s.name(), BucketNamespace="global"))
    s.refused("ACLs are off", lambda: s3.create_bucket(Bucket=s.name(), ACL="public-read"),
              "InvalidBucketAclWithObjectOwnership", 400,
              "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
    s.refused("a public ACL is blocked",
              lambda: s3.create_bucket(Bucket=s.name(), ACL="public-read", ObjectOwnership="ObjectWriter"),
              "InvalidBucketAclWithBlockPublicAccessError", 400,
              "Bucket cannot have public ACLs set with BlockPublicAccess enabled")
    written = s.name()
    s.ok("ownership comes with the bucket", lambda: s3.create_bucket(Bucket=written, ObjectOwnership="ObjectWriter"))
    s.ok("and is there", lambda: s3.get_bucket_ownership_controls(Bucket=written),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}})


@story
def find_bucket(s):
    s3 = s.client()
    name = s.bucket()
    european = s.bucket(s.client(region="eu-west-1"), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s.ok("HEAD tells the region and the ARN", lambda: s3.head_bucket(Bucket=name),
         {"BucketRegion": "us-east-1", "BucketArn": f"arn:aws:s3:::{name}"})
    s.refused("HEAD of no bucket", lambda: s3.head_bucket(Bucket=s.name()), "404", 404, "Not Found")
    s.refused("HEAD of another's bucket", lambda: s.client(key=OTHER_ACCOUNT).head_bucket(Bucket=name), "403", 403, "Forbidden")
    status, headers, body = s.raw("HEAD", f"/{european}")
    s.equal("HEAD from the wrong region tells the right one", (status, headers["x-amz-bucket-region"], body), (301, "eu-west-1", ""))
    status, headers, body = s.raw("GET", f"/{european}?versioning")
    s.equal("GET from the wrong region is redirected",
            (status, headers["x-amz-bucket-region"], "<Code>PermanentRedirect</Code>" in body), (301, "eu-west-1", True))
    s.ok("boto3 follows the redirection", lambda: s3.get_bucket_request_payment(Bucket=european), {"Payer": "BucketOwner"})
    s.equal("the first region has no constraint", s3.get_bucket_location(Bucket=name).get("LocationConstraint"), None)
    s.ok("another region has", lambda: s3.get_bucket_location(Bucket=european), {"LocationConstraint": "eu-west-1"})
    s.refused("no bucket has no location", lambda: s3.get_bucket_location(Bucket=s.name()), "NoSuchBucket", 404,
              "The specified bucket does not exist")

    def listed(client=s3, **arguments):
        return [bucket["Name"] for bucket in client.list_buckets(Prefix=f"oracle-{RUN}", **arguments)["Buckets"]]

    everything = listed()
    s.equal("own buckets are listed", {name, european} <= set(everything), True)
    s.equal("in order", everything, sorted(everything))
    s.equal("others' are not", name in listed(s.client(key=OTHER_ACCOUNT)), False)
    s.equal("by region", (name in listed(BucketRegion="eu-west-1"), european in listed(BucketRegion="eu-west-1")), (False, True))
    pages = s3.get_paginator("list_buckets").paginate(Prefix=f"oracle-{RUN}", PaginationConfig={"PageSize": 2})
    s.equal("page by page", [bucket["Name"] for page in pages for bucket in page["Buckets"]], everything)

    s.ok("the expected owner is right", lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner=ACCOUNT))
    s.refused("the expected owner is wrong",
              lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner=OTHER_ACCOUNT), "AccessDenied", 403)
    s.refused("the expected owner is no account",
              lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner="me"), "InvalidBucketOwnerAWSAccountID", 400)
    s.refused("another's bucket is closed", lambda: s.client(key=OTHER_ACCOUNT).get_bucket_versioning(Bucket=name),
              "AccessDenied", 403)
    unsigned = s.raw("GET", f"/{name}?versioning", signed=False)
    s.equal("an unsigned call is refused", (unsigned[0], "<Code>AccessDenied</Code>" in unsigned[2]), (403, True))
    s.refused("an unknown key is refused", s.client(key="AKIAZZZZZZZZZZZZZZZZ").list_buckets, "InvalidAccessKeyId", 403,
              "The AWS Access Key Id you provided does not exist in our records.")
    s.refused("a wrong secret is refused", s.client(key="AKIAIOSFODNN7EXAMPLE", secret="wrong").list_buckets,
              "SignatureDoesNotMatch", 403)
    mine = s.client(key=KEYS[0], secret=KEYS[1])
    s.ok("a right signature is taken", lambda: mine.list_objects_v2(Bucket=name, Prefix="ü /+&"),
         {"KeyCount": 0})
    url = s.client(signature_version="s3v4").generate_presigned_url("list_objects_v2", {"Bucket": name}, 60)
    s.equal("a presigned URL works", s.raw("GET", url[len(s.endpoint):], signed=False)[0], 200)
    tampered = s.raw("GET", url[len(s.endpoint):] + "&prefix=x", signed=False)
    s.equal("a presigned URL cannot be changed", (tampered[0], "SignatureDoesNotMatch" in tampered[2]), (403, True))
    old = s.client(signature_version="s3").generate_presigned_url("list_objects_v2", {"Bucket": name}, 60)
    status, _, body = s.raw("GET", old[len(s.endpoint):], signed=False)
    s.equal("the old signature is refused", (status, "Please use AWS4-HMAC-SHA256." in body), (400, True))
    with_request_id = s.raw("GET", f"/{s.name()}?versioning")
    s.equal("an error names the bucket and the request",
            all(part in with_request_id[2] for part in ["<BucketName>", "<RequestId>", "<HostId>", "<Message>"]), True)
    s.equal("a reply has a request id", bool(with_request_id[1]["x-amz-request-id"] and with_request_id[1]["x-amz-id-2"]), True)


@story
def virtual_hosts(s):
    name = s.bucket()
    port = s.endpoint.rsplit(":", 1)[1]
    status, _, body = s.raw("GET", "/?location", headers={"host": f"{name}.localhost:{port}"}, signed=False)
    s.equal("the bucket may be in the host", (status, "<Code>AccessDenied</Code>" in body, name in body), (403, True, True))
    client = boto3.client(
        "s3", endpoint_url=f"http://localhost:{port}", region_name="us-east-1", aws_access_key_id=KEYS[0],
        aws_secret_access_key=KEYS[1],
        config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}),
    )
    try:
        socket.getaddrinfo(f"{name}.localhost", int(port))
    except socket.gaierror:
        # Not every system resolves names under localhost; where it does not, the check above has to do.
        return
    s.ok("and signatures hold", lambda: client.get_bucket_versioning(Bucket=name))


@story
def delete_bucket(s):
    s3 = s.client()
    name = s.bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"v")
    s.refused("a bucket with an object stays", lambda: s3.delete_bucket(Bucket=name), "BucketNotEmpty", 409,
              "The bucket you tried to delete is not empty")
    s3.delete_object(Bucket=name, Key="k")
    s.ok("an empty one goes", lambda: s3.delete_bucket(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("and is gone", lambda: s3.delete_bucket(Bucket=name), "NoSuchBucket", 404)
    versioned = s.bucket()
    s3.put_bucket_versioning(Bucket=versioned, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=versioned, Key="k", Body=b"v")["VersionId"]
    marker = s3.delete_object(Bucket=versioned, Key="k")["VersionId"]
    s.refused("a bucket with versions stays", lambda: s3.delete_bucket(Bucket=versioned), "BucketNotEmpty", 409,
              "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
    s3.delete_object(Bucket=versioned, Key="k", VersionId=version)
    s.refused("a delete marker is a version", lambda: s3.delete_bucket(Bucket=versioned), "BucketNotEmpty", 409)
    s3.delete_object(Bucket=versioned, Key="k", VersionId=marker)
    s.ok("without them it goes", lambda: s3.delete_bucket(Bucket=versioned))


# Configuration -------------------------------------------------------------------------------------------------------


@story
def defaults(s):
    s3, name = s.client(), s.bucket()
    s.ok("versioning was never set", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": None})
    s.ok("encrypted with S3's keys", lambda: s3.get_bucket_encryption(Bucket=name),
         {"ServerSideEncryptionConfiguration": {"Rules": [
             {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}})
    s.ok("customers' keys are blocked", lambda: s3.get_bucket_encryption(Bucket=name),
         {"ServerSideEncryptionConfiguration": {"Rules": [{"BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}]}})
    blocked = dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True)
    s.ok("closed to the public", lambda: s3.get_public_access_block(Bucket=name), {"PublicAccessBlockConfiguration": blocked})
    s.ok("ACLs are off", lambda: s3.get_bucket_ownership_controls(Bucket=name),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}})
    s.ok("the owner has full control", lambda: s3.get_bucket_acl(Bucket=name),
         {"Owner": {"ID": ...}, "Grants": [{"Permission": "FULL_CONTROL", "Grantee": {"Type": "CanonicalUser", "ID": ...}}]})
    s.ok("the owner pays", lambda: s3.get_bucket_request_payment(Bucket=name), {"Payer": "BucketOwner"})
    s.ok("nothing is logged", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": None})
    s.ok("not accelerated", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": None})
    s.ok("no intelligent tiering", lambda: s3.list_bucket_intelligent_tiering_configurations(Bucket=name),
         {"IntelligentTieringConfigurationList": None, "IsTruncated": False})
    s.ok("no control by attributes", lambda: s3.get_bucket_abac(Bucket=name), {"AbacStatus": {"Status": "Disabled"}})
    for call, code in [
        ("get_bucket_policy", "NoSuchBucketPolicy"),
        ("get_bucket_policy_status", "NoSuchBucketPolicy"),
        ("get_bucket_tagging", "NoSuchTagSet"),
        ("get_bucket_cors", "NoSuchCORSConfiguration"),
        ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration"),
        ("get_bucket_replication", "ReplicationConfigurationNotFoundError"),
        ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError"),
    ]:
        s.refused(f"{call} finds nothing", lambda call=call: getattr(s3, call)(Bucket=name), code, 404)
        s.refused(f"{call} needs a bucket", lambda call=call: getattr(s3, call)(Bucket=s.name()), "NoSuchBucket", 404)
    for call in ["delete_bucket_policy", "delete_bucket_tagging", "delete_bucket_cors", "delete_bucket_lifecycle",
                 "delete_bucket_replication"]:
        s.ok(f"{call} of nothing is well", lambda call=call: getattr(s3, call)(Bucket=name),
             {"ResponseMetadata": {"HTTPStatusCode": 204}})


@story
def versioning(s):
    s3, name = s.client(), s.bucket()

    def put(bucket=name, **configuration):
        return lambda: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=configuration)

    s.ok("turned on", put(Status="Enabled"))
    s.ok("it is on", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": "Enabled"})
    s.ok("suspended", put(Status="Suspended"))
    s.ok("it is suspended", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": "Suspended"})
    s.refused("nothing is no status", put(), "IllegalVersioningConfigurationException", 400,
              "The Versioning element must be specified")
    s.refused("nonsense is no status", put(Status="Perhaps"), "MalformedXML", 400,
              "The XML you provided was not well-formed or did not validate against our published schema")
    locked = s.bucket(ObjectLockEnabledForBucket=True)
    s.refused("object lock keeps it on", put(locked, Status="Suspended"), "InvalidBucketState", 409,
              "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.")
    body = f"<VersioningConfiguration {NAMESPACE}><Status>Enabled</Status></VersioningConfiguration>".encode()
    status, _, answer = s.raw("PUT", f"/{name}?versioning", body, headers={"content-md5": ""})
    s.equal("a wrong checksum is refused", (status, "<Code>InvalidDigest</Code>" in answer), (400, True))
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    status, _, answer = s.raw("PUT", f"/{name}?versioning", body, headers={"content-md5": wrong})
    s.equal("another body's checksum is refused", (status, "<Code>BadDigest</Code>" in answer), (400, True))
    status, _, answer = s.raw("PUT", f"/{name}?versioning", b"<VersioningConfiguration")
    s.equal("broken XML is refused", (status, "<Code>MalformedXML</Code>" in answer), (400, True))


@story
def encryption(s):
    s3, name = s.client(), s.bucket()
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    def put(*rules):
        configuration = {"Rules": list(rules)}
        return lambda: s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=configuration)

    def rule(algorithm, key=None, **more):
        default = {"SSEAlgorithm": algorithm, **({"KMSMasterKeyID": key} if key else {})}
        return {"ApplyServerSideEncryptionByDefault": default, **more}

    def is_now(what, **want):
        s.ok(what, lambda: s3.get_bucket_encryption(Bucket=name), {"ServerSideEncryptionConfiguration": {"Rules": [want]}})

    s.ok("a KMS key with bucket keys", put(rule("aws:kms", key, BucketKeyEnabled=True)))
    is_now("the KMS key is kept", **rule("aws:kms", key), BucketKeyEnabled=True)
    is_now("customers' keys stay blocked", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})
    s.ok("two layers of KMS", put(rule("aws:kms:dsse", key)))
    is_now("two layers are kept", **rule("aws:kms:dsse", key), BucketKeyEnabled=False)
    s.ok("customers' keys unblocked", put(rule("aws:kms", BlockedEncryptionTypes={"EncryptionType": ["NONE"]})))
    is_now("they are unblocked, under the account's own KMS key", BlockedEncryptionTypes={"EncryptionType": ["NONE"]},
           ApplyServerSideEncryptionByDefault={"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": None})
    s.ok("customers' keys blocked", put(rule("AES256", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})))
    is_now("they are blocked", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})
    customer = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    s.refused("an upload with a customer's key is refused",
              lambda: s.client().put_object(Bucket=name, Key="k", Body=b"", **customer), "AccessDenied", 403)
    s.refused("an unknown algorithm", put(rule("rot13")), "MalformedXML", 400)
    s.refused("no rule", put(), "MalformedXML", 400)
    s.refused("two rules", put(rule("AES256"), rule("AES256")), "MalformedXML", 400)
    s.refused("a key without KMS", put(rule("AES256", key)), "InvalidArgument", 400)
    s.ok("taken away", lambda: s3.delete_bucket_encryption(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    is_now("S3's keys are back", **rule("AES256"))
    s.refused("needs a bucket", lambda: s3.get_bucket_encryption(Bucket=s.name()), "NoSuchBucket", 404)


@story
def public_access(s):
    s3, name = s.client(), s.bucket()
    s.ok("one setting on", lambda: s3.put_public_access_block(
        Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True}))
    s.ok("the others are off", lambda: s3.get_public_access_block(Bucket=name), {"PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}})
    s.refused("nothing is no configuration",
              lambda: s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={}), "InvalidRequest", 400,
              "Must specify at least one configuration.")
    s.ok("taken away", lambda: s3.delete_public_access_block(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_public_access_block(Bucket=name), "NoSuchPublicAccessBlockConfiguration", 404,
              "The public access block configuration was not found")


@story
def ownership_and_acl(s):
    s3, name = s.client(), s.bucket()

    def own(*settings, bucket=name):
        rules = [{"ObjectOwnership": setting} for setting in settings]
        return lambda: s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})

    s.refused("ACLs are off", lambda: s3.put_bucket_acl(Bucket=name, ACL="private"), "AccessControlListNotSupported", 400,
              "The bucket does not allow ACLs")
    s.refused("an unknown setting", own("Nobody"), "MalformedXML", 400)
    s.ok("ACLs turned on", own("BucketOwnerPreferred"))
    s.ok("they are on", lambda: s3.get_bucket_ownership_controls(Bucket=name),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}})
    s.refused("a public ACL is blocked", lambda: s3.put_bucket_acl(Bucket=name, ACL="public-read"), "AccessDenied", 403)
    s3.delete_public_access_block(Bucket=name)
    s.ok("unblocked, it is taken", lambda: s3.put_bucket_acl(Bucket=name, ACL="public-read"))
    everybody = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
    s.ok("and kept", lambda: s3.get_bucket_acl(Bucket=name),
         {"Grants": [{"Permission": "FULL_CONTROL"}, {"Permission": "READ", "Grantee": everybody}]})
    s.refused("while it stands, ACLs stay on", own("BucketOwnerEnforced"), "InvalidBucketAclWithObjectOwnership", 400)
    s.ok("private again", lambda: s3.put_bucket_acl(Bucket=name, ACL="private"))
    s.ok("then ACLs can be turned off", own("BucketOwnerEnforced"))
    s.ok("controls removed", lambda: s3.delete_bucket_ownership_controls(Bucket=name),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("they are gone", lambda: s3.get_bucket_ownership_controls(Bucket=name), "OwnershipControlsNotFoundError", 404,
              "The bucket ownership controls were not found")


@story
def policy(s):
    s3, name = s.client(), s.bucket()
    arn = f"arn:aws:s3:::{name}"

    def document(**changes):
        statement = {"Sid": "one", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
                     "Condition": {"Bool": {"aws:SecureTransport": "false"}}, **changes}
        statement = {key: value for key, value in statement.items() if value is not None}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def put(text):
        return lambda: s3.put_bucket_policy(Bucket=name, Policy=text)

    tls_only = document()
    s.ok("a policy that demands TLS", put(tls_only))
    s.ok("it is kept", lambda: {"Policy": json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])}, {"Policy": json.loads(tls_only)})
    s.ok("it is not public", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": False}})
    public = document(Effect="Allow", Action="s3:GetObject", Resource=f"{arn}/*", Condition=None)
    s.refused("a public policy is blocked", put(public), "AccessDenied", 403)
    s3.delete_public_access_block(Bucket=name)
    s.ok("unblocked, it is taken", put(public))
    s.ok("it is public", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": True}})
    narrow = document(Effect="Allow", Action="s3:GetObject", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})
    s.ok("a narrowed policy", put(narrow))
    s.ok("it is not public either", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": False}})
    for what, text, message in [
        ("no JSON", "none", "Policies must be valid JSON and the first byte must be '{'"),
        ("no statement", '{"Version": "2012-10-17"}', "Missing required field Statement"),
        ("no effect", document(Effect=None), "Missing required field Effect"),
        ("no principal", document(Principal=None), "Missing required field Principal"),
        ("no action", document(Action=None), "Missing required field Action"),
        ("no resource", document(Resource=None), "Missing required field Resource"),
        ("a strange effect", document(Effect="Perhaps"), "Invalid effect: Perhaps"),
        ("a strange field", document(Colour="red"), "Unknown field Colour"),
        ("another service's action", document(Action="ec2:*"), "Policy has invalid action"),
        ("another bucket", document(Resource="arn:aws:s3:::another"), "Policy has invalid resource"),
        ("a principal that is none", document(Principal={"AWS": "nobody"}), "Invalid principal in policy"),
    ]:
        s.refused(f"{what} is malformed", put(text), "MalformedPolicy", 400, message)
    s.ok("taken away", lambda: s3.delete_bucket_policy(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_policy(Bucket=name), "NoSuchBucketPolicy", 404,
              "The bucket policy does not exist")


@story
def lifecycle(s):
    s3, name = s.client(), s.bucket()

    def put(*rules, **arguments):
        configuration = {"Rules": list(rules)}
        return lambda: s3.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration=configuration, **arguments)

    def rule(**parts):
        parts = {"ID": "one", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 365}, **parts}
        return {key: value for key, value in parts.items() if value is not None}

    everything = rule(
        Filter={"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}], "ObjectSizeGreaterThan": 1024,
                        "ObjectSizeLessThan": 4096}},
        Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER"}],
        NoncurrentVersionTransitions=[{"NoncurrentDays": 30, "StorageClass": "GLACIER_IR", "NewerNoncurrentVersions": 2}],
        NoncurrentVersionExpiration={"NoncurrentDays": 60, "NewerNoncurrentVersions": 3},
    )
    dated = rule(ID="two", Filter={"Prefix": ""}, Expiration={"Date": datetime.datetime(2030, 1, 1)},
                 AbortIncompleteMultipartUpload={"DaysAfterInitiation": 7})
    s.ok("rules with all their parts", put(everything, dated))
    want = {"Rules": [everything, {**dated, "Expiration": {"Date": datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)}}]}
    answer = s.ok("they are kept", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name))
    for part in answer.get("Rules", []):
        if "Date" in part.get("Expiration", {}):
            part["Expiration"]["Date"] = part["Expiration"]["Date"].astimezone(datetime.timezone.utc)
    s.equal("as they were put", difference(want, answer), None)
    s.equal("with the least size of transitions", answer.get("TransitionDefaultMinimumObjectSize"), "all_storage_classes_128K")
    s.ok("a least size", put(everything, TransitionDefaultMinimumObjectSize="varies_by_storage_class"),
         {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"})
    s.ok("it is kept", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name),
         {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"})
    s.ok("a single size in the filter", put(rule(Filter={"ObjectSizeGreaterThan": 10})))
    s.ok("a marker's end", put(rule(Expiration={"ExpiredObjectDeleteMarker": True})))
    s.ok("the old prefix", put(rule(Filter=None, Prefix="old/")))
    s.ok("an id is made up", put(rule(ID=None)))
    s.ok("and told", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name), {"Rules": [{"ID": ...}]})

    argument, request, xml = "InvalidArgument", "InvalidRequest", "MalformedXML"
    for what, code, message, bad in [
        ("no rule", xml, None, []),
        ("an unknown status", xml, None, [rule(Status="On")]),
        ("filter and prefix", xml, None, [rule(Prefix="x")]),
        ("neither filter nor prefix", xml, None, [rule(Filter=None)]),
        ("nothing to do", request, "At least one action needs to be specified in a rule", [rule(Expiration=None)]),
        ("the same id twice", argument, "Rule ID must be unique. Found same ID for one or more than one rule", [rule(), rule()]),
        ("no days", argument, "'Days' for Expiration action must be a positive integer", [rule(Expiration={"Days": 0})]),
        ("days and date", xml, None, [rule(Expiration={"Days": 1, "Date": datetime.datetime(2030, 1, 1)})]),
        ("not at midnight", argument, "'Date' must be at midnight GMT", [rule(Expiration={"Date": datetime.datetime(2030, 1, 1, 1)})]),
        ("an unknown class", xml, None, [rule(Transitions=[{"Days": 1, "StorageClass": "ATTIC"}])]),
        ("too early for infrequent access", argument,
         "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
         [rule(Transitions=[{"Days": 29, "StorageClass": "STANDARD_IA"}])]),
        ("gone before it moves", argument,
         "'Days' in the Expiration action for filter '(prefix=logs/)' must be greater than 'Days' in the Transition action",
         [rule(Expiration={"Days": 30}, Transitions=[{"Days": 30, "StorageClass": "GLACIER"}])]),
        ("tags and aborted uploads", request, "AbortIncompleteMultipartUpload cannot be specified with Tags.",
         [rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1})]),
        ("tags and markers", request, "ExpiredObjectDeleteMarker cannot be specified with Tags.",
         [rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, Expiration={"ExpiredObjectDeleteMarker": True})]),
        ("two filters without And", xml, None, [rule(Filter={"Prefix": "a", "ObjectSizeLessThan": 5})]),
        ("one filter with And", xml, None, [rule(Filter={"And": {"Prefix": "a"}})]),
        ("sizes the wrong way round", request, "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'",
         [rule(Filter={"And": {"ObjectSizeGreaterThan": 9, "ObjectSizeLessThan": 9}})]),
        ("too many versions kept", argument, None,
         [rule(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 101})]),
        ("an id too long", argument, "ID length should not exceed allowed limit of 255", [rule(ID="i" * 256)]),
    ]:
        s.refused(what, put(*bad), code, 400, message)
    s.ok("taken away", lambda: s3.delete_bucket_lifecycle(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name), "NoSuchLifecycleConfiguration", 404,
              "The lifecycle configuration does not exist")


@story
def tagging(s):
    s3, name = s.client(), s.bucket()

    def put(*tags):
        tags = [{"Key": key, "Value": value} for key, value in tags]
        return lambda: s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})

    s.ok("tags", put(("team", "data"), ("note", "a b+c=d")), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.ok("they are kept", lambda: s3.get_bucket_tagging(Bucket=name),
         {"TagSet": [{"Key": "team", "Value": "data"}, {"Key": "note", "Value": "a b+c=d"}]})
    s.refused("the same key twice", put(("a", "1"), ("a", "2")), "InvalidTag", 400, "Cannot provide multiple Tags with the same key")
    s.refused("a key of AWS", put(("aws:a", "1")), "InvalidTag", 400, "System tags cannot be added/updated by requester")
    s.refused("a key too long", put(("k" * 129, "1")), "InvalidTag", 400, "The TagKey you have provided is invalid")
    s.refused("a value too long", put(("k", "v" * 257)), "InvalidTag", 400, "The TagValue you have provided is invalid")
    s.refused("too many", put(*[(str(n), "v") for n in range(51)]), "BadRequest", 400)
    s.ok("taken away", lambda: s3.delete_bucket_tagging(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("they are gone", lambda: s3.get_bucket_tagging(Bucket=name), "NoSuchTagSet", 404, "The TagSet does not exist")


@story
def abac(s):
    s3, name = s.client(), s.bucket()
    s.ok("turned on", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Enabled"}))
    s.ok("it is on", lambda: s3.get_bucket_abac(Bucket=name), {"AbacStatus": {"Status": "Enabled"}})
    tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
    s.refused("then tags are not set this way", lambda: s3.put_bucket_tagging(Bucket=name, Tagging=tags), "InvalidRequest", 400)
    s.ok("turned off", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Disabled"}))
    s.ok("then they are", lambda: s3.put_bucket_tagging(Bucket=name, Tagging=tags))
    s.refused("nonsense is no status", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Perhaps"}), "MalformedXML", 400)


@story
def tag_resource(s):
    control = s.client("s3control")
    # The account stands before the host's name, which no resolver finds under an address.
    control.meta.events.register("before-sign.s3-control", lambda request, **_: setattr(
        request, "url", request.url.replace(f"//{ACCOUNT}.", "//")))
    s3, name = s.client(), s.bucket()
    arguments = {"AccountId": ACCOUNT, "ResourceArn": f"arn:aws:s3:::{name}"}
    s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Enabled"})
    s.ok("tags are added", lambda: control.tag_resource(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}], **arguments))
    s.ok("and changed", lambda: control.tag_resource(Tags=[{"Key": "a", "Value": "3"}], **arguments))
    s.ok("they are listed", lambda: control.list_tags_for_resource(**arguments),
         {"Tags": [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]})
    s.ok("they are the bucket's tags", lambda: s3.get_bucket_tagging(Bucket=name),
         {"TagSet": [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]})
    s.ok("and removed", lambda: control.untag_resource(TagKeys=["a", "none"], **arguments))
    s.ok("by their key", lambda: control.list_tags_for_resource(**arguments), {"Tags": [{"Key": "b", "Value": "2"}]})
    s.refused("tags are checked", lambda: control.tag_resource(Tags=[{"Key": "aws:a", "Value": "1"}], **arguments), "InvalidTag", 400)
    s.refused("the bucket must exist", lambda: control.list_tags_for_resource(
        AccountId=ACCOUNT, ResourceArn=f"arn:aws:s3:::{s.name()}"), "NoSuchBucket", 404)


@story
def object_lock(s):
    s3, name = s.client(), s.bucket()

    def put(bucket=name, enabled="Enabled", **retention):
        configuration = {"ObjectLockEnabled": enabled, **({"Rule": {"DefaultRetention": retention}} if retention else {})}
        return lambda: s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=configuration)

    s.refused("versioning comes first", put(Mode="GOVERNANCE", Days=1), "InvalidBucketState", 409,
              "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s.ok("then it can be turned on", put(Mode="GOVERNANCE", Days=1))
    s.ok("it is kept", lambda: s3.get_object_lock_configuration(Bucket=name), {"ObjectLockConfiguration": {
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1, "Years": None}}}})
    s.ok("years as well", put(Mode="COMPLIANCE", Years=1))
    s.ok("the rule can go, the lock stays", put())
    s.ok("it has no rule", lambda: s3.get_object_lock_configuration(Bucket=name), {"ObjectLockConfiguration": {"Rule": None}})
    s.refused("days and years", put(Mode="GOVERNANCE", Days=1, Years=1), "MalformedXML", 400)
    s.refused("no mode", put(Days=1), "MalformedXML", 400)
    s.refused("an unknown mode", put(Mode="TYRANNY", Days=1), "MalformedXML", 400)
    s.refused("no time at all", put(Mode="GOVERNANCE", Days=0), "InvalidArgument", 400,
              "Default retention period must be a positive integer value.")
    s.refused("it is not turned off", put(enabled="Disabled"), "MalformedXML", 400)

    put(Mode="GOVERNANCE", Days=1)()
    version = s3.put_object(Bucket=name, Key="k", Body=b"v")["VersionId"]
    s.ok("new objects are retained", lambda: s3.head_object(Bucket=name, Key="k"), {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": ...})
    s.refused("a retained version stays", lambda: s3.delete_object(Bucket=name, Key="k", VersionId=version), "AccessDenied", 403)
    s.ok("a batch says so", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k", "VersionId": version}]}),
         {"Errors": [{"Key": "k", "VersionId": version, "Code": "AccessDenied"}]})
    s.ok("a marker can be put on it", lambda: s3.delete_object(Bucket=name, Key="k"), {"DeleteMarker": True})
    s.ok("governance can be bypassed", lambda: s3.delete_object(
        Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True), {"VersionId": version})
    put(Mode="COMPLIANCE", Days=1)()
    version = s3.put_object(Bucket=name, Key="k", Body=b"v")["VersionId"]
    s.refused("compliance cannot", lambda: s3.delete_object(
        Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True), "AccessDenied", 403)


@story
def logging(s):
    s3, name, target = s.client(), s.bucket(), s.bucket()

    def put(client=s3, **enabled):
        status = {"LoggingEnabled": enabled} if enabled else {}
        return lambda: client.put_bucket_logging(Bucket=name, BucketLoggingStatus=status)

    s.ok("logging to another bucket", put(TargetBucket=target, TargetPrefix="access/"))
    s.ok("it is kept", lambda: s3.get_bucket_logging(Bucket=name),
         {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": "access/"}})
    partitioned = {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}
    s.ok("with dates in the names", put(TargetBucket=target, TargetPrefix="", TargetObjectKeyFormat=partitioned))
    s.ok("they are kept", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": {"TargetObjectKeyFormat": partitioned}})
    s.refused("the target must exist", put(TargetBucket=s.name(), TargetPrefix=""), "InvalidTargetBucketForLogging", 400,
              "The target bucket for logging does not exist")
    european = s.bucket(s.client(region="eu-west-1"), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s.refused("in the same region", put(TargetBucket=european, TargetPrefix=""), "CrossLocationLoggingProhibited", 403,
              "Cross S3 location logging not allowed.")
    others = s.bucket(s.client(key=OTHER_ACCOUNT))
    s.refused("of the same owner", put(TargetBucket=others, TargetPrefix=""), "InvalidTargetBucketForLogging", 400,
              "The owner for the bucket to be logged and the target bucket must be the same.")
    tls_only = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{target}", f"arn:aws:s3:::{target}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps(tls_only))
    s.ok("a target that demands TLS", put(TargetBucket=target, TargetPrefix=""))
    s.ok("turned off", put())
    s.ok("it is off", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": None})


@story
def cors(s):
    s3, name = s.client(), s.bucket()

    def put(*rules):
        return lambda: s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": list(rules)})

    def rule(**parts):
        return {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"], **parts}

    full = rule(AllowedMethods=["GET", "PUT"], AllowedHeaders=["*"], ExposeHeaders=["ETag"], MaxAgeSeconds=3600, ID="one")
    s.ok("a rule with all its parts", put(full, rule()))
    s.ok("it is kept", lambda: s3.get_bucket_cors(Bucket=name), {"CORSRules": [full, rule()]})
    s.refused("an unknown method", put(rule(AllowedMethods=["PATCH"])), "InvalidRequest", 400,
              "Found unsupported HTTP method in CORS config. Unsupported method is PATCH")
    s.refused("two wildcards", put(rule(AllowedOrigins=["https://*.*"])), "InvalidRequest", 400,
              'AllowedOrigin "https://*.*" can not have more than one wildcard.')
    s.refused("a wildcard to expose", put(rule(ExposeHeaders=["*"])), "InvalidRequest", 400,
              'ExposeHeader "*" contains wildcard. We currently do not support wildcard for ExposeHeader.')
    s.refused("no rule", put(), "MalformedXML", 400)
    s.refused("too many rules", put(*[rule() for _ in range(101)]), "MalformedXML", 400)
    s.ok("taken away", lambda: s3.delete_bucket_cors(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_cors(Bucket=name), "NoSuchCORSConfiguration", 404,
              "The CORS configuration does not exist")


@story
def payment_and_acceleration(s):
    s3, name = s.client(), s.bucket()

    def pay(payer):
        return lambda: s3.put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={"Payer": payer})

    s.ok("the requester pays", pay("Requester"))
    s.ok("and goes on paying", lambda: s3.get_bucket_request_payment(Bucket=name), {"Payer": "Requester"})
    s.ok("the owner pays again", pay("BucketOwner"))
    s.refused("nobody pays", pay("Nobody"), "MalformedXML", 400)

    def accelerate(status, bucket=name):
        return lambda: s3.put_bucket_accelerate_configuration(Bucket=bucket, AccelerateConfiguration={"Status": status})

    s.ok("faster", accelerate("Enabled"))
    s.ok("it is", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": "Enabled"})
    s.ok("slower", accelerate("Suspended"))
    s.ok("it is suspended", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": "Suspended"})
    s.refused("nonsense is no speed", accelerate("Warp"), "MalformedXML", 400)
    dotted = s.name() + ".dots"
    s3.create_bucket(Bucket=dotted)
    s.refused("not with dots in the name", accelerate("Enabled", dotted), "InvalidRequest", 400,
              "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")


@story
def intelligent_tiering(s):
    s3, name = s.client(), s.bucket()

    def put(id="one", configuration_id=None, **parts):
        configuration = {"Id": configuration_id or id, "Status": "Enabled",
                         "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}], **parts}
        return lambda: s3.put_bucket_intelligent_tiering_configuration(
            Bucket=name, Id=id, IntelligentTieringConfiguration=configuration)

    def tiers(*tiers):
        return [{"Days": days, "AccessTier": tier} for days, tier in tiers]

    both = tiers((125, "ARCHIVE_ACCESS"), (180, "DEEP_ARCHIVE_ACCESS"))
    filtered = {"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}]}}
    s.ok("two tiers", put(Tierings=both, Filter=filtered))
    s.ok("they are kept", lambda: s3.get_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
         {"IntelligentTieringConfiguration": {"Id": "one", "Status": "Enabled", "Tierings": both, "Filter": filtered}})
    s.ok("another one", put("two", Status="Disabled"))
    s.ok("both are listed", lambda: s3.list_bucket_intelligent_tiering_configurations(Bucket=name),
         {"IntelligentTieringConfigurationList": [{"Id": "one"}, {"Id": "two"}], "IsTruncated": False})
    s.refused("too early", put(Tierings=tiers((89, "ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("too early for deep archive", put(Tierings=tiers((179, "DEEP_ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("too late", put(Tierings=tiers((731, "ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("an unknown tier", put(Tierings=tiers((90, "CELLAR"))), "MalformedXML", 400)
    s.refused("two names", put("one", "three"), "InvalidArgument", 400)
    s.ok("one is taken away", lambda: s3.delete_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
              "NoSuchConfiguration", 404, "The specified configuration does not exist.")


@story
def replication(s):
    s3, name, target = s.client(), s.bucket(), s.bucket()
    role = f"arn:aws:iam::{ACCOUNT}:role/replicate"

    def rule(**parts):
        parts = {"ID": "one", "Priority": 1, "Filter": {"Prefix": ""}, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Disabled"},
                 "Destination": {"Bucket": f"arn:aws:s3:::{target}"}, **parts}
        return {key: value for key, value in parts.items() if value is not None}

    def put(*rules, role=role):
        return lambda: s3.put_bucket_replication(Bucket=name, ReplicationConfiguration={"Role": role, "Rules": list(rules)})

    s.refused("versioning comes first", put(rule()), "InvalidRequest", 400,
              "Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s.refused("in the target too", put(rule()), "InvalidRequest", 400, "Destination bucket must have versioning enabled.")
    s3.put_bucket_versioning(Bucket=target, VersioningConfiguration={"Status": "Enabled"})
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    full = rule(Destination={"Bucket": f"arn:aws:s3:::{target}", "StorageClass": "STANDARD_IA",
                             "EncryptionConfiguration": {"ReplicaKmsKeyID": key}},
                SourceSelectionCriteria={"SseKmsEncryptedObjects": {"Status": "Enabled"}})
    s.ok("a rule with all its parts", put(full))
    s.ok("it is kept", lambda: s3.get_bucket_replication(Bucket=name),
         {"ReplicationConfiguration": {"Role": role, "Rules": [full]}})
    s.refused("while it stands, versions are kept", lambda: s3.put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Suspended"}), "InvalidBucketState", 409)
    s.ok("the old form", put(rule(Priority=None, Filter=None, DeleteMarkerReplication=None, Prefix="old/")))
    s.refused("the target must exist", put(rule(Destination={"Bucket": f"arn:aws:s3:::{s.name()}"})), "InvalidRequest", 400,
              "Destination bucket must exist.")
    s.refused("the target is a bucket", put(rule(Destination={"Bucket": target})), "InvalidArgument", 400)
    s.refused("a role is a role", put(rule(), role="me"), "InvalidArgument", 400)
    s.refused("the same priority twice", put(rule(), rule(ID="two")), "InvalidRequest", 400)
    s.refused("a filter asks for a priority", put(rule(Priority=None)), "InvalidRequest", 400)
    s.refused("an unknown status", put(rule(Status="On")), "MalformedXML", 400)
    s.refused("no rule", put(), "MalformedXML", 400)
    s.ok("taken away", lambda: s3.delete_bucket_replication(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_replication(Bucket=name), "ReplicationConfigurationNotFoundError", 404,
              "The replication configuration was not found")


@story
def directory_buckets(s):
    s3 = s.client()
    name = f"{s.name('d')}--use1-az4--x-s3"
    place = {"Location": {"Type": "AvailabilityZone", "Name": "use1-az4"},
             "Bucket": {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"}}
    s.ok("a bucket in a zone", lambda: s3.create_bucket(Bucket=name, CreateBucketConfiguration=place),
         {"BucketArn": f"arn:aws:s3express:us-east-1:{ACCOUNT}:bucket/{name}"})
    s.refused("its name tells the zone", lambda: s3.create_bucket(
        Bucket=f"{s.name('d')}--use1-az5--x-s3", CreateBucketConfiguration=place), "InvalidBucketName", 400)
    s.ok("it tells its zone", lambda: s3.head_bucket(Bucket=name),
         {"BucketLocationType": "AvailabilityZone", "BucketLocationName": "use1-az4", "BucketRegion": "us-east-1"})
    s.equal("it is listed with its kind", name in [b["Name"] for b in s3.list_directory_buckets()["Buckets"]], True)
    s.equal("and with no other", name in [b["Name"] for b in s3.list_buckets()["Buckets"]], False)
    s.ok("a session", lambda: s3.create_session(Bucket=name),
         {"Credentials": {"AccessKeyId": ..., "SecretAccessKey": ..., "SessionToken": ..., "Expiration": ...}})
    s.ok("objects come and go", lambda: s3.put_object(Bucket=name, Key="k", Body=b"v") and s3.delete_object(Bucket=name, Key="k"))
    kms = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"}}]}
    s.ok("encryption is its own", lambda: s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=kms))
    status, _, body = s.raw("GET", f"/{name}?versioning")
    s.equal("it has no versions", (status, "<Code>MethodNotAllowed</Code>" in body), (405, True))
    s.ok("removed", lambda: s3.delete_bucket(Bucket=name))


# Objects -------------------------------------------------------------------------------------------------------------


@story
def objects(s):
    s3, name = s.client(), s.bucket()
    s.ok("an object is put", lambda: s3.put_object(Bucket=name, Key="a/é +&.txt", Body=b"hello", Metadata={"who": "me"}),
         {"ETag": '"5d41402abc4b2a76b9719d911017c592"', "ServerSideEncryption": "AES256", "VersionId": None})
    s.ok("and told of", lambda: s3.head_object(Bucket=name, Key="a/é +&.txt"),
         {"ContentLength": 5, "Metadata": {"who": "me"}, "LastModified": ..., "StorageClass": None})
    s.equal("and read", s3.get_object(Bucket=name, Key="a/é +&.txt")["Body"].read(), b"hello")
    s.equal("in part", s3.get_object(Bucket=name, Key="a/é +&.txt", Range="bytes=1-3")["Body"].read(), b"ell")
    s.refused("not beyond its end", lambda: s3.get_object(Bucket=name, Key="a/é +&.txt", Range="bytes=9-"), "InvalidRange", 416)
    s.refused("no object", lambda: s3.get_object(Bucket=name, Key="none"), "NoSuchKey", 404, "The specified key does not exist.")
    s.refused("no object to tell of", lambda: s3.head_object(Bucket=name, Key="none"), "404", 404)
    s.refused("not over another", lambda: s3.put_object(Bucket=name, Key="a/é +&.txt", Body=b"", IfNoneMatch="*"), "PreconditionFailed", 412)
    for key in ["a/1", "b/1", "c"]:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    keys = ["a/1", "a/é +&.txt", "b/1", "c"]

    def found(call, **arguments):
        answer = getattr(s3, call)(Bucket=name, **arguments)
        return [o["Key"] for o in answer.get("Contents", [])], [p["Prefix"] for p in answer.get("CommonPrefixes", [])]

    for call in ["list_objects_v2", "list_objects"]:
        s.equal(f"{call} lists all", found(call), (keys, []))
        s.equal(f"{call} lists a prefix", found(call, Prefix="a/"), (keys[:2], []))
        s.equal(f"{call} rolls up", found(call, Delimiter="/"), (["c"], ["a/", "b/"]))
        pages = s3.get_paginator(call).paginate(Bucket=name, PaginationConfig={"PageSize": 1})
        s.equal(f"{call} goes page by page", [o["Key"] for page in pages for o in page.get("Contents", [])], keys)
    s.ok("a page tells that there is more", lambda: s3.list_objects_v2(Bucket=name, MaxKeys=1),
         {"IsTruncated": True, "KeyCount": 1, "NextContinuationToken": ...})
    s.equal("after a key", found("list_objects_v2", StartAfter="b/1"), (["c"], []))
    s.ok("many are deleted", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "c"}, {"Key": "none"}]}),
         {"Deleted": [{"Key": "c"}, {"Key": "none"}]})
    s.ok("quietly", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "b/1"}], "Quiet": True}), {"Deleted": None})
    s.refused("not none", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": []}), "MalformedXML", 400)
    s.refused("nor too many", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": str(n)} for n in range(1001)]}),
              "MalformedXML", 400)
    s.ok("deleting nothing is well", lambda: s3.delete_object(Bucket=name, Key="none"), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    body = b"<Delete><Object><Key>c</Key></Object></Delete>"
    status, _, answer = s.raw("POST", f"/{name}?delete", body, headers={"content-md5": None})
    s.equal("a batch needs a checksum", (status, "<Code>InvalidRequest</Code>" in answer), (400, True))
    chunked = s.raw("PUT", f"/{name}/chunks", b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", headers={
        "content-encoding": "aws-chunked", "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "5", "x-amz-trailer": "x-amz-checksum-crc32", "content-md5": "XUFAKrxLKna5cZ2REBfFkg=="},
        signed=True)
    s.equal("chunks are taken", chunked[0], 200)
    s.equal("and joined", s3.get_object(Bucket=name, Key="chunks")["Body"].read(), b"hello")


@story
def versions(s):
    s3, name = s.client(), s.bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"0")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    one = s3.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
    two = s3.put_object(Bucket=name, Key="k", Body=b"2")["VersionId"]
    s.equal("the newest is read", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"2")
    s.equal("an older can be", s3.get_object(Bucket=name, Key="k", VersionId=one)["Body"].read(), b"1")
    s.equal("and what was before", s3.get_object(Bucket=name, Key="k", VersionId="null")["Body"].read(), b"0")
    marker = s.ok("deleting hides it", lambda: s3.delete_object(Bucket=name, Key="k"), {"DeleteMarker": True, "VersionId": ...}).get("VersionId")
    s.refused("it is hidden", lambda: s3.get_object(Bucket=name, Key="k"), "NoSuchKey", 404)
    s.ok("all versions are listed", lambda: s3.list_object_versions(Bucket=name), {
        "Versions": [{"VersionId": two, "IsLatest": False, "Size": 1}, {"VersionId": one, "IsLatest": False}, {"VersionId": "null"}],
        "DeleteMarkers": [{"VersionId": marker, "IsLatest": True, "Key": "k"}]})
    s3.put_object(Bucket=name, Key="l", Body=b"0")
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=name, PaginationConfig={"PageSize": 1})
    seen = [(v["Key"], v["VersionId"]) for page in pages for v in page.get("Versions", []) + page.get("DeleteMarkers", [])]
    s.equal("page by page", [seen[:4], len(seen)], [[("k", marker), ("k", two), ("k", one), ("k", "null")], 5])
    s.refused("a marker has no content", lambda: s3.get_object(Bucket=name, Key="k", VersionId=marker), "MethodNotAllowed", 405)
    s.refused("a version that never was", lambda: s3.get_object(Bucket=name, Key="k", VersionId="0" * 32), "NoSuchVersion", 404)
    s.refused("nonsense is no version", lambda: s3.get_object(Bucket=name, Key="k", VersionId="x"), "InvalidArgument", 400, "Invalid version id specified")
    s.ok("without the marker it is back", lambda: s3.delete_object(Bucket=name, Key="k", VersionId=marker),
         {"DeleteMarker": True, "VersionId": marker})
    s.equal("as it was", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"2")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    s.ok("suspended, the null version is replaced", lambda: s3.put_object(Bucket=name, Key="k", Body=b"3"), {"VersionId": "null"})
    s.ok("there is one", lambda: s3.list_object_versions(Bucket=name, Prefix="k"),
         {"Versions": [{"VersionId": "null", "IsLatest": True}, {"VersionId": two}, {"VersionId": one}]})


@story
def uploads(s):
    s3, name = s.client(), s.bucket()
    upload = s3.create_multipart_upload(Bucket=name, Key="k")["UploadId"]
    s.ok("an upload is listed", lambda: s3.list_multipart_uploads(Bucket=name), {"Uploads": [{"Key": "k", "UploadId": upload}]})
    part = s.ok("a part", lambda: s3.upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=1, Body=b"hello"), {"ETag": ...})
    s.ok("parts are listed", lambda: s3.list_parts(Bucket=name, Key="k", UploadId=upload), {"Parts": [{"PartNumber": 1, "Size": 5}]})
    s.ok("completed", lambda: s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}), {"Key": "k", "ETag": ...})
    s.equal("it is an object", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"hello")
    another = s3.create_multipart_upload(Bucket=name, Key="l")["UploadId"]
    s.ok("another is given up", lambda: s3.abort_multipart_upload(Bucket=name, Key="l", UploadId=another),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.abort_multipart_upload(Bucket=name, Key="l", UploadId=another), "NoSuchUpload", 404)


# The sandbox's own ---------------------------------------------------------------------------------------------------


def faults(s):
    s3, name = s.client(), s.bucket()

    def add(operation, fault, service="s3", resource=name, **more):
        s.control("POST", "faults", {"cloud": "aws", "service": service, "operation": operation, "resource": resource, "fault": fault, **more})

    def read():
        return s3.get_bucket_versioning(Bucket=name)

    add("GetBucketVersioning", {"status": 500}, after=1)
    s.ok("the first call passes", read)
    s.refused("the second is broken", read, "InternalError", 500, "We encountered an internal error. Please try again.")
    s.ok("the third passes", read)
    add("GetBucketVersioning", {"status": 503}, times=2)
    s.refused("too fast", read, "SlowDown", 503, "Please reduce your request rate.")
    s.refused("still too fast", read, "SlowDown", 503)
    s.ok("slow enough", read)
    add("GetBucketVersioning", {"status": 429})
    s.refused("too many", read, "SlowDown", 429)
    add("GetBucketVersioning", {"delay_ms": 300})
    started = time.monotonic()
    s.ok("a slow call succeeds", read)
    s.equal("after its delay", time.monotonic() - started >= 0.3, True)

    def dropped(what, call):
        try:
            call()
            s.record(what, "expected a closed connection, got success")
        except (ConnectionClosedError, ReadTimeoutError) as error:
            s.record(what, None if isinstance(error, ConnectionClosedError) else describe(error))

    put = lambda: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})  # noqa: E731
    add("PutBucketVersioning", {"drop": "before"})
    dropped("closed with nothing done", put)
    s.ok("nothing is done", read, {"Status": None})
    add("PutBucketVersioning", {"drop": "after"})
    dropped("closed after the work", put)
    s.ok("the work is done", read, {"Status": "Enabled"})
    add("GetCallerIdentity", {"status": 503}, service="sts", resource="*")
    s.refused("STS is broken as well", s.client("sts").get_caller_identity, "ServiceUnavailable", 503)
    kms = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}
    add("PutBucketEncryption", {"status": 409})
    s.refused("a handmade operation is broken", lambda: s3.put_bucket_encryption(
        Bucket=name, ServerSideEncryptionConfiguration=kms), "OperationAborted", 409)
    add("HeadBucket", {"status": 500})
    s.refused("HEAD has no body", lambda: s3.head_bucket(Bucket=name), "500", 500)
    ours = [c for c in s.control("GET", "calls") if c["resource"] == name]
    s.equal("every call is logged", [(c["operation"], c["status"]) for c in ours[:4]],
            [("CreateBucket", 200), ("GetBucketVersioning", 200), ("GetBucketVersioning", 500), ("GetBucketVersioning", 200)])
    s.equal("a call without an answer too", [c["status"] for c in ours if c["operation"] == "PutBucketVersioning"], [0, 0])
    s.equal("numbers go up", all(a["n"] < b["n"] for a, b in zip(ours, ours[1:])), True)


@contextlib.contextmanager
def moto():
    from moto.server import ThreadedMotoServer

    logging_module.getLogger("werkzeug").disabled = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def run(endpoint, against):
    suite = Suite(endpoint, against)
    stories = STORIES + ([faults] if against == "sandbox" else [])
    for tell in stories:
        suite.story = tell.__name__
        try:
            tell(suite)
        except Exception as error:  # noqa: BLE001: the other stories still want to be told
            suite.record("the story was told to its end", describe(error))
    if against == "moto":
        for stale in sorted(DIFFERENCES.keys() - suite.seen):
            suite.failed += 1
            print(f"FAILED  {stale}: named in DIFFERENCES, but there is no such check")
    print(f"{suite.passed} passed, {suite.failed} failed")
    return 1 if suite.failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoint", nargs="?", help="the sandbox's AWS endpoint, such as http://127.0.0.1:4000")
    parser.add_argument("--against", choices=["sandbox", "moto"], default="sandbox")
    arguments = parser.parse_args()
    if arguments.endpoint:
        return run(arguments.endpoint.rstrip("/"), arguments.against)
    if arguments.against == "moto":
        with moto() as endpoint:
            return run(endpoint, "moto")
    parser.error("the sandbox's endpoint is needed")


if __name__ == "__main__":
    sys.exit(main())
