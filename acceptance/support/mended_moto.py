"""moto's server on a port of loopback, with two answers mended and three added.

    python mended_moto.py PORT

moto 5.2.1 gives two answers of S3 a root element of its own making, which boto3 does not look at and AWS's other SDKs
refuse. The real ones stand in botocore's model of S3 (GetBucketVersioning, GetBucketAccelerateConfiguration) and in
docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html.

It cannot list three things that it does not make either: placement groups, and actions and tags of budgets. A client
that cleans up after itself asks for them; of what is on moto there are none.

Where moto has mended one or come to answer itself, nothing is replaced, and of the three a row of the acceptance test
oracle_moto says so.
"""

import json
import sys

from moto.budgets.responses import BudgetsResponse
from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, run_simple

ROOTS = {
    b"GetBucketVersioningResponse": b"VersioningConfiguration",
    b"GetBucketVersioningOutput": b"VersioningConfiguration",
    b"GetBucketAccelerateConfigurationResponse": b"AccelerateConfiguration",
    b"GetBucketAccelerateConfigurationOutput": b"AccelerateConfiguration",
}


def no_placement_groups(self):
    return ActionResult({"PlacementGroups": []})


def no_actions(self):
    asked = {name: self._get_param(name) for name in ("AccountId", "BudgetName")}
    return json.dumps({**asked, "Actions": []})


def no_tags(self):
    return json.dumps({"ResourceTags": []})


ADDED = [
    (EC2Response, "describe_placement_groups", no_placement_groups),
    (BudgetsResponse, "describe_budget_actions_for_budget", no_actions),
    (BudgetsResponse, "list_tags_for_resource", no_tags),
]


def mended(application):
    """The application, whose small answers have the right roots."""

    def answer(environment, start):
        head = []

        def keep(status, headers, *_):
            head[:] = status, headers

        body = b"".join(application(environment, keep))
        for wrong, right in ROOTS.items():
            body = body.replace(b"<" + wrong, b"<" + right).replace(b"</" + wrong, b"</" + right)
        status, headers = head
        if environment["REQUEST_METHOD"] != "HEAD":
            headers = [(name, str(len(body)) if name.lower() == "content-length" else value) for name, value in headers]
        start(status, headers)
        return [body]

    return answer


class Quiet(WSGIRequestHandler):
    """Logs no request."""

    def log_request(self, *_):
        pass


if __name__ == "__main__":
    for responses, call, answer in ADDED:
        if not hasattr(responses, call):
            setattr(responses, call, answer)
    application = mended(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(sys.argv[1]), application, threaded=True, request_handler=Quiet)
