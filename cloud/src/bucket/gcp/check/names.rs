//! The bucket's name and its labels.

use super::Subject;
use crate::bucket::unfinished;

/// Labels that one bucket takes ("Using bucket labels", Cloud Storage docs).
pub(in crate::bucket::gcp) const LABELS: usize = 64;

/// Characters of a label's key and of its value.
const LABEL: usize = 63;

pub(super) fn check(subject: &mut Subject<'_>) {
    let bucket = subject.wanted;
    if subject.known(&["name"])
        && let Err(why) = bucket_name(&bucket.name)
    {
        subject.problem(
            "name",
            "not a name that Google Cloud Storage takes",
            format!("{:?} {why}", bucket.name),
        );
    }
    if subject.known(&["labels"]) {
        labels(subject);
    }
}

/// The rules of "About Cloud Storage buckets", section "Bucket names".
pub(super) fn bucket_name(name: &str) -> Result<(), String> {
    let dotted = name.contains('.');
    let longest = if dotted { 222 } else { 63 };
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    let ends = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = name.as_bytes();
    if !(3..=longest).contains(&name.len()) {
        return Err(format!("has {} characters; it must have 3 to {longest}", name.len()));
    }
    if !name.bytes().all(fits) {
        return Err("may hold lower-case letters, digits, dashes, underscores and dots only".into());
    }
    if !ends(bytes.first()) || !ends(bytes.last()) {
        return Err("must begin and end with a letter or a digit".into());
    }
    if dotted && name.split('.').any(|part| part.is_empty() || part.len() > 63) {
        return Err("must have 1 to 63 characters between its dots".into());
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Err("looks like an IP address".into());
    }
    if name.starts_with("goog") || name.contains("google") || name.contains("g00gle") {
        return Err("must not begin with \"goog\" or contain \"google\"".into());
    }
    Ok(())
}

fn labels(subject: &mut Subject<'_>) {
    let labels = &subject.wanted.labels;
    if labels.len() > LABELS {
        subject.problem(
            "labels",
            "too many labels",
            format!(
                "a bucket on Google Cloud has at most {LABELS} labels, default labels included; there are {}",
                labels.len()
            ),
        );
    }
    for (key, value) in labels {
        let at = format!("labels[{key:?}]");
        if !key.chars().next().is_some_and(char::is_alphabetic) || !label(key) {
            subject.problem(
                &at,
                "not a key that Google Cloud takes for a label",
                "a key begins with a lower-case letter, has up to 63 lower-case letters, digits, dashes and \
                 underscores, and no others",
            );
        } else if key.starts_with("goog") {
            subject.problem(&at, "the key is reserved", "keys that begin with \"goog\" are Google's own");
        } else if key == unfinished::KEY {
            subject.problem(&at, "the key is reserved", "it marks a bucket that is not finished");
        }
        if !value.is_empty() && !label(value) {
            subject.problem(
                &at,
                "not a value that Google Cloud takes for a label",
                format!(
                    "{value:?} must have up to 63 lower-case letters, digits, dashes and underscores, and no others"
                ),
            );
        }
    }
}

/// Letters of other scripts are allowed; those that have cases must be lower.
fn label(text: &str) -> bool {
    let fits = |c: char| matches!(c, '-' | '_') || (c.is_alphanumeric() && !c.is_uppercase());
    (1..=LABEL).contains(&text.chars().count()) && text.len() <= 128 && text.chars().all(fits)
}
