"""AWS: requests against the service models of botocore.

The parameters are read out of a request by the model, strictly: what the model does not know is refused. botocore's
validator looks at them, and then botocore writes a request of the same parameters: where the two differ, a value stood
in the wrong place. Last, the checksums and the signature are made again.
"""

import base64
import functools
import urllib.parse

import botocore.session
from botocore.model import ServiceModel
from botocore.serialize import create_serializer

from . import aws_json, aws_query, checksums, headers, operations, rest_json, rest_xml, signature, validation
from .refused import Refused

PROTOCOLS = {
    "rest-xml": rest_xml,
    "rest-json": rest_json,
    "json": aws_json,
    "query": aws_query,
    "ec2": aws_query,
}

# The endpoint of S3 Control is another one; here both are behind one port, told apart by the paths of S3 Control.
S3_CONTROL = "/v20180820/"


class Request:
    """A request with its parts taken apart."""

    def __init__(self, kept):
        self.method = kept["method"]
        self.raw_path, _, self.raw_query = kept["path"].partition("?")
        self.query = urllib.parse.parse_qsl(self.raw_query, keep_blank_values=True)
        self.headers = kept["headers"]
        self.body = base64.b64decode(kept["body_base64"])


def check(kept, keys):
    """Raises `Refused` for what is not as the models say."""
    request = Request(kept)
    scope = signature.Scope.of(request)
    service = model(service_name(kept["service"], request, scope))
    operation = operations.find(service, request, scope)
    if operation.name != kept["operation"]:
        raise Refused(f"the model says that it is {operation.name}")
    protocol = PROTOCOLS[service.resolved_protocol]
    parameters = protocol.parse(service, operation, request)
    validation.check(parameters, operation.input_shape)
    serializer = create_serializer(service.resolved_protocol, include_validation=False)
    protocol.compare(operation, request, serializer.serialize_to_request(parameters, operation))
    headers.check(operation, request)
    checksums.check(operation, request)
    signature.check(service, operation, request, scope, keys)


def service_name(service, request, scope):
    if service == "s3" and request.raw_path.startswith(S3_CONTROL):
        return "s3control"
    if scope and service != {"s3express": "s3"}.get(scope.service, scope.service):
        raise Refused(f"signed for {scope.service}, sent to {service}")
    return service


@functools.cache
def model(name):
    loader = botocore.session.get_session().get_component("data_loader")
    return ServiceModel(loader.load_service_model(name, "service-2"), name)
