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

/// Whether a text is an account's number.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of an ARN that differ within a service. AWS General Reference, "Amazon Resource Names".
#[derive(Debug, PartialEq)]
pub(crate) struct Arn<'a> {
    /// Where it is; empty where the service is the same everywhere.
    pub(crate) region: &'a str,
    /// What is named: `role/nodes`.
    pub(crate) named: &'a str,
}

impl<'a> Arn<'a> {
    /// The ARN of a thing of a service; `None` when the text is none.
    pub(crate) fn of(text: &'a str, service: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", partition, of, region, _, named] if partition.starts_with("aws") && *of == service => {
                Some(Arn { region, named }).filter(|arn| !arn.named.is_empty())
            }
            _ => None,
        }
    }

    /// Whether a text is the ARN of a thing of a service whose name begins with the kind of thing: `role/`.
    pub(crate) fn is(text: &str, service: &str, kind: &str) -> bool {
        Arn::of(text, service).is_some_and(|arn| arn.named.starts_with(kind))
    }
}

/// What a service takes as tags. AWS General Reference, "Tagging AWS resources", and the API reference of each service.
pub(crate) struct Tags {
    /// The service, as errors name it.
    pub(crate) service: &'static str,
    /// The most that it takes.
    pub(crate) most: usize,
    /// The key that the caller sets itself, where it sets one.
    pub(crate) ours: Option<&'static str>,
    /// Whether it says which characters it takes.
    pub(crate) spelled: bool,
}

impl Tags {
    /// What is wrong with labels that become tags.
    pub(crate) fn check(&self, labels: &BTreeMap<String, String>) -> Vec<Problem> {
        let Tags { service, most, .. } = self;
        let mut problems = Vec::new();
        let mut problem = |attribute: &str, summary: String, detail: &str| {
            problems.push(Problem { attribute: attribute.to_owned(), summary, detail: detail.to_owned() });
        };
        if labels.len() > *most {
            problem(
                "labels",
                format!("{} labels are more than the {most} tags that {service} takes", labels.len()),
                "The provider's default labels count too.",
            );
        }
        for (key, value) in labels {
            let attribute = format!("labels[{key:?}]");
            if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
                problem(
                    &attribute,
                    format!("the label {key:?} is longer than a tag of {service}, or has no key"),
                    "A key has 1 to 128 characters, a value at most 256.",
                );
            }
            if key.to_ascii_lowercase().starts_with("aws:") {
                problem(
                    &attribute,
                    format!("the label {key:?} begins with `aws:`"),
                    "AWS keeps keys that begin so for itself. Choose another key.",
                );
            }
            if self.ours == Some(key.as_str()) {
                problem(
                    &attribute,
                    format!("the label {key:?} is Palisade's own"),
                    "It marks what is not finished, and is taken away when it is. Choose another key.",
                );
            }
            if self.spelled && !key.chars().chain(value.chars()).all(is_tag_character) {
                problem(
                    &attribute,
                    format!("the label {key:?} has a character that a tag of {service} does not take"),
                    "Tags take letters, digits, spaces and `_ . : / = + - @`.",
                );
            }
        }
        problems
    }
}

fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
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
        let key = "arn:aws-cn:kms:cn-north-1:123456789012:key/1";
        assert_eq!(Arn::of(key, "kms"), Some(Arn { region: "cn-north-1", named: "key/1" }));
        assert!(Arn::is(key, "kms", "key/"));
        assert!(!Arn::is(key, "kms", "alias/"));
        for text in ["", "role/a", "arn:aws:iam::1:", "arn:gcp:iam::1:role/a", "arn:aws:s3:::a"] {
            assert_eq!(named(text, "iam"), None, "{text}");
        }
    }

    #[test]
    fn labels_are_held_to_the_rules_of_tags() {
        let strict = Tags { service: "EKS", most: 1, ours: Some("mark"), spelled: true };
        let loose = Tags { service: "AWS Budgets", most: 2, ours: None, spelled: false };
        let check = |tags: &Tags, labels: &[(&str, &str)], expected: &[&str]| {
            let given = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            let problems = tags.check(&given);
            let found: Vec<&str> = problems.iter().map(|problem| problem.attribute.as_str()).collect();
            assert_eq!(found, expected, "{problems:#?}");
        };
        let long = "v".repeat(257);
        for tags in [&strict, &loose] {
            check(tags, &[("team", "a b")], &[]);
            check(tags, &[("Größe", "")], &[]);
            check(tags, &[("", "a")], &["labels[\"\"]"]);
            check(tags, &[("aws:x", "a")], &["labels[\"aws:x\"]"]);
            check(tags, &[("AWS:x", "a")], &["labels[\"AWS:x\"]"]);
            check(tags, &[("a", &long)], &["labels[\"a\"]"]);
        }
        check(&strict, &[("mark", "a")], &["labels[\"mark\"]"]);
        check(&strict, &[("a,b", "a")], &["labels[\"a,b\"]"]);
        check(&strict, &[("a", ""), ("b", "")], &["labels"]);
        check(&loose, &[("mark", "a,b"), ("b", "")], &[]);
    }
}
