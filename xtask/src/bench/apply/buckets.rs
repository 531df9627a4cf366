//! 1,000 buckets, half on each cloud.

use super::calls::{Kind, each, once};
use super::{Name, Set};

/// How many buckets each cloud gets.
const EACH: usize = 500;

/// What the calls below are needed for is told in bench/README.md.
const KINDS: &[Kind] = &[
    Kind {
        name: "bucket on S3",
        count: EACH,
        services: &["s3", "sts"],
        create: &[
            each("HeadBucket", 1),
            each("CreateBucket", 1),
            each("PutPublicAccessBlock", 1),
            each("PutBucketVersioning", 1),
            each("PutBucketPolicy", 1),
            each("PutBucketLifecycleConfiguration", 1),
            each("PutBucketTagging", 1),
            once("GetCallerIdentity"),
        ],
        read: &[
            each("GetBucketLifecycleConfiguration", 1),
            each("GetBucketOwnershipControls", 1),
            each("GetBucketPolicy", 1),
            each("GetBucketTagging", 1),
            each("GetBucketVersioning", 1),
            each("GetPublicAccessBlock", 1),
            once("GetCallerIdentity"),
        ],
        delete: &[each("DeleteBucket", 1), once("GetCallerIdentity")],
    },
    Kind {
        name: "bucket on Cloud Storage",
        count: EACH,
        services: &["storage"],
        create: &[each("CreateBucket", 1), each("UpdateBucket", 1)],
        read: &[each("GetBucket", 1)],
        delete: &[each("DeleteBucket", 1)],
    },
];

pub(super) fn set() -> Set {
    let bucket = |cloud: &str, location: &str| {
        format!(
            "resource \"palisade_bucket\" \"{cloud}\" {{\n  count = {EACH}\n  cloud = \"{cloud}\"\n  \
             name = \"palisade-bench-{cloud}-${{count.index}}\"\n  location = \"{location}\"\n  versioning = true\n  \
             labels = {{ team = \"storage\" }}\n  \
             lifecycle_rules = [{{ id = \"old\", action = \"delete\", age_days = 365 }}]\n}}\n"
        )
    };
    Set {
        name: Name::Buckets,
        title: "1,000 buckets",
        module: bucket("aws", "us-east-1") + &bucket("gcp", "europe-west3"),
        kinds: KINDS,
    }
}
