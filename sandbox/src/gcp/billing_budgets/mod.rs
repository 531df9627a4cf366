//! Cloud Billing budgets, <https://cloud.google.com/billing/docs/reference/budget/rest>.
//!
//! What the real API refuses with nothing but "Request contains an invalid argument." is refused here in the same words
//! and, in the details, with the field and the reason, so that a test says what was wrong.

mod budget;
mod check;
mod spend_cap;
#[cfg(test)]
mod tests;
mod update;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderMap, Request};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tonic::Code;

use super::caller::{self, Caller};
use super::ids;
use super::listing::Page;
use super::proto::{self, Schema};
use super::refusal::Refusal;
use super::rest::{Query, Service, Work};
use super::status::Status;
use crate::answer::Reply;
use crate::core::Core;
use crate::error::Error;
use crate::store::Section;

const SERVICE: &str = "billingbudgets.googleapis.com";

/// The most budgets of a page, from the discovery document.
const PAGE: usize = 100;

static MESSAGES: LazyLock<Schema> =
    LazyLock::new(|| Schema::new("google.cloud.billing.budgets.v1", include_str!("messages.txt")));

/// The API over its state.
#[derive(Clone)]
pub(crate) struct Api {
    core: Core,
    state: Section<Budgets>,
}

/// What is kept.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Budgets {
    accounts: BTreeMap<String, Account>,
    /// How many budgets there have ever been, and how many changes of them.
    count: u64,
}

/// A billing account. Every account exists.
#[derive(Default, Deserialize, Serialize)]
struct Account {
    /// The currency of its first budget, and from then on of every one.
    currency: Option<String>,
    /// The message `Budget` of each, by its ID.
    budgets: BTreeMap<String, Value>,
    /// IDs of budgets that were there.
    deleted: BTreeSet<String>,
}

/// A request, taken apart.
struct Asked {
    account: String,
    /// The budget's ID, empty in calls on all of them.
    id: String,
    query: Query,
    body: Bytes,
    operation: &'static str,
}

/// What carries out a call.
type Run = fn(&Api, &Asked) -> Result<Value, Status>;

impl Api {
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        Ok(Self { core: core.clone(), state: core.store.section("gcp.billing_budgets")? })
    }
}

impl Service for Api {
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work> {
        let path = urlencoding::decode(request.uri().path()).ok()?.into_owned();
        let (account, rest) = path.strip_prefix("/v1/billingAccounts/")?.split_once('/')?;
        let id = match rest.split_once('/') {
            None if rest == "budgets" => "",
            Some(("budgets", id)) if !id.is_empty() && !id.contains('/') => id,
            _ => return None,
        };
        let (operation, answer, run): (_, _, Run) = match (request.method().as_str(), id) {
            ("POST", "") => ("CreateBudget", "Budget", Self::create),
            ("GET", "") => ("ListBudgets", "ListBudgetsResponse", Self::list),
            ("GET", _) => ("GetBudget", "Budget", Self::get),
            ("PATCH", _) => ("UpdateBudget", "Budget", Self::patch),
            ("DELETE", _) => ("DeleteBudget", "", Self::delete),
            _ => return None,
        };
        let (query, body) = (Query::of(request.uri()), request.body().clone());
        let asked = Asked { account: account.into(), id: id.into(), query, body, operation };
        let resource = self.resource(&asked);
        let (api, headers) = (self.clone(), request.headers().clone());
        let run = Box::new(move || {
            let value = api.carry_out(run, &headers, &asked);
            let reply = value.and_then(|value| MESSAGES.reply(answer, &value, &asked.query));
            reply.unwrap_or_else(|status| status.reply())
        });
        Some(Work { service: "billingbudgets", operation, resource, refuse: wanted, run })
    }
}

/// What the API answers when a fault rule wants this HTTP status of it.
fn wanted(status: u16) -> Reply {
    Status::wanted(status).reply_with(status)
}

impl Asked {
    fn parameter(&self, name: &str) -> Option<&str> {
        proto::parameter(&self.query, name)
    }

    fn read(&self) -> Result<Value, Status> {
        MESSAGES.read("Budget", "budget", &self.body)
    }
}

impl Api {
    fn carry_out(&self, run: Run, headers: &HeaderMap, asked: &Asked) -> Result<Value, Status> {
        self.authenticate(headers, asked.operation)?;
        let known: &[&str] = match asked.operation {
            "ListBudgets" => &["pageSize", "pageToken", "parent", "scope"],
            "UpdateBudget" => &["updateMask"],
            _ => &["name", "parent"],
        };
        proto::check_parameters(&asked.query, known)?;
        check::account(&asked.account)?;
        run(self, asked)
    }

    /// The display name of the budget that a call is about: what the log of calls names.
    fn resource(&self, asked: &Asked) -> String {
        let name = |budget: &Value| budget.get("displayName").and_then(Value::as_str).map(str::to_owned);
        let there =
            self.state.read(|state| name(state.accounts.get(&asked.account)?.budgets.get(&asked.id)?));
        let sent = || name(&serde_json::from_slice(&asked.body).ok()?);
        there.or_else(sent).unwrap_or_else(|| asked.id.clone())
    }

    fn create(&self, asked: &Asked) -> Result<Value, Status> {
        let mut budget = asked.read()?;
        budget::complete(&mut budget);
        check::budget(&budget)?;
        self.state.write(|state| {
            let account = state.accounts.entry(asked.account.clone()).or_default();
            spend_cap::check_new(&budget, &account.budgets)?;
            account.keep_currency(&mut budget)?;
            state.count += 1;
            let id = ids::uuid(&format!("{}/{}", asked.account, state.count));
            budget["name"] = format!("billingAccounts/{}/budgets/{id}", asked.account).into();
            budget["etag"] = etag(state.count).into();
            account.budgets.insert(id, budget.clone());
            Ok(budget)
        })
    }

