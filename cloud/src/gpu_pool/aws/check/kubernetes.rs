//! Labels and taints of the Kubernetes nodes, and how nodes are exchanged.

use super::Subject;

/// The longest key and value (API reference, `labelKey`, `labelValue`, `Taint`).
const LONGEST: usize = 63;

/// Amazon EKS User Guide, "Recipe: Prevent pods from being scheduled on specific nodes".
const MOST_TAINTS: usize = 50;

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.known(&["node_labels"]) {
        labels(subject);
    }
    if subject.known(&["taints"]) {
        taints(subject);
    }
    if subject.known(&["upgrade", "aws"]) {
        upgrade(subject);
    }
}

fn labels(subject: &mut Subject<'_>) {
    for (key, value) in subject.wanted.node_labels.iter().flatten() {
        let attribute = format!("node_labels[{key:?}]");
        if key.is_empty() || key.len() > LONGEST || value.len() > LONGEST {
            subject.problem(
                attribute,
                format!("the label {key:?} is longer than EKS takes, or has no key"),
                format!(
                    "A key has 1 to {LONGEST} characters, its prefix included, a value at most {LONGEST}."
                ),
            );
        } else if !is_key(key) || !is_value(value) {
            subject.problem(
                attribute,
                format!("{key:?} with {value:?} is no label of Kubernetes"),
                "Keys and values have letters, digits, `-`, `_` and `.`, with a letter or digit at both ends; a key may \
                 have a domain and a slash before it, a value may be empty.",
            );
        }
    }
}

fn taints(subject: &mut Subject<'_>) {
    let taints = subject.wanted.taints.as_deref().unwrap_or_default();
    if taints.len() > MOST_TAINTS {
        subject.problem(
            "taints",
            format!("{} taints are more than EKS takes", taints.len()),
            format!("It takes {MOST_TAINTS}."),
        );
    }
    for (place, taint) in taints.iter().enumerate() {
        let value = taint.value.as_deref().unwrap_or_default();
        if taint.key.len() > LONGEST || value.len() > LONGEST || !is_key(&taint.key) || !is_value(value) {
            subject.problem(
                format!("taints[{place}]"),
                format!("{:?} with {value:?} is no taint that EKS takes", taint.key),
                format!(
                    "Key and value have letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, and at \
                     most {LONGEST} characters; a key may have a domain and a slash before it."
                ),
            );
        }
        if taints.iter().take(place).any(|other| (&other.key, other.effect) == (&taint.key, taint.effect)) {
            subject.problem(
                format!("taints[{place}]"),
                format!("the taint {:?} is there already, with the same effect", taint.key),
                "Kubernetes tells taints by key and effect. Leave one of them out.",
            );
        }
    }
}

/// API reference, `NodegroupUpdateConfig`.
fn upgrade(subject: &mut Subject<'_>) {
    let count = subject.wanted.upgrade.and_then(|upgrade| upgrade.max_unavailable);
    let percent = subject.extras.max_unavailable_percent;
    for (attribute, number) in [("upgrade.max_unavailable", count), ("aws.max_unavailable_percent", percent)]
    {
        if number.is_some_and(|number| !(1..=100).contains(&number)) {
            subject.problem(
                attribute,
                "EKS exchanges at least one machine at a time, and at most a hundred",
                "Set it to a number from 1 to 100.",
            );
        }
    }
    if count.is_some() && percent.is_some() {
        subject.problem(
            "aws.max_unavailable_percent",
            "`upgrade.max_unavailable` says how many machines may be missing, too",
            "Leave one of them out.",
        );
    }
}

/// Kubernetes, "Labels and Selectors", "Syntax and character set".
fn is_key(key: &str) -> bool {
    match key.split_once('/') {
        Some((domain, name)) => is_domain(domain) && !name.is_empty() && is_value(name),
        None => !key.is_empty() && is_value(key),
    }
}

fn is_domain(domain: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    domain.split('.').all(|part| {
        !part.is_empty() && part.chars().all(fits) && !part.starts_with('-') && !part.ends_with('-')
    })
}

fn is_value(value: &str) -> bool {
    let ends = |letter: char| letter.is_ascii_alphanumeric();
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    value.is_empty() || value.starts_with(ends) && value.ends_with(ends) && value.chars().all(fits)
}
