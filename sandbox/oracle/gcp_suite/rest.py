"""Buckets, objects, locks and IAM policies by google-cloud-storage."""

import datetime

from google.api_core import exceptions
from google.cloud import storage

from .harness import DAY, attempt, fresh, part


def rest_life(report, clients):
    """A bucket's life by google-cloud-storage."""
    name = fresh()
    bucket = clients.storage.bucket(name)
    bucket.storage_class = "NEARLINE"
    bucket.labels = {"team": "data"}
    bucket.create(location="us-east1")
    report.check("rest: location is upper case", (bucket.location, bucket.location_type), ("US-EAST1", "region"))
    report.check(
        "rest: defaults of a new bucket",
        (
            bucket.metageneration,
            bucket.etag,
            bucket.storage_class,
            bucket.rpo,
            bucket.versioning_enabled,
            bucket.iam_configuration.public_access_prevention,
            bucket.iam_configuration.uniform_bucket_level_access_enabled,
            bucket.soft_delete_policy.retention_duration_seconds,
        ),
        (1, "CAE=", "NEARLINE", None, False, "inherited", False, 7 * DAY),
    )
    report.check("rest: the bucket exists", clients.storage.bucket(name).exists(), True)
    report.check("rest: no other bucket exists", clients.storage.bucket(fresh()).exists(), False)
    created = bucket.time_created
    report.check("rest: created now", abs(datetime.datetime.now(datetime.UTC) - created).total_seconds() < 60, True)

    bucket.labels = {"team": "data", "env": "test"}
    bucket.versioning_enabled = True
    bucket.requester_pays = True
    bucket.default_event_based_hold = True
    bucket.cors = [{"origin": ["*"], "method": ["GET"], "responseHeader": ["x-a"], "maxAgeSeconds": 60}]
    bucket.add_lifecycle_delete_rule(age=0, matches_prefix=["tmp/"])
    bucket.add_lifecycle_set_storage_class_rule("COLDLINE", age=30, matches_suffix=[".log"])
    bucket.add_lifecycle_abort_incomplete_multipart_upload_rule(age=7)
    bucket.retention_period = 100
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.iam_configuration.public_access_prevention = "enforced"
    bucket.soft_delete_policy.retention_duration_seconds = 0
    bucket.default_kms_key_name = "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k"
    bucket.encryption.google_managed_encryption_enforcement_config = storage.bucket.EncryptionEnforcementConfig(
        restriction_mode="FullyRestricted"
    )
    bucket.configure_website("index.html", "404.html")
    bucket.patch()
    seen = clients.storage.get_bucket(name)
    report.check("rest: metageneration grows", (seen.metageneration, seen.etag), (2, "CAI="))
    report.check(
        "rest: what was patched",
        (
            seen.labels,
            seen.versioning_enabled,
            seen.requester_pays,
            seen.default_event_based_hold,
            seen.cors[0]["maxAgeSeconds"],
            len(list(seen.lifecycle_rules)),
            seen.retention_period,
            seen.iam_configuration.uniform_bucket_level_access_enabled,
            seen.iam_configuration.public_access_prevention,
            seen.soft_delete_policy.retention_duration_seconds,
            seen.default_kms_key_name,
            seen.encryption.google_managed_encryption_enforcement_config.restriction_mode,
        ),
        (
            {"team": "data", "env": "test"},
            True,
            True,
            True,
            60,
            3,
            100,
            True,
            "enforced",
            0,
            "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k",
            "FullyRestricted",
        ),
    )
    rules = list(seen.lifecycle_rules)
    report.check("rest: an age of 0 is kept", rules[0]["condition"]["age"], 0)
    locked = seen.iam_configuration.uniform_bucket_level_access_locked_time
    report.check("rest: uniform access locks in 90 days", (locked - datetime.datetime.now(datetime.UTC)).days, 89)

    seen.labels = {}
    seen.clear_lifecycle_rules() if hasattr(seen, "clear_lifecycle_rules") else seen.clear_lifecyle_rules()
    seen.cors = []
    seen.retention_period = None
    seen.default_kms_key_name = None
    seen.patch()
    seen = clients.storage.get_bucket(name)
    report.check(
        "rest: what was cleared",
        (
            seen.labels,
            list(seen.lifecycle_rules),
            seen.cors,
            seen.retention_period,
            seen.default_kms_key_name,
        ),
        ({}, [], [], None, None),
    )
    seen.reload(if_metageneration_match=3)
    report.check("rest: precondition holds", seen.metageneration, 3)
    for call, wanted in [
        (lambda: seen.reload(if_metageneration_match=9), exceptions.PreconditionFailed),
        (lambda: seen.reload(if_metageneration_not_match=3), exceptions.NotModified),
        (lambda: seen.patch(if_metageneration_match=9), exceptions.PreconditionFailed),
        (lambda: seen.create(location="us-east1"), exceptions.Conflict),
        (lambda: clients.storage.get_bucket(fresh()), exceptions.NotFound),
    ]:
        report.check(f"rest: {wanted.__name__}", type(attempt(call)), wanted)
    empty = clients.raw("PATCH", f"/storage/v1/b/{name}", {})[2]
    report.check(
        "rest: a patch of nothing changes nothing", (empty["metageneration"], empty["kind"]), ("3", "storage#bucket")
    )
    seen.delete()
    report.check("rest: deleted", clients.storage.bucket(name).exists(), False)


