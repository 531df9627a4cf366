"""REST of Google: path and query by the discovery document, the body by the protobuf type and the document's schema."""

import base64
import functools
import importlib
import json
import re
import urllib.parse

from google.protobuf import json_format
from googleapiclient.discovery_cache import get_static_doc

from . import discovery_schema
from .google_grpc import known
from .json_values import load
from .refused import Refused

# By the sandbox's name of a service: its discovery document, and where its protobuf types are, if they are published.
SERVICES = {
    "container": ("container", "v1", "google.cloud.container_v1"),
    "billing": ("billingbudgets", "v1", "google.cloud.billing.budgets_v1"),
    "billingbudgets": ("billingbudgets", "v1", "google.cloud.billing.budgets_v1"),
    "storage": ("storage", "v1", None),
    "oauth2": ("oauth2", "v2", None),
    "iamcredentials": ("iamcredentials", "v1", None),
}

# The Rust clients ask for enums as numbers, by a system parameter that discovery documents do not list.
ENCODINGS = {"$alt": {"json", "json;enum-encoding=int"}}

# The same method as the document's tokeninfo, by its older address, whose parameters may come as a form
# (developers.google.com/identity/sign-in/web/backend-auth).
TOKEN = "/tokeninfo"


def of_token(kept):
    """A question to the older address as the document has it."""
    form = base64.b64decode(kept["body_base64"]).decode()
    kind = kept["headers"].get("content-type")
    if kind != "application/x-www-form-urlencoded":
        raise Refused(f"no form but {kind!r}", "header content-type")
    return kept | {"path": f"/oauth2/v2{TOKEN}?{form}", "body_base64": ""}


# Where a user's credentials are exchanged for a token (RFC 6749, section 6), which no discovery document has: what is sent,
# in JSON, and what may be.
REFRESH = "/token"
REFRESHING = {"client_id", "client_secret", "grant_type", "refresh_token"}
REFRESHING_TOO = {"scopes"}


def refresh(kept):
    """Raises `Refused` for what is no request for a new token."""
    sent = load(base64.b64decode(kept["body_base64"]))
    if missing := REFRESHING - sent.keys():
        raise Refused(f"missing: {sorted(missing)}", "body")
    if unknown := sent.keys() - REFRESHING - REFRESHING_TOO:
        raise Refused(f"unknown: {sorted(unknown)}", "body")
    if sent["grant_type"] != "refresh_token":
        raise Refused(f"{sent['grant_type']!r} asks for no new token", "body.grant_type")


class Method:
    """A method of a discovery document."""

    def __init__(self, described, document):
        self.described = described
        self.parameters = described.get("parameters", {})
        template = document["servicePath"] + described.get("path")
        parts, at = [], 0
        for label in re.finditer(r"\{\+?(\w+)\}", template):
            pattern = self.parameters[label[1]].get("pattern", "^[^/]+$").strip("^$")
            parts += [re.escape(template[at : label.start()]), f"(?P<{label[1]}>{pattern})"]
            at = label.end()
        self.path = re.compile("/" + "".join(parts) + re.escape(template[at:]))


@functools.cache
def document(name, version):
    return json.loads(get_static_doc(name, version))


@functools.cache
def methods(name, version):
    found, queue = [], [document(name, version)]
    while queue:
        here = queue.pop()
        queue += here.get("resources", {}).values()
        found += [Method(method, document(name, version)) for method in here.get("methods", {}).values()]
    return found


def check(kept):
    """Raises `Refused` for what is not as the document says."""
    if kept["service"] not in SERVICES:
        raise Refused(f"no discovery document is known for the service {kept['service']!r}")
    if (kept["service"], kept["path"]) == ("oauth2", REFRESH):
        refresh(kept)
        return
    name, version, types = SERVICES[kept["service"]]
    kept = of_token(kept) if kept["path"] == TOKEN else kept
    path, _, query = kept["path"].partition("?")
    path = urllib.parse.unquote(path)
    fitting = [m for m in methods(name, version) if m.described["httpMethod"] == kept["method"] and m.path.fullmatch(path)]
    if not fitting:
        raise Refused(f"{name} {version} has no method {kept['method']} {path}")
    method = max(fitting, key=lambda method: len(method.path.pattern))
    parameters(method, document(name, version), urllib.parse.parse_qsl(query, keep_blank_values=True))
    body(method, document(name, version), types, kept)


def parameters(method, described, query):
    for name in {name for name, _ in query}:
        texts = [text for key, text in query if key == name]
        if name in ENCODINGS:
            if set(texts) - ENCODINGS[name]:
                raise Refused(f"{texts} is none of {sorted(ENCODINGS[name])}", f"query {name}")
            continue
        parameter = method.parameters.get(name) or described["parameters"].get(name)
        if parameter is None or parameter.get("location") != "query":
            raise Refused(f"{method.described['id']} has no such parameter", f"query {name}")
        if len(texts) > 1 and not parameter.get("repeated"):
            raise Refused("given more than once", f"query {name}")
        for text in texts:
            discovery_schema.text(parameter, text, f"query {name}")
    required = {name for name, found in method.parameters.items() if found.get("required") and found["location"] == "query"}
    if missing := required - {name for name, _ in query}:
        raise Refused(f"missing: {sorted(missing)}", "query")


def body(method, described, types, kept):
    sent = base64.b64decode(kept["body_base64"])
    reference = method.described.get("request", {}).get("$ref")
    if reference is None:
        if sent:
            raise Refused(f"{method.described['id']} has none", "body")
        return
    if not kept["headers"].get("content-type", "").startswith("application/json"):
        raise Refused(f"no JSON but {kept['headers'].get('content-type')!r}", "header content-type")
    found = load(sent)
    if types:
        found = by_types(types, reference, found, described["schemas"])
    discovery_schema.value({"$ref": reference}, found, "body", described["schemas"])


def by_types(types, reference, found, schemas):
    """What was found, with enums by their names, after the protobuf type of its schema took it."""
    kind = getattr(importlib.import_module(types), re.sub(r"^GoogleCloud.*?V\d+", "", reference))
    message = kind.pb(kind())
    # The newest discovery document has fields that the published types do not have yet: the document looks at those.
    newer = {name for name in found if name in schemas[reference].get("properties", {})}
    newer -= {field.json_name for field in message.DESCRIPTOR.fields}
    try:
        json_format.ParseDict({name: inner for name, inner in found.items() if name not in newer}, message)
    except json_format.ParseError as error:
        raise Refused(str(error), "body") from None
    known(message, message.DESCRIPTOR.name)
    return json_format.MessageToDict(message) | {name: found[name] for name in newer}
