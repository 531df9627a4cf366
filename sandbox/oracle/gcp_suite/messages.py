"""Clients of the APIs whose messages Google publishes as protobuf types, and the types themselves as a check.

The generated clients speak REST here, with enums as numbers, and ignore what they do not know. So each answer is parsed
once more by the same types, which then refuse unknown fields, unknown values of enums, wrong types, and two members of a
oneof. The client that is made from the discovery document asks for enums by name.
"""

import json
import pathlib
import re

import requests
from google.api_core import exceptions
from google.oauth2.credentials import Credentials
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient import discovery, errors
from googleapiclient.http import build_http, set_user_agent

TABLES = pathlib.Path(__file__).resolve().parents[2] / "src" / "gcp"


class Answers:
    """Parses answers strictly. `types` are pairs: a pattern of `METHOD PATH`, and the message that answers it.

    Fields that the types do not have yet are named in `newer`, by message.
    """

    def __init__(self, types, newer=()):
        self.types = [(re.compile(f"{pattern}$"), message) for pattern, message in types]
        self.newer = newer
        self.problems = []
        self.bodies = 0

    def look(self, response, **_):
        """Hook of requests."""
        path = requests.compat.urlparse(response.request.url).path
        self.parse(f"{response.request.method} {path}", response.status_code, response.json())

    def parse(self, call, status, body):
        self.bodies += 1
        if status >= 400:
            error = body["error"]
            # The message google.rpc.Status has numbers of its own; over HTTP the code is the status.
            if error["code"] != status or not error["message"] or not error["status"].isupper():
                self.problems.append(f"{call}: {body}")
            return
        message = next((message for pattern, message in self.types if pattern.match(call)), None)
        if message is None:
            self.problems.append(f"{call}: nothing is known of its answer")
            return
        try:
            json_format.ParseDict(self.known(body), message())
        except json_format.ParseError as error:
            self.problems.append(f"{call}: {error}")

    def known(self, body):
        if isinstance(body, list):
            return [self.known(item) for item in body]
        if isinstance(body, dict):
            return {key: self.known(value) for key, value in body.items() if key not in self.newer}
        return body


def generated(rest, answers, client, transport):
    """A generated client whose answers are looked at."""
    made = transport(host=rest, credentials=Credentials("oracle"))
    made._session.hooks["response"].append(answers.look)
    return client(transport=made)


def discovered(rest, name, version):
    """The client made from a discovery document."""
    http = AuthorizedHttp(Credentials("oracle"), http=set_user_agent(build_http(), "oracle"))
    options = {"api_endpoint": f"{rest}/"}
    return discovery.build(name, version, http=http, static_discovery=True, client_options=options)


def refused(call):
    """The status and the message that a call is refused with, whichever client makes it."""
    try:
        call()
    except exceptions.GoogleAPICallError as error:
        return (error.code.value if hasattr(error.code, "value") else error.code, error.message)
    except errors.HttpError as error:
        return (error.status_code, json.loads(error.content)["error"]["message"])
    return (200, "")


def table_differs(service, package, descriptors, newer=()):
    """What the sandbox's table of a service says otherwise than the protobuf types, message by message.

    Names in `newer` are in the table alone, because the types do not have them yet.
    """
    messages, enums = read_table((TABLES / service / "messages.txt").read_text())
    known = {}
    for descriptor in descriptors:
        gather(descriptor, known)
    problems = []
    for name, fields in messages.items():
        full = name if name.startswith("google.") else f"{package}.{name}"
        if name in newer:
            continue
        if full not in known:
            problems.append(f"{full} is no message")
            continue
        theirs = {field.json_name: shape(field, package) for field in known[full].fields}
        for field, seen in fields.items():
            if field not in newer and theirs.get(field) != seen:
                problems.append(f"{name}.{field}: {seen}, and not {theirs.get(field)}")
    for name, values in enums.items():
        full = name if name.startswith("google.") else f"{package}.{name}"
        if name in newer:
            continue
        theirs = {value.name: value.number for value in known[full].values} if full in known else None
        if theirs != values:
            problems.append(f"{name}: {values}, and not {theirs}")
    return problems


def read_table(text):
    messages, enums, current = {}, {}, None
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        kind, _, name = line.partition(" ")
        if kind in ("message", "enum"):
            current = (messages if kind == "message" else enums).setdefault(name, {})
            continue
        for entry in filter(None, map(str.strip, line.split(";"))):
            if "=" in entry:
                value, _, number = entry.partition("=")
                current[value] = int(number)
            else:
                field, _, shape_seen = entry.partition(" ")
                current[field] = shape_seen.removesuffix("!")
    return messages, enums


def gather(descriptor, known):
    """The messages and enums that a message is made of."""
    if descriptor.full_name in known:
        return
    known[descriptor.full_name] = descriptor
    for field in descriptor.fields:
        if field.message_type:
            gather(field.message_type, known)
        if field.enum_type:
            known[field.enum_type.full_name] = field.enum_type


SCALARS = {
    FieldDescriptor.TYPE_BOOL: "bool",
    FieldDescriptor.TYPE_DOUBLE: "double",
    FieldDescriptor.TYPE_FLOAT: "float",
    FieldDescriptor.TYPE_INT32: "int32",
    FieldDescriptor.TYPE_INT64: "int64",
    FieldDescriptor.TYPE_STRING: "string",
}
WELL_KNOWN = {
    "google.protobuf.BoolValue": "bool?",
    "google.protobuf.Duration": "duration",
    "google.protobuf.Int32Value": "int32?",
    "google.protobuf.ListValue": "values",
    "google.protobuf.Timestamp": "timestamp",
}


def shape(field, package):
    """A field's type as the table writes it."""
    named = field.message_type or field.enum_type
    if named and field.message_type and field.message_type.GetOptions().map_entry:
        return f"{shape(field.message_type.fields_by_name['value'], package)}{{}}"
    if named:
        name = WELL_KNOWN.get(named.full_name, named.full_name.removeprefix(f"{package}."))
        # A message is there or is not, whether the field says so or leaves it unsaid.
        presence = "" if field.message_type else "?"
    else:
        name, presence = SCALARS[field.type], "?"
    if field.is_repeated:
        return f"{name}[]"
    group = field.containing_oneof
    if group and not group.name.startswith("_"):
        return f"{name}@{group.name}"
    return name + presence if group else name
