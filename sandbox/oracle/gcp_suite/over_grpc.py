"""Buckets, objects and IAM policies over gRPC, looked at over REST."""

import base64

from google.api_core import exceptions
from google.cloud import _storage_v2 as v2
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.protobuf import duration_pb2

from .harness import DAY, PROJECT, fresh, mask, part, path_of


def grpc_life(report, clients):
    """A bucket's life over gRPC, looked at over REST."""
    call, grpc_, name, log = clients.call, clients.grpc, fresh(), fresh()
    call(grpc_.create_bucket, clients.create(log, location="EU"))
    key = "projects/p/locations/eur4/keyRings/r/cryptoKeys/k"
    restricted = {"restriction_mode": "FullyRestricted"}
    made = call(
        grpc_.create_bucket,
        clients.create(
            name,
            location="eur4",
            storage_class="STANDARD",
            rpo="ASYNC_TURBO",
            labels={"team": "data"},
            versioning={"enabled": True},
            default_event_based_hold=True,
            billing={"requester_pays": True},
            iam_config={"uniform_bucket_level_access": {"enabled": True}, "public_access_prevention": "enforced"},
            retention_policy={"retention_duration": duration_pb2.Duration(seconds=60)},
            soft_delete_policy={"retention_duration": duration_pb2.Duration(seconds=0)},
            lifecycle={
                "rule": [
                    {
                        "action": {"type_": "Delete"},
                        "condition": {
                            "age_days": 0,
                            "num_newer_versions": 3,
                            "created_before": {"year": 2026, "month": 1, "day": 31},
                            "matches_prefix": ["a"],
                            "matches_suffix": ["b"],
                        },
                    }
                ]
            },
            cors=[{"origin": ["*"], "method": ["GET"], "response_header": ["x"], "max_age_seconds": 60}],
            encryption={"default_kms_key": key, "customer_supplied_encryption_enforcement_config": restricted},
            logging={"log_bucket": path_of(log), "log_object_prefix": "p"},
            website={"main_page_suffix": "index.html"},
            ip_filter={
                "mode": "Disabled",
                "public_network_source": {"allowed_ip_cidr_ranges": ["192.0.2.0/24"]},
                "vpc_network_sources": [
                    {"network": "projects/p/global/networks/n", "allowed_ip_cidr_ranges": ["10.0.0.0/8"]}
                ],
                "allow_all_service_agent_access": True,
            },
        ),
    )
    report.check(
        "grpc: a new bucket",
        (
            made.name,
            made.bucket_id,
            made.metageneration,
            made.etag,
            made.location,
            made.location_type,
            made.rpo,
        ),
        (path_of(name), name, 1, "CAE=", "EUR4", "dual-region", "ASYNC_TURBO"),
    )
    report.check("grpc: the project is a number", made.project.removeprefix("projects/").isdigit(), True)
    seen = call(grpc_.get_bucket, v2.GetBucketRequest(name=path_of(name)))
    report.check("grpc: what is got is what was made", seen == made, True)
    rest = clients.raw("GET", f"/storage/v1/b/{name}")[2]
    report.check(
        "grpc: seen over REST",
        (
            rest["labels"],
            rest["versioning"],
            rest["defaultEventBasedHold"],
            rest["billing"],
            rest["iamConfiguration"]["publicAccessPrevention"],
            rest["retentionPolicy"]["retentionPeriod"],
            rest["softDeletePolicy"]["retentionDurationSeconds"],
            rest["encryption"]["defaultKmsKeyName"],
            rest["encryption"]["customerSuppliedEncryptionEnforcementConfig"]["restrictionMode"],
            rest["logging"],
            rest["cors"],
            rest["website"],
            rest["ipFilter"]["allowAllServiceAgentAccess"],
        ),
        (
            {"team": "data"},
            {"enabled": True},
            True,
            {"requesterPays": True},
            "enforced",
            "60",
            "0",
            key,
            "FullyRestricted",
            {"logBucket": log, "logObjectPrefix": "p"},
            [{"origin": ["*"], "method": ["GET"], "responseHeader": ["x"], "maxAgeSeconds": 60}],
            {"mainPageSuffix": "index.html"},
            True,
        ),
    )
    report.check(
        "grpc: conditions over REST",
        rest["lifecycle"]["rule"][0]["condition"],
        {
            "age": 0,
            "numNewerVersions": 3,
            "createdBefore": "2026-01-31",
            "matchesPrefix": ["a"],
            "matchesSuffix": ["b"],
        },
    )
    masked = call(
        grpc_.get_bucket,
        v2.GetBucketRequest(
            name=path_of(name), read_mask=mask("labels", "name", "iam_config.public_access_prevention")
        ),
    )
    report.check(
        "grpc: a read mask",
        (
            masked.labels["team"],
            masked.location,
            masked.iam_config.public_access_prevention,
            masked.iam_config.uniform_bucket_level_access.enabled,
        ),
        ("data", "", "enforced", False),
    )

    changed = update(
        clients,
        name,
        ["labels", "versioning.enabled", "lifecycle"],
        labels={"env": "x"},
        versioning={"enabled": False},
        location="ignored: not in the mask",
    )
    report.check(
        "grpc: what the mask names changes",
        (
            dict(changed.labels),
            changed.versioning.enabled,
            "lifecycle" in changed,
            changed.metageneration,
            changed.location,
            changed.billing.requester_pays,
        ),
        ({"env": "x"}, False, False, 2, "EUR4", True),
    )
    changed = update(clients, name, ["labels.team", "default_event_based_hold"], labels={"team": "b"})
    report.check(
        "grpc: one label and a false",
        (dict(changed.labels), changed.default_event_based_hold),
        ({"env": "x", "team": "b"}, False),
    )
    changed = update(
        clients, name, ["retention_policy", "encryption.default_kms_key", "cors", "logging", "website", "ip_filter"]
    )
    report.check(
        "grpc: cleared",
        (
            "retention_policy" in changed,
            changed.encryption.default_kms_key,
            len(changed.cors),
            "logging" in changed,
            "website" in changed,
            "ip_filter" in changed,
        ),
        (False, "", 0, False, False, False),
    )
    report.check(
        "grpc: beside what is cleared",
        changed.encryption.customer_supplied_encryption_enforcement_config.restriction_mode,
        "FullyRestricted",
    )
    changed = update(
        clients,
        name,
        ["soft_delete_policy"],
        soft_delete_policy={"retention_duration": duration_pb2.Duration(seconds=30 * DAY)},
    )
    report.check("grpc: soft deletion", int(changed.soft_delete_policy.retention_duration.total_seconds()), 30 * DAY)
    changed = update(clients, name, ["*"], labels={"only": "this"}, location="EUR4")
    report.check("grpc: the mask *", (dict(changed.labels), changed.billing.requester_pays), ({"only": "this"}, False))
    changed = update(
        clients, name, ["retention_policy"], retention_policy={"retention_duration": duration_pb2.Duration(seconds=60)}
    )
    locked = call(
        grpc_.lock_bucket_retention_policy,
        v2.LockBucketRetentionPolicyRequest(bucket=path_of(name), if_metageneration_match=changed.metageneration),
    )
    report.check("grpc: locked", locked.retention_policy.is_locked, True)

    buckets = list(
        call(grpc_.list_buckets, v2.ListBucketsRequest(parent=f"projects/{PROJECT}", prefix=name[:14], page_size=1))
    )
    report.check("grpc: a list", name in [bucket.bucket_id for bucket in buckets], True)
    report.check("grpc: a list has no lists", [len(bucket.acl) for bucket in buckets], lambda seen: not any(seen))
    call(grpc_.delete_bucket, v2.DeleteBucketRequest(name=path_of(name), if_metageneration_match=locked.metageneration))
    report.check(
        "grpc: gone",
        clients.refused(grpc_.get_bucket, v2.GetBucketRequest(name=path_of(name))),
        part(("NOT_FOUND", "The specified bucket does not exist.")),
    )


