//! The budget's name, and the names of what it counts and of who hears of it.

use super::Subject;

/// Characters of a display name (`billingbudgets.v1`, field `displayName`).
const NAME: usize = 60;

/// Channels of one budget (`billingbudgets.v1`, field `monitoringNotificationChannels`).
const CHANNELS: usize = 5;

pub(super) fn check(subject: &mut Subject<'_>) {
    name(subject);
    scope(subject);
    if subject.known(&["filter"]) {
        filter(subject);
    }
    if subject.known(&["notify"]) {
        notify(subject);
    }
    if subject.known(&["gcp"]) {
        extras(subject);
    }
}

fn name(subject: &mut Subject<'_>) {
    let length = subject.wanted.name.chars().count();
    if subject.known(&["name"]) && !(1..=NAME).contains(&length) {
        let detail = format!("it has {length} characters; 1 to {NAME} are allowed");
        subject.problem("name", "not a name that a budget on Google Cloud can have", detail);
    }
}

fn scope(subject: &mut Subject<'_>) {
    if !subject.known(&["scope"]) {
        return;
    }
    let Some(scope) = &subject.wanted.scope else {
        let detail =
            "a budget on Google Cloud belongs to a billing account: name it, as XXXXXX-XXXXXX-XXXXXX";
        return subject.problem("scope", "no billing account is named", detail);
    };
    if !is_account(scope) {
        let detail =
            format!("{scope:?} must be the id of a billing account, such as \"012345-6789AB-CDEF01\"");
        subject.problem("scope", "not a billing account", detail);
    }
}

fn filter(subject: &mut Subject<'_>) {
    let budget = subject.wanted;
    // "Currently, multiple entries or multiple values per entry are not allowed."
    if let Some(labels) = &budget.filter.labels
        && (labels.len() > 1 || labels.values().any(|values| values.len() != 1))
    {
        subject.problem(
            "filter.labels",
            "a budget on Google Cloud counts by one label with one value",
            "name one label and one value; what has other labels needs a budget of its own",
        );
    }
    let services = budget.filter.services.iter().flatten();
    all(subject, "filter.services", services, "services/ID", |name| is_under(name, &["services"]));
    let projects = budget.filter.projects.iter().flatten();
    all(subject, "filter.projects", projects, "projects/ID or projects/NUMBER", |name| {
        name.strip_prefix("projects/").is_some_and(is_project)
    });
}

fn notify(subject: &mut Subject<'_>) {
    let notify = &subject.wanted.notify;
    all(
        subject,
        "notify.pubsub_topic",
        notify.pubsub_topic.iter(),
        "projects/PROJECT/topics/TOPIC",
        |name| is_under(name, &["projects", "topics"]),
    );
    let channels = notify.channels.iter().flatten();
    let form = "projects/PROJECT/notificationChannels/ID";
    all(subject, "notify.channels", channels, form, |name| {
        is_under(name, &["projects", "notificationChannels"])
    });
    let channels = notify.channels.as_ref().map_or(0, Vec::len);
    if channels > CHANNELS {
        let detail = format!("a budget has at most {CHANNELS}; there are {channels}");
        subject.problem("notify.channels", "too many channels", detail);
    }
    if channels > 0 && subject.known(&["thresholds"]) && subject.wanted.thresholds().is_empty() {
        subject.problem(
            "thresholds",
            "nobody would hear of anything",
            "notify.channels are told when a threshold is crossed: name one",
        );
    }
}

fn extras(subject: &mut Subject<'_>) {
    let extras = subject.extras;
    if let Some(scope) = &extras.ownership_scope
        && !matches!(scope.as_str(), "ALL_USERS" | "BILLING_ACCOUNT")
    {
        let detail = format!("{scope:?} must be \"ALL_USERS\" or \"BILLING_ACCOUNT\"");
        subject.problem("gcp.ownership_scope", "not an ownership scope", detail);
    }
    let ancestors = extras.resource_ancestors.iter().flatten();
    all(subject, "gcp.resource_ancestors", ancestors, "folders/NUMBER or organizations/NUMBER", |name| {
        is_under(name, &["folders"]) || is_under(name, &["organizations"])
    });
    let accounts = extras.subaccounts.iter().flatten();
    all(subject, "gcp.subaccounts", accounts, "billingAccounts/ID", |name| {
        name.strip_prefix("billingAccounts/").is_some_and(is_account)
    });
    let projects = subject.wanted.filter.projects.as_ref().map_or(0, Vec::len);
    // "This field will be ignored if the budget has multiple or no project configured."
    if extras.project_level_recipients == Some(true) && subject.known(&["filter"]) && projects != 1 {
        subject.problem(
            "gcp.project_level_recipients",
            "no project's owners can be told",
            format!("it works where filter.projects names one project; it names {projects}"),
        );
    }
}

/// Adds a problem for each name that is not of the form.
fn all<'a>(
    subject: &mut Subject<'_>,
    attribute: &str,
    names: impl Iterator<Item = &'a String>,
    form: &str,
    is_right: impl Fn(&str) -> bool,
) {
    for name in names.filter(|name| !is_right(name)) {
        subject.problem(attribute, "not a name that the service takes", format!("{name:?} must be {form}"));
    }
}

fn is_account(text: &str) -> bool {
    let part = |part: &str| {
        part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    };
    text.split('-').count() == 3 && text.split('-').all(part)
}

/// A project's number, or its id: 6 to 30 lower-case letters, digits and dashes ("Creating projects", Resource Manager
/// docs), after a domain and a colon in projects of old.
fn is_project(text: &str) -> bool {
    let id = text.rsplit_once(':').map_or(text, |(_, id)| id);
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let named = (6..=30).contains(&id.len())
        && id.bytes().all(fits)
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && !id.ends_with('-');
    named || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a name is one of these collections, each followed by an id.
fn is_under(name: &str, collections: &[&str]) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    parts.len() == 2 * collections.len()
        && parts.chunks(2).zip(collections).all(|(pair, collection)| {
            matches!(pair, [name, id] if name == collection && !id.is_empty() && !id.contains(char::is_whitespace))
        })
}
