//! Neutral attributes: what S3 does not have, and the limits of what it has.

use super::Subject;
use crate::aws::names::{Arn, Tags};
use crate::bucket::aws::control;
use crate::bucket::{CorsRule, StorageClass, unfinished};

/// Amazon S3 User Guide, "Using tags with S3 general purpose buckets".
const TAGS: Tags = Tags { service: "S3", most: control::MOST, ours: Some(unfinished::KEY), spelled: true };

/// API reference, `CORSRule` and `PutBucketCors`.
const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];
const MOST_CORS_RULES: usize = 100;

/// `DefaultRetention`: at most 100 years.
const LONGEST_RETENTION: u32 = 36_500;

type Check = fn(&mut Subject<'_>);

/// Attributes that are looked at as a whole: what is known in part waits until all of it is.
const PARTS: [(&str, Check); 5] = [
    ("labels", labels),
    ("encryption", encryption),
    ("retention", retention),
    ("cors", cors),
    ("access_log", access_log),
];

pub(super) fn check(subject: &mut Subject<'_>) {
    unsupported(subject);
    for (attribute, check) in PARTS {
        if subject.known(&[attribute]) {
            check(subject);
        }
    }
}

fn labels(subject: &mut Subject<'_>) {
    subject.add(TAGS.check(&subject.wanted.labels));
}

fn unsupported(subject: &mut Subject<'_>) {
    if subject.wanted.default_storage_class.is_some_and(|class| class != StorageClass::Standard) {
        subject.problem(
            "default_storage_class",
            "S3 buckets have no default storage class",
            "Objects written to S3 without a class are in `standard`. Add a rule to `lifecycle_rules` that moves them \
             (`action = \"transition\"`, `age_days = 0`), or leave this attribute out.",
        );
    }
    if subject.wanted.soft_delete_days.is_some() {
        subject.problem(
            "soft_delete_days",
            "S3 has no soft delete",
            "On AWS, `versioning = true` keeps deleted objects, with a rule in `lifecycle_rules` that ends them after \
             so many `noncurrent_days`.",
        );
    }
}

fn encryption(subject: &mut Subject<'_>) {
    let Some(encryption) = &subject.wanted.encryption else { return };
    let key = encryption.kms_key.as_str();
    if key.starts_with("projects/") {
        subject.problem(
            "encryption.kms_key",
            format!("{key:?} is a key of Google Cloud"),
            "On AWS this is the ARN, the id or the alias (`alias/NAME`) of a key of KMS.",
        );
    } else if key.starts_with("arn:") {
        match Arn::of(key, "kms") {
            None => subject.problem(
                "encryption.kms_key",
                format!("{key:?} is no ARN of a key"),
                "It is shaped as `arn:aws:kms:REGION:ACCOUNT:key/ID` or `...:alias/NAME`.",
            ),
            Some(Arn { region, .. })
                if subject.known(&["location"]) && !region.eq_ignore_ascii_case(&subject.wanted.location) =>
            {
                subject.problem(
                    "encryption.kms_key",
                    format!("the key is in {region}, the bucket in {}", subject.wanted.location),
                    "S3 encrypts with keys of the bucket's own region alone.",
                );
            }
            Some(_) => {}
        }
    } else if key.is_empty() {
        subject.problem("encryption.kms_key", "the key is empty", "Name a key, or leave `encryption` out.");
    }
}

fn retention(subject: &mut Subject<'_>) {
    let Some(retention) = subject.wanted.retention else { return };
    if retention.days == 0 || retention.days > LONGEST_RETENTION {
        subject.problem(
            "retention.days",
            format!("{} days are no retention that S3 takes", retention.days),
            format!("Object Lock takes 1 to {LONGEST_RETENTION} days."),
        );
    }
    if retention.locked {
        subject.problem(
            "retention.locked",
            "a default retention cannot be locked on S3",
            "Whoever may write the bucket's Object Lock configuration can change it for later objects. \
             `mode = \"compliance\"` keeps the period of each object that was written under it.",
        );
    }
    if subject.known(&["versioning"]) && subject.wanted.versioning == Some(false) {
        subject.problem(
            "versioning",
            "retention needs versioning on S3",
            "Object Lock keeps versions. Set `versioning = true`, or leave it out: Object Lock switches it on.",
        );
    }
    if subject.known(&["aws"]) && subject.extras.object_lock == Some(false) {
        subject.problem(
            "aws.object_lock",
            "retention needs Object Lock",
            "Leave `aws.object_lock` out, or leave `retention` out.",
        );
    }
}

fn cors(subject: &mut Subject<'_>) {
    let Some(rules) = &subject.wanted.cors else { return };
    if rules.len() > MOST_CORS_RULES {
        subject.problem(
            "cors",
            format!("{} rules are too many", rules.len()),
            "S3 takes at most 100 CORS rules.",
        );
    }
    for (index, rule) in rules.iter().enumerate() {
        cors_rule(subject, index, rule);
    }
}

fn cors_rule(subject: &mut Subject<'_>, index: usize, rule: &CorsRule) {
    for (name, list) in [("origins", &rule.origins), ("methods", &rule.methods)] {
        if list.is_empty() {
            subject.problem(
                format!("cors[{index}].{name}"),
                format!("a CORS rule without {name} allows nothing"),
                "S3 takes rules with at least one origin and one method.",
            );
        }
    }
    for (at, method) in rule.methods.iter().enumerate() {
        if !METHODS.contains(&method.as_str()) {
            subject.problem(
                format!("cors[{index}].methods[{at}]"),
                format!("{method:?} is no method that S3 takes in a CORS rule"),
                "Those are GET, PUT, HEAD, POST and DELETE, in capitals.",
            );
        }
    }
    for (name, list) in [("origins", &rule.origins), ("allowed_headers", &rule.allowed_headers)] {
        for (at, text) in list.iter().enumerate().filter(|(_, text)| text.matches('*').count() > 1) {
            subject.problem(
                format!("cors[{index}].{name}[{at}]"),
                format!("{text:?} has more than one `*`"),
                "S3 takes one wildcard in an origin or a header.",
            );
        }
    }
}

fn access_log(subject: &mut Subject<'_>) {
    let Some(log) = &subject.wanted.access_log else { return };
    let target = log.target_bucket.as_str();
    if target.starts_with("arn:") || target.contains('/') {
        subject.problem(
            "access_log.target_bucket",
            format!("{target:?} is no bucket's name"),
            "Name the bucket itself, as its `name` does. It lives in the same region and account as this one.",
        );
    }
}
