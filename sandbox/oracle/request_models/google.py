"""Google Cloud: gRPC by Google's own clients, REST by its discovery documents and protobuf types."""

from . import google_grpc, google_rest
from .refused import Refused


def check(kept, _keys):
    """Raises `Refused` for what is not as the models say."""
    if not kept["headers"].get("authorization", "").startswith("Bearer ") and kept["service"] != "oauth2":
        raise Refused("no bearer token", "header authorization")
    if kept["headers"].get("content-type") == "application/grpc":
        google_grpc.check(kept)
    else:
        google_rest.check(kept)
