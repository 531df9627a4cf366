"""Where moto 5.2.1 is known to answer otherwise than the sandbox: who is as the real service, how that is known, and
the checks that show it. The suite fails when one of them stops to differ.
"""

from . import pool_differences

GROUPS = [
    (
        "sandbox",
        "moto checks no signature, token or key id; AWS refuses what is not signed by a key it knows "
        "(docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html)",
        [
            "sts_identity: an unsigned call is refused",
            "sts_identity: an unknown key is refused",
            "sts_identity: a wrong secret is refused",
            "sts_assume_role: a session without its token is refused",
            "sts_assume_role: a session with a wrong secret is refused",
            "sts_assume_role: S3 refuses a session with a wrong token",
            "create_bucket: an unsigned create is refused",
            "find_bucket: an unsigned call is refused",
            "find_bucket: an unknown key is refused",
            "find_bucket: a wrong secret is refused",
            "find_bucket: a presigned URL cannot be changed",
            "find_bucket: the old signature is refused",
            "virtual_hosts: the bucket may be in the host",
        ],
    ),
    (
        "sandbox",
        "moto answers an action it lacks with 500; AWS with InvalidAction "
        "(docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html)",
        [
            "sts_identity: an unknown action is refused",
        ],
    ),
    (
        "neither",
        "every role of moto trusts everybody; so does the sandbox, but for its own roles that ask for an "
        "external id, as a trust policy on AWS does",
        [
            "sts_assume_role: an external id is asked for",
            "sts_assume_role: a wrong external id is refused",
        ],
    ),
    (
        "sandbox",
        "moto checks no parameter; the constraints are in botocore's model of STS 2011-06-15",
        [
            "sts_assume_role: a session name must have the right letters",
            "sts_assume_role: a session lasts twelve hours at most",
            "sts_assume_role: a session lasts a quarter of an hour at least",
            "sts_assume_role: a user is no role",
            "sts_web_identity: the role is checked",
        ],
    ),
    (
        "sandbox",
        "moto takes any text for a web identity token and tells nothing of it "
        "(docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html)",
        [
            "sts_web_identity: a Google identity gets a session",
            "sts_web_identity: an old token is refused",
            "sts_web_identity: garbage is no token",
            "sts_web_identity: a token without a subject is refused",
        ],
    ),
    (
        "sandbox",
        "moto checks the length of bucket names alone "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html)",
        [
            "create_bucket: the name Has-Capitals is refused",
            "create_bucket: the name under_score is refused",
            "create_bucket: the name two..dots is refused",
            "create_bucket: the name -start is refused",
            "create_bucket: the name end- is refused",
            "create_bucket: the name 192.168.1.1 is refused",
            "create_bucket: the name xn--punycode is refused",
            "create_bucket: the name x-s3alias is refused",
        ],
    ),
    (
        "sandbox",
        "moto tells no ARN; botocore's model of S3 has BucketArn in CreateBucketOutput and HeadBucketOutput",
        [
            "create_bucket: a bucket is made in the first region",
            "find_bucket: HEAD tells the region and the ARN",
        ],
    ),
    (
        "sandbox",
        "moto has one namespace for each account and no names of strangers; on AWS names are unique in a "
        "partition (docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html)",
        [
            "create_bucket: somebody else's name is taken",
            "create_bucket: a well-known name is taken",
        ],
    ),
    (
        "sandbox",
        "moto knows neither the location constraints nor the Location of a bucket elsewhere "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, BucketLocationConstraint)",
        [
            "create_bucket: a bucket is made elsewhere",
            "create_bucket: a constraint must exist",
            "create_bucket: EU is Ireland",
            "create_bucket: a malformed body is refused",
        ],
    ),
    (
        "sandbox",
        "moto ignores the tags, the namespace's suffix and the ACL of CreateBucket "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html)",
        [
            "create_bucket_with_options: and are there",
            "create_bucket_with_options: tags are checked",
            "create_bucket_with_options: the suffix asks for its namespace",
            "create_bucket_with_options: ACLs are off",
            "create_bucket_with_options: an unknown ACL",
            "create_bucket_with_options: a public ACL is blocked",
        ],
    ),
    (
        "sandbox",
        "moto serves each bucket to every account, and ignores the expected owner "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html)",
        [
            "find_bucket: HEAD of another's bucket",
            "find_bucket: others' are not",
            "find_bucket: the expected owner is wrong",
            "find_bucket: the expected owner is no account",
            "find_bucket: another's bucket is closed",
        ],
    ),
    (
        "sandbox",
        "moto serves each bucket in every region; S3 redirects with 301 and x-amz-bucket-region "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html)",
        [
            "find_bucket: HEAD from the wrong region tells the right one",
            "find_bucket: by another region",
            "find_bucket: GET from the wrong region is redirected",
        ],
    ),
    (
        "sandbox",
        "moto lists in the order of creation; S3 lists by name "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html)",
        [
            "find_bucket: in order",
            "find_bucket: page by page",
        ],
    ),
    (
        "sandbox",
        "moto stores no request payment "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html)",
        [
            "find_bucket: boto3 follows the redirection",
            "defaults: the owner pays",
            "payment_and_acceleration: and goes on paying",
            "payment_and_acceleration: nobody pays",
        ],
    ),
    (
        "sandbox",
        "moto sends no x-amz-request-id and x-amz-id-2 "
        "(docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html)",
        [
            "find_bucket: a reply has a request id",
        ],
    ),
    (
        "sandbox",
        "moto leaves out the sentence about versions",
        [
            "delete_bucket: a bucket with versions stays",
        ],
    ),
    (
        "sandbox",
        "moto gives a new bucket no configuration; on AWS it is encrypted since 2023-01 and closed, with ACLs "
        "off, since 2023-04, and blocks SSE-C since 2026-04 "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html, "
        "default-bucket-encryption.html)",
        [
            "defaults: encrypted with S3's keys",
            "defaults: customers' keys are blocked",
            "defaults: closed to the public",
            "defaults: ACLs are off",
            "encryption: S3's keys are back",
            "objects: an object is put",
        ],
    ),
    (
        "sandbox",
        "moto does not know access control by attributes "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html)",
        [
            "defaults: no control by attributes",
            "abac: it is on",
            "abac: then tags are not set this way",
            "abac: nonsense is no status",
        ],
    ),
    (
        "sandbox",
        "moto does not tell whether a policy is public "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html)",
        [
            "defaults: get_bucket_policy_status finds nothing",
            "policy: it is not public",
            "policy: it is public",
            "policy: it is not public either",
        ],
    ),
    (
        "sandbox",
        "moto checks no versioning configuration "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html; codes and statuses: "
        "API/ErrorResponses.html)",
        [
            "versioning: nothing is no status",
            "versioning: nonsense is no status",
            "versioning: object lock keeps it on",
            "versioning: a wrong checksum is refused",
            "versioning: another body's checksum is refused",
            "versioning: broken XML is refused",
        ],
    ),
    (
        "sandbox",
        "moto does not keep BlockedEncryptionTypes and checks no encryption configuration "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html)",
        [
            "encryption: customers' keys stay blocked",
            "encryption: they are unblocked, under the account's own KMS key",
            "encryption: they are blocked",
            "encryption: an upload with a customer's key is refused",
            "encryption: an unknown algorithm",
            "encryption: two rules",
            "encryption: a key without KMS",
        ],
    ),
    (
        "sandbox",
        "moto gives the log-delivery group one permission; the canned ACL stands for two "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl)",
        [
            "create_bucket_with_options: and kept",
        ],
    ),
    (
        "sandbox",
        "moto takes ACLs whatever the ownership and the public access block say "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html)",
        [
            "ownership_and_acl: ACLs are off",
            "ownership_and_acl: an unknown setting",
            "ownership_and_acl: a public ACL is blocked",
            "ownership_and_acl: while it stands, ACLs stay on",
        ],
    ),
    (
        "sandbox",
        "moto checks no policy and blocks none "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html)",
        [
            "policy: a public policy is blocked",
            "policy: no JSON is malformed",
            "policy: no statement is malformed",
            "policy: no effect is malformed",
            "policy: no principal is malformed",
            "policy: no action is malformed",
            "policy: no resource is malformed",
            "policy: a strange effect is malformed",
            "policy: a strange field is malformed",
            "policy: another service's action is malformed",
            "policy: another bucket is malformed",
            "policy: a principal that is none is malformed",
        ],
    ),
    (
        "sandbox",
        "moto checks no lifecycle rule, drops sizes within And, gives no ids and keeps no least size "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html, "
        "API_PutBucketLifecycleConfiguration.html)",
        [
            "lifecycle: as they were put",
            "lifecycle: a least size",
            "lifecycle: it is kept",
            "lifecycle: and told",
            "lifecycle: no rule",
            "lifecycle: an unknown status",
            "lifecycle: nothing to do",
            "lifecycle: the same id twice",
            "lifecycle: no days",
            "lifecycle: days and date",
            "lifecycle: not at midnight",
            "lifecycle: an unknown class",
            "lifecycle: too early for infrequent access",
            "lifecycle: gone before it moves",
            "lifecycle: tags and aborted uploads",
            "lifecycle: tags and markers",
            "lifecycle: two filters without And",
            "lifecycle: one filter with And",
            "lifecycle: sizes the wrong way round",
            "lifecycle: too many versions kept",
            "lifecycle: an id too long",
        ],
    ),
    (
        "sandbox",
        "moto checks neither the length nor the number of tags "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html)",
        [
            "tagging: a key too long",
            "tagging: a value too long",
            "tagging: too many",
        ],
    ),
    (
        "sandbox",
        "moto's control API tags whatever ARN it is given "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html)",
        [
            "tag_resource: tags are checked",
            "tag_resource: the bucket must exist",
        ],
    ),
    (
        "sandbox",
        "moto checks little of an object lock, answers 400 for 409, and tells 0 for what is absent "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html, ErrorResponses.html)",
        [
            "object_lock: versioning comes first",
            "object_lock: it is kept",
            "object_lock: an unknown mode",
            "object_lock: no time at all",
            "object_lock: it is not turned off",
            "object_lock: a batch says so",
            "object_lock: the story was told to its end",
        ],
    ),
    (
        "sandbox",
        "moto wants the target's policy to let the logging service in, fails on a policy whose first statement has "
        'the principal "*", and has words of its own; S3 asks for grants where ACLs are on (seen in s3tools/s3cmd '
        "issue 614) and, as far as its documentation tells, takes a target with ACLs off and delivers nothing until "
        "it may (docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html)",
        [
            "logging: logging to another bucket",
            "logging: it is kept",
            "logging: with dates in the names",
            "logging: they are kept",
            "logging: the target must exist",
            "logging: with ACLs on, they must let the logs in",
            "logging: in the same region",
            "logging: of the same owner",
            "logging: a target that demands TLS",
        ],
    ),
    (
        "sandbox",
        "moto checks no wildcards (docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html)",
        [
            "cors: two wildcards",
            "cors: a wildcard to expose",
        ],
    ),
    (
        "sandbox",
        "moto gives the message of another error",
        [
            "payment_and_acceleration: not with dots in the name",
        ],
    ),
    (
        "sandbox",
        "moto answers intelligent tiering with nothing "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html)",
        [
            "intelligent_tiering: they are kept",
            "intelligent_tiering: both are listed",
            "intelligent_tiering: too early",
            "intelligent_tiering: too early for deep archive",
            "intelligent_tiering: too late",
            "intelligent_tiering: an unknown tier",
            "intelligent_tiering: two names",
            "intelligent_tiering: it is gone",
        ],
    ),
    (
        "sandbox",
        "moto does not look at the destination, drops the source selection, and lets versioning be suspended "
        "while replication stands (docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html)",
        [
            "replication: in the target too",
            "replication: it is kept",
            "replication: while it stands, versions are kept",
            "replication: the old form",
            "replication: the target must exist",
            "replication: the target is a bucket",
            "replication: a role is a role",
            "replication: an unknown status",
            "replication: no rule",
        ],
    ),
    (
        "sandbox",
        "moto has no directory buckets "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/directory-buckets-overview.html)",
        [
            "directory_buckets: a bucket in a zone",
            "directory_buckets: its name tells the zone",
            "directory_buckets: it tells its zone",
            "directory_buckets: it is listed with its kind",
            "directory_buckets: a session",
            "directory_buckets: objects come and go",
            "directory_buckets: encryption is its own",
            "directory_buckets: it has no versions",
            "directory_buckets: removed",
        ],
    ),
    (
        "sandbox",
        "moto ignores Quiet, the limit of 1,000 keys and the checksum of DeleteObjects "
        "(docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html)",
        [
            "objects: quietly",
            "objects: nor too many",
            "objects: a batch needs a checksum",
        ],
    ),
    (
        "sandbox",
        "moto does not join chunks that end in checksums "
        "(docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html)",
        [
            "objects: and joined",
        ],
    ),
    (
        "sandbox",
        "moto treats delete markers as absent, takes any text for a version id, and names no null version "
        "(docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html, "
        "AddingObjectstoVersionSuspendedBuckets.html)",
        [
            "versions: a marker has no content",
            "versions: nonsense is no version",
            "versions: without the marker it is back",
            "versions: suspended, the null version is replaced",
            "versions: there is one",
        ],
    ),
]

DIFFERENCES = {
    check: f"as the real service: {who}; {reason}"
    for who, reason, checks in GROUPS + pool_differences.GROUPS
    for check in checks
}
