"""Signature Version 4, made again by botocore."""

import hashlib
import re

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from .refused import Refused

HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)

# Headers that a proxy or a retry may change, so that they may stay unsigned.
MAY_BE_UNSIGNED = {"x-amz-user-agent"}

UNSIGNED_BODY = "UNSIGNED-PAYLOAD"


class Scope:
    """What a request says of its signature."""

    def __init__(self, match):
        self.key, self.date, self.region, self.service = (match[n] for n in ("key", "date", "region", "service"))
        self.headers, self.signature = match["headers"].split(";"), match["signature"]

    @classmethod
    def of(cls, request):
        """The scope; None where the request is not signed."""
        header = request.headers.get("authorization")
        if header is None:
            return None
        match = HEADER.fullmatch(header)
        if not match:
            raise Refused(f"unreadable: {header.partition('Signature=')[0]}", "header authorization")
        return cls(match)


def check(service, operation, request, scope, keys):
    if scope is None:
        if "smithy.api#noAuth" not in (operation.auth or []) and operation.auth_type != "none":
            raise Refused(f"{operation.name} must be signed", "header authorization")
        return
    at = "header authorization"
    when = request.headers.get("x-amz-date", "")
    if not re.fullmatch(r"\d{8}T\d{6}Z", when) or not when.startswith(scope.date):
        raise Refused(f"the scope's date is {scope.date}, the request's {when!r}", at)
    must = {"host"} | {name for name in request.headers if name.startswith("x-amz-")} - MAY_BE_UNSIGNED
    if missing := must - set(scope.headers):
        raise Refused(f"not signed: {sorted(missing)}", at)
    stated = request.headers.get("x-amz-content-sha256")
    if stated not in (None, UNSIGNED_BODY) and stated != hashlib.sha256(request.body).hexdigest():
        raise Refused("another body's", "header x-amz-content-sha256")
    if stated is None and service.signing_name == "s3":
        raise Refused("S3 wants it", "header x-amz-content-sha256")
    if scope.key in keys and made(service, request, scope, keys[scope.key]) != scope.signature:
        raise Refused("another signature than botocore makes", at)


def made(service, request, scope, secret):
    """The signature by botocore, over the headers that the request says are signed."""
    signed = {name: request.headers[name] for name in scope.headers if name in request.headers}
    url = f"http://{request.headers['host']}{request.raw_path}"
    url += f"?{request.raw_query}" if request.raw_query else ""
    again = AWSRequest(request.method, url, headers=signed, data=request.body)
    again.context["timestamp"] = request.headers["x-amz-date"]
    auth = (OfS3 if service.signing_name == "s3" else OfOthers)(Credentials(scope.key, secret), scope.service, scope.region)
    return auth.signature(auth.string_to_sign(again, auth.canonical_request(again)), again)


class Signed:
    """Signs what is there: no header of botocore's own is added or left out."""

    def headers_to_sign(self, request):
        kept = HTTPHeaders()
        for name, value in request.headers.items():
            kept[name.lower()] = value
        return kept


class OfS3(Signed, S3SigV4Auth):
    pass


class OfOthers(Signed, SigV4Auth):
    pass
