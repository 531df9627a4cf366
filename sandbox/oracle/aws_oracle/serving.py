"""How a bucket serves: logs, origins, payment and acceleration."""

import json

from .suite import OTHER_ACCOUNT, story


@story
def logging(s):
    s3, name, target = s.client(), s.bucket(), s.bucket()

    def put(client=s3, **enabled):
        status = {"LoggingEnabled": enabled} if enabled else {}
        return lambda: client.put_bucket_logging(Bucket=name, BucketLoggingStatus=status)

    s.ok("logging to another bucket", put(TargetBucket=target, TargetPrefix="access/"))
    s.ok("it is kept", lambda: s3.get_bucket_logging(Bucket=name),
         {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": "access/"}})
    partitioned = {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}
    s.ok("with dates in the names", put(TargetBucket=target, TargetPrefix="", TargetObjectKeyFormat=partitioned))
    s.ok("they are kept", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": {"TargetObjectKeyFormat": partitioned}})
    s.refused("the target must exist", put(TargetBucket=s.name(), TargetPrefix=""), "InvalidTargetBucketForLogging", 400,
              "The target bucket for logging does not exist")
    european = s.bucket(s.client(region="eu-west-1"), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s.refused("in the same region", put(TargetBucket=european, TargetPrefix=""), "CrossLocationLoggingProhibited", 403,
              "Cross S3 location logging not allowed.")
    others = s.bucket(s.client(key=OTHER_ACCOUNT))
    s.refused("of the same owner", put(TargetBucket=others, TargetPrefix=""), "InvalidTargetBucketForLogging", 400,
              "The owner for the bucket to be logged and the target bucket must be the same.")
    closed = s.bucket(ObjectOwnership="ObjectWriter")
    s.refused("with ACLs on, they must let the logs in", put(TargetBucket=closed, TargetPrefix=""),
              "InvalidTargetBucketForLogging", 400,
              "You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket")
    s3.put_bucket_acl(Bucket=closed, ACL="log-delivery-write")
    s.ok("then they do", put(TargetBucket=closed, TargetPrefix=""))
    tls_only = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{target}", f"arn:aws:s3:::{target}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps(tls_only))
    s.ok("a target that demands TLS", put(TargetBucket=target, TargetPrefix=""))
    s.ok("turned off", put())
    s.ok("it is off", lambda: s3.get_bucket_logging(Bucket=name), {"LoggingEnabled": None})


@story
def cors(s):
    s3, name = s.client(), s.bucket()

    def put(*rules):
        return lambda: s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": list(rules)})

    def rule(**parts):
        return {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"], **parts}

    full = rule(AllowedMethods=["GET", "PUT"], AllowedHeaders=["*"], ExposeHeaders=["ETag"], MaxAgeSeconds=3600, ID="one")
    s.ok("a rule with all its parts", put(full, rule()))
    s.ok("it is kept", lambda: s3.get_bucket_cors(Bucket=name), {"CORSRules": [full, rule()]})
    s.refused("an unknown method", put(rule(AllowedMethods=["PATCH"])), "InvalidRequest", 400,
              "Found unsupported HTTP method in CORS config. Unsupported method is PATCH")
    s.refused("two wildcards", put(rule(AllowedOrigins=["https://*.*"])), "InvalidRequest", 400,
              'AllowedOrigin "https://*.*" can not have more than one wildcard.')
    s.refused("a wildcard to expose", put(rule(ExposeHeaders=["*"])), "InvalidRequest", 400,
              'ExposeHeader "*" contains wildcard. We currently do not support wildcard for ExposeHeader.')
    s.refused("no rule", put(), "MalformedXML", 400)
    s.refused("too many rules", put(*[rule() for _ in range(101)]), "MalformedXML", 400)
    s.ok("taken away", lambda: s3.delete_bucket_cors(Bucket=name), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.get_bucket_cors(Bucket=name), "NoSuchCORSConfiguration", 404,
              "The CORS configuration does not exist")


@story
def payment_and_acceleration(s):
    s3, name = s.client(), s.bucket()

    def pay(payer):
        return lambda: s3.put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={"Payer": payer})

    s.ok("the requester pays", pay("Requester"))
    s.ok("and goes on paying", lambda: s3.get_bucket_request_payment(Bucket=name), {"Payer": "Requester"})
    s.ok("the owner pays again", pay("BucketOwner"))
    s.refused("nobody pays", pay("Nobody"), "MalformedXML", 400)

    def accelerate(status, bucket=name):
        return lambda: s3.put_bucket_accelerate_configuration(Bucket=bucket, AccelerateConfiguration={"Status": status})

    s.ok("faster", accelerate("Enabled"))
    s.ok("it is", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": "Enabled"})
    s.ok("slower", accelerate("Suspended"))
    s.ok("it is suspended", lambda: s3.get_bucket_accelerate_configuration(Bucket=name), {"Status": "Suspended"})
    s.refused("nonsense is no speed", accelerate("Warp"), "MalformedXML", 400)
    dotted = s.name() + ".dots"
    s3.create_bucket(Bucket=dotted)
    s.refused("not with dots in the name", accelerate("Enabled", dotted), "InvalidRequest", 400,
              "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")
