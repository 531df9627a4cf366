"""What only the sandbox does: calls broken on purpose, and the log of calls."""

import time

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from .suite import describe


def faults(s):
    s3, name = s.client(), s.bucket()

    def add(operation, fault, service="s3", resource=name, **more):
        s.control("POST", "faults", {"cloud": "aws", "service": service, "operation": operation, "resource": resource, "fault": fault, **more})

    def read():
        return s3.get_bucket_versioning(Bucket=name)

    add("GetBucketVersioning", {"status": 500}, after=1)
    s.ok("the first call passes", read)
    s.refused("the second is broken", read, "InternalError", 500, "We encountered an internal error. Please try again.")
    s.ok("the third passes", read)
    add("GetBucketVersioning", {"status": 503}, times=2)
    s.refused("too fast", read, "SlowDown", 503, "Please reduce your request rate.")
    s.refused("still too fast", read, "SlowDown", 503)
    s.ok("slow enough", read)
    add("GetBucketVersioning", {"status": 429})
    s.refused("too many", read, "SlowDown", 429)
    add("GetBucketVersioning", {"delay_ms": 300})
    started = time.monotonic()
    s.ok("a slow call succeeds", read)
    s.equal("after its delay", time.monotonic() - started >= 0.3, True)

    def dropped(what, call):
        try:
            call()
            s.record(what, "expected a closed connection, got success")
        except (ConnectionClosedError, ReadTimeoutError) as error:
            s.record(what, None if isinstance(error, ConnectionClosedError) else describe(error))

    put = lambda: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})  # noqa: E731
    add("PutBucketVersioning", {"drop": "before"})
    dropped("closed with nothing done", put)
    s.ok("nothing is done", read, {"Status": None})
    add("PutBucketVersioning", {"drop": "after"})
    dropped("closed after the work", put)
    s.ok("the work is done", read, {"Status": "Enabled"})
    add("GetCallerIdentity", {"status": 503}, service="sts", resource="*")
    s.refused("STS is broken as well", s.client("sts").get_caller_identity, "ServiceUnavailable", 503)
    kms = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}
    add("PutBucketEncryption", {"status": 409})
    s.refused("a handmade operation is broken", lambda: s3.put_bucket_encryption(
        Bucket=name, ServerSideEncryptionConfiguration=kms), "OperationAborted", 409)
    add("HeadBucket", {"status": 500})
    s.refused("HEAD has no body", lambda: s3.head_bucket(Bucket=name), "500", 500)
    ours = [c for c in s.control("GET", "calls") if c["resource"] == name]
    s.equal("every call is logged", [(c["operation"], c["status"]) for c in ours[:4]],
            [("CreateBucket", 200), ("GetBucketVersioning", 200), ("GetBucketVersioning", 500), ("GetBucketVersioning", 200)])
    s.equal("a call without an answer too", [c["status"] for c in ours if c["operation"] == "PutBucketVersioning"], [0, 0])
    s.equal("numbers go up", all(a["n"] < b["n"] for a, b in zip(ours, ours[1:])), True)