def update_request(name, paths, **bucket):
    return v2.UpdateBucketRequest(bucket=v2.Bucket(name=path_of(name), **bucket), update_mask=mask(*paths))


def update(clients, name, paths, **bucket):
    return clients.call(clients.grpc.update_bucket, update_request(name, paths, **bucket))


def grpc_refusals(report, clients):
    """What gRPC refuses, and with which code."""
    client, name = clients.grpc, fresh()
    clients.call(client.create_bucket, clients.create(name, location="US"))
    get, delete = v2.GetBucketRequest, v2.DeleteBucketRequest
    duration = lambda seconds: {"retention_duration": duration_pb2.Duration(seconds=seconds)}
    named = clients.create(fresh())
    named.bucket.name = path_of("b")
    elsewhere = clients.create(fresh())
    elsewhere.parent = f"projects/{PROJECT}"
    for what, method, request, code, message in [
        ("one's own name", client.create_bucket, clients.create(name), "ALREADY_EXISTS", "you already own it"),
        (
            "another's name",
            client.create_bucket,
            clients.create(name, project="other-project"),
            "ALREADY_EXISTS",
            "not available",
        ),
        ("name", client.create_bucket, clients.create("No"), "INVALID_ARGUMENT", "Invalid bucket name: 'No'"),
        ("a name in the message", client.create_bucket, named, "INVALID_ARGUMENT", "bucket_id"),
        ("parent", client.create_bucket, elsewhere, "INVALID_ARGUMENT", "projects/_"),
        (
            "location",
            client.create_bucket,
            clients.create(fresh(), location="mars"),
            "INVALID_ARGUMENT",
            "location constraint",
        ),
        (
            "soft deletion",
            client.create_bucket,
            clients.create(fresh(), soft_delete_policy=duration(DAY)),
            "INVALID_ARGUMENT",
            "between 7 days",
        ),
        (
            "log bucket's name",
            client.create_bucket,
            clients.create(fresh(), logging={"log_bucket": name}),
            "INVALID_ARGUMENT",
            "projects/_/buckets",
        ),
        (
            "turbo",
            client.create_bucket,
            clients.create(fresh(), location="US", rpo="ASYNC_TURBO"),
            "INVALID_ARGUMENT",
            "dual-region",
        ),
        ("no path", client.get_bucket, get(name=name), "INVALID_ARGUMENT", "projects/_/buckets/"),
        (
            "get: match",
            client.get_bucket,
            get(name=path_of(name), if_metageneration_match=9),
            "FAILED_PRECONDITION",
            "pre-conditions",
        ),
        ("get: no match", client.get_bucket, get(name=path_of(name), if_metageneration_not_match=1), "ABORTED", ""),
        (
            "get: mask",
            client.get_bucket,
            get(name=path_of(name), read_mask=mask("nonsense")),
            "INVALID_ARGUMENT",
            "nonsense",
        ),
        ("update: no mask", client.update_bucket, update_request(name, []), "INVALID_ARGUMENT", "update mask"),
        (
            "update: mask",
            client.update_bucket,
            update_request(name, ["storageClass"]),
            "INVALID_ARGUMENT",
            "storageClass",
        ),
        (
            "update: move",
            client.update_bucket,
            update_request(name, ["location"], location="EU"),
            "INVALID_ARGUMENT",
            "cannot be changed",
        ),
        ("update: no bucket", client.update_bucket, update_request(fresh(), ["labels"]), "NOT_FOUND", "does not exist"),
        (
            "delete: match",
            client.delete_bucket,
            delete(name=path_of(name), if_metageneration_match=9),
            "FAILED_PRECONDITION",
            "pre-conditions",
        ),
        ("delete: no bucket", client.delete_bucket, delete(name=path_of(fresh())), "NOT_FOUND", "does not exist"),
        (
            "lock: nothing",
            client.lock_bucket_retention_policy,
            v2.LockBucketRetentionPolicyRequest(bucket=path_of(name), if_metageneration_match=1),
            "INVALID_ARGUMENT",
            "unlocked",
        ),
        (
            "object",
            client.get_object,
            v2.GetObjectRequest(bucket=path_of(name), object_="z"),
            "NOT_FOUND",
            f"No such object: {name}/z",
        ),
        ("another method", client.compose_object, v2.ComposeObjectRequest(), "UNIMPLEMENTED", "ComposeObject"),
    ]:
        report.check(f"grpc: refused: {what}", clients.refused(method, request), part((code, message)))
    stale = update_request(name, ["labels"], labels={"a": "b"})
    stale.if_metageneration_match = 9
    report.check("grpc: refused: update: match", clients.refused(client.update_bucket, stale)[0], "FAILED_PRECONDITION")
    try:
        clients.call(client.get_bucket, get(name=path_of(name)), metadata=[])
        report.check("grpc: refused: no token", "OK", "UNAUTHENTICATED")
    except exceptions.Unauthenticated as error:
        report.check(
            "grpc: refused: no token",
            (error.reason, error.domain, error.metadata["service"]),
            ("CREDENTIALS_MISSING", "googleapis.com", "storage.googleapis.com"),
        )


