"""Headers that neither the model nor HTTP nor AWS's protocols know are refused."""

from .refused import Refused

KNOWN = {
    # HTTP's own.
    "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "host", "user-agent",
    # Signature Version 4 and the SDKs (docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
    "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "x-amz-content-sha256", "x-amz-date",
    "x-amz-s3session-token", "x-amz-security-token", "x-amz-user-agent",
    # Checksums, on every operation that takes one.
    "content-md5", "x-amz-sdk-checksum-algorithm",
}


def check(operation, request):
    modelled, prefixes = set(), []
    for name, shape in (operation.input_shape.members if operation.input_shape else {}).items():
        wire = shape.serialization.get("name", name).lower()
        match shape.serialization.get("location"):
            case "header":
                modelled.add(wire)
            case "headers":
                prefixes.append(wire)
    own = {"x-amz-target"} if operation.service_model.resolved_protocol == "json" else set()
    for name in request.headers.keys() - KNOWN - modelled - own:
        if not name.startswith(("x-amz-checksum-", *prefixes)):
            raise Refused(f"the model of {operation.name} has none of this name", f"header {name}")
    length = request.headers.get("content-length")
    if length is not None and length != str(len(request.body)):
        raise Refused(f"{length}, of {len(request.body)} bytes", "header content-length")
