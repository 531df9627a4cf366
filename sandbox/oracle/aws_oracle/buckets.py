"""Buckets made, found and removed, and who may."""

import socket

import boto3
from botocore.client import Config

from .suite import ACCOUNT, KEYS, OTHER_ACCOUNT, RUN, story


@story
def create_bucket(s):
    here, there = s.client(), s.client(region="eu-west-1")
    name = s.name()
    s.ok("a bucket is made in the first region", lambda: here.create_bucket(Bucket=name),
         {"Location": f"/{name}", "BucketArn": f"arn:aws:s3:::{name}"})
    s.ok("made again there, all is well", lambda: here.create_bucket(Bucket=name), {"Location": f"/{name}"})
    european = s.name()
    ireland = {"LocationConstraint": "eu-west-1"}
    s.ok("a bucket is made elsewhere", lambda: there.create_bucket(Bucket=european, CreateBucketConfiguration=ireland),
         {"Location": f"http://{european}.s3.amazonaws.com/"})
    s.refused("made again elsewhere, it is a conflict",
              lambda: there.create_bucket(Bucket=european, CreateBucketConfiguration=ireland),
              "BucketAlreadyOwnedByYou", 409,
              "Your previous request to create the named bucket succeeded and you already own it.")
    s.refused("made again in another region, it is a conflict", lambda: here.create_bucket(Bucket=european),
              "BucketAlreadyOwnedByYou", 409)
    s.refused("somebody else's name is taken", lambda: s.client(key=OTHER_ACCOUNT).create_bucket(Bucket=name),
              "BucketAlreadyExists", 409,
              "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
              "Please select a different name and try again.")
    s.refused("a well-known name is taken", lambda: here.create_bucket(Bucket="test"), "BucketAlreadyExists", 409)

    def elsewhere(constraint, client=there):
        arguments = {"CreateBucketConfiguration": {"LocationConstraint": constraint}} if constraint else {}
        return lambda: client.create_bucket(Bucket=s.name(), **arguments)

    incompatible = ("The {} location constraint is incompatible for the region specific endpoint this request was "
                    "sent to.")
    s.refused("elsewhere a constraint is needed", elsewhere(None), "IllegalLocationConstraintException", 400,
              incompatible.format("unspecified"))
    s.refused("the constraint must be the endpoint's region", elsewhere("us-west-2"),
              "IllegalLocationConstraintException", 400, incompatible.format("us-west-2"))
    s.refused("a constraint must exist", elsewhere("mars-north-1"), "InvalidLocationConstraint", 400,
              "The specified location-constraint is not valid")
    s.refused("the first region is no constraint", elsewhere("us-east-1", here), "InvalidLocationConstraint", 400,
              "The specified location-constraint is not valid")
    s.ok("EU is Ireland", elsewhere("EU"))
    far = s.name()
    s.ok("the global endpoint makes buckets everywhere",
         lambda: here.create_bucket(Bucket=far, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-2"}))
    s.ok("and they are where they were wanted", lambda: s.client(region="ap-southeast-2").get_bucket_location(Bucket=far),
         {"LocationConstraint": "ap-southeast-2"})

    for bad in ["ab", "Has-Capitals", "under_score", "two..dots", "-start", "end-", "192.168.1.1", "xn--punycode",
                "x-s3alias", "a" * 64]:
        status, _, body = s.raw("PUT", f"/{bad}")
        s.equal(f"the name {bad[:16]} is refused",
                (status, "<Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message>" in body),
                (400, True))
    s.equal("a malformed body is refused", s.raw("PUT", f"/{s.name()}", b"<CreateBucketConfiguration><Location")[0], 400)
    s.equal("an unsigned create is refused", s.raw("PUT", f"/{s.name()}", signed=False)[0], 403)


@story
def create_bucket_with_options(s):
    s3 = s.client()
    tagged = s.name()
    tags = [{"Key": "team", "Value": "data"}]
    s.ok("tags come with the bucket",
         lambda: s3.create_bucket(Bucket=tagged, CreateBucketConfiguration={"Tags": tags}))
    s.ok("and are there", lambda: s3.get_bucket_tagging(Bucket=tagged), {"TagSet": tags})
    s.refused("tags are checked",
              lambda: s3.create_bucket(Bucket=s.name(), CreateBucketConfiguration={"Tags": [{"Key": "aws:x", "Value": "y"}]}),
              "InvalidTag", 400)
    locked = s.name()
    s.ok("object lock comes with the bucket", lambda: s3.create_bucket(Bucket=locked, ObjectLockEnabledForBucket=True))
    s.ok("it turns versioning on", lambda: s3.get_bucket_versioning(Bucket=locked), {"Status": "Enabled"})
    s.ok("it is on, without a rule", lambda: s3.get_object_lock_configuration(Bucket=locked),
         {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": None}})
    regional = f"{s.name()}-{ACCOUNT}-us-east-1-an"
    s.ok("a name in the account's own namespace",
         lambda: s3.create_bucket(Bucket=regional, BucketNamespace="account-regional"), {"BucketArn": f"arn:aws:s3:::{regional}"})
    s.refused("the namespace asks for its suffix",
              lambda: s3.create_bucket(Bucket=s.name(), BucketNamespace="account-regional"), "InvalidNamespaceHeader", 400)
    s.refused("the suffix asks for its namespace",
              lambda: s3.create_bucket(Bucket=f"{s.name()}-{ACCOUNT}-us-east-1-an"), "InvalidNamespaceHeader", 400)
    s.ok("the global namespace can be named", lambda: s3.create_bucket(Bucket=s.name(), BucketNamespace="global"))
    s.refused("ACLs are off", lambda: s3.create_bucket(Bucket=s.name(), ACL="public-read"),
              "InvalidBucketAclWithObjectOwnership", 400,
              "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
    s.refused("a public ACL is blocked",
              lambda: s3.create_bucket(Bucket=s.name(), ACL="public-read", ObjectOwnership="ObjectWriter"),
              "InvalidBucketAclWithBlockPublicAccessError", 400,
              "Bucket cannot have public ACLs set with BlockPublicAccess enabled")
    target = s.name()
    s.ok("an ACL for logs is taken", lambda: s3.create_bucket(
        Bucket=target, ACL="log-delivery-write", ObjectOwnership="BucketOwnerPreferred"))
    s.equal("and kept", sorted(grant["Permission"] for grant in s3.get_bucket_acl(Bucket=target)["Grants"]),
            ["FULL_CONTROL", "READ_ACP", "WRITE"])
    s.refused("an unknown ACL", lambda: s3.create_bucket(Bucket=s.name(), ACL="open-sesame"), "InvalidArgument", 400)
    written = s.name()
    s.ok("ownership comes with the bucket", lambda: s3.create_bucket(Bucket=written, ObjectOwnership="ObjectWriter"))
    s.ok("and is there", lambda: s3.get_bucket_ownership_controls(Bucket=written),
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}})


@story
def find_bucket(s):
    s3 = s.client()
    name = s.bucket()
    european = s.bucket(s.client(region="eu-west-1"), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s.ok("HEAD tells the region and the ARN", lambda: s3.head_bucket(Bucket=name),
         {"BucketRegion": "us-east-1", "BucketArn": f"arn:aws:s3:::{name}"})
    s.refused("HEAD of no bucket", lambda: s3.head_bucket(Bucket=s.name()), "404", 404, "Not Found")
    s.refused("HEAD of another's bucket", lambda: s.client(key=OTHER_ACCOUNT).head_bucket(Bucket=name), "403", 403, "Forbidden")
    status, headers, body = s.raw("HEAD", f"/{european}")
    s.equal("HEAD from the wrong region tells the right one", (status, headers["x-amz-bucket-region"], body), (301, "eu-west-1", ""))
    status, headers, body = s.raw("GET", f"/{european}?versioning")
    s.equal("GET from the wrong region is redirected",
            (status, headers["x-amz-bucket-region"], "<Code>PermanentRedirect</Code>" in body), (301, "eu-west-1", True))
    s.ok("boto3 follows the redirection", lambda: s3.get_bucket_request_payment(Bucket=european), {"Payer": "BucketOwner"})
    s.equal("the first region has no constraint", s3.get_bucket_location(Bucket=name).get("LocationConstraint"), None)
    s.ok("another region has", lambda: s3.get_bucket_location(Bucket=european), {"LocationConstraint": "eu-west-1"})
    s.refused("no bucket has no location", lambda: s3.get_bucket_location(Bucket=s.name()), "NoSuchBucket", 404,
              "The specified bucket does not exist")

    def listed(client=s3, **arguments):
        return [bucket["Name"] for bucket in client.list_buckets(Prefix=f"oracle-{RUN}", **arguments)["Buckets"]]

    everything = listed()
    s.equal("own buckets are listed", {name, european} <= set(everything), True)
    s.equal("in order", everything, sorted(everything))
    s.equal("others' are not", name in listed(s.client(key=OTHER_ACCOUNT)), False)
    there = s.client(region="eu-west-1")
    by_region = listed(there, BucketRegion="eu-west-1")
    s.equal("by region", (name in by_region, european in by_region), (False, True))
    s.refused("by another region", lambda: s3.list_buckets(BucketRegion="eu-west-1"), "InvalidArgument", 400,
              "Requests with bucket-region specified must be made to the corresponding regional endpoint")
    pages = s3.get_paginator("list_buckets").paginate(Prefix=f"oracle-{RUN}", PaginationConfig={"PageSize": 2})
    s.equal("page by page", [bucket["Name"] for page in pages for bucket in page["Buckets"]], everything)

    s.ok("the expected owner is right", lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner=ACCOUNT))
    s.refused("the expected owner is wrong",
              lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner=OTHER_ACCOUNT), "AccessDenied", 403)
    s.refused("the expected owner is no account",
              lambda: s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner="me"), "InvalidBucketOwnerAWSAccountID", 400)
    s.refused("another's bucket is closed", lambda: s.client(key=OTHER_ACCOUNT).get_bucket_versioning(Bucket=name),
              "AccessDenied", 403)
    unsigned = s.raw("GET", f"/{name}?versioning", signed=False)
    s.equal("an unsigned call is refused", (unsigned[0], "<Code>AccessDenied</Code>" in unsigned[2]), (403, True))
    s.refused("an unknown key is refused", s.client(key="AKIAZZZZZZZZZZZZZZZZ").list_buckets, "InvalidAccessKeyId", 403,
              "The AWS Access Key Id you provided does not exist in our records.")
    s.refused("a wrong secret is refused", s.client(key="AKIAIOSFODNN7EXAMPLE", secret="wrong").list_buckets,
              "SignatureDoesNotMatch", 403)
    mine = s.client(key=KEYS[0], secret=KEYS[1])
    s.ok("a right signature is taken", lambda: mine.list_objects_v2(Bucket=name, Prefix="ü /+&"),
         {"KeyCount": 0})
    url = s.client(signature_version="s3v4").generate_presigned_url("list_objects_v2", {"Bucket": name}, 60)
    s.equal("a presigned URL works", s.raw("GET", url[len(s.endpoint):], signed=False)[0], 200)
    tampered = s.raw("GET", url[len(s.endpoint):] + "&prefix=x", signed=False)
    s.equal("a presigned URL cannot be changed", (tampered[0], "SignatureDoesNotMatch" in tampered[2]), (403, True))
    old = s.client(signature_version="s3").generate_presigned_url("list_objects_v2", {"Bucket": name}, 60)
    status, _, body = s.raw("GET", old[len(s.endpoint):], signed=False)
    s.equal("the old signature is refused", (status, "Please use AWS4-HMAC-SHA256." in body), (400, True))
    with_request_id = s.raw("GET", f"/{s.name()}?versioning")
    s.equal("an error names the bucket and the request",
            all(part in with_request_id[2] for part in ["<BucketName>", "<RequestId>", "<HostId>", "<Message>"]), True)
    s.equal("a reply has a request id", bool(with_request_id[1]["x-amz-request-id"] and with_request_id[1]["x-amz-id-2"]), True)


@story
def virtual_hosts(s):
    name = s.bucket()
    port = s.endpoint.rsplit(":", 1)[1]
    status, _, body = s.raw("GET", "/?location", headers={"host": f"{name}.localhost:{port}"}, signed=False)
    s.equal("the bucket may be in the host", (status, "<Code>AccessDenied</Code>" in body, name in body), (403, True, True))
    client = boto3.client(
        "s3", endpoint_url=f"http://localhost:{port}", region_name="us-east-1", aws_access_key_id=KEYS[0],
        aws_secret_access_key=KEYS[1],
        config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}),
    )
    try:
        socket.getaddrinfo(f"{name}.localhost", int(port))
    except socket.gaierror:
        # Not every system resolves names under localhost; where it does not, the check above has to do.
        return
    s.ok("and signatures hold", lambda: client.get_bucket_versioning(Bucket=name))


