"""Faults and the log of calls."""

import time

import requests
from google.api_core import retry
from google.cloud import _storage_v2 as v2

from .harness import PROJECT, fresh, path_of


def faults(report, clients):
    """Faults and the log of calls, on both ports."""
    name = fresh()
    clients.call(clients.grpc.create_bucket, clients.create(name, location="US"))
    get = v2.GetBucketRequest(name=path_of(name))

    def rule(fault, **more):
        body = {
            "cloud": "gcp",
            "service": "storage",
            "operation": "GetBucket",
            "resource": name,
            "fault": fault,
            **more,
        }
        clients.control_api("DELETE", "faults")
        clients.control_api("POST", "faults", body)

    for status, code in [
        (429, "RESOURCE_EXHAUSTED"),
        (500, "INTERNAL"),
        (503, "UNAVAILABLE"),
        (403, "PERMISSION_DENIED"),
    ]:
        rule({"status": status}, times=2)
        report.check(f"faults: {status} over gRPC", clients.refused(clients.grpc.get_bucket, get)[0], code)
        report.check(f"faults: {status} over REST", clients.raw("GET", f"/storage/v1/b/{name}")[0], status)
        report.check(f"faults: {status} is spent", clients.refused(clients.grpc.get_bucket, get)[0], "OK")
    rule({"drop": "before"}, times=2)
    report.check("faults: dropped over gRPC", clients.refused(clients.grpc.get_bucket, get)[0], "UNAVAILABLE")
    try:
        seen = clients.raw("GET", f"/storage/v1/b/{name}")
    except requests.exceptions.ConnectionError:
        seen = "dropped"
    report.check("faults: dropped over REST", seen, "dropped")
    report.check(
        "faults: the next call connects again",
        retry.Retry(deadline=10)(lambda: clients.call(clients.grpc.get_bucket, get))().bucket_id,
        name,
    )
    rule({"drop": "after"}, operation="DeleteBucket")
    dropped = clients.refused(clients.grpc.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))[0]
    time.sleep(0.2)
    report.check(
        "faults: dropped after the work", (dropped, clients.storage.bucket(name).exists()), ("UNAVAILABLE", False)
    )
    rule({"delay_ms": 300}, operation="ListBuckets", resource="*")
    start = time.monotonic()
    clients.raw("GET", f"/storage/v1/b?project={PROJECT}&prefix={name}")
    report.check("faults: a delay", time.monotonic() - start >= 0.3, True)
    retried = fresh()
    rule({"status": 503}, operation="CreateBucket", resource=retried, times=2)
    clients.storage.bucket(retried).create(location="US")
    report.check("faults: Google's client retries", clients.storage.bucket(retried).exists(), True)

    clients.control_api("DELETE", "faults")
    clients.control_api("DELETE", "calls")
    clients.refused(clients.grpc.get_bucket, get)
    clients.raw("GET", f"/storage/v1/b/{retried}")
    clients.raw("PATCH", f"/storage/v1/b/{retried}", {"labels": {"a": "b"}})
    calls = [
        (call["n"], call["cloud"], call["service"], call["operation"], call["resource"], call["status"])
        for call in clients.control_api("GET", "calls")
    ]
    report.check(
        "calls: the log",
        calls,
        [
            (1, "gcp", "storage", "GetBucket", name, 404),
            (2, "gcp", "storage", "GetBucket", retried, 200),
            (3, "gcp", "storage", "UpdateBucket", retried, 200),
        ],
    )
