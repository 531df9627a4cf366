//! How AWS names things, and what it takes as names.

use std::collections::BTreeMap;

use crate::Problem;

/// Whether a text is shaped like a region's code: `eu-west-1`, `us-gov-east-1`.
pub(crate) fn is_region(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split('-').collect();
    let number = parts.pop().unwrap_or_default();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.len() >= 2
        && parts.iter().all(letters)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of an ARN that differ within a service. AWS General Reference, "Amazon Resource Names".
#[derive(Debug, PartialEq)]
pub(crate) struct Arn<'a> {
    /// What is named: `role/nodes`.
    pub(crate) named: &'a str,
}

impl<'a> Arn<'a> {
    /// The ARN of a thing of a service; `None` when the text is none.
    pub(crate) fn of(text: &'a str, service: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", partition, of, _, _, named] if partition.starts_with("aws") && *of == service => {
                Some(Arn { named }).filter(|arn| !arn.named.is_empty())
            }
            _ => None,
        }
    }
}

/// What is wrong with labels that become tags of a service, which takes `most`; `ours` are keys that the caller sets
/// itself. AWS General Reference, "Tagging AWS resources", and the API reference of each service.
pub(crate) fn labels(
    labels: &BTreeMap<String, String>,
    service: &str,
    most: usize,
    ours: &[&str],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |attribute: String, summary: String, detail: &str| {
        problems.push(Problem { attribute, summary, detail: detail.to_owned() });
    };
    if labels.len() > most {
        problem(
            "labels".into(),
            format!("{} labels are more than the {most} tags that {service} takes", labels.len()),
            "The provider's default labels count too.",
        );
    }
    for (key, value) in labels {
        let attribute = || format!("labels[{key:?}]");
        let (key_length, value_length) = (key.chars().count(), value.chars().count());
        if !(1..=128).contains(&key_length) || value_length > 256 {
            problem(
                attribute(),
                format!("the label {key:?} is longer than a tag of {service}, or has no key"),
                "A key has 1 to 128 characters, a value at most 256.",
            );
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            problem(
                attribute(),
                format!("the label {key:?} begins with `aws:`"),
                "AWS keeps keys that begin so for itself. Choose another key.",
            );
        }
        if ours.contains(&key.as_str()) {
            problem(
                attribute(),
                format!("the label {key:?} is Palisade's own"),
                "It marks what is not finished, and is taken away when it is. Choose another key.",
            );
        }
        let fits = |letter: char| letter.is_alphanumeric() || letter == ' ' || "_.:/=+-@".contains(letter);
        if !key.chars().chain(value.chars()).all(fits) {
            problem(
                attribute(),
                format!("the label {key:?} has a character that a tag of {service} does not take"),
                "Tags take letters, digits, spaces and `_ . : / = + - @`.",
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_told_by_their_shape() {
        for region in ["eu-west-1", "us-gov-east-1", "ap-southeast-12"] {
            assert!(is_region(region), "{region}");
        }
        for text in ["", "eu", "europe-west4", "eu-west-", "eu--1", "eu-west-1a"] {
            assert!(!is_region(text), "{text}");
        }
    }

    #[test]
    fn arns_are_those_of_a_service() {
        let named = |text, service| Arn::of(text, service).map(|arn| arn.named);
        assert_eq!(named("arn:aws:iam::123456789012:role/a:b", "iam"), Some("role/a:b"));
        assert_eq!(named("arn:aws-cn:kms:cn-north-1:123456789012:key/1", "kms"), Some("key/1"));
        for text in ["", "role/a", "arn:aws:iam::1:", "arn:gcp:iam::1:role/a", "arn:aws:s3:::a"] {
            assert_eq!(named(text, "iam"), None, "{text}");
        }
    }

    #[test]
    fn labels_are_held_to_the_rules_of_tags() {
        let check = |key: &str, value: &str, expected: &[&str]| {
            let given = BTreeMap::from([(key.to_owned(), value.to_owned())]);
            let problems = labels(&given, "EKS", 1, &["mark"]);
            let found: Vec<&str> = problems.iter().map(|problem| problem.attribute.as_str()).collect();
            assert_eq!(found, expected, "{problems:#?}");
        };
        check("team", "a b", &[]);
        check("Größe", "", &[]);
        check("", "a", &["labels[\"\"]"]);
        check("aws:x", "a", &["labels[\"aws:x\"]"]);
        check("AWS:x", "a", &["labels[\"AWS:x\"]"]);
        check("mark", "a", &["labels[\"mark\"]"]);
        check("a,b", "a", &["labels[\"a,b\"]"]);
        check("a", &"v".repeat(257), &["labels[\"a\"]"]);
        let two = BTreeMap::from([("a".to_owned(), String::new()), ("b".to_owned(), String::new())]);
        assert_eq!(labels(&two, "EKS", 1, &[]).len(), 1);
    }
}
