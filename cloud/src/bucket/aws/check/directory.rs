//! What directory buckets do not have. Amazon S3 User Guide, "Directory buckets": their differences from general
//! purpose buckets.

use super::Subject;
use crate::bucket::PublicAccess;

pub(super) fn check(subject: &mut Subject<'_>) {
    if !subject.known(&["aws"]) || subject.extras.directory_bucket.is_none() {
        return;
    }
    let (bucket, extras) = (subject.wanted, subject.extras);
    let beyond = [
        ("versioning", bucket.versioning == Some(true), "no versioning"),
        ("public_access", bucket.public_access == Some(PublicAccess::Allowed), "no public access, ever"),
        ("uniform_access", bucket.uniform_access == Some(false), "no ACLs"),
        ("retention", bucket.retention.is_some(), "no Object Lock"),
        ("access_log", bucket.access_log.is_some(), "no server access logs"),
        ("cors", bucket.cors.as_ref().is_some_and(|rules| !rules.is_empty()), "no CORS rules"),
        ("requester_pays", bucket.requester_pays == Some(true), "no requester pays"),
        ("aws.object_lock", extras.object_lock == Some(true), "no Object Lock"),
        ("aws.namespace", extras.namespace.is_some(), "no choice of a namespace"),
        ("aws.intelligent_tiering", extras.intelligent_tiering.is_some(), "one storage class"),
        ("aws.acceleration", extras.acceleration == Some(true), "no Transfer Acceleration"),
        ("aws.replication", extras.replication.is_some(), "no replication"),
        ("aws.abac", extras.abac == Some(false), "access by attributes always on"),
        ("aws.sse_dsse", extras.sse_dsse == Some(true), "no two-layer encryption"),
        ("aws.blocked_sse_c", extras.blocked_sse_c == Some(false), "no SSE-C, ever"),
    ];
    for (attribute, _, what) in beyond.into_iter().filter(|(_, set, _)| *set) {
        subject.problem(
            attribute,
            format!("directory buckets have {what}"),
            format!("Leave `{attribute}` out, or leave `aws.directory_bucket` out."),
        );
    }
}
