"""What the stories stand on: clients, buckets, checks and their count."""

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.request

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from .differences import DIFFERENCES

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "111122223333"
# The key pair of AWS's documentation: the sandbox checks what is signed with it.
KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
RUN = secrets.token_hex(4)

STORIES = []
STEERED = []


def story(function):
    """Marks a function as a story: a group of checks that makes what it needs by itself."""
    STORIES.append(function)
    return function


def steered(function):
    """Marks a function as a story that the sandbox alone can be in, for it turns the sandbox's clock and the like."""
    STEERED.append(function)
    return function


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
        # moto reads its tables on the first call of a service.
        config = Config(retries={"max_attempts": 0}, read_timeout=60, **config)
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
