//! Access, retention, soft delete, logs and cross-origin rules.

use super::{Subject, names};
use crate::bucket::CorsRule;

/// The longest retention: 3,155,760,000 seconds ("Bucket Lock", Cloud Storage docs).
const RETENTION_DAYS: std::ops::RangeInclusive<u32> = 1..=36_525;

/// How long soft delete can last where it is on ("Soft delete", Cloud Storage docs).
const SOFT_DELETE_DAYS: std::ops::RangeInclusive<u32> = 7..=90;

/// Characters of a log's prefix ("Usage logs & storage logs", Cloud Storage docs).
const LOG_PREFIX: usize = 900;

pub(super) fn check(subject: &mut Subject<'_>) {
    let bucket = subject.wanted;
    if bucket.require_tls == Some(false) {
        subject.problem(
            "require_tls",
            "plain http cannot be allowed",
            "require_tls = false asks for plain http, which this attribute cannot switch on for Google Cloud \
             Storage; remove it or set it to true",
        );
    }
    if let Some(retention) = bucket.retention.filter(|_| subject.known(&["retention"]))
        && !RETENTION_DAYS.contains(&retention.days)
    {
        subject.problem(
            "retention.days",
            "not a retention period",
            format!("{} days is not between 1 and {}", retention.days, RETENTION_DAYS.end()),
        );
    }
    if let Some(days) = bucket.soft_delete_days
        && days != 0
        && !SOFT_DELETE_DAYS.contains(&days)
    {
        subject.problem(
            "soft_delete_days",
            "not a period that soft delete has",
            format!("{days} is neither 0, which switches it off, nor between 7 and 90"),
        );
    }
    if subject.known(&["access_log"]) {
        log(subject);
    }
    let rules = bucket.cors.as_ref().filter(|_| subject.known(&["cors"]));
    for (index, rule) in rules.into_iter().flatten().enumerate() {
        cors(subject, &format!("cors[{index}]"), rule);
    }
}

fn log(subject: &mut Subject<'_>) {
    let Some(log) = &subject.wanted.access_log else { return };
    if let Err(why) = names::bucket_name(&log.target_bucket) {
        subject.problem(
            "access_log.target_bucket",
            "not the name of a bucket",
            format!("{:?} {why}", log.target_bucket),
        );
    }
    if log.prefix.as_ref().is_some_and(|prefix| prefix.chars().count() > LOG_PREFIX) {
        subject.problem(
            "access_log.prefix",
            "too long",
            format!("a prefix has at most {LOG_PREFIX} characters"),
        );
    }
}

fn cors(subject: &mut Subject<'_>, at: &str, rule: &CorsRule) {
    if !rule.allowed_headers.is_empty() {
        subject.problem(
            format!("{at}.allowed_headers"),
            "Google Cloud has one list of headers",
            "Cloud Storage takes the headers that a request may have from the same list as those that a browser may \
             read: put them in exposed_headers",
        );
    }
    if rule.origins.is_empty() {
        subject.problem(format!("{at}.origins"), "no origin is named", "name the origins, or \"*\" for all");
    }
    if rule.methods.is_empty() {
        subject.problem(format!("{at}.methods"), "no method is named", "name the methods, or \"*\" for all");
    }
    for method in &rule.methods {
        if !["*", "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"].contains(&method.as_str()) {
            subject.problem(
                format!("{at}.methods"),
                "not an HTTP method",
                format!("{method:?} is none of GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS and *"),
            );
        }
    }
    if rule.max_age_seconds.is_some_and(|seconds| i32::try_from(seconds).is_err()) {
        subject.problem(format!("{at}.max_age_seconds"), "too large", format!("at most {}", i32::MAX));
    }
}