def rest_objects(report, clients):
    """Objects, versions, soft deletion, holds and retention by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.versioning_enabled = True
    bucket.create(location="US")
    report.check(
        "rest: a multi-region has a recovery point", (bucket.location_type, bucket.rpo), ("multi-region", "DEFAULT")
    )
    for name in ["a", "dir/b", "dir/c", "a"]:
        bucket.blob(name).upload_from_string(f"content of {name}", content_type="text/plain")
    report.check("rest: objects", [blob.name for blob in bucket.list_blobs()], ["a", "dir/b", "dir/c"])
    report.check(
        "rest: versions", [blob.name for blob in bucket.list_blobs(versions=True)], ["a", "a", "dir/b", "dir/c"]
    )
    pages = list(bucket.list_blobs(page_size=2).pages)
    report.check("rest: pages", [len(list(page)) for page in pages], [2, 1])
    walk = bucket.list_blobs(delimiter="/")
    report.check("rest: a delimiter", ([blob.name for blob in walk], sorted(walk.prefixes)), (["a"], ["dir/"]))
    blob = bucket.get_blob("a")
    report.check("rest: an object", (blob.size, blob.content_type, blob.storage_class), (12, "text/plain", "STANDARD"))
    report.check("rest: download with checksums", blob.download_as_bytes(), b"content of a")
    blob.reload()
    blob.metadata = {"key": "value"}
    blob.patch()
    report.check(
        "rest: an object's metadata", (bucket.get_blob("a").metadata, blob.metageneration), ({"key": "value"}, 2)
    )
    report.check("rest: no such object", bucket.get_blob("z"), None)
    message = clients.raw("GET", f"/storage/v1/b/{bucket.name}/o/z")
    report.check("rest: no such object's body", message, (404, "notFound", f"No such object: {bucket.name}/z"))
    again = attempt(lambda: bucket.blob("a").upload_from_string("x", if_generation_match=0))
    report.check("rest: only if there is none", type(again), exceptions.PreconditionFailed)
    report.check(
        "rest: a bucket with objects stays",
        clients.raw("DELETE", f"/storage/v1/b/{bucket.name}"),
        (409, "conflict", "The bucket you tried to delete is not empty."),
    )
    for blob in bucket.list_blobs():
        bucket.delete_blob(blob.name)
    versions = list(bucket.list_blobs(versions=True))
    report.check("rest: noncurrent versions stay", (len(list(bucket.list_blobs())), len(versions)), (0, 4))
    report.check("rest: noncurrent versions have an end", all(blob.time_deleted for blob in versions), True)
    held = attempt(bucket.delete)
    report.check("rest: noncurrent versions hold the bucket", type(held), exceptions.Conflict)
    for blob in versions:
        bucket.delete_blob(blob.name, generation=blob.generation)
    soft = list(bucket.list_blobs(soft_deleted=True))
    report.check("rest: soft deleted", (len(soft), (soft[0].hard_delete_time - soft[0].soft_delete_time).days), (4, 7))
    bucket.delete()

    bucket = clients.storage.bucket(fresh())
    bucket.retention_period = 1000
    bucket.create(location="US")
    bucket.blob("kept").upload_from_string("x")
    report.check(
        "rest: retention keeps objects",
        clients.raw("DELETE", f"/storage/v1/b/{bucket.name}/o/kept"),
        part((403, "retentionPolicyNotMet", "is subject to bucket's retention policy")),
    )
    bucket.retention_period = None
    bucket.patch()
    bucket.default_event_based_hold = True
    bucket.patch()
    bucket.blob("held").upload_from_string("x")
    report.check(
        "rest: holds keep objects",
        clients.raw("DELETE", f"/storage/v1/b/{bucket.name}/o/held"),
        part((403, "objectUnderActiveHold", "is under active Event-Based hold")),
    )
    blob = bucket.get_blob("held")
    blob.event_based_hold = False
    blob.patch()
    blob.delete()
    report.check("rest: a released object goes", bucket.get_blob("held"), None)


def rest_lock(report, clients):
    """The retention policy's lock by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.retention_period = 60
    bucket.create(location="EU")
    url = f"/storage/v1/b/{bucket.name}/lockRetentionPolicy"
    report.check(
        "rest: lock needs a metageneration",
        clients.raw("POST", url),
        (400, "required", "Required parameter: ifMetagenerationMatch"),
    )
    report.check(
        "rest: lock with another metageneration",
        clients.raw("POST", f"{url}?ifMetagenerationMatch=7")[:2],
        (412, "conditionNotMet"),
    )
    bucket.lock_retention_policy()
    report.check("rest: locked", bucket.retention_policy_locked, True)
    for period, wanted in [(30, exceptions.Forbidden), (None, exceptions.Forbidden), (90, type(None))]:
        bucket.reload()
        bucket.retention_period = period
        report.check(f"rest: locked policy to {period}", type(attempt(bucket.patch)), wanted)
    bucket.delete()


