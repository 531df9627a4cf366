"""The client made from the discovery document."""

from googleapiclient import errors

from .harness import PROJECT, fresh


def discovered_client(report, clients):
    """The client made from the discovery document."""
    buckets, name = clients.discovered.buckets(), fresh()
    body = {
        "name": name,
        "location": "us",
        "customPlacementConfig": {"dataLocations": ["us-east1", "us-west1"]},
        "rpo": "ASYNC_TURBO",
        "autoclass": {"enabled": True, "terminalStorageClass": "ARCHIVE"},
        "lifecycle": {"rule": [{"action": {"type": "Delete"}, "condition": {"sizeAboveBytes": "10", "age": 0}}]},
        "ipFilter": {
            "mode": "Disabled",
            "vpcNetworkSources": [{"network": "projects/p/global/networks/n", "allowedIpCidrRanges": ["10.0.0.0/8"]}],
        },
    }
    made = buckets.insert(project=PROJECT, body=body).execute()
    clients.schema.walk(made, clients.schema.schemas["Bucket"], "Bucket")
    report.check(
        "discovery: a dual-region",
        (made["location"], made["locationType"], made["rpo"], made["customPlacementConfig"]),
        ("US", "dual-region", "ASYNC_TURBO", {"dataLocations": ["US-EAST1", "US-WEST1"]}),
    )
    report.check(
        "discovery: autoclass",
        (made["autoclass"]["terminalStorageClass"], "toggleTime" in made["autoclass"]),
        ("ARCHIVE", True),
    )
    report.check(
        "discovery: 64-bit numbers are strings",
        made["lifecycle"]["rule"][0]["condition"],
        {"sizeAboveBytes": "10", "age": 0},
    )
    report.check("discovery: without lists", ("acl" in made, "owner" in made), (False, False))
    full = buckets.get(bucket=name, projection="full").execute()
    clients.schema.walk(full, clients.schema.schemas["Bucket"], "Bucket")
    report.check("discovery: with lists", (len(full["acl"]), len(full["defaultObjectAcl"])), (3, 3))
    some = buckets.get(bucket=name, fields="name,labels,autoclass/enabled").execute()
    report.check("discovery: some fields", some, {"name": name, "autoclass": {"enabled": True}})
    log = buckets.patch(bucket=name, body={"logging": {"logBucket": name}, "rpo": None}).execute()
    report.check(
        "discovery: a null takes away",
        (log["rpo"], log["logging"]),
        ("DEFAULT", {"logBucket": name, "logObjectPrefix": name}),
    )
    again = buckets.update(bucket=name, body={"labels": {"a": "b"}}).execute()
    report.check(
        "discovery: update replaces",
        ("logging" in again, "lifecycle" in again, again["labels"], again["location"]),
        (False, False, {"a": "b"}, "US"),
    )
    names = [item["name"] for item in buckets.list(project=PROJECT, prefix=name).execute()["items"]]
    report.check("discovery: a list", names, [name])
    page = buckets.list(project=PROJECT, maxResults=1).execute()
    following = buckets.list_next(buckets.list(project=PROJECT, maxResults=1), page).execute()
    report.check("discovery: the next page", page["items"][0]["name"] < following["items"][0]["name"], True)
    objects = clients.discovered.objects()
    report.check("discovery: no objects", objects.list(bucket=name).execute(), {"kind": "storage#objects"})
    report.check("discovery: deleted", buckets.delete(bucket=name).execute(), "")
    try:
        buckets.get(bucket=name).execute()
    except errors.HttpError as error:
        report.check(
            "discovery: gone", (error.status_code, error.reason), (404, "The specified bucket does not exist.")
        )
