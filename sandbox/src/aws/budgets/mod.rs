//! AWS Budgets: budgets of an account, who hears of them, and what is done when they are used up.
//!
//! What was spent comes from the fixtures, see [`crate::fixtures::Spend`].

mod action;
mod amount;
mod budget;
mod filter;
mod notification;
mod period;
mod shape;
mod spend;
mod state;
mod subscriber;
mod tag;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Request;
use serde_json::Value;

use self::state::State;
use super::json::{self, Error, Object, Protocol, Shape};
use super::{Caller, Stranger};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;
use crate::store::Section;

/// What the header `x-amz-target` begins with.
pub(super) const TARGET: &str = "AWSBudgetServiceGateway.";

/// The service.
pub(crate) struct Service {
    core: Core,
    state: Section<State>,
}

/// What an operation knows of its call.
struct Ask<'a> {
    core: &'a Core,
    /// Whose budgets they are.
    account: &'a str,
    input: &'a Object,
    now: DateTime<Utc>,
}

/// An operation of the service's model.
struct Operation {
    name: &'static str,
    shape: &'static Shape,
    run: fn(&Ask<'_>, &mut State) -> Result<Value, Error>,
}

const fn on(
    name: &'static str,
    shape: &'static Shape,
    run: fn(&Ask<'_>, &mut State) -> Result<Value, Error>,
) -> Operation {
    Operation { name, shape, run }
}

static OPERATIONS: &[Operation] = &[
    on("CreateBudget", &shape::CREATE_BUDGET, budget::create),
    on("CreateBudgetAction", &shape::CREATE_ACTION, action::create),
    on("CreateNotification", &shape::CREATE_NOTIFICATION, notification::create),
    on("CreateSubscriber", &shape::SUBSCRIBER_OF, subscriber::create),
    on("DeleteBudget", &shape::BUDGET_NAMED, budget::delete),
    on("DeleteBudgetAction", &shape::ACTION_NAMED, action::delete),
    on("DeleteNotification", &shape::NOTIFICATION_OF, notification::delete),
    on("DeleteSubscriber", &shape::SUBSCRIBER_OF, subscriber::delete),
    on("DescribeBudget", &shape::BUDGET_NAMED, budget::describe),
    on("DescribeBudgetAction", &shape::ACTION_NAMED, action::describe),
    on("DescribeBudgetActionsForAccount", &shape::ACCOUNT_NAMED, action::list_all),
    on("DescribeBudgetActionsForBudget", &shape::BUDGET_NAMED, action::list),
    on("DescribeBudgets", &shape::ACCOUNT_NAMED_LONG, budget::list),
    on("DescribeNotificationsForBudget", &shape::BUDGET_NAMED, notification::list),
    on("DescribeSubscribersForNotification", &shape::NOTIFICATION_OF, subscriber::list),
    on("ListTagsForResource", &shape::RESOURCE_NAMED, tag::list),
    on("TagResource", &shape::TAG, tag::tag),
    on("UntagResource", &shape::UNTAG, tag::untag),
    on("UpdateBudget", &shape::UPDATE_BUDGET, budget::update),
    on("UpdateBudgetAction", &shape::UPDATE_ACTION, action::update),
    on("UpdateNotification", &shape::UPDATE_NOTIFICATION, notification::update),
    on("UpdateSubscriber", &shape::UPDATE_SUBSCRIBER, subscriber::update),
];

impl Service {
    pub(crate) fn open(core: Core) -> Result<Self, crate::error::Error> {
        Ok(Self { state: core.store.section("aws.budgets")?, core })
    }

    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let name = json::target(&request, TARGET);
        let input = json::members(request.body());
        let call = Call {
            cloud: "aws",
            service: "budgets",
            operation: name.unwrap_or("Unknown").to_owned(),
            resource: input.as_ref().map(resource).unwrap_or_default(),
        };
        json::carry_out(&self.core, Protocol::Target, call, injected, || self.act(name, input, caller)).await
    }

    fn act(
        &self,
        name: Option<&str>,
        input: Result<Object, Error>,
        caller: Result<Caller, Stranger>,
    ) -> Result<Value, Error> {
        let caller = caller.map_err(|stranger| Error::stranger(&stranger, Protocol::Target))?;
        let operation = OPERATIONS.iter().find(|operation| Some(operation.name) == name);
        let operation = operation.ok_or_else(Error::unknown_operation)?;
        let input = input?;
        operation.shape.check(&input, "InvalidParameterException")?;
        let account = &caller.principal.account;
        if input.get("AccountId").is_some_and(|asked| asked != account) {
            let message = "Account ID in the request does not match the account of the credentials.";
            return Err(Error::new(400, "AccessDeniedException", message));
        }
        let ask = Ask { core: &self.core, account, input: &input, now: self.core.clock.now() };
        self.state.write(|state| (operation.run)(&ask, state))
    }
}

impl Ask<'_> {
    /// Text that the input has, as its shape says.
    fn text(&self, name: &str) -> &str {
        self.input.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A structure that the input has, as its shape says.
    fn object(&self, name: &str) -> Object {
        self.input.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// A page of a list under the name of the answer's member.
    fn page(&self, member: &str, all: Vec<Value>) -> Result<Value, Error> {
        json::page(self.input, member, all, "InvalidNextTokenException")
    }
}

/// The name of the budget that a call is about.
fn resource(input: &Object) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let nested = |member: &str| text(input.get(member).and_then(|budget| budget.get("BudgetName")));
    text(input.get("BudgetName"))
        .or_else(|| nested("Budget"))
        .or_else(|| nested("NewBudget"))
        .or_else(|| Some(tag::budget(&text(input.get("ResourceARN"))?)?.to_owned()))
        .unwrap_or_default()
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(400, "InvalidParameterException", message)
}

fn not_found(message: impl Into<String>) -> Error {
    Error::new(400, "NotFoundException", message)
}

fn duplicate(message: impl Into<String>) -> Error {
    Error::new(400, "DuplicateRecordException", message)
}

/// The error that a fault rule asks for by its status.
fn injected(status: u16) -> Error {
    let (code, message) = match status {
        403 => ("AccessDeniedException", "User is not authorized to perform this operation."),
        404 => ("NotFoundException", "We can't locate the resource that you specified."),
        429 => ("ThrottlingException", "Rate exceeded"),
        400..500 => ("InvalidParameterException", "An error on the client occurred."),
        503 => ("ServiceUnavailableException", "Service is unable to handle request."),
        _ => (
            "InternalErrorException",
            "An error on the server occurred during the processing of your request.",
        ),
    };
    Error::new(status, code, message)
}
