//! What S3 fixes at creation.

use super::{Bucket, extras};
use crate::bucket::Namespace;

/// The attributes whose difference needs a new bucket.
pub(in super::super) fn replaced(prior: &Bucket, wanted: &Bucket) -> Vec<&'static str> {
    let (was, now) = (extras(prior), extras(wanted));
    let namespace = |namespace: Option<Namespace>| namespace.unwrap_or(Namespace::Global);
    let differs = [
        ("name", prior.name != wanted.name),
        ("location", !prior.location.eq_ignore_ascii_case(&wanted.location)),
        ("aws.directory_bucket", was.directory_bucket != now.directory_bucket),
        ("aws.namespace", namespace(was.namespace) != namespace(now.namespace)),
        // Object Lock cannot be switched off (PutObjectLockConfiguration, S3 API reference).
        ("aws.object_lock", was.object_lock == Some(true) && now.object_lock == Some(false)),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(attribute, _)| attribute).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::plain;
    use super::super::extras_mut;
    use super::*;
    use crate::bucket::DirectoryBucket;

    /// From one change of the plain bucket to another.
    fn check(prior: impl FnOnce(&mut Bucket), wanted: impl FnOnce(&mut Bucket), expected: &[&str]) {
        let (mut was, mut now) = (plain(), plain());
        prior(&mut was);
        wanted(&mut now);
        assert_eq!(replaced(&was, &now), expected);
    }

    #[test]
    fn what_s3_fixes_at_creation() {
        check(|_| {}, |bucket| bucket.name = "other".into(), &["name"]);
        check(|_| {}, |bucket| bucket.location = "EU-West-1".into(), &[]);
        check(|_| {}, |bucket| bucket.location = "eu-west-2".into(), &["location"]);
        let zone = DirectoryBucket { availability_zone: "use1-az4".into() };
        check(|_| {}, |bucket| extras_mut(bucket).directory_bucket = Some(zone), &["aws.directory_bucket"]);
        let global = |bucket: &mut Bucket| extras_mut(bucket).namespace = Some(Namespace::Global);
        let regional = |bucket: &mut Bucket| extras_mut(bucket).namespace = Some(Namespace::AccountRegional);
        check(|_| {}, global, &[]);
        check(global, regional, &["aws.namespace"]);
        let locked = |bucket: &mut Bucket| extras_mut(bucket).object_lock = Some(true);
        let open = |bucket: &mut Bucket| extras_mut(bucket).object_lock = Some(false);
        check(locked, open, &["aws.object_lock"]);
        check(open, locked, &[]);
        check(locked, |_| {}, &[]);
    }
}
