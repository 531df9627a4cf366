"""moto's server on a port of loopback, with two answers mended.

    python mended_moto.py PORT

moto 5.2.1 gives two answers of S3 a root element of its own making, which boto3 does not look at and AWS's other SDKs
refuse. The real ones stand in botocore's model of S3 (GetBucketVersioning, GetBucketAccelerateConfiguration) and in
docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html. Where moto has mended one, nothing is replaced.
"""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, run_simple

ROOTS = {
    b"GetBucketVersioningResponse": b"VersioningConfiguration",
    b"GetBucketVersioningOutput": b"VersioningConfiguration",
    b"GetBucketAccelerateConfigurationResponse": b"AccelerateConfiguration",
    b"GetBucketAccelerateConfigurationOutput": b"AccelerateConfiguration",
}


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
    application = mended(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(sys.argv[1]), application, threaded=True, request_handler=Quiet)
