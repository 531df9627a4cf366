//! Amazon EKS: managed node groups of clusters that stand already.
//!
//! A cluster is a fixture; one named `research` stands in every region of every account. What is made, changed or
//! taken away is so once the [`clock`](crate::clock) says that its time has come, and ends as an
//! [`outcome`](crate::outcomes) says.

mod ami;
mod check;
mod cluster;
mod create;
mod delete;
mod describe;
mod error;
mod input;
mod launch;
mod launch_template;
mod machines;
mod route;
mod scaling;
mod state;
mod tag;
mod update;
mod update_config;
mod update_version;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Request;
use serde_json::Value;

use self::route::Route;
use self::state::State;
use super::json::{self, Error, Object, Protocol};
use super::{Caller, Stranger, ec2};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;
use crate::outcomes::Beginning;
use crate::store::Section;

/// The service.
pub(crate) struct Service {
    core: Core,
    state: Section<State>,
    ec2: Section<ec2::State>,
}

/// What an operation knows of its call.
struct Ask<'a> {
    service: &'a Service,
    caller: &'a Caller,
    route: &'a Route,
    /// The members of the body.
    input: Object,
    now: DateTime<Utc>,
}

impl Service {
    pub(crate) fn open(core: Core) -> Result<Self, crate::error::Error> {
        Ok(Self { state: core.store.section("aws.eks")?, ec2: core.store.section(ec2::SECTION)?, core })
    }

    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let route = Route::of(&request);
        let input = json::members(request.body());
        let call = Call {
            cloud: "aws",
            service: "eks",
            operation: route.as_ref().map_or("Unknown", |route| route.operation.name).to_owned(),
            resource: resource(route.as_ref(), input.as_ref().ok()),
        };
        json::carry_out(&self.core, Protocol::Rest, call, error::injected, || self.act(route, input, caller))
            .await
    }

    fn act(
        &self,
        route: Option<Route>,
        input: Result<Object, Error>,
        caller: Result<Caller, Stranger>,
    ) -> Result<Value, Error> {
        let caller = caller.map_err(|stranger| Error::stranger(&stranger, Protocol::Rest))?;
        let route = route.ok_or_else(Error::unknown_operation)?;
        let ask =
            Ask { service: self, caller: &caller, route: &route, input: input?, now: self.core.clock.now() };
        (route.operation.run)(&ask)
    }
}

/// What a call is about: a node group, else a cluster.
fn resource(route: Option<&Route>, input: Option<&Object>) -> String {
    let named = input.and_then(|input| input.get("nodegroupName")).and_then(Value::as_str);
    let named = named.or_else(|| Some(route?.nodegroup())).filter(|name| !name.is_empty());
    named.or_else(|| Some(route?.cluster())).unwrap_or_default().to_owned()
}

impl Ask<'_> {
    /// What begins by this call for a node group.
    fn beginning<'b>(&'b self, resource: &'b str) -> Beginning<'b> {
        Beginning { cloud: "aws", service: "eks", operation: self.route.operation.name, resource }
    }

    /// Reads the state, with everything whose time has come done.
    fn state<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        self.service.state.write(|state| {
            state.settle(self.now);
            work(state)
        })
    }
}
