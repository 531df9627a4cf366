"""Values against the schemas of a discovery document (developers.google.com/discovery/v1/type-format)."""

import base64
import binascii
import datetime
import re

from .refused import Refused

TYPES = {"string": str, "boolean": bool, "object": dict, "array": list}
WHOLE = {"int64": 64, "int32": 32, "uint64": 64, "uint32": 32}


def value(schema, found, path, schemas):
    """Raises `Refused` unless the value is of the schema."""
    if "$ref" in schema:
        return value(schemas[schema["$ref"]], found, path, schemas)
    kind = schema.get("type", "any")
    if kind == "any":
        return None
    if kind in ("integer", "number"):
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise Refused(f"{found!r} is no {kind}", path)
        return None
    if not isinstance(found, TYPES[kind]):
        raise Refused(f"{found!r} is no {kind}", path)
    if kind == "array":
        for number, inner in enumerate(found):
            value(schema["items"], inner, f"{path}[{number}]", schemas)
    elif kind == "object":
        members(schema, found, path, schemas)
    elif kind == "string":
        text(schema, found, path)
    return None


def members(schema, found, path, schemas):
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, inner in found.items():
        wanted = properties.get(name, others)
        if wanted is None:
            raise Refused(f"{schema.get('id', 'the schema')} has no {name!r}", path)
        # JSON's null is a field that is not set.
        if inner is not None:
            value(wanted, inner, f"{path}.{name}", schemas)


def text(schema, found, path):
    """A string, or a parameter of a query, which is one whatever its type."""
    if "enum" in schema and found not in schema["enum"]:
        raise Refused(f"{found!r} is none of {schema['enum']}", path)
    if "pattern" in schema and not re.search(schema["pattern"], found):
        raise Refused(f"{found!r} is not of the pattern {schema['pattern']}", path)
    try:
        formed(schema, found)
    except (ValueError, binascii.Error) as error:
        raise Refused(f"{found!r}: {error}", path) from None


def formed(schema, found):
    form = schema.get("format")
    if form in WHOLE:
        if not -(1 << WHOLE[form]) < int(found) < 1 << WHOLE[form]:
            raise ValueError(f"too large for {form}")
    elif schema.get("type") in ("integer", "number"):
        float(found)
    elif schema.get("type") == "boolean" and found not in ("true", "false"):
        raise ValueError("neither true nor false")
    elif form == "byte":
        base64.b64decode(found, validate=True)
    elif form in ("date-time", "google-datetime"):
        datetime.datetime.fromisoformat(found.replace("Z", "+00:00"))
    elif form == "google-duration" and not re.fullmatch(r"-?\d+(\.\d{1,9})?s", found):
        raise ValueError("no duration such as 1.5s")
