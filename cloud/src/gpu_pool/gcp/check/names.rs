//! Names, labels, taints and tags.

use super::Subject;

/// Characters of the name of a node pool or a cluster ("Names", GKE docs).
const NAME: usize = 40;

/// Labels of one machine, and characters of a key or a value ("Labels", Compute Engine docs).
const LABELS: usize = 64;
const LABEL: usize = 63;

/// Characters of a network tag ("Network tags", Compute Engine docs).
const TAG: usize = 63;

const SCOPES: &str = "https://www.googleapis.com/auth/";

pub(super) fn check(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    for (attribute, name) in [("name", &pool.name), ("cluster", &pool.cluster)] {
        if subject.known(&[attribute]) && !is_name(name, NAME) {
            let detail = format!(
                "{name:?} must be up to {NAME} lower-case letters, digits and dashes, begin with a letter and end with \
                 none of the dashes"
            );
            subject.problem(attribute, "not a name that GKE takes", detail);
        }
    }
    if subject.known(&["location"]) && !is_location(&pool.location) {
        let detail = format!("{:?} must be a region or a zone, such as \"europe-west4\"", pool.location);
        subject.problem("location", "not a location of GKE", detail);
    }
    if subject.known(&["identity"]) {
        identity(subject);
    }
    if subject.known(&["labels"]) {
        labels(subject);
    }
    if subject.known(&["taints"]) {
        taints(subject);
    }
    if subject.known(&["gcp"]) {
        extras(subject);
    }
}

fn identity(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    if let Some(identity) = pool.identity.as_deref()
        && identity != "default"
        && !identity.contains('@')
    {
        let detail = format!(
            "{identity:?} must be its e-mail address, such as \"pool@PROJECT.iam.gserviceaccount.com\""
        );
        subject.problem("identity", "not a service account", detail);
    }
}

fn labels(subject: &mut Subject<'_>) {
    let labels = &subject.wanted.labels;
    if labels.len() > LABELS {
        let detail = format!("there are {}, default labels included; {LABELS} are allowed", labels.len());
        subject.problem("labels", "too many labels", detail);
    }
    for (key, value) in labels {
        let at = format!("labels[{key:?}]");
        if !key.chars().next().is_some_and(|first| first.is_alphabetic()) || !is_label(key) {
            subject.problem(
                &at,
                "not a key that Google Cloud takes for a label",
                "a key begins with a lower-case letter, has up to 63 lower-case letters, digits, dashes and underscores, \
                 and no others",
            );
        } else if key.starts_with("goog") {
            subject.problem(&at, "the key is reserved", "keys that begin with \"goog\" are Google's own");
        }
        if !value.is_empty() && !is_label(value) {
            let detail = format!(
                "{value:?} must have up to 63 lower-case letters, digits, dashes and underscores, and no others"
            );
            subject.problem(&at, "not a value that Google Cloud takes for a label", detail);
        }
    }
}

/// Letters of other scripts are allowed; those that have cases must be lower.
fn is_label(text: &str) -> bool {
    let fits = |c: char| matches!(c, '-' | '_') || (c.is_alphanumeric() && !c.is_uppercase());
    (1..=LABEL).contains(&text.chars().count()) && text.chars().all(fits)
}

fn taints(subject: &mut Subject<'_>) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, taint) in subject.wanted.taints.iter().flatten().enumerate() {
        let at = format!("taints[{index}]");
        if taint.key.is_empty() || taint.key.contains(char::is_whitespace) {
            subject.problem(format!("{at}.key"), "not a key of a taint", format!("{:?} is none", taint.key));
        }
        // "Found more than one taint with key ... and effect ..." (terraform-provider-google #7928)
        if !seen.insert((&taint.key, taint.effect)) {
            subject.problem(
                at,
                "a taint is there twice",
                format!("{} has this effect once already", taint.key),
            );
        }
    }
}

fn extras(subject: &mut Subject<'_>) {
    let extras = subject.extras;
    if extras.project.as_deref() == Some("") {
        subject.problem("gcp.project", "the project is empty", "name a project, or leave it out");
    }
    for scope in extras.oauth_scopes.iter().flatten().filter(|scope| !scope.starts_with(SCOPES)) {
        let detail = format!("{scope:?} must be its address, such as \"{SCOPES}cloud-platform\"");
        subject.problem("gcp.oauth_scopes", "not an OAuth scope", detail);
    }
    for tag in extras.network_tags.iter().flatten().filter(|tag| !is_name(tag, TAG)) {
        let detail = format!("{tag:?} must be up to {TAG} lower-case letters, digits and dashes");
        subject.problem("gcp.network_tags", "not a network tag", detail);
    }
}

/// RFC 1035, with a bound of its own.
fn is_name(name: &str, longest: usize) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    name.len() <= longest
        && name.bytes().all(fits)
        && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && !name.ends_with('-')
}

/// A region is an area and a numbered direction, `europe-west4`; a zone has a letter more.
fn is_location(location: &str) -> bool {
    let parts: Vec<&str> = location.split('-').collect();
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let numbered = |part: &str| word(part) && part.ends_with(|c: char| c.is_ascii_digit());
    match parts.as_slice() {
        [area, direction] => word(area) && numbered(direction),
        [area, direction, letter] => word(area) && numbered(direction) && letter.len() == 1 && word(letter),
        _ => false,
    }
}