def rest_iam(report, clients):
    """IAM policies by google-cloud-storage."""
    bucket = clients.storage.bucket(fresh())
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.create(location="US")
    policy = bucket.get_iam_policy(requested_policy_version=3)
    report.check(
        "rest: roles of a new bucket",
        sorted(binding["role"] for binding in policy.bindings),
        [f"roles/storage.legacy{role}" for role in ["BucketOwner", "BucketReader", "ObjectOwner", "ObjectReader"]],
    )
    stale = policy.etag
    policy.version = 3
    policy.bindings.append(
        {
            "role": "roles/storage.objectViewer",
            "members": {"user:a@example.com"},
            "condition": {"title": "t", "expression": "true"},
        }
    )
    after = bucket.set_iam_policy(policy)
    report.check("rest: a policy is set", (len(after.bindings), after.etag != stale, after.version), (5, True, 3))
    policy.etag = stale
    report.check(
        "rest: a stale policy", type(attempt(lambda: bucket.set_iam_policy(policy))), exceptions.PreconditionFailed
    )
    report.check(
        "rest: a policy is a metageneration of the bucket", clients.storage.get_bucket(bucket.name).metageneration, 2
    )
    report.check("rest: permissions", bucket.test_iam_permissions(["storage.buckets.get"]), ["storage.buckets.get"])
    bucket.iam_configuration.public_access_prevention = "enforced"
    bucket.patch()
    report.check(
        "rest: a role of another service",
        clients.raw(
            "PUT",
            f"/storage/v1/b/{bucket.name}/iam",
            {"bindings": [{"role": "roles/viewer", "members": ["user:a@example.com"]}]},
        ),
        (400, "invalid", "Role roles/viewer is not supported for this resource."),
    )
    public = {"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]}
    report.check(
        "rest: no public binding",
        clients.raw("PUT", f"/storage/v1/b/{bucket.name}/iam", public),
        part((412, "conditionNotMet", "not allowed since public access prevention is enforced")),
    )
    report.check(
        "rest: no lists with uniform access",
        clients.raw("PATCH", f"/storage/v1/b/{bucket.name}?predefinedAcl=publicRead", {}),
        part((400, "invalid", "Cannot use ACL API to update bucket policy when uniform")),
    )
    bucket.delete()
