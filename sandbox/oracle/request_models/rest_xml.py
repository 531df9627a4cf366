"""The protocol rest-xml: S3 and S3 Control."""

import xml.etree.ElementTree as ElementTree

from . import http_binding, scalars
from .refused import Refused

PREFIXES = {"xsi": "http://www.w3.org/2001/XMLSchema-instance"}


def parse(service, operation, request):
    parameters, inside = http_binding.parse(service, operation, request)
    shape = operation.input_shape
    payload = shape.serialization.get("payload") if shape else None
    if payload:
        if request.body:
            parameters[payload] = of_payload(shape.members[payload], request.body)
    elif inside and request.body:
        parameters |= structure(root(shape, request.body), shape, inside, "body")
    elif request.body:
        raise Refused("the operation has none", "body")
    return parameters


def of_payload(shape, body):
    match shape.type_name:
        case "structure":
            return structure(root(shape, body), shape, shape.members, "body")
        case "string":
            return body.decode()
        case "blob":
            return body
    raise Refused(f"cannot be a {shape.type_name}", "body")


def root(shape, body):
    try:
        element = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Refused(f"no XML: {error}", "body") from None
    space = shape.serialization.get("xmlNamespace", {}).get("uri", "")
    for inner in element.iter():
        uri, _, name = inner.tag.rpartition("}")
        if uri.lstrip("{") != space:
            raise Refused(f"{name} is of the namespace {uri.lstrip('{')!r}, not {space!r}", "body")
    if local(element) != shape.serialization["name"]:
        raise Refused(f"the root is {local(element)}, not {shape.serialization['name']}", "body")
    return element


def local(element):
    return element.tag.rpartition("}")[2]


def structure(element, shape, members, path):
    """The members of a structure, `members` being those that stand in the body."""
    if (element.text or "").strip():
        raise Refused(f"text {element.text!r} in {shape.name}", path)
    known = {wire_name(name, member): (name, member) for name, member in members.items()}
    found = {}
    for key, text in element.attrib.items():
        name, member = known.get(key, (None, None))
        if name is None or not member.serialization.get("xmlAttribute"):
            raise Refused(f"{shape.name} has no attribute {key}", path)
        found[name] = scalars.of_text(member, text, f"{path}@{key}")
    for child in element:
        wire = local(child)
        name, member = known.get(wire, (None, None))
        if name is None or member.serialization.get("xmlAttribute"):
            raise Refused(f"{shape.name} has no {wire}", path)
        inside = f"{path}.{wire}"
        if member.type_name == "list" and member.serialization.get("flattened"):
            found.setdefault(name, []).append(value(child, member.member, inside))
        elif name in found:
            raise Refused("given twice", inside)
        else:
            found[name] = value(child, member, inside)
    return found


def wire_name(name, member):
    wire = member.serialization.get("name", name)
    if member.type_name == "list" and member.serialization.get("flattened"):
        wire = member.member.serialization.get("name", wire)
    if member.serialization.get("xmlAttribute"):
        prefix, _, wire = wire.rpartition(":")
        return f"{{{PREFIXES[prefix]}}}{wire}"
    return wire


def value(element, shape, path):
    if shape.type_name == "structure":
        return structure(element, shape, shape.members, path)
    if shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")
        for child in element:
            if local(child) != wanted:
                raise Refused(f"{shape.name} has no {local(child)}", path)
        return [value(child, shape.member, f"{path}.{wanted}") for child in element]
    if len(element) or element.attrib:
        raise Refused(f"elements or attributes in a {shape.type_name}", path)
    return scalars.of_text(shape, element.text or "", path)


def compare(operation, request, written):
    http_binding.compare(operation, request, written)
    body = written["body"] or b""
    body = body.encode() if isinstance(body, str) else body
    if body.startswith(b"<") and request.body.startswith(b"<"):
        http_binding.same("body", *(canonical(ElementTree.fromstring(text)) for text in (request.body, body)))
    else:
        http_binding.same("body", request.body, body)


def canonical(element):
    """An element without what does not matter: the order of differently named children, and spaces between them."""
    children = sorted((canonical(child) for child in element), key=lambda child: child[0])
    text = "" if children else element.text or ""
    return element.tag, sorted(element.attrib.items()), text, children
