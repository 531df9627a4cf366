"""Which operation of a service a request is, as the model tells it."""

import functools
import re
import urllib.parse

from .refused import Refused

LABEL = re.compile(r"\{(\w+)(\+?)\}")

# Deprecated twins: they have the method and the URI of the operation that took their place.
REPLACED = {"GetBucketLifecycle", "PutBucketLifecycle", "GetBucketNotification", "PutBucketNotification"}


class Route:
    """An operation's method and URI, to be held against requests."""

    def __init__(self, operation):
        self.operation = operation
        path, _, query = operation.http["requestUri"].partition("?")
        self.static = urllib.parse.parse_qsl(query, keep_blank_values=True)
        parts, at = [], 0
        for label in LABEL.finditer(path):
            parts += [re.escape(path[at : label.start()]), f"(?P<{label[1]}>{'.+' if label[2] else '[^/]+'})"]
            at = label.end()
        # S3 takes a bucket's path with and without a slash at its end.
        self.path = re.compile("".join(parts) + re.escape(path[at:]) + "/?")
        shape = operation.input_shape
        required = [(name, shape.members[name].serialization) for name in shape.required_members] if shape else []
        self.required = {
            place: {wire.get("name", name) for name, wire in required if wire.get("location") == place}
            for place in ("querystring", "header")
        }

    def labels(self, request):
        """The labels of the URI, still encoded; None where the request is of no such operation."""
        match = self.path.fullmatch(request.raw_path)
        keys = {name for name, _ in request.query}
        fits = (
            match
            and request.method == self.operation.http["method"]
            and all(pair in request.query for pair in self.static)
            and self.required["querystring"] <= keys
            and {name.lower() for name in self.required["header"]} <= request.headers.keys()
        )
        return match.groupdict() if fits else None

    def weight(self):
        """Of two routes that fit, the one that asks for more is meant."""
        asked = len(self.static) + sum(map(len, self.required.values()))
        return asked, self.operation.name not in REPLACED


@functools.cache
def routes(service):
    return [Route(service.operation_model(name)) for name in service.operation_names]


def route(service, operation):
    return next(found for found in routes(service) if found.operation.name == operation.name)


def find(service, request, scope):
    """The operation, or `Refused`."""
    protocol = service.resolved_protocol
    if protocol in ("query", "ec2"):
        return named(service, dict(urllib.parse.parse_qsl(request.body.decode())).get("Action"))
    if protocol == "json":
        prefix, _, name = request.headers.get("x-amz-target", "").partition(".")
        if prefix != service.metadata["targetPrefix"]:
            raise Refused(f"x-amz-target names {prefix!r}, not {service.metadata['targetPrefix']}")
        return named(service, name)
    fitting = [found for found in routes(service) if found.labels(request) is not None]
    if scope and scope.service == "s3express" and request.raw_path == "/":
        # The list of directory buckets has the URI of the other list, at another endpoint.
        return service.operation_model("ListDirectoryBuckets")
    fitting = [found for found in fitting if found.operation.name != "ListDirectoryBuckets"]
    if not fitting:
        raise Refused(f"no operation of {service.service_name} has this method, path and query")
    return max(fitting, key=Route.weight).operation


def named(service, name):
    if name not in service.operation_names:
        raise Refused(f"{service.service_name} has no operation {name!r}")
    return service.operation_model(name)
