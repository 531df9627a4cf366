"""How a bucket keeps objects: versions, encryption, lifecycle, retention, tiers, replicas."""

import base64
import datetime
import hashlib

from .suite import ACCOUNT, NAMESPACE, difference, story


@story
def versioning(s):
    s3, name = s.client(), s.bucket()

    def put(bucket=name, **configuration):
        return lambda: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=configuration)

    s.ok("turned on", put(Status="Enabled"))
    s.ok("it is on", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": "Enabled"})
    s.ok("suspended", put(Status="Suspended"))
    s.ok("it is suspended", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": "Suspended"})
    s.refused("nothing is no status", put(), "IllegalVersioningConfigurationException", 400,
              "The Versioning element must be specified")
    s.refused("nonsense is no status", put(Status="Perhaps"), "MalformedXML", 400,
              "The XML you provided was not well-formed or did not validate against our published schema")
    locked = s.bucket(ObjectLockEnabledForBucket=True)
    s.refused("object lock keeps it on", put(locked, Status="Suspended"), "InvalidBucketState", 409,
              "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.")
    body = f"<VersioningConfiguration {NAMESPACE}><Status>Enabled</Status></VersioningConfiguration>".encode()
    status, _, answer = s.raw("PUT", f"/{name}?versioning", body, headers={"content-md5": ""})
    s.equal("a wrong checksum is refused", (status, "<Code>InvalidDigest</Code>" in answer), (400, True))
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    status, _, answer = s.raw("PUT", f"/{name}?versioning", body, headers={"content-md5": wrong})
    s.equal("another body's checksum is refused", (status, "<Code>BadDigest</Code>" in answer), (400, True))
    status, _, answer = s.raw("PUT", f"/{name}?versioning", b"<VersioningConfiguration")
    s.equal("broken XML is refused", (status, "<Code>MalformedXML</Code>" in answer), (400, True))


@story
def encryption(s):
    s3, name = s.client(), s.bucket()
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    def put(*rules):
        configuration = {"Rules": list(rules)}
        return lambda: s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=configuration)

    def rule(algorithm, key=None, **more):
        default = {"SSEAlgorithm": algorithm, **({"KMSMasterKeyID": key} if key else {})}
        return {"ApplyServerSideEncryptionByDefault": default, **more}

    def is_now(what, **want):
        s.ok(what, lambda: s3.get_bucket_encryption(Bucket=name), {"ServerSideEncryptionConfiguration": {"Rules": [want]}})

    s.ok("a KMS key with bucket keys", put(rule("aws:kms", key, BucketKeyEnabled=True)))
    is_now("the KMS key is kept", **rule("aws:kms", key), BucketKeyEnabled=True)
    is_now("customers' keys stay blocked", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})
    s.ok("two layers of KMS", put(rule("aws:kms:dsse", key)))
    is_now("two layers are kept", **rule("aws:kms:dsse", key), BucketKeyEnabled=False)
    s.ok("customers' keys unblocked", put(rule("aws:kms", BlockedEncryptionTypes={"EncryptionType": ["NONE"]})))
    is_now("they are unblocked, under the account's own KMS key", BlockedEncryptionTypes={"EncryptionType": ["NONE"]},
           ApplyServerSideEncryptionByDefault={"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": None})
    s.ok("customers' keys blocked", put(rule("AES256", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})))
    is_now("they are blocked", BlockedEncryptionTypes={"EncryptionType": ["SSE-C"]})
    customer = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    s.refused("an upload with a customer's key is refused",
              lambda: s.client().put_object(Bucket=name, Key="k", Body=b"", **customer), "AccessDenied", 403)
    s.refused("an unknown algorithm", put(rule("rot13")), "MalformedXML", 400)
    s.refused("no rule", put(), "MalformedXML", 400)
    s.refused("two rules", put(rule("AES256"), rule("AES256")), "MalformedXML", 400)
    s.refused("a key without KMS", put(rule("AES256", key)), "InvalidArgument", 400)
    s.ok("taken away", lambda: s3.delete_bucket_encryption(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    is_now("S3's keys are back", **rule("AES256"))
    s.refused("needs a bucket", lambda: s3.get_bucket_encryption(Bucket=s.name()), "NoSuchBucket", 404)


@story
def lifecycle(s):
    s3, name = s.client(), s.bucket()

    def put(*rules, **arguments):
        configuration = {"Rules": list(rules)}
        return lambda: s3.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration=configuration, **arguments)

    def rule(**parts):
        parts = {"ID": "one", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 365}, **parts}
        return {key: value for key, value in parts.items() if value is not None}

    everything = rule(
        Filter={"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}], "ObjectSizeGreaterThan": 1024,
                        "ObjectSizeLessThan": 4096}},
        Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER"}],
        NoncurrentVersionTransitions=[{"NoncurrentDays": 30, "StorageClass": "GLACIER_IR", "NewerNoncurrentVersions": 2}],
        NoncurrentVersionExpiration={"NoncurrentDays": 60, "NewerNoncurrentVersions": 3},
    )
    dated = rule(ID="two", Filter={"Prefix": ""}, Expiration={"Date": datetime.datetime(2030, 1, 1)},
                 AbortIncompleteMultipartUpload={"DaysAfterInitiation": 7})
    s.ok("rules with all their parts", put(everything, dated))
    want = {"Rules": [everything, {**dated, "Expiration": {"Date": datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)}}]}
    answer = s.ok("they are kept", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name))
    for part in answer.get("Rules", []):
        if "Date" in part.get("Expiration", {}):
            part["Expiration"]["Date"] = part["Expiration"]["Date"].astimezone(datetime.timezone.utc)
    s.equal("as they were put", difference(want, answer), None)
    s.equal("with the least size of transitions", answer.get("TransitionDefaultMinimumObjectSize"), "all_storage_classes_128K")
    s.ok("a least size", put(everything, TransitionDefaultMinimumObjectSize="varies_by_storage_class"),
         {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"})
    s.ok("it is kept", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name),
         {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"})
    s.ok("a single size in the filter", put(rule(Filter={"ObjectSizeGreaterThan": 10})))
    s.ok("a marker's end", put(rule(Expiration={"ExpiredObjectDeleteMarker": True})))
    s.ok("the old prefix", put(rule(Filter=None, Prefix="old/")))
    s.ok("an id is made up", put(rule(ID=None)))
    s.ok("and told", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name), {"Rules": [{"ID": ...}]})

    argument, request, xml = "InvalidArgument", "InvalidRequest", "MalformedXML"
    for what, code, message, bad in [
        ("no rule", xml, None, []),
        ("an unknown status", xml, None, [rule(Status="On")]),
        ("filter and prefix", xml, None, [rule(Prefix="x")]),
        ("neither filter nor prefix", xml, None, [rule(Filter=None)]),
        ("nothing to do", request, "At least one action needs to be specified in a rule", [rule(Expiration=None)]),
        ("the same id twice", argument, "Rule ID must be unique. Found same ID for one or more than one rule", [rule(), rule()]),
        ("no days", argument, "'Days' for Expiration action must be a positive integer", [rule(Expiration={"Days": 0})]),
        ("days and date", xml, None, [rule(Expiration={"Days": 1, "Date": datetime.datetime(2030, 1, 1)})]),
        ("not at midnight", argument, "'Date' must be at midnight GMT", [rule(Expiration={"Date": datetime.datetime(2030, 1, 1, 1)})]),
        ("an unknown class", xml, None, [rule(Transitions=[{"Days": 1, "StorageClass": "ATTIC"}])]),
        ("too early for infrequent access", argument,
         "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
         [rule(Transitions=[{"Days": 29, "StorageClass": "STANDARD_IA"}])]),
        ("gone before it moves", argument,
         "'Days' in the Expiration action for filter '(prefix=logs/)' must be greater than 'Days' in the Transition action",
         [rule(Expiration={"Days": 30}, Transitions=[{"Days": 30, "StorageClass": "GLACIER"}])]),
        ("tags and aborted uploads", request, "AbortIncompleteMultipartUpload cannot be specified with Tags.",
         [rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1})]),
        ("tags and markers", request, "ExpiredObjectDeleteMarker cannot be specified with Tags.",
         [rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, Expiration={"ExpiredObjectDeleteMarker": True})]),
        ("two filters without And", xml, None, [rule(Filter={"Prefix": "a", "ObjectSizeLessThan": 5})]),
        ("one filter with And", xml, None, [rule(Filter={"And": {"Prefix": "a"}})]),
        ("sizes the wrong way round", request, "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'",
         [rule(Filter={"And": {"ObjectSizeGreaterThan": 9, "ObjectSizeLessThan": 9}})]),
        ("too many versions kept", argument, None,
         [rule(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 101})]),
        ("an id too long", argument, "ID length should not exceed allowed limit of 255", [rule(ID="i" * 256)]),
    ]:
        s.refused(what, put(*bad), code, 400, message)
    s.ok("taken away", lambda: s3.delete_bucket_lifecycle(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_lifecycle_configuration(Bucket=name), "NoSuchLifecycleConfiguration", 404,
              "The lifecycle configuration does not exist")


@story
def object_lock(s):
    s3, name = s.client(), s.bucket()

    def put(bucket=name, enabled="Enabled", **retention):
        configuration = {"ObjectLockEnabled": enabled, **({"Rule": {"DefaultRetention": retention}} if retention else {})}
        return lambda: s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=configuration)

    s.refused("versioning comes first", put(Mode="GOVERNANCE", Days=1), "InvalidBucketState", 409,
              "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s.ok("then it can be turned on", put(Mode="GOVERNANCE", Days=1))
    s.ok("it is kept", lambda: s3.get_object_lock_configuration(Bucket=name), {"ObjectLockConfiguration": {
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1, "Years": None}}}})
    s.ok("years as well", put(Mode="COMPLIANCE", Years=1))
    s.ok("the rule can go, the lock stays", put())
    s.ok("it has no rule", lambda: s3.get_object_lock_configuration(Bucket=name), {"ObjectLockConfiguration": {"Rule": None}})
    s.refused("days and years", put(Mode="GOVERNANCE", Days=1, Years=1), "MalformedXML", 400)
    s.refused("no mode", put(Days=1), "MalformedXML", 400)
    s.refused("an unknown mode", put(Mode="TYRANNY", Days=1), "MalformedXML", 400)
    s.refused("no time at all", put(Mode="GOVERNANCE", Days=0), "InvalidArgument", 400,
              "Default retention period must be a positive integer value.")
    s.refused("it is not turned off", put(enabled="Disabled"), "MalformedXML", 400)

    put(Mode="GOVERNANCE", Days=1)()
    version = s3.put_object(Bucket=name, Key="k", Body=b"v")["VersionId"]
    s.ok("new objects are retained", lambda: s3.head_object(Bucket=name, Key="k"), {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": ...})
    s.refused("a retained version stays", lambda: s3.delete_object(Bucket=name, Key="k", VersionId=version), "AccessDenied", 403)
    s.ok("a batch says so", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k", "VersionId": version}]}),
         {"Errors": [{"Key": "k", "VersionId": version, "Code": "AccessDenied"}]})
    s.ok("a marker can be put on it", lambda: s3.delete_object(Bucket=name, Key="k"), {"DeleteMarker": True})
    s.ok("governance can be bypassed", lambda: s3.delete_object(
        Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True), {"VersionId": version})
    put(Mode="COMPLIANCE", Days=1)()
    version = s3.put_object(Bucket=name, Key="k", Body=b"v")["VersionId"]
    s.refused("compliance cannot", lambda: s3.delete_object(
        Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True), "AccessDenied", 403)


@story
def intelligent_tiering(s):
    s3, name = s.client(), s.bucket()

    def put(id="one", configuration_id=None, **parts):
        configuration = {"Id": configuration_id or id, "Status": "Enabled",
                         "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}], **parts}
        return lambda: s3.put_bucket_intelligent_tiering_configuration(
            Bucket=name, Id=id, IntelligentTieringConfiguration=configuration)

    def tiers(*tiers):
        return [{"Days": days, "AccessTier": tier} for days, tier in tiers]

    both = tiers((125, "ARCHIVE_ACCESS"), (180, "DEEP_ARCHIVE_ACCESS"))
    filtered = {"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}]}}
    s.ok("two tiers", put(Tierings=both, Filter=filtered))
    s.ok("they are kept", lambda: s3.get_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
         {"IntelligentTieringConfiguration": {"Id": "one", "Status": "Enabled", "Tierings": both, "Filter": filtered}})
    s.ok("another one", put("two", Status="Disabled"))
    s.ok("both are listed", lambda: s3.list_bucket_intelligent_tiering_configurations(Bucket=name),
         {"IntelligentTieringConfigurationList": [{"Id": "one"}, {"Id": "two"}], "IsTruncated": False})
    s.refused("too early", put(Tierings=tiers((89, "ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("too early for deep archive", put(Tierings=tiers((179, "DEEP_ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("too late", put(Tierings=tiers((731, "ARCHIVE_ACCESS"))), "InvalidArgument", 400)
    s.refused("an unknown tier", put(Tierings=tiers((90, "CELLAR"))), "MalformedXML", 400)
    s.refused("two names", put("one", "three"), "InvalidArgument", 400)
    s.ok("one is taken away", lambda: s3.delete_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_intelligent_tiering_configuration(Bucket=name, Id="one"),
              "NoSuchConfiguration", 404, "The specified configuration does not exist.")


@story
def replication(s):
    s3, name, target = s.client(), s.bucket(), s.bucket()
    role = f"arn:aws:iam::{ACCOUNT}:role/replicate"

    def rule(**parts):
        parts = {"ID": "one", "Priority": 1, "Filter": {"Prefix": ""}, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Disabled"},
                 "Destination": {"Bucket": f"arn:aws:s3:::{target}"}, **parts}
        return {key: value for key, value in parts.items() if value is not None}

    def put(*rules, role=role):
        return lambda: s3.put_bucket_replication(Bucket=name, ReplicationConfiguration={"Role": role, "Rules": list(rules)})

    s.refused("versioning comes first", put(rule()), "InvalidRequest", 400,
              "Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s.refused("in the target too", put(rule()), "InvalidRequest", 400, "Destination bucket must have versioning enabled.")
    s3.put_bucket_versioning(Bucket=target, VersioningConfiguration={"Status": "Enabled"})
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    full = rule(Destination={"Bucket": f"arn:aws:s3:::{target}", "StorageClass": "STANDARD_IA",
                             "EncryptionConfiguration": {"ReplicaKmsKeyID": key}},
                SourceSelectionCriteria={"SseKmsEncryptedObjects": {"Status": "Enabled"}})
    s.ok("a rule with all its parts", put(full))
    s.ok("it is kept", lambda: s3.get_bucket_replication(Bucket=name),
         {"ReplicationConfiguration": {"Role": role, "Rules": [full]}})
    s.refused("while it stands, versions are kept", lambda: s3.put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Suspended"}), "InvalidBucketState", 409)
    s.ok("the old form", put(rule(Priority=None, Filter=None, DeleteMarkerReplication=None, Prefix="old/")))
    s.refused("the target must exist", put(rule(Destination={"Bucket": f"arn:aws:s3:::{s.name()}"})), "InvalidRequest", 400,
              "Destination bucket must exist.")
    s.refused("the target is a bucket", put(rule(Destination={"Bucket": target})), "InvalidArgument", 400)
    s.refused("a role is a role", put(rule(), role="me"), "InvalidArgument", 400)
    s.refused("the same priority twice", put(rule(), rule(ID="two")), "InvalidRequest", 400)
    s.refused("a filter asks for a priority", put(rule(Priority=None)), "InvalidRequest", 400)
    s.refused("an unknown status", put(rule(Status="On")), "MalformedXML", 400)
    s.refused("no rule", put(), "MalformedXML", 400)
    s.ok("taken away", lambda: s3.delete_bucket_replication(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_replication(Bucket=name), "ReplicationConfigurationNotFoundError", 404,
              "The replication configuration was not found")
