"""The protocol json: Budgets and Cost Explorer. The operation stands in a header, all parameters in the body."""

from . import http_binding, json_values
from .refused import Refused


def parse(service, operation, request):
    wanted = f"application/x-amz-json-{service.metadata['jsonVersion']}"
    if request.headers.get("content-type") != wanted:
        raise Refused(f"not {wanted} but {request.headers.get('content-type')}", "header content-type")
    found = json_values.load(request.body)
    if not isinstance(found, dict):
        raise Refused("no object", "body")
    shape = operation.input_shape
    return json_values.structure(shape, shape.members, found, "body")


def compare(operation, request, written):
    for place, sent in (("method", request.method), ("url_path", request.raw_path)):
        http_binding.same(place, sent, written[place])
    http_binding.same("query", request.raw_query, "")
    http_binding.same("header x-amz-target", request.headers["x-amz-target"], written["headers"]["X-Amz-Target"])
    http_binding.same("body", *(json_values.load(body) for body in (request.body, written["body"])))
