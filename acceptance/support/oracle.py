"""Asks the clouds what is there, with their own clients: one JSON request a line in, one JSON answer a line out.

Request: {"client": "boto3.s3", "call": "get_bucket_encryption", "args": {"Bucket": "b"}}.
Answer: {"ok": RESULT}, or {"error": {"code": "NoSuchBucket", "status": 404, "message": "..."}}.

Clients:
  boto3.SERVICE  a method of boto3's client, in its own spelling; boto3.SERVICE@REGION calls from a region
  gcs            the JSON API by Google's discovery client; call "buckets.get" and so on; "text" in the arguments
                 is the content of an object to insert
  gcs.grpc       google.storage.v2 by Google's generated client; call "get_bucket", arguments are the request's fields

Environment: ORACLE_AWS, ORACLE_GCP_REST and ORACLE_GCP_GRPC are the endpoints.
It ends when its standard input does.
"""

import functools
import io
import json
import os
import sys
import time

# boto3 tells times in the zone of the machine that it runs on.
os.environ["TZ"] = "UTC"
time.tzset()


@functools.cache
def aws(service, region):
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        endpoint_url=os.environ["ORACLE_AWS"],
        region_name=region or os.environ.get("ORACLE_AWS_REGION", "us-east-1"),
        aws_access_key_id="oracle",
        aws_secret_access_key="oracle",
        config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
    )


@functools.cache
def gcs():
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    # An endpoint given as an option is not taken for uploads, whose address is made of the document's root.
    document = json.loads(get_static_doc("storage", "v1"))
    document["rootUrl"] = os.environ["ORACLE_GCP_REST"] + "/"
    document.pop("mtlsRootUrl", None)
    return build_from_document(document, credentials=Credentials(token="oracle"))


@functools.cache
def gcs_grpc():
    import grpc
    from google.cloud import _storage_v2
    from google.cloud._storage_v2.services.storage.transports import StorageGrpcTransport

    class Token(grpc.UnaryUnaryClientInterceptor):
        """Adds what a secure channel's call credentials would: they cannot be had on plain loopback."""

        def intercept_unary_unary(self, go_on, details, request):
            metadata = [*(details.metadata or []), ("authorization", "Bearer oracle")]
            return go_on(details._replace(metadata=metadata), request)

    channel = grpc.insecure_channel(os.environ["ORACLE_GCP_GRPC"].removeprefix("http://"))
    channel = grpc.intercept_channel(channel, Token())
    return _storage_v2.StorageClient(transport=StorageGrpcTransport(channel=channel))


def ask_aws(service, call, args):
    from botocore.exceptions import BotoCoreError, ClientError

    service, _, region = service.partition("@")
    try:
        answer = getattr(aws(service, region), call)(**args)
    except ClientError as error:
        told, meta = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        return failure(told.get("Code"), meta.get("HTTPStatusCode"), told.get("Message"))
    except BotoCoreError as error:
        return failure(type(error).__name__, None, str(error))
    answer.pop("ResponseMetadata", None)
    return {"ok": answer}


def ask_gcs(call, args):
    from googleapiclient.errors import HttpError
    from googleapiclient.http import MediaIoBaseUpload

    collection, method = call.split(".")
    if "text" in args:
        args["media_body"] = MediaIoBaseUpload(io.BytesIO(args.pop("text").encode()), mimetype="text/plain")
    try:
        return {"ok": getattr(getattr(gcs(), collection)(), method)(**args).execute()}
    except HttpError as error:
        reasons = [detail.get("reason") for detail in error.error_details if isinstance(detail, dict)]
        return failure((reasons or [None])[0], error.status_code, error.reason)


def ask_gcs_grpc(call, args):
    from google.api_core.exceptions import GoogleAPICallError

    try:
        answer = getattr(gcs_grpc(), call)(request=args)
    except GoogleAPICallError as error:
        return failure(error.grpc_status_code.name if error.grpc_status_code else None, error.code, error.message)
    if answer is None:
        return {"ok": None}
    if hasattr(answer, "pages"):
        return {"ok": [type(item).to_dict(item) for item in answer]}
    return {"ok": type(answer).to_dict(answer)}


def failure(code, status, message):
    return {"error": {"code": code, "status": status, "message": message}}


def ask(request):
    client, call, args = request["client"], request["call"], request.get("args") or {}
    if client.startswith("boto3."):
        return ask_aws(client.removeprefix("boto3."), call, args)
    if client == "gcs":
        return ask_gcs(call, args)
    if client == "gcs.grpc":
        return ask_gcs_grpc(call, args)
    raise ValueError(f"no client {client!r}")


def plain(value):
    """What JSON cannot say: bodies of objects as text, times as text."""
    if hasattr(value, "read"):
        return value.read().decode()
    return value.decode() if isinstance(value, bytes) else str(value)


def main():
    for line in sys.stdin:
        try:
            answer = ask(json.loads(line))
        except Exception as error:  # The caller sees every mistake, also its own, as an answer.
            answer = failure(type(error).__name__, None, str(error))
        print(json.dumps(answer, default=plain), flush=True)


main()