    fn get(&self, asked: &Asked) -> Result<Value, Status> {
        self.state.read(|state| {
            let account = state.accounts.get(&asked.account);
            account.and_then(|account| account.budgets.get(&asked.id).cloned()).ok_or_else(not_found)
        })
    }

    fn patch(&self, asked: &Asked) -> Result<Value, Status> {
        let wanted = asked.read()?;
        self.state.write(|state| {
            let account = state.accounts.get_mut(&asked.account).ok_or_else(not_found)?;
            let there = account.budgets.get(&asked.id).ok_or_else(not_found)?;
            let mut budget = update::apply(there, &wanted, asked.parameter("updateMask"))?;
            budget::complete(&mut budget);
            check::budget(&budget)?;
            spend_cap::check(&budget)?;
            account.keep_currency(&mut budget)?;
            state.count += 1;
            budget["etag"] = etag(state.count).into();
            account.budgets.insert(asked.id.clone(), budget.clone());
            Ok(budget)
        })
    }

    /// Deleting what was deleted before succeeds, says the discovery document.
    fn delete(&self, asked: &Asked) -> Result<Value, Status> {
        self.state.write(|state| {
            let account = state.accounts.get_mut(&asked.account).ok_or_else(not_found)?;
            if account.budgets.remove(&asked.id).is_some() {
                account.deleted.insert(asked.id.clone());
            }
            if account.deleted.contains(&asked.id) { Ok(json!({})) } else { Err(not_found()) }
        })
    }

    fn list(&self, asked: &Asked) -> Result<Value, Status> {
        let refused = |refusal: Refusal| check::invalid("page_token", &refusal.message);
        let size = match asked.parameter("pageSize").map(str::parse) {
            None => 0,
            Some(Ok(size)) if size >= 0 => size,
            Some(_) => return Err(check::invalid("page_size", "not a number of budgets")),
        };
        let page =
            Page::of_up_to(PAGE, size, asked.parameter("pageToken").unwrap_or_default()).map_err(refused)?;
        let scope = asked.parameter("scope").filter(|scope| !scope.is_empty());
        let project = |scope| budget::project(scope).ok_or_else(|| check::invalid("scope", "not a project"));
        let scope = scope.map(project).transpose()?;
        let (budgets, token) = self
            .state
            .read(|state| {
                let all = state.accounts.get(&asked.account).into_iter().flat_map(|account| &account.budgets);
                let wanted = all
                    .filter(|(_, budget)| scope.as_ref().is_none_or(|scope| budget::counts(budget, scope)));
                page.cut(wanted, |(id, _)| (*id).clone()).map(|(page, token)| {
                    (page.into_iter().map(|(_, budget)| budget.clone()).collect::<Vec<_>>(), token)
                })
            })
            .map_err(refused)?;
        let mut answer = json!({});
        if !budgets.is_empty() {
            answer["budgets"] = budgets.into();
        }
        if !token.is_empty() {
            answer["nextPageToken"] = token.into();
        }
        Ok(answer)
    }

    fn authenticate(&self, headers: &HeaderMap, operation: &str) -> Result<(), Status> {
        let Caller::Token(token) = Caller::of(headers) else {
            let method = format!("google.cloud.billing.budgets.v1.BudgetService.{operation}");
            return Err(Status::unauthenticated(SERVICE, &method));
        };
        let needed = self.core.fixtures.read(|fixtures| fixtures.quota_project_needed == Some(true));
        let is_user = !caller::principal(&token).ends_with(".gserviceaccount.com");
        if needed && is_user && !headers.contains_key("x-goog-user-project") {
            return Err(no_quota_project());
        }
        Ok(())
    }
}

impl Account {
    /// A budget has its account's currency, whether it says so or not.
    fn keep_currency(&mut self, budget: &mut Value) -> Result<(), Status> {
        let Some(money) = budget.pointer_mut("/amount/specifiedAmount") else { return Ok(()) };
        let told = money.get("currencyCode").and_then(Value::as_str).map(str::to_owned);
        let currency = self.currency.clone().or(told.clone()).unwrap_or_else(|| "USD".into());
        if told.is_some_and(|told| told != currency) {
            let text = format!("the billing account's currency is {currency}");
            return Err(check::invalid("budget.amount.specified_amount.currency_code", &text));
        }
        money["currencyCode"] = currency.as_str().into();
        self.currency = Some(currency);
        Ok(())
    }
}

fn not_found() -> Status {
    Status::new(Code::NotFound, "Requested entity was not found.")
}

/// What users hear whose credentials name no project to bill the call to; in these words in
/// GoogleCloudPlatform/dlp-pdf-redaction#31. The project is the one that gcloud belongs to.
fn no_quota_project() -> Status {
    let message = format!(
        "Your application is authenticating by using local Application Default Credentials. The {SERVICE} API requires \
         a quota project, which is not set by default. To learn how to set your quota project, see \
         https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds ."
    );
    let localized = json!({
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": message,
    });
    let metadata = json!({ "consumer": "projects/764086051850", "service": SERVICE });
    let mut status =
        Status::new(Code::PermissionDenied, message).info("SERVICE_DISABLED", "googleapis.com", metadata);
    status.details.push(localized);
    status
}

fn etag(change: u64) -> String {
    ids::digits(&change.to_string()).chars().take(16).collect()
}
