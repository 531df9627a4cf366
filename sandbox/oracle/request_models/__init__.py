"""Holds requests that our clients sent against the models that the clouds publish: one module a protocol."""

import collections

from . import aws, google
from .refused import Refused

CLOUDS = {"aws": aws.check, "gcp": google.check}


def check(requests, keys=None):
    """Checks what the sandbox kept. `keys` are secret access keys by their ids: what they signed is signed again.

    Gives how many requests of which operations there were, and what is wrong with which.
    """
    checked, refused = collections.Counter(), []
    for request in requests:
        name = " ".join(filter(None, (request["cloud"], request["service"], request["operation"])))
        checked[name] += 1
        try:
            if request["cloud"] not in CLOUDS:
                raise Refused("no service of the sandbox wanted it")
            CLOUDS[request["cloud"]](request, keys or {})
        except Refused as refusal:
            refused.append(shown(request, name, str(refusal)))
        except Exception as error:  # noqa: BLE001: what the checker trips over is no good request
            refused.append(shown(request, name, f"it cannot be checked: {error!r}"))
    return {"checked": checked, "refused": refused}


def shown(request, name, why):
    sent = {key: request[key] for key in ("n", "method", "path", "body_base64")}
    return {"operation": name, "why": why} | sent
