//! Node groups, described and listed.

use serde_json::{Value, json};

use super::error::Subject;
use super::state::{Change, Nodegroup, Place, State, Status};
use super::{Ask, cluster};
use crate::aws::json::Error;
use crate::outcomes::Outcome;

/// The most names in one answer, and as many as there are where a call does not say.
const PAGE: usize = 100;

impl Ask<'_> {
    pub(super) fn place<'a>(&'a self, name: &'a str) -> Place<'a> {
        Place {
            account: &self.caller.principal.account,
            region: &self.caller.region,
            cluster: self.route.cluster(),
            name,
        }
    }

    pub(super) fn subject<'a>(&'a self, nodegroup: &'a str) -> Subject<'a> {
        Subject { cluster: self.route.cluster(), nodegroup }
    }

    /// The node group that the path names.
    ///
    /// # Errors
    /// `ResourceNotFoundException` where there is none.
    pub(super) fn find<'s>(&self, state: &'s mut State) -> Result<&'s mut Nodegroup, Error> {
        let name = self.route.nodegroup();
        let found = state.nodegroups.get_mut(&self.place(name).key());
        // The words of moto 5.2.1, as recorded from the service.
        found.ok_or_else(|| self.subject(name).not_found(format!("No node group found for name: {name}.")))
    }
}

pub(super) fn describe(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    ask.state(|state| {
        let nodegroup = ask.find(state)?;
        if nodegroup.change.is_none() && nodegroup.description.status == Status::Active {
            turn_bad(ask, nodegroup);
        }
        Ok(json!({ "nodegroup": nodegroup.description }))
    })
}

/// What breaks while nobody changes anything.
fn turn_bad(ask: &Ask<'_>, nodegroup: &mut Nodegroup) {
    let beginning = ask.beginning(ask.route.nodegroup());
    let degraded = |outcome: &Outcome| Status::of(outcome) == Some(Status::Degraded);
    if let Some(outcome) = ask.service.core.outcomes.take(beginning, degraded) {
        nodegroup.change = Some(Change { due: ask.now, outcome: Some(outcome), then: None });
        nodegroup.settle(ask.now);
    }
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    let prefix = ask.place("").key();
    let names = ask.state(|state| {
        let here = state.nodegroups.keys().filter_map(|key| key.strip_prefix(&prefix));
        here.map(str::to_owned).collect()
    });
    let (names, next) = page(ask, names)?;
    Ok(json!({ "nodegroups": names, "nextToken": next }))
}

/// A page of a list, and the token of the next one.
pub(super) fn page(ask: &Ask<'_>, all: Vec<String>) -> Result<(Vec<String>, Option<String>), Error> {
    let invalid = |message: &str| ask.subject("").invalid(message);
    let size = match ask.route.parameter("maxResults") {
        None => PAGE,
        Some(text) => match text.parse() {
            Ok(size @ 1..=PAGE) => size,
            _ => return Err(invalid("maxResults must be from 1 to 100")),
        },
    };
    let start: usize = match ask.route.parameter("nextToken") {
        None => 0,
        Some(token) => token.parse().map_err(|_| invalid("nextToken is not one that was given"))?,
    };
    let next = start.saturating_add(size);
    let token = (next < all.len()).then(|| next.to_string());
    Ok((all.into_iter().skip(start).take(size).collect(), token))
}
