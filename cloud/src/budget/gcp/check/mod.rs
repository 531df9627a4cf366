//! What Cloud Billing budgets cannot do or do not take, found without asking the service.

mod amounts;
mod cap;
mod names;
#[cfg(test)]
mod tests;

use crate::Problem;
use crate::budget::{Budget, GcpExtras};

/// The problems of one budget.
pub(crate) fn check(budget: &Budget, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut subject = Subject::new(budget, extras, unknown);
    names::check(&mut subject);
    amounts::check(&mut subject);
    elsewhere(&mut subject);
    if extras.spend_cap == Some(true) {
        cap::check(&mut subject);
    }
    subject.problems()
}

/// What cannot be changed in place: a budget stays in its billing account.
pub(crate) fn replaced(prior: &Budget, wanted: &Budget) -> Vec<&'static str> {
    if prior.scope == wanted.scope { Vec::new() } else { vec!["scope"] }
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, Budget, GcpExtras>;

/// What only AWS Budgets has.
fn elsewhere(subject: &mut Subject<'_>) {
    let notify = &subject.wanted.notify;
    let (emails, topic) = (notify.emails.is_some(), notify.sns_topic.is_some());
    if emails {
        subject.problem(
            "notify.emails",
            "Google Cloud's budgets hold no e-mail addresses",
            "make a Cloud Monitoring notification channel of each address and name it in notify.channels; the billing \
             account's administrators hear of it by themselves",
        );
    }
    if topic {
        subject.problem(
            "notify.sns_topic",
            "SNS is a service of AWS",
            "name a Pub/Sub topic in notify.pubsub_topic",
        );
    }
    if subject.known(&["labels"]) && !subject.wanted.labels.is_empty() {
        subject.problem(
            "labels",
            "Google Cloud's budgets have no labels",
            "leave labels out; what the budget counts by label is filter.labels",
        );
    }
}
