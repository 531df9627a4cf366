//! What AWS Budgets cannot do or does not take, found before anything is sent. One file checks one part. The limits are
//! those of the API reference (`Budget`, `Notification`, `Action` and the types of their members).

mod actions;
mod amount;
mod counted;
mod names;
mod notify;

use chrono::NaiveDate;

use super::{AwsExtras, Budget};
use crate::Problem;
use crate::aws::names::Arn;
use crate::budget::{Level, Threshold, day, decimal};

/// Everything that AWS Budgets cannot do or does not take.
pub(in super::super) fn check(
    budget: &Budget,
    extras: &AwsExtras,
    unknown: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut subject = Subject::new(budget, extras, unknown);
    names::check(&mut subject);
    amount::check(&mut subject);
    counted::check(&mut subject);
    notify::check(&mut subject);
    actions::check(&mut subject);
    subject.problems()
}

/// What AWS Budgets cannot change in place: what names a budget. A scope that is not said is the caller's account, so that
/// whether it differs from one that is said is seen at the apply alone.
pub(in super::super) fn replaced(prior: &Budget, wanted: &Budget) -> Vec<&'static str> {
    let moved = matches!((&prior.scope, &wanted.scope), (Some(prior), Some(wanted)) if prior != wanted);
    [("name", prior.name != wanted.name), ("scope", moved)]
        .into_iter()
        .filter_map(|(attribute, differs)| differs.then_some(attribute))
        .collect()
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, Budget, AwsExtras>;

impl Subject<'_> {
    /// An amount of money: a decimal without a sign.
    fn units(&mut self, attribute: &str, units: &str) {
        if decimal::parse(units).is_none() {
            self.problem(
                attribute,
                format!("{units:?} is no amount"),
                "Write digits with at most one point, such as \"1250.50\": no sign, no exponent, no currency.",
            );
        }
    }

    /// A threshold, of a notification or an action. Whether each is named once is the caller's to check.
    fn threshold(&mut self, attribute: &str, threshold: &Threshold) {
        let (member, text, most) = match &threshold.at {
            Level::Percent(text) => ("percent", text, 1_000_000_f64),
            Level::Absolute(text) => ("absolute", text, 15_000_000_000_000_f64),
        };
        let attribute = format!("{attribute}.{member}");
        match decimal::to_double(text) {
            None => self.problem(
                attribute,
                format!("{text:?} is no threshold"),
                "Write digits with at most one point, such as \"80\" or \"112.5\", 15 digits at most: AWS Budgets keeps \
                 thresholds as binary numbers, which keep no more.",
            ),
            Some(value) if value > most => self.problem(
                attribute,
                format!("{text} is more than AWS Budgets takes"),
                format!("It takes thresholds up to {most}."),
            ),
            Some(_) => {}
        }
    }

    /// A list of e-mail addresses.
    fn emails(&mut self, attribute: &str, emails: &[String]) {
        for (index, email) in emails.iter().enumerate() {
            let attribute = format!("{attribute}[{index}]");
            let parts = email.split_once('@');
            let shaped = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
            if !shaped || email.contains(char::is_whitespace) {
                self.problem(
                    attribute,
                    format!("{email:?} is no e-mail address"),
                    "Write an address such as `finops@example.com`.",
                );
            } else if emails[..index].contains(email) {
                self.problem(attribute, format!("{email:?} is there twice"), "Name each address once.");
            }
        }
        if emails.len() > 10 {
            self.problem(
                attribute,
                format!("{} addresses are more than AWS Budgets takes", emails.len()),
                "A notification has ten addresses and one SNS topic at most. Let a topic tell more people, or a list.",
            );
        }
    }

    /// The ARN of a topic.
    fn topic(&mut self, attribute: &str, topic: &str) {
        if Arn::of(topic, "sns").is_none() {
            self.problem(
                attribute,
                format!("{topic:?} is no ARN of an SNS topic"),
                "Write one such as `arn:aws:sns:us-east-1:123456789012:budgets`. The topic's policy lets \
                 `budgets.amazonaws.com` publish to it.",
            );
        }
    }

    /// A day.
    fn day(&mut self, attribute: &str, text: &str) -> Option<NaiveDate> {
        let day = day::parse(text);
        if day.is_none() {
            self.problem(attribute, format!("{text:?} is no day"), "Write a day such as \"2027-01-31\".");
        }
        day
    }
}

#[cfg(test)]
mod tests;