def grpc_objects(report, clients):
    """Objects over gRPC: what empties a bucket."""
    client, name = clients.grpc, fresh()
    clients.call(client.create_bucket, clients.create(name, location="US", versioning={"enabled": True}))
    bucket = clients.storage.bucket(name)
    for blob in ["a", "dir/b", "a"]:
        bucket.blob(blob).upload_from_string("content", content_type="text/plain")
    not_empty = clients.refused(client.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))
    report.check(
        "grpc: a bucket with objects stays",
        not_empty,
        part(("FAILED_PRECONDITION", "The bucket you tried to delete is not empty.")),
    )
    lists = lambda **more: list(
        clients.call(client.list_objects, v2.ListObjectsRequest(parent=path_of(name), page_size=1, **more))
    )
    report.check("grpc: objects", [blob.name for blob in lists()], ["a", "dir/b"])
    report.check("grpc: versions", [blob.name for blob in lists(versions=True)], ["a", "a", "dir/b"])
    blob = clients.call(client.get_object, v2.GetObjectRequest(bucket=path_of(name), object_="a"))
    rest = bucket.get_blob("a")
    report.check(
        "grpc: the same object as over REST",
        (blob.generation, blob.size, blob.content_type, blob.checksums.crc32c.to_bytes(4, "big"), blob.bucket),
        (rest.generation, 7, "text/plain", base64.b64decode(rest.crc32c), path_of(name)),
    )
    held = clients.call(
        client.update_object,
        v2.UpdateObjectRequest(
            object_=v2.Object(bucket=path_of(name), name="a", temporary_hold=True), update_mask=mask("temporary_hold")
        ),
    )
    delete = lambda **more: v2.DeleteObjectRequest(bucket=path_of(name), **more)
    report.check(
        "grpc: a hold",
        (
            held.temporary_hold,
            clients.refused(client.delete_object, delete(object_="a", generation=blob.generation))[0],
        ),
        (True, "PERMISSION_DENIED"),
    )
    clients.call(
        client.update_object,
        v2.UpdateObjectRequest(object_=v2.Object(bucket=path_of(name), name="a"), update_mask=mask("temporary_hold")),
    )
    clients.call(client.delete_object, delete(object_="a"))
    report.check(
        "grpc: a deleted object is noncurrent",
        [(b.name, b.delete_time is not None) for b in lists(versions=True)],
        [("a", True), ("a", True), ("dir/b", False)],
    )
    for blob in lists(versions=True):
        clients.call(client.delete_object, delete(object_=blob.name, generation=blob.generation))
    report.check("grpc: soft deleted", [blob.name for blob in lists(soft_deleted=True)], ["a", "a", "dir/b"])
    clients.call(client.delete_bucket, v2.DeleteBucketRequest(name=path_of(name)))
    report.check("grpc: an emptied bucket goes", bucket.exists(), False)


