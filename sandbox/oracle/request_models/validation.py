"""botocore's validator, and what it leaves out: enums, longest lengths and patterns."""

import re

from botocore.validate import ParamValidator

from .refused import Refused


def check(parameters, shape):
    """Raises `Refused` unless the parameters are as the shape says."""
    if shape is None:
        if parameters:
            raise Refused(f"the operation takes no parameters, not {sorted(parameters)}")
        return
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise Refused(report.generate_report())
    walk(parameters, shape, "")


def walk(value, shape, path):
    if shape.type_name == "structure":
        if shape.is_tagged_union and len(value) != 1:
            raise Refused(f"a union has one member, not {sorted(value)}", path)
        for name, inner in value.items():
            walk(inner, shape.members[name], f"{path}.{name}".lstrip("."))
    elif shape.type_name == "list":
        longest(len(value), shape, path)
        for number, inner in enumerate(value):
            walk(inner, shape.member, f"{path}[{number}]")
    elif shape.type_name == "map":
        longest(len(value), shape, path)
        for key, inner in value.items():
            walk(key, shape.key, f"{path} key {key!r}")
            walk(inner, shape.value, f"{path}[{key!r}]")
    elif shape.type_name == "string":
        text(value, shape, path)
    elif shape.type_name in ("integer", "long", "float", "double"):
        longest(value, shape, path)


# Shapes whose pattern does not take what their own documentation names: the tag calls of S3 Control list general purpose
# buckets, and the pattern asks for a region, which `arn:aws:s3:::NAME` has none of.
WRONG_PATTERNS = {"S3ResourceArn"}


def text(value, shape, path):
    if shape.enum and value not in shape.enum:
        raise Refused(f"{value!r} is not one of {shape.name}", path)
    longest(len(value), shape, path)
    if shape.name in WRONG_PATTERNS:
        return
    if (pattern := compiled(shape.metadata.get("pattern"))) and not pattern.search(value):
        raise Refused(f"{value!r} is not of the pattern {pattern.pattern}", path)


def longest(measure, shape, path):
    if measure > shape.metadata.get("max", measure):
        raise Refused(f"{measure} is more than {shape.metadata['max']}", path)


def compiled(pattern):
    """A pattern, where Python's language of patterns has it: the models' is Java's."""
    try:
        return pattern and re.compile(rf"\A(?:{pattern})\Z")
    except re.error:
        return None
