"""The protocols query and ec2: STS and EC2. A form, whose names lead to the parameters: `Tags.member.1.Key`."""

import urllib.parse

from . import http_binding, scalars
from .refused import Refused


class Form:
    """The form of a request, of which each name is read once."""

    def __init__(self, request, ec2):
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind != "application/x-www-form-urlencoded":
            raise Refused(f"no form but {kind!r}", "header content-type")
        pairs = urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True)
        self.left, self.ec2 = dict(pairs), ec2
        if len(self.left) != len(pairs):
            raise Refused("a name is given twice", "body")

    def holds(self, name):
        return any(key == name or key.startswith(f"{name}.") for key in self.left)

    def value(self, shape, name):
        match shape.type_name:
            case "structure":
                return self.structure(shape, name)
            case "list":
                return self.list(shape, name)
            case "map":
                raise Refused("a map in a form", name)
        if name not in self.left:
            raise Refused(f"parts of a {shape.type_name}", name)
        return scalars.of_text(shape, self.left.pop(name), name)

    def structure(self, shape, prefix):
        found = {}
        for member, inner in shape.members.items():
            name = f"{prefix}.{self.wire_name(member, inner)}".lstrip(".")
            if self.holds(name):
                found[member] = self.value(inner, name)
        return found

    def wire_name(self, name, shape):
        if not self.ec2:
            return shape.serialization.get("name", name)
        if "queryName" in shape.serialization:
            return shape.serialization["queryName"]
        name = shape.serialization.get("name", name)
        return name[0].upper() + name[1:]

    def list(self, shape, name):
        if not self.ec2 and not shape.serialization.get("flattened"):
            name = f"{name}.{shape.member.serialization.get('name', 'member')}"
        found = []
        while self.holds(f"{name}.{len(found) + 1}"):
            found.append(self.value(shape.member, f"{name}.{len(found) + 1}"))
        return found


def parse(service, operation, request):
    form = Form(request, service.resolved_protocol == "ec2")
    for name, wanted in (("Action", operation.name), ("Version", service.api_version)):
        if form.left.pop(name, None) != wanted:
            raise Refused(f"not {wanted}", name)
    found = form.structure(operation.input_shape, "") if operation.input_shape else {}
    if form.left:
        raise Refused(f"the model of {operation.name} has no {sorted(form.left)[0]!r}", "body")
    return found


def compare(operation, request, written):
    for place, sent in (("method", request.method), ("url_path", request.raw_path)):
        http_binding.same(place, sent, written[place])
    http_binding.same("query", request.raw_query, "")
    sent = dict(urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True))
    http_binding.same("body", sent, {name: http_binding.plain(value) for name, value in written["body"].items()})
