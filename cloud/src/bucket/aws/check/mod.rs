//! What S3 cannot do or does not take, found before anything is sent. One file checks one part.

mod directory;
mod extras;
mod lifecycle;
mod name;
mod neutral;
mod replication;

use crate::Problem;
use crate::bucket::{AwsExtras, Bucket};

/// Everything that S3 cannot do or does not take.
pub(in super::super) fn check(
    bucket: &Bucket,
    extras: &AwsExtras,
    unknown: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut subject = Subject::new(bucket, extras, unknown);
    name::check(&mut subject);
    neutral::check(&mut subject);
    lifecycle::check(&mut subject);
    extras::check(&mut subject);
    replication::check(&mut subject);
    directory::check(&mut subject);
    subject.problems()
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, Bucket, AwsExtras>;

#[cfg(test)]
pub(super) mod tests;
