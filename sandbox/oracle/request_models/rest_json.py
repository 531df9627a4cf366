"""The protocol rest-json: EKS."""

from . import http_binding, json_values
from .refused import Refused


def parse(service, operation, request):
    parameters, inside = http_binding.parse(service, operation, request)
    shape = operation.input_shape
    if payload := shape.serialization.get("payload") if shape else None:
        inner = shape.members[payload]
        if request.body:
            parameters[payload] = json_values.value(inner, json_values.load(request.body), "body")
    elif inside:
        if request.headers.get("content-type") != "application/json":
            raise Refused(f"not application/json but {request.headers.get('content-type')}", "header content-type")
        parameters |= json_values.structure(shape, inside, json_values.load(request.body or b"{}"), "body")
    elif request.body not in (b"", b"{}"):
        raise Refused("the operation has none", "body")
    return parameters


def compare(operation, request, written):
    http_binding.compare(operation, request, written)
    http_binding.same("body", *(json_values.load(body or b"{}") for body in (request.body, written["body"])))
