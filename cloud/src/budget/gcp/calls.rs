//! The five calls of the API, each made once.

use google_cloud_gax::error::Error as Answer;
use http::Method;
use serde::{Deserialize, Serialize};

use super::to_wire::Patch;
use super::{GcpBudgets, wire};
use crate::gcp::Request;

/// Budgets told by one call; the API tells no more (`billingbudgets.v1`, parameter `pageSize`).
const PAGE: &str = "100";

/// No body.
type Nothing = ();

impl GcpBudgets {
    pub(super) async fn create_once(
        &self,
        account: &str,
        budget: &wire::Budget,
    ) -> Result<wire::Budget, Answer> {
        let path = budgets(account);
        self.rest.send(&Request { method: Method::POST, path, query: &[], body: Some(budget) }).await
    }

    pub(super) async fn get_once(&self, name: &str) -> Result<wire::Budget, Answer> {
        let request = Request { method: Method::GET, path: budget(name), query: &[], body: None::<Nothing> };
        self.rest.send(&request).await
    }

    pub(super) async fn patch_once(&self, name: &str, patch: &Patch) -> Result<wire::Budget, Answer> {
        let mask = patch.paths.join(",");
        let query = [("updateMask", mask.as_str())];
        let body = Some(&patch.message);
        self.rest.send(&Request { method: Method::PATCH, path: budget(name), query: &query, body }).await
    }

    pub(super) async fn delete_once(&self, name: &str) -> Result<(), Answer> {
        let path = budget(name);
        let request = Request { method: Method::DELETE, path, query: &[], body: None::<Nothing> };
        self.rest.send(&request).await.map(|Empty {}| ())
    }

    /// A page of the budgets of a billing account; those of one project alone where one is given.
    pub(super) async fn list_once(
        &self,
        account: &str,
        project: Option<&str>,
        token: &str,
    ) -> Result<wire::Page, Answer> {
        let mut query = vec![("pageSize", PAGE)];
        query.extend(project.map(|project| ("scope", project)));
        if !token.is_empty() {
            query.push(("pageToken", token));
        }
        let path = budgets(account);
        let request = Request { method: Method::GET, path, query: &query, body: None::<Nothing> };
        self.rest.send(&request).await
    }
}

/// A message without fields.
#[derive(Deserialize, Serialize)]
struct Empty {}

/// The path of a billing account's budgets. `check` lets no account through that would have to be encoded.
fn budgets(account: &str) -> String {
    format!("/v1/billingAccounts/{account}/budgets")
}

fn budget(name: &str) -> String {
    format!("/v1/{name}")
}
