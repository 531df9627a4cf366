//! Calls broken on purpose, by rule.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::call::Call;

/// Which calls to break, and how. A call is broken by the first rule, in the order they were given, that matches it
/// and is due.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(default = "any")]
    pub(crate) cloud: String,
    #[serde(default = "any")]
    pub(crate) service: String,
    /// The operation's name, or `*`.
    #[serde(default = "any")]
    pub(crate) operation: String,
    /// The resource's name, or `*`.
    #[serde(default = "any")]
    pub(crate) resource: String,
    /// Matching calls to let pass first.
    #[serde(default)]
    pub(crate) after: u64,
    /// Calls to break before the rule is spent; `null` is without end.
    #[serde(default = "once")]
    pub(crate) times: Option<u64>,
    /// Share of the matching calls to break. They are spread evenly and not at random, so that a test's run can be
    /// repeated: 25 breaks each fourth call.
    #[serde(default = "always")]
    pub(crate) percent: u8,
    pub(crate) fault: Fault,
    /// Matching calls so far.
    #[serde(skip_deserializing)]
    pub(crate) matched: u64,
    /// Calls broken so far.
    #[serde(skip_deserializing)]
    pub(crate) broken: u64,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// Nothing is done, and the service's own error of this HTTP status is answered.
    Status(u16),
    /// The call is carried out after so many milliseconds.
    DelayMs(u64),
    /// The call is carried out when the rules are removed.
    Hold,
    /// The connection is closed with no answer.
    Drop(When),
}

/// On which side of the work a connection is closed.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// Nothing is done.
    Before,
    /// The call is carried out.
    After,
}

/// What a service's transport must do with a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Admission {
    /// Carry it out and answer.
    Serve,
    /// Do nothing and answer the service's own error of this HTTP status.
    Refuse(u16),
    /// Do nothing and close the connection with no answer.
    Drop,
    /// Carry it out and close the connection with no answer.
    ServeThenDrop,
}

/// The rules in force.
#[derive(Default)]
pub(crate) struct Faults {
    rules: Mutex<Vec<Rule>>,
    /// Told when they are removed.
    removed: Notify,
}

impl Faults {
    /// Meets a call at the door. A wanted delay has passed when this returns.
    pub(crate) async fn admit(&self, call: &Call) -> Admission {
        // Made before the rules are looked at, so that no removal is missed.
        let removed = self.removed.notified();
        match self.next(call) {
            None => Admission::Serve,
            Some(Fault::Status(status)) => Admission::Refuse(status),
            Some(Fault::Drop(When::Before)) => Admission::Drop,
            Some(Fault::Drop(When::After)) => Admission::ServeThenDrop,
            Some(Fault::DelayMs(milliseconds)) => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                Admission::Serve
            }
            Some(Fault::Hold) => {
                removed.await;
                Admission::Serve
            }
        }
    }

    /// The fault due for a call. Each rule up to the one that fires counts the call.
    pub(crate) fn next(&self, call: &Call) -> Option<Fault> {
        self.lock().iter_mut().find_map(|rule| rule.meet(call))
    }

    pub(crate) fn add(&self, rule: Rule) {
        self.lock().push(rule);
    }

    pub(crate) fn all(&self) -> Vec<Rule> {
        self.lock().clone()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.removed.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    /// Why the rule could never be obeyed, if so.
    pub(crate) fn objection(&self) -> Option<&'static str> {
        match self.fault {
            Fault::Status(status) if !(400..600).contains(&status) => {
                Some("fault.status must be from 400 to 599")
            }
            _ if self.percent > 100 => Some("percent must be from 0 to 100"),
            _ => None,
        }
    }

    fn meet(&mut self, call: &Call) -> Option<Fault> {
        if !self.matches(call) || self.times.is_some_and(|times| self.broken >= times) {
            return None;
        }
        self.matched += 1;
        let turn = self.matched.checked_sub(self.after).filter(|turn| *turn > 0)?;
        let due = |turn: u64| turn * u64::from(self.percent) / 100;
        if due(turn) == due(turn - 1) {
            return None;
        }
        self.broken += 1;
        Some(self.fault)
    }

    fn matches(&self, call: &Call) -> bool {
        let fits = |pattern: &str, value: &str| pattern == "*" || pattern == value;
        fits(&self.cloud, call.cloud)
            && fits(&self.service, call.service)
            && fits(&self.operation, &call.operation)
            && fits(&self.resource, &call.resource)
    }
}

