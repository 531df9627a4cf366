"""JSON as the parameters of a model; for every protocol of AWS that has JSON in it."""

import json

from . import scalars
from .refused import Refused

PLAIN = {"string": str, "boolean": bool}


def load(body):
    try:
        return json.loads(body, object_pairs_hook=once)
    except ValueError as error:
        raise Refused(f"no JSON: {error}", "body") from None


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name is given twice in {sorted(found)}")
    return found


def value(shape, found, path):
    """The value of what was found, by its shape."""
    match shape.type_name:
        case "structure" if isinstance(found, dict):
            return structure(shape, shape.members, found, path)
        case "list" if isinstance(found, list):
            return [value(shape.member, inner, f"{path}[{n}]") for n, inner in enumerate(found)]
        case "map" if isinstance(found, dict):
            return {key: value(shape.value, inner, f"{path}[{key!r}]") for key, inner in found.items()}
        case "timestamp" if is_number(found):
            return scalars.of_text(shape, str(found), path, "unixTimestamp")
        case "timestamp" | "blob" if isinstance(found, str):
            return scalars.of_text(shape, found, path)
        case "string" if isinstance(found, str):
            return found
        case "boolean" if isinstance(found, bool):
            return found
        case kind if kind in scalars.WHOLE and is_number(found) and isinstance(found, int):
            return found
        case kind if kind in scalars.REAL and is_number(found):
            return float(found)
    raise Refused(f"{found!r} is no {shape.type_name}", path)


def structure(shape, members, found, path):
    known = {member.serialization.get("name", name): (name, member) for name, member in members.items()}
    for wire in found:
        if wire not in known:
            raise Refused(f"{shape.name} has no {wire!r}", path)
    return {known[wire][0]: value(known[wire][1], inner, f"{path}.{wire}") for wire, inner in found.items()}


def is_number(found):
    return isinstance(found, (int, float)) and not isinstance(found, bool)
