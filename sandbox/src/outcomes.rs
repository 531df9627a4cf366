//! How what takes time ends, where a test wants another end than success.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::store::{Section, Store};

/// The outcomes wanted so far. A clone shares them.
#[derive(Clone)]
pub(crate) struct Outcomes(Section<Vec<Wanted>>);

/// Whose end it is, and which.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    pub(crate) cloud: String,
    pub(crate) service: String,
    /// The operation that began it, or `*`.
    #[serde(default = "any")]
    pub(crate) operation: String,
    /// The resource's name, or `*`.
    #[serde(default = "any")]
    pub(crate) resource: String,
    /// How many more end so; `null` is without end.
    #[serde(default = "once")]
    pub(crate) times: Option<u64>,
    pub(crate) outcome: Outcome,
}

/// An end.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    /// The state that the resource is left in, in the service's own word: `CREATE_FAILED`, `ERROR`.
    pub(crate) status: String,
    /// The service's code for the reason.
    #[serde(default)]
    pub(crate) code: String,
    /// The reason in words.
    #[serde(default)]
    pub(crate) message: String,
}

/// What begins, and will take time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beginning<'a> {
    pub(crate) cloud: &'static str,
    pub(crate) service: &'static str,
    pub(crate) operation: &'a str,
    pub(crate) resource: &'a str,
}

impl Outcomes {
    pub(crate) fn open(store: &Store) -> Result<Self, Error> {
        store.section("sandbox.outcomes").map(Self)
    }

    /// The end that is wanted of what begins, where its status is one that `possible` allows. It is used up by that.
    pub(crate) fn take(
        &self,
        beginning: Beginning<'_>,
        possible: impl Fn(&Outcome) -> bool,
    ) -> Option<Outcome> {
        self.0.write(|all| {
            let found = all.iter().position(|wanted| wanted.meets(beginning) && possible(&wanted.outcome))?;
            let outcome = all[found].outcome.clone();
            match all[found].times.as_mut() {
                Some(times) if *times <= 1 => drop(all.remove(found)),
                Some(times) => *times -= 1,
                None => {}
            }
            Some(outcome)
        })
    }

    pub(crate) fn add(&self, wanted: Wanted) {
        self.0.write(|all| all.push(wanted));
    }

    /// Those that have not been used up.
    pub(crate) fn all(&self) -> Vec<Wanted> {
        self.0.read(Clone::clone)
    }

    pub(crate) fn clear(&self) {
        self.0.write(Vec::clear);
    }
}

impl Wanted {
    fn meets(&self, beginning: Beginning<'_>) -> bool {
        let fits = |pattern: &str, value: &str| pattern == "*" || pattern == value;
        self.cloud == beginning.cloud
            && self.service == beginning.service
            && self.times != Some(0)
            && fits(&self.operation, beginning.operation)
            && fits(&self.resource, beginning.resource)
    }
}

fn any() -> String {
    "*".to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "a field's default has the field's type")]
fn once() -> Option<u64> {
    Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Begins `CreateNodegroup` for the pools in `names`, and tells which end badly, as a string of `x` and `.`.
    fn check(wanted: &str, names: &[&str], expected: &str) {
        let outcomes = Outcomes::open(&Store::open(None).unwrap()).unwrap();
        outcomes.add(serde_json::from_str(wanted).unwrap());
        let seen: String = names
            .iter()
            .map(|resource| Beginning {
                cloud: "aws",
                service: "eks",
                operation: "CreateNodegroup",
                resource,
            })
            .map(|beginning| outcomes.take(beginning, |outcome| outcome.status != "DELETE_FAILED"))
            .map(|outcome| if outcome.is_some() { 'x' } else { '.' })
            .collect();
        assert_eq!(seen, expected, "{wanted}");
    }

    #[test]
    fn an_outcome_is_for_whom_it_names_and_is_used_up() {
        let wanted = |more: &str| {
            format!(r#"{{"cloud":"aws","service":"eks",{more}"outcome":{{"status":"CREATE_FAILED"}}}}"#)
        };
        check(&wanted(r#""resource":"a","#), &["b", "a", "a"], ".x.");
        check(&wanted(""), &["b", "a"], "x.");
        check(&wanted(r#""times":2,"#), &["a", "b", "c"], "xx.");
        check(&wanted(r#""times":null,"#), &["a", "b", "c"], "xxx");
        check(&wanted(r#""times":0,"#), &["a"], ".");
        check(&wanted(r#""operation":"CreateNodegroup","#), &["a"], "x");
        check(&wanted(r#""operation":"UpdateNodegroupVersion","#), &["a"], ".");
        check(&wanted("").replace("CREATE", "DELETE"), &["a"], ".");
        check(&wanted("").replace("eks", "container"), &["a"], ".");
    }
}
