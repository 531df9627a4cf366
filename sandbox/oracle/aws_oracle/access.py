"""What a bucket is when it is new, who may read it, and its tags."""

import json

from .suite import ACCOUNT, story


@story
def defaults(s):
    s3, name = s.client(), s.bucket()
    s.ok("versioning was never set", lambda: s3.get_bucket_versioning(Bucket=name), {"Status": None})
    s.ok("encrypted with S3's keys", lambda: s3.get_bucket_encryption(Bucket=name),
         {"ServerSideEncryptionConfiguration": {"Rules": [
             {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}})
    s.ok("customers' keys are blocked", lambda: s3.get_bucket_encryption(Bucket=name),
         {"ServerSideEncryptionConfiguration": {"Rules": [{"BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}]}})
    blocked = dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True)
    s.ok("closed to the public", lambda: s3.get_public_access_block(Bucket=name), {"PublicAccessBlockConfiguration": blocked})
    s.ok("ACLs are off", lambda: s3.get_bucket_ownership_controls(Bucket=name),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}})
    s.ok("the owner has full control", lambda: s3.get_bucket_acl(Bucket=name),
         {"Owner": {"ID": ...}, "Grants": [{"Permission": "FULL_CONTROL", "Grantee": {"Type": "CanonicalUser", "ID": ...}}]})
    s.ok("the owner pays", lambda: s3.get_bucket_request_payment(Bucket=name), {"Payer": "BucketOwner"})
    s.ok("nothing is logged", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": None})
    s.ok("not accelerated", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": None})
    s.ok("no intelligent tiering", lambda: s3.list_bucket_intelligent_tiering_configurations(Bucket=name),
         {"IntelligentTieringConfigurationList": None, "IsTruncated": False})
    s.ok("no control by attributes", lambda: s3.get_bucket_abac(Bucket=name), {"AbacStatus": {"Status": "Disabled"}})
    for call, code in [
        ("get_bucket_policy", "NoSuchBucketPolicy"),
        ("get_bucket_policy_status", "NoSuchBucketPolicy"),
        ("get_bucket_tagging", "NoSuchTagSet"),
        ("get_bucket_cors", "NoSuchCORSConfiguration"),
        ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration"),
        ("get_bucket_replication", "ReplicationConfigurationNotFoundError"),
        ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError"),
    ]:
        s.refused(f"{call} finds nothing", lambda call=call: getattr(s3, call)(Bucket=name), code, 404)
        s.refused(f"{call} needs a bucket", lambda call=call: getattr(s3, call)(Bucket=s.name()), "NoSuchBucket", 404)
    for call in ["delete_bucket_policy", "delete_bucket_tagging", "delete_bucket_cors", "delete_bucket_lifecycle",
                 "delete_bucket_replication"]:
        s.ok(f"{call} of nothing is well", lambda call=call: getattr(s3, call)(Bucket=name),
             {"ResponseMetadata": {"HTTPStatusCode": 204}})


@story
def public_access(s):
    s3, name = s.client(), s.bucket()
    s.ok("one setting on", lambda: s3.put_public_access_block(
        Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True}))
    s.ok("the others are off", lambda: s3.get_public_access_block(Bucket=name), {"PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}})
    s.refused("nothing is no configuration",
              lambda: s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={}), "InvalidRequest", 400,
              "Must specify at least one configuration.")
    s.ok("taken away", lambda: s3.delete_public_access_block(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_public_access_block(Bucket=name), "NoSuchPublicAccessBlockConfiguration", 404,
              "The public access block configuration was not found")


@story
def ownership_and_acl(s):
    s3, name = s.client(), s.bucket()

    def own(*settings, bucket=name):
        rules = [{"ObjectOwnership": setting} for setting in settings]
        return lambda: s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})

    s.refused("ACLs are off", lambda: s3.put_bucket_acl(Bucket=name, ACL="private"), "AccessControlListNotSupported", 400,
              "The bucket does not allow ACLs")
    s.refused("an unknown setting", own("Nobody"), "MalformedXML", 400)
    s.ok("ACLs turned on", own("BucketOwnerPreferred"))
    s.ok("they are on", lambda: s3.get_bucket_ownership_controls(Bucket=name),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}})
    s.refused("a public ACL is blocked", lambda: s3.put_bucket_acl(Bucket=name, ACL="public-read"), "AccessDenied", 403)
    s3.delete_public_access_block(Bucket=name)
    s.ok("unblocked, it is taken", lambda: s3.put_bucket_acl(Bucket=name, ACL="public-read"))
    everybody = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
    s.ok("and kept", lambda: s3.get_bucket_acl(Bucket=name),
         {"Grants": [{"Permission": "FULL_CONTROL"}, {"Permission": "READ", "Grantee": everybody}]})
    s.refused("while it stands, ACLs stay on", own("BucketOwnerEnforced"), "InvalidBucketAclWithObjectOwnership", 400)
    s.ok("private again", lambda: s3.put_bucket_acl(Bucket=name, ACL="private"))
    s.ok("then ACLs can be turned off", own("BucketOwnerEnforced"))
    s.ok("controls removed", lambda: s3.delete_bucket_ownership_controls(Bucket=name),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("they are gone", lambda: s3.get_bucket_ownership_controls(Bucket=name), "OwnershipControlsNotFoundError", 404,
              "The bucket ownership controls were not found")


@story
def policy(s):
    s3, name = s.client(), s.bucket()
    arn = f"arn:aws:s3:::{name}"

    def document(**changes):
        statement = {"Sid": "one", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
                     "Condition": {"Bool": {"aws:SecureTransport": "false"}}, **changes}
        statement = {key: value for key, value in statement.items() if value is not None}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def put(text):
        return lambda: s3.put_bucket_policy(Bucket=name, Policy=text)

    tls_only = document()
    s.ok("a policy that demands TLS", put(tls_only))
    s.ok("it is kept", lambda: {"Policy": json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])}, {"Policy": json.loads(tls_only)})
    s.ok("it is not public", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": False}})
    public = document(Effect="Allow", Action="s3:GetObject", Resource=f"{arn}/*", Condition=None)
    s.refused("a public policy is blocked", put(public), "AccessDenied", 403)
    s3.delete_public_access_block(Bucket=name)
    s.ok("unblocked, it is taken", put(public))
    s.ok("it is public", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": True}})
    narrow = document(Effect="Allow", Action="s3:GetObject", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})
    s.ok("a narrowed policy", put(narrow))
    s.ok("it is not public either", lambda: s3.get_bucket_policy_status(Bucket=name), {"PolicyStatus": {"IsPublic": False}})
    for what, text, message in [
        ("no JSON", "none", "Policies must be valid JSON and the first byte must be '{'"),
        ("no statement", '{"Version": "2012-10-17"}', "Missing required field Statement"),
        ("no effect", document(Effect=None), "Missing required field Effect"),
        ("no principal", document(Principal=None), "Missing required field Principal"),
        ("no action", document(Action=None), "Missing required field Action"),
        ("no resource", document(Resource=None), "Missing required field Resource"),
        ("a strange effect", document(Effect="Perhaps"), "Invalid effect: Perhaps"),
        ("a strange field", document(Colour="red"), "Unknown field Colour"),
        ("another service's action", document(Action="ec2:*"), "Policy has invalid action"),
        ("another bucket", document(Resource="arn:aws:s3:::another"), "Policy has invalid resource"),
        ("a principal that is none", document(Principal={"AWS": "nobody"}), "Invalid principal in policy"),
    ]:
        s.refused(f"{what} is malformed", put(text), "MalformedPolicy", 400, message)
    s.ok("taken away", lambda: s3.delete_bucket_policy(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_policy(Bucket=name), "NoSuchBucketPolicy", 404,
              "The bucket policy does not exist")


@story
def tagging(s):
    s3, name = s.client(), s.bucket()

    def put(*tags):
        tags = [{"Key": key, "Value": value} for key, value in tags]
        return lambda: s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})

    s.ok("tags", put(("team", "data"), ("note", "a b+c=d")), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.ok("they are kept", lambda: s3.get_bucket_tagging(Bucket=name),
         {"TagSet": [{"Key": "team", "Value": "data"}, {"Key": "note", "Value": "a b+c=d"}]})
    s.refused("the same key twice", put(("a", "1"), ("a", "2")), "InvalidTag", 400, "Cannot provide multiple Tags with the same key")
    s.refused("a key of AWS", put(("aws:a", "1")), "InvalidTag", 400, "System tags cannot be added/updated by requester")
    s.refused("a key too long", put(("k" * 129, "1")), "InvalidTag", 400, "The TagKey you have provided is invalid")
    s.refused("a value too long", put(("k", "v" * 257)), "InvalidTag", 400, "The TagValue you have provided is invalid")
    s.refused("too many", put(*[(str(n), "v") for n in range(51)]), "BadRequest", 400)
    s.ok("taken away", lambda: s3.delete_bucket_tagging(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("they are gone", lambda: s3.get_bucket_tagging(Bucket=name), "NoSuchTagSet", 404, "The TagSet does not exist")


@story
def abac(s):
    s3, name = s.client(), s.bucket()
    s.ok("turned on", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Enabled"}))
    s.ok("it is on", lambda: s3.get_bucket_abac(Bucket=name), {"AbacStatus": {"Status": "Enabled"}})
    tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
    s.refused("then tags are not set this way", lambda: s3.put_bucket_tagging(Bucket=name, Tagging=tags), "InvalidRequest", 400)
    s.ok("turned off", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Disabled"}))
    s.ok("then they are", lambda: s3.put_bucket_tagging(Bucket=name, Tagging=tags))
    s.refused("nonsense is no status", lambda: s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Perhaps"}), "MalformedXML", 400)


@story
def tag_resource(s):
    control = s.client("s3control")
    # The account stands before the host's name, which no resolver finds under an address.
    control.meta.events.register("before-sign.s3-control", lambda request, **_: setattr(
        request, "url", request.url.replace(f"//{ACCOUNT}.", "//")))
    s3, name = s.client(), s.bucket()
    arguments = {"AccountId": ACCOUNT, "ResourceArn": f"arn:aws:s3:::{name}"}
    s3.put_bucket_abac(Bucket=name, AbacStatus={"Status": "Enabled"})
    s.ok("tags are added", lambda: control.tag_resource(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}], **arguments))
    s.ok("and changed", lambda: control.tag_resource(Tags=[{"Key": "a", "Value": "3"}], **arguments))
    s.ok("they are listed", lambda: control.list_tags_for_resource(**arguments),
         {"Tags": [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]})
    s.ok("they are the bucket's tags", lambda: s3.get_bucket_tagging(Bucket=name),
         {"TagSet": [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]})
    s.ok("and removed", lambda: control.untag_resource(TagKeys=["a", "none"], **arguments))
    s.ok("by their key", lambda: control.list_tags_for_resource(**arguments), {"Tags": [{"Key": "b", "Value": "2"}]})
    s.refused("tags are checked", lambda: control.tag_resource(Tags=[{"Key": "aws:a", "Value": "1"}], **arguments), "InvalidTag", 400)
    s.refused("the bucket must exist", lambda: control.list_tags_for_resource(
        AccountId=ACCOUNT, ResourceArn=f"arn:aws:s3:::{s.name()}"), "NoSuchBucket", 404)
