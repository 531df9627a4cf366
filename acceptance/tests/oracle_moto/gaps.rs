//! What the fakes answer otherwise than S3, so that a case cannot be played on them. A row is expected to differ: when
//! a fake has closed a gap, the row fails, and its cases belong to the story of that fake.

use acceptance::moto::Kind;
use acceptance::moto::Kind::{Ministack, Moto};

/// Cases that a fake answers wrongly.
pub(crate) struct Gap {
    /// Who.
    pub(crate) fake: Kind,
    /// Which cases, by their labels; `*` at the end stands for any.
    pub(crate) cases: &'static [&'static str],
    /// What the story then says, beside the name of each case.
    pub(crate) shows: &'static str,
    /// What the fake does, what S3 does, and who says so: printed when the gap is gone.
    pub(crate) because: &'static str,
}

/// All gaps, of moto 5.2.1 and ministack 1.5.33.
pub(crate) const GAPS: &[Gap] = &[
    Gap {
        fake: Moto,
        cases: &["encryption"],
        shows: "get_bucket_encryption",
        because: "moto's new buckets are not encrypted; S3's are, with SSE-S3, since 2023-01 \
                  (docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html)",
    },
    Gap {
        fake: Moto,
        cases: &["location"],
        shows: "get_bucket_location",
        because: "moto serves each bucket from every region; S3 answers 301 with x-amz-bucket-region \
                  (docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html)",
    },
    Gap {
        fake: Moto,
        cases: &["retention"],
        shows: "\"Years\":0",
        because: "moto tells Years 0 beside Days; S3 tells one of the two \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html)",
    },
    Gap {
        fake: Moto,
        cases: &["requester_pays"],
        shows: "GetBucketRequestPayment",
        because: "moto keeps no request payment and lists objects where it is asked for; S3 tells the payer \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html)",
    },
    Gap {
        fake: Moto,
        cases: &["lifecycle_rules_size_*", "lifecycle_rules_noncurrent_days", "lifecycle_rules_keep_newer"],
        shows: "not settled",
        because: "moto loses sizes of a filter and NewerNoncurrentVersions; S3 keeps both \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html)",
    },
    Gap {
        fake: Moto,
        cases: &["aws_abac"],
        shows: "GetBucketAbac",
        because: "moto has no access by attributes and lists objects where it is asked for; S3 tells the status \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html)",
    },
    Gap {
        fake: Moto,
        cases: &["aws_blocked_sse_c"],
        shows: "BlockedEncryptionTypes",
        because: "moto does not keep BlockedEncryptionTypes; S3 does \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_BlockedEncryptionTypes.html)",
    },
    Gap {
        fake: Moto,
        cases: &["aws_intelligent_tiering*"],
        shows: "ListBucketIntelligentTieringConfigurations",
        because: "moto keeps no Intelligent-Tiering configuration and lists objects instead; S3 lists them (docs.aws.\
                  amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html)",
    },
    Gap {
        fake: Moto,
        cases: &["aws_replication*"],
        shows: "aws.replication.rules.prefix",
        because: "moto loses a replication rule's prefix and delete markers; S3 keeps them \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html)",
    },
    Gap {
        fake: Ministack,
        cases: &["requester_pays"],
        shows: "GetBucketRequestPayment",
        because: "ministack keeps no request payment and lists objects where it is asked for; S3 tells the payer \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html)",
    },
    Gap {
        fake: Ministack,
        cases: &["aws_abac"],
        shows: "GetBucketAbac",
        because: "ministack has no access by attributes and lists objects where it is asked for; S3 tells the status \
                  (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html)",
    },
    Gap {
        fake: Ministack,
        cases: &["aws_intelligent_tiering*"],
        shows: "ListBucketIntelligentTieringConfigurations",
        because: "ministack keeps no Intelligent-Tiering configuration and lists objects instead; S3 lists them (docs.\
                  aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html)",
    },
];

/// The start of the labels of what neither fake has: sessions, and the buckets that need one
/// (docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html).
pub(crate) const DIRECTORY: &str = "aws_directory_bucket";

/// Whether a fake is known to answer a case wrongly.
pub(crate) fn known(fake: Kind, label: &str) -> bool {
    label.starts_with(DIRECTORY) || GAPS.iter().any(|gap| gap.fake == fake && gap.has(label))
}

impl Gap {
    /// Whether this is about the case of a label.
    pub(crate) fn has(&self, label: &str) -> bool {
        self.cases.iter().any(|case| match case.strip_suffix('*') {
            Some(start) => label.starts_with(start),
            None => *case == label,
        })
    }
}