fn any() -> String {
    "*".to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "a field's default has the field's type")]
fn once() -> Option<u64> {
    Some(1)
}

fn always() -> u8 {
    100
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays calls named `Op` on bucket `b` against one rule and tells which were broken, as a string of `x` and `.`.
    fn check(rule: &str, operation: &str, expected: &str) {
        let faults = Faults::default();
        faults.add(serde_json::from_str(rule).unwrap());
        let call = Call { cloud: "aws", service: "s3", operation: operation.into(), resource: "b".into() };
        let seen: String =
            expected.chars().map(|_| if faults.next(&call).is_some() { 'x' } else { '.' }).collect();
        assert_eq!(seen, expected, "{rule}");
    }

    #[test]
    fn rules_fire_when_due() {
        check(r#"{"fault":{"status":500}}"#, "Op", "x...");
        check(r#"{"times":2,"fault":{"status":500}}"#, "Op", "xx..");
        check(r#"{"times":null,"fault":{"status":500}}"#, "Op", "xxxx");
        check(r#"{"after":2,"fault":{"drop":"before"}}"#, "Op", "..x.");
        check(r#"{"times":null,"percent":25,"fault":{"delay_ms":1}}"#, "Op", "...x...x");
        check(r#"{"percent":0,"fault":{"status":500}}"#, "Op", "....");
        check(r#"{"operation":"Op","fault":{"status":500}}"#, "Op", "x");
        check(r#"{"operation":"Op","fault":{"status":500}}"#, "Other", ".");
        check(r#"{"resource":"other","fault":{"status":500}}"#, "Op", ".");
        check(r#"{"cloud":"gcp","fault":{"status":500}}"#, "Op", ".");
        check(r#"{"service":"sts","fault":{"status":500}}"#, "Op", ".");
    }

    #[test]
    fn a_spent_rule_lets_the_next_one_work() {
        let faults = Faults::default();
        for status in [500, 503] {
            faults.add(serde_json::from_str(&format!(r#"{{"fault":{{"status":{status}}}}}"#)).unwrap());
        }
        let call = Call { cloud: "aws", service: "s3", operation: "Op".into(), resource: String::new() };
        let seen: Vec<_> = (0..3).map(|_| faults.next(&call)).collect();
        assert_eq!(seen, [Some(Fault::Status(500)), Some(Fault::Status(503)), None]);
    }

    #[tokio::test]
    async fn a_call_is_held_until_the_rules_are_removed() {
        let faults = Faults::default();
        faults.add(serde_json::from_str(r#"{"fault":"hold"}"#).unwrap());
        let call = Call { cloud: "aws", service: "s3", operation: "Op".into(), resource: String::new() };
        let mut held = std::pin::pin!(faults.admit(&call));
        let early = tokio::time::timeout(Duration::from_millis(5), &mut held).await;
        assert!(early.is_err(), "{early:?}");
        faults.clear();
        assert_eq!(held.await, Admission::Serve);
    }

    #[tokio::test]
    async fn admission_follows_the_fault() {
        for (fault, expected) in [
            (r#"{"status":429}"#, Admission::Refuse(429)),
            (r#"{"delay_ms":1}"#, Admission::Serve),
            (r#"{"drop":"before"}"#, Admission::Drop),
            (r#"{"drop":"after"}"#, Admission::ServeThenDrop),
        ] {
            let faults = Faults::default();
            faults.add(serde_json::from_str(&format!(r#"{{"fault":{fault}}}"#)).unwrap());
            let call =
                Call { cloud: "gcp", service: "storage", operation: "Op".into(), resource: String::new() };
            assert_eq!(faults.admit(&call).await, expected, "{fault}");
        }
    }
}
