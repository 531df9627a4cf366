//! AWS Cost Explorer: what was spent, by day or month, filtered and grouped. The figures are fixtures, see
//! [`crate::fixtures::Spend`].

pub(super) mod expression;
mod get_cost_and_usage;
mod shape;

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::json::{self, Error, Object, Protocol};
use super::{Caller, Stranger};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;

/// What the header `x-amz-target` begins with.
pub(super) const TARGET: &str = "AWSInsightsIndexService.";

/// The service. It keeps nothing.
pub(crate) struct Service {
    pub(crate) core: Core,
}

impl Service {
    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let name = json::target(&request, TARGET);
        let call = Call {
            cloud: "aws",
            service: "ce",
            operation: name.unwrap_or("Unknown").to_owned(),
            resource: String::new(),
        };
        json::carry_out(&self.core, Protocol::Target, call, injected, || {
            self.act(name, json::members(request.body()), caller)
        })
        .await
    }

    fn act(
        &self,
        name: Option<&str>,
        input: Result<Object, Error>,
        caller: Result<Caller, Stranger>,
    ) -> Result<Value, Error> {
        let caller = caller.map_err(|stranger| Error::stranger(&stranger, Protocol::Target))?;
        if name != Some("GetCostAndUsage") {
            return Err(Error::unknown_operation());
        }
        let input = input?;
        shape::GET_COST_AND_USAGE.check(&input, "ValidationException")?;
        let (account, now) = (&caller.principal.account, self.core.clock.now());
        self.core.fixtures.read(|fixtures| get_cost_and_usage::answer(&input, account, &fixtures.spend, now))
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(400, "ValidationException", message)
}

/// The error that a fault rule asks for by its status.
fn injected(status: u16) -> Error {
    let (code, message) = match status {
        403 => ("AccessDeniedException", "User is not authorized to perform this operation."),
        429 => ("ThrottlingException", "Rate exceeded"),
        400..500 => ("ValidationException", "The input is not valid."),
        503 => ("ServiceUnavailableException", "Service is unable to handle request."),
        _ => ("InternalServerException", "An internal error occurred."),
    };
    Error::new(status, code, message)
}
