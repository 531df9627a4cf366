"""What the two REST protocols share: labels of the URI, query and headers."""

import urllib.parse

from . import operations, scalars
from .refused import Refused

# The operation's name, which AWS's newer SDKs put into the query (trait `aws.customizations` of S3's Smithy model).
NAME = "x-id"


def parse(service, operation, request):
    """The parameters outside the body, and the shapes of the others."""
    route = operations.route(service, operation)
    labels, query = route.labels(request), list(request.query)
    for pair in route.static:
        query.remove(pair)
    query = [(name, value) for name, value in query if name != NAME]
    if {value for name, value in request.query if name == NAME} - {operation.name}:
        raise Refused("another operation's name", f"query {NAME}")
    parameters, inside = {}, {}
    for name, shape in (operation.input_shape.members if operation.input_shape else {}).items():
        wire = shape.serialization.get("name", name)
        match shape.serialization.get("location"):
            case "uri":
                parameters[name] = scalars.of_text(shape, urllib.parse.unquote(labels[wire]), f"label {wire}")
            case "querystring":
                taken = [value for key, value in query if key == wire]
                query = [(key, value) for key, value in query if key != wire]
                if taken:
                    parameters[name] = several(shape, taken, f"query {wire}")
            case "header" if wire.lower() in request.headers:
                text = request.headers[wire.lower()]
                parameters[name] = scalars.of_text(shape, text, f"header {wire}", "rfc822")
            case "headers":
                found = {
                    key[len(wire) :]: value for key, value in request.headers.items() if key.startswith(wire.lower())
                }
                if found:
                    parameters[name] = found
            case None:
                inside[name] = shape
    if query:
        raise Refused(f"the model of {operation.name} has no {query[0][0]!r}", "query")
    return parameters, inside


def several(shape, texts, path):
    if shape.type_name == "list":
        return [scalars.of_text(shape.member, text, path) for text in texts]
    if len(texts) > 1:
        raise Refused("given more than once", path)
    return scalars.of_text(shape, texts[0], path)


def compare(operation, request, written):
    """Raises `Refused` where method, path, query or modelled headers are other than botocore writes them."""
    path, _, static = written["url_path"].partition("?")
    same("method", request.method, written["method"])
    same("path", *(urllib.parse.unquote(text).rstrip("/") for text in (request.raw_path, path)))
    query = urllib.parse.parse_qsl(static, keep_blank_values=True) + list(pairs(written["query_string"]))
    same("query", *(sorted(pair for pair in both if pair[0] != NAME) for both in (request.query, query)))
    for name, value in written["headers"].items():
        if name.lower() not in ("content-type", "x-amz-target"):
            same(f"header {name}", request.headers.get(name.lower()), plain(value))


def pairs(query):
    for name, value in query.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, plain(one)


def plain(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def same(place, sent, written):
    if sent != written:
        raise Refused(f"{sent!r}, where botocore writes {written!r}", place)
