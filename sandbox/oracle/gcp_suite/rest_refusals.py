"""What the JSON API refuses."""

import requests

from .harness import DAY, PROJECT, fresh, part


def rest_refusals(report, clients):
    """What the JSON API refuses."""
    url = f"/storage/v1/b?project={PROJECT}"
    uniform = {"uniformBucketLevelAccess": {"enabled": True}}
    rule = {"action": {"type": "Delete"}, "condition": {"age": 1}}
    for name, body, reason, message in [
        ("name too short", {"name": "ab"}, "invalid", "Invalid bucket name: 'ab'"),
        ("name with capitals", {"name": "A-bucket"}, "invalid", "Invalid bucket name: 'A-bucket'"),
        ("name of an address", {"name": "10.0.0.1"}, "invalid", "Invalid bucket name: '10.0.0.1'"),
        ("name with goog", {"name": "goog-a"}, "invalid", "Use of this bucket name is restricted: 'goog-a'"),
        ("name with google", {"name": "my-google-a"}, "invalid", "Use of this bucket name is restricted"),
        ("name too long", {"name": "a" * 64}, "invalid", "Use of this bucket name is restricted"),
        ("location", {"location": "us-east-1"}, "invalid", "The specified location constraint is not valid."),
        ("class", {"storageClass": "GLACIER"}, "invalid", 'Invalid storage class "GLACIER"'),
        (
            "class elsewhere",
            {"storageClass": "REGIONAL", "location": "US"},
            "invalid",
            "may not create storageClass REGIONAL buckets with locationConstraint US",
        ),
        ("label key", {"labels": {"Team": "a"}}, "invalid", "Invalid user label: Team"),
        ("label value", {"labels": {"team": "A"}}, "invalid", "Invalid user label: team with value A"),
        (
            "many labels",
            {"labels": {f"k{n}": "v" for n in range(65)}},
            "invalid",
            "Attempt to create a bucket with 65 labels, maximum is 64",
        ),
        ("turbo in a region", {"location": "us-east1", "rpo": "ASYNC_TURBO"}, "invalid", "dual-region"),
        ("turbo in a multi-region", {"location": "US", "rpo": "ASYNC_TURBO"}, "invalid", "dual-region"),
        ("one place", {"location": "US", "customPlacementConfig": {"dataLocations": ["us-east1"]}}, "invalid", "two"),
        (
            "two multi-regions",
            {"location": "US", "customPlacementConfig": {"dataLocations": ["us-east1", "europe-west1"]}},
            "invalid",
            "two different regions",
        ),
        (
            "soft deletion of 6 days",
            {"softDeletePolicy": {"retentionDurationSeconds": 6 * DAY}},
            "invalid",
            "Soft delete policy must have a retention duration between 7 days and 90 days.",
        ),
        (
            "soft deletion of 91 days",
            {"softDeletePolicy": {"retentionDurationSeconds": 91 * DAY}},
            "invalid",
            "between 7 days and 90 days",
        ),
        ("no retention", {"retentionPolicy": {"retentionPeriod": 0}}, "invalid", "greater than 0"),
        ("a century", {"retentionPolicy": {"retentionPeriod": 3155760001}}, "invalid", "less than"),
        (
            "key elsewhere",
            {"encryption": {"defaultKmsKeyName": "projects/p/locations/global/keyRings/r/cryptoKeys/k"}},
            "invalid",
            "Cloud KMS region 'global' not available for use with GCS region 'US'.",
        ),
        ("no key", {"encryption": {"defaultKmsKeyName": "k"}}, "invalid", "Malformed Cloud KMS crypto key: k"),
        (
            "namespace without uniform access",
            {"hierarchicalNamespace": {"enabled": True}},
            "invalid",
            "must use uniform",
        ),
        (
            "namespace with versions",
            {"hierarchicalNamespace": {"enabled": True}, "iamConfiguration": uniform, "versioning": {"enabled": True}},
            "invalid",
            "Versioning is not supported for hierarchical namespace buckets",
        ),
        (
            "public access prevention",
            {"iamConfiguration": {"publicAccessPrevention": "yes"}},
            "invalid",
            "Invalid value for: yes is not a valid value",
        ),
        (
            "lists with uniform access",
            {"iamConfiguration": uniform, "acl": [{"entity": "allUsers", "role": "READER"}]},
            "invalid",
            "Cannot use ACL API",
        ),
        (
            "autoclass in another class",
            {"autoclass": {"enabled": True}, "storageClass": "COLDLINE"},
            "invalid",
            "STANDARD",
        ),
        (
            "autoclass to coldline",
            {"autoclass": {"enabled": True, "terminalStorageClass": "COLDLINE"}},
            "invalid",
            "ARCHIVE",
        ),
        (
            "action",
            {"lifecycle": {"rule": [{**rule, "action": {"type": "Remove"}}]}},
            "invalid",
            "Invalid value for: Remove is not a valid value",
        ),
        (
            "no condition",
            {"lifecycle": {"rule": [{**rule, "condition": {}}]}},
            "invalid",
            "Lifecycle rules must have a condition.",
        ),
        ("cors method", {"cors": [{"method": ["FETCH"]}]}, "invalid", "FETCH"),
        ("log bucket", {"logging": {"logBucket": fresh()}}, "invalid", "target bucket for logging does not exist"),
        (
            "filter range",
            {"ipFilter": {"mode": "Enabled", "publicNetworkSource": {"allowedIpCidrRanges": ["10.0.0.1/8"]}}},
            "invalid",
            "10.0.0.1/8",
        ),
        ("filter mode", {"ipFilter": {"mode": "ENABLED"}}, "invalid", "ENABLED"),
        (
            "restriction",
            {"encryption": {"customerSuppliedEncryptionEnforcementConfig": {"restrictionMode": "No"}}},
            "invalid",
            "'No'",
        ),
        ("wrong type", {"labels": "a"}, "invalid", "Invalid value"),
    ]:
        body = {"name": fresh(), **body}
        report.check(f"rest: refused: {name}", clients.raw("POST", url, body), part((400, reason, message)))
    report.check(
        "rest: refused: a domain", clients.raw("POST", url, {"name": "data.example.com"})[:2], (403, "forbidden")
    )
    report.check(
        "rest: refused: no project",
        clients.raw("POST", "/storage/v1/b", {"name": fresh()}),
        (400, "required", "Required parameter: project"),
    )
    report.check(
        "rest: refused: another's name",
        clients.raw("POST", url, {"name": "test"}),
        part((409, "conflict", "The requested bucket name is not available.")),
    )
    name = fresh()
    clients.raw("POST", url, {"name": name})
    report.check(
        "rest: refused: one's own name",
        clients.raw("POST", url, {"name": name}),
        part((409, "conflict", "you already own it")),
    )
    report.check(
        "rest: refused: no bucket",
        clients.raw("GET", f"/storage/v1/b/{fresh()}"),
        (404, "notFound", "The specified bucket does not exist."),
    )
    report.check(
        "rest: refused: a move", clients.raw("PATCH", f"/storage/v1/b/{name}", {"location": "EU"})[:2], (400, "invalid")
    )
    report.check(
        "rest: refused: no JSON",
        clients.session.post(f"{clients.rest}{url}", data="{").json()["error"]["errors"][0]["reason"],
        "parseError",
    )
    for header, wanted in [(None, "required"), ("Bearer", "authError"), ("Basic eDp5", "authError")]:
        answer = requests.get(
            f"{clients.rest}/storage/v1/b/{name}", headers={"authorization": header} if header else {}, timeout=10
        )
        error = answer.json()["error"]
        report.check(
            f"rest: refused: authorization {header}",
            (answer.status_code, error["code"], error["errors"][0]["reason"], error["errors"][0]["location"]),
            (401, 401, wanted, "Authorization"),
        )