def grpc_iam(report, clients):
    """IAM over gRPC, in both services that have it."""
    name = fresh()
    clients.call(clients.grpc.create_bucket, clients.create(name, location="US"))
    for what, client in [("storage", clients.grpc), ("control", clients.control)]:
        policy = clients.call(client.get_iam_policy, iam_policy_pb2.GetIamPolicyRequest(resource=path_of(name)))
        stale = bytes(policy.etag)
        policy.bindings.append(policy_pb2.Binding(role="roles/storage.objectViewer", members=["user:a@example.com"]))
        after = clients.call(
            client.set_iam_policy, iam_policy_pb2.SetIamPolicyRequest(resource=path_of(name), policy=policy)
        )
        report.check(
            f"grpc: {what}: a policy is set",
            (after.bindings[-1].role, after.etag != stale),
            ("roles/storage.objectViewer", True),
        )
        refused = clients.refused(
            client.set_iam_policy, iam_policy_pb2.SetIamPolicyRequest(resource=path_of(name), policy=policy)
        )
        report.check(f"grpc: {what}: a stale policy", refused[0], "FAILED_PRECONDITION")
        allowed = clients.call(
            client.test_iam_permissions,
            iam_policy_pb2.TestIamPermissionsRequest(resource=path_of(name), permissions=["storage.buckets.get"]),
        )
        report.check(f"grpc: {what}: permissions", list(allowed.permissions), ["storage.buckets.get"])
