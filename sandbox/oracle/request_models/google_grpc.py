"""gRPC of Google: the message by Google's generated types; path and routing header as Google's generated client makes
them of the same message.
"""

import base64
import functools
import re
import typing
import urllib.parse

import grpc
from google.cloud import _storage_v2
from google.cloud._storage_v2.services.storage.transports import StorageGrpcTransport
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

from .refused import Refused

ROUTING = "x-goog-request-params"


class Sent(Exception):
    """Ends a client's call where it would go over the wire."""

    def __init__(self, path, metadata):
        super().__init__()
        self.path, self.metadata = path, dict(metadata)


class Recorder(grpc.Channel):
    """A channel that tells what would be sent."""

    def unary_unary(self, method, *_, **__):
        return Call(method)

    unary_stream = stream_unary = stream_stream = unary_unary

    def subscribe(self, *_, **__):
        pass

    def unsubscribe(self, *_):
        pass

    def close(self):
        pass


class Call(grpc.UnaryUnaryMultiCallable):
    """A method of a recorder."""

    def __init__(self, path):
        self.path = path

    def __call__(self, request, timeout=None, metadata=(), **_):
        raise Sent(self.path, metadata)

    with_call = future = __call__


@functools.cache
def client():
    return _storage_v2.StorageClient(transport=StorageGrpcTransport(channel=Recorder()))


def check(kept):
    """Raises `Refused` for what is not as Google's client has it."""
    path, headers = kept["path"], kept["headers"]
    call = getattr(client(), re.sub(r"(?<!^)(?=[A-Z])", "_", path.rpartition("/")[2]).lower(), None)
    hints = typing.get_type_hints(call) if call else {}
    if "request" not in hints:
        raise Refused("Google's client has no such method", path)
    kind = next(hint for hint in typing.get_args(hints["request"]) if hasattr(hint, "pb"))
    message = kind.pb(kind())
    try:
        message.ParseFromString(base64.b64decode(kept["body_base64"]))
    except DecodeError as error:
        raise Refused(f"no {message.DESCRIPTOR.name}: {error}", "body") from None
    known(message, message.DESCRIPTOR.name)
    masks(message)
    try:
        call(request=kind.wrap(message))
    except Sent as sent:
        seen = {"path": path, ROUTING: routing(headers.get(ROUTING, ""))}
        wanted = {"path": sent.path, ROUTING: routing(sent.metadata.get(ROUTING, ""))}
    if seen != wanted:
        raise Refused(f"{seen}, where Google's client sends {wanted}", "headers")


def routing(header):
    return dict(urllib.parse.parse_qsl(header, keep_blank_values=True))


def known(message, path):
    """Refuses fields and enum values that the type does not have, on every level."""
    if len(unknown := UnknownFieldSet(message)):
        raise Refused(f"unknown fields {sorted(field.field_number for field in unknown)}", path)
    for field, value in message.ListFields():
        here = f"{path}.{field.name}"
        for one in values(field, value):
            if field.enum_type and one not in field.enum_type.values_by_number:
                raise Refused(f"{field.enum_type.name} has no {one}", here)
            if hasattr(one, "ListFields"):
                known(one, here)


def values(field, value):
    if field.message_type and field.message_type.GetOptions().map_entry:
        return value.values()
    return value if field.is_repeated else [value]


def masks(message):
    """Refuses an update mask with a path that the message to be updated does not have."""
    fields = {field.name: value for field, value in message.ListFields()}
    if (mask := fields.get("update_mask")) is None:
        return
    updated = [value for name, value in fields.items() if name != "update_mask" and hasattr(value, "ListFields")]
    for path in mask.paths:
        if path != "*" and not any(leads(path.split("."), value.DESCRIPTOR) for value in updated):
            raise Refused(f"no field {path!r} in what is updated", "update_mask")


def leads(names, descriptor):
    field = descriptor.fields_by_name.get(names[0])
    if field is None or len(names) == 1:
        return field is not None
    if field.message_type is None:
        return False
    # A key of a map is the last name of a path.
    return len(names) == 2 if field.message_type.GetOptions().map_entry else leads(names[1:], field.message_type)
