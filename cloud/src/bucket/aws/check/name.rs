//! Names and places. Amazon S3 User Guide, "General purpose bucket naming rules", "Directory bucket naming rules" and
//! "Namespaces for general purpose buckets".

use super::Subject;
use crate::aws::names::{is_account, is_region};
use crate::bucket::Namespace;
use crate::bucket::aws::directory;

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: [&str; 4] = ["-s3alias", "--ol-s3", ".mrap", "--table-s3"];

pub(super) fn check(subject: &mut Subject<'_>) {
    let wrong =
        Some(&subject.wanted.name).filter(|_| subject.known(&["name"])).and_then(|name| wrong_name(name));
    if let Some(wrong) = wrong {
        subject.problem(
            "name",
            format!("{:?} is no bucket name that S3 takes", subject.wanted.name),
            format!(
                "A bucket name {wrong}. S3 takes 3 to 63 lower-case letters, digits, dots and hyphens, with a letter \
                 or digit at both ends."
            ),
        );
    }
    if subject.known(&["location"]) && !is_region(&subject.wanted.location.to_ascii_lowercase()) {
        subject.problem(
            "location",
            format!("{:?} is no AWS region", subject.wanted.location),
            "A bucket on AWS lives in one region, such as `eu-west-1`. Multi-regions are Google Cloud's.",
        );
    }
    if subject.known(&["name", "aws"]) {
        directory_name(subject);
    }
    if subject.known(&["name", "location", "aws"]) {
        namespace(subject);
    }
}

fn wrong_name(name: &str) -> Option<String> {
    let edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    if !(3..=63).contains(&name.len()) {
        return Some(format!("has 3 to 63 characters; this one has {}", name.chars().count()));
    }
    if !name.bytes().all(inner) {
        return Some("has lower-case letters, digits, dots and hyphens alone".into());
    }
    if !edge(name.bytes().next()) || !edge(name.bytes().last()) {
        return Some("begins and ends with a letter or a digit".into());
    }
    if name.contains("..") {
        return Some("has no two dots beside each other".into());
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some("is not shaped like an IP address".into());
    }
    let prefix = RESERVED_PREFIXES.iter().find(|prefix| name.starts_with(**prefix));
    let suffix = RESERVED_SUFFIXES.iter().find(|suffix| name.ends_with(**suffix));
    match (prefix, suffix) {
        (Some(prefix), _) => Some(format!("does not begin with {prefix:?}, which AWS keeps for itself")),
        (_, Some(suffix)) => Some(format!("does not end with {suffix:?}, which AWS keeps for itself")),
        _ => None,
    }
}

/// The name tells a directory bucket and its zone; attribute and name must agree.
fn directory_name(subject: &mut Subject<'_>) {
    let name = &subject.wanted.name;
    match (&subject.extras.directory_bucket, directory::zone_of(name)) {
        (Some(wanted), zone) if zone != Some(wanted.availability_zone.as_str()) => {
            let zone = &wanted.availability_zone;
            subject.problem(
                "name",
                format!("{name:?} is no name of a directory bucket in {zone}"),
                format!("The name of a directory bucket ends with its zone: `NAME--{zone}--x-s3`."),
            );
        }
        (Some(_), _) if name.contains('.') => subject.problem(
            "name",
            format!("{name:?} has a dot"),
            "Names of directory buckets have no dots.",
        ),
        (None, _) if name.ends_with("--x-s3") => subject.problem(
            "name",
            format!("{name:?} is the name of a directory bucket"),
            "The ending `--x-s3` is kept for directory buckets. Set `aws.directory_bucket`, or choose another name.",
        ),
        _ => {}
    }
}

fn namespace(subject: &mut Subject<'_>) {
    let (name, location) = (&subject.wanted.name, subject.wanted.location.to_ascii_lowercase());
    let regional = is_regional(name, &location);
    match subject.extras.namespace {
        Some(Namespace::AccountRegional) if !regional => subject.problem(
            "name",
            format!("{name:?} is no name of the account's own namespace in {location}"),
            format!(
                "With `aws.namespace = \"account-regional\"` a name ends with the account's number and the region: \
                 `NAME-123456789012-{location}-an`."
            ),
        ),
        Some(Namespace::Global) | None if name.ends_with("-an") && regional => subject.problem(
            "name",
            format!("{name:?} is a name of an account's own namespace"),
            "The ending `-ACCOUNT-REGION-an` is kept for it. Set `aws.namespace = \"account-regional\"`, or choose \
             another name.",
        ),
        _ => {}
    }
}

/// Whether a name ends with `-ACCOUNT-REGION-an`. Whose account it is, S3 tells.
fn is_regional(name: &str, location: &str) -> bool {
    let account = name.strip_suffix(&format!("-{location}-an")).and_then(|rest| rest.rsplit_once('-'));
    account.is_some_and(|(base, account)| !base.is_empty() && is_account(account))
}