@story
def delete_bucket(s):
    s3 = s.client()
    name = s.bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"v")
    s.refused("a bucket with an object stays", lambda: s3.delete_bucket(Bucket=name), "BucketNotEmpty", 409,
              "The bucket you tried to delete is not empty")
    s3.delete_object(Bucket=name, Key="k")
    s.ok("an empty one goes", lambda: s3.delete_bucket(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("and is gone", lambda: s3.delete_bucket(Bucket=name), "NoSuchBucket", 404)
    versioned = s.bucket()
    s3.put_bucket_versioning(Bucket=versioned, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=versioned, Key="k", Body=b"v")["VersionId"]
    marker = s3.delete_object(Bucket=versioned, Key="k")["VersionId"]
    s.refused("a bucket with versions stays", lambda: s3.delete_bucket(Bucket=versioned), "BucketNotEmpty", 409,
              "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
    s3.delete_object(Bucket=versioned, Key="k", VersionId=version)
    s.refused("a delete marker is a version", lambda: s3.delete_bucket(Bucket=versioned), "BucketNotEmpty", 409)
    s3.delete_object(Bucket=versioned, Key="k", VersionId=marker)
    s.ok("without them it goes", lambda: s3.delete_bucket(Bucket=versioned))


@story
def directory_buckets(s):
    s3 = s.client()
    name = f"{s.name('d')}--use1-az4--x-s3"
    place = {"Location": {"Type": "AvailabilityZone", "Name": "use1-az4"},
             "Bucket": {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"}}
    s.ok("a bucket in a zone", lambda: s3.create_bucket(Bucket=name, CreateBucketConfiguration=place),
         {"BucketArn": f"arn:aws:s3express:us-east-1:{ACCOUNT}:bucket/{name}"})
    s.refused("its name tells the zone", lambda: s3.create_bucket(
        Bucket=f"{s.name('d')}--use1-az5--x-s3", CreateBucketConfiguration=place), "InvalidBucketName", 400)
    s.ok("it tells its zone", lambda: s3.head_bucket(Bucket=name),
         {"BucketLocationType": "AvailabilityZone", "BucketLocationName": "use1-az4", "BucketRegion": "us-east-1"})
    s.equal("it is listed with its kind", name in [b["Name"] for b in s3.list_directory_buckets()["Buckets"]], True)
    s.equal("and with no other", name in [b["Name"] for b in s3.list_buckets()["Buckets"]], False)
    s.ok("a session", lambda: s3.create_session(Bucket=name),
         {"Credentials": {"AccessKeyId": ..., "SecretAccessKey": ..., "SessionToken": ..., "Expiration": ...}})
    s.ok("objects come and go", lambda: s3.put_object(Bucket=name, Key="k", Body=b"v") and s3.delete_object(Bucket=name, Key="k"))
    kms = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"}}]}
    s.ok("encryption is its own", lambda: s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=kms))
    status, _, body = s.raw("GET", f"/{name}?versioning")
    s.equal("it has no versions", (status, "<Code>MethodNotAllowed</Code>" in body), (405, True))
    s.ok("removed", lambda: s3.delete_bucket(Bucket=name))
