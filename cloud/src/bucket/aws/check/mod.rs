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
    let mut subject = Subject { bucket, extras, unknown, problems: Vec::new() };
    name::check(&mut subject);
    neutral::check(&mut subject);
    lifecycle::check(&mut subject);
    extras::check(&mut subject);
    replication::check(&mut subject);
    directory::check(&mut subject);
    subject.problems
}

/// What is checked, and what was found.
struct Subject<'a> {
    bucket: &'a Bucket,
    extras: &'a AwsExtras,
    unknown: &'a dyn Fn(&str) -> bool,
    problems: Vec<Problem>,
}

impl Subject<'_> {
    fn problem(
        &mut self,
        attribute: impl Into<String>,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.problems.push(Problem {
            attribute: attribute.into(),
            summary: summary.into(),
            detail: detail.into(),
        });
    }

    /// Whether every one of some top-level attributes is known, so that a check across them can be made.
    fn known(&self, attributes: &[&str]) -> bool {
        !attributes.iter().any(|attribute| (self.unknown)(attribute))
    }
}

/// Whether a text is shaped like a region's code: `eu-west-1`, `us-gov-east-1`.
fn is_region(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split('-').collect();
    let number = parts.pop().unwrap_or_default();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.len() >= 2
        && parts.iter().all(letters)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of an ARN of a service: region, account, and what is named.
fn arn<'a>(text: &'a str, service: &str) -> Option<[&'a str; 3]> {
    let mut parts = text.splitn(6, ':');
    let head = [parts.next()?, parts.next()?, parts.next()?];
    let named = [parts.next()?, parts.next()?, parts.next()?];
    (head[0] == "arn" && head[1].starts_with("aws") && head[2] == service && !named[2].is_empty())
        .then_some(named)
}

#[cfg(test)]
mod tests;
