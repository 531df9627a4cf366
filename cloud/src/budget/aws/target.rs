//! The budget that calls are about, and how a call is made.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_budgets::Client;
use aws_sdk_budgets::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

pub(super) use crate::aws::call::Call;

use super::{BudgetKey, error};
use crate::aws::AwsClients;
use crate::wait::Running;
use crate::{Cloud, Error};

/// One budget, the client, and the operation that calls belong to.
pub(super) struct Target<'a> {
    pub(super) client: Client,
    pub(super) account: &'a str,
    /// The account of the caller.
    pub(super) own: &'a str,
    pub(super) name: &'a str,
    pub(super) running: &'a Running,
    /// `aws`, or that of China, the government's or the sovereign cloud.
    pub(super) partition: &'a str,
}

impl<'a> Target<'a> {
    pub(super) async fn new(
        clients: &'a AwsClients,
        account: Option<&'a str>,
        name: &'a str,
        running: &'a Running,
    ) -> Result<Self, Error> {
        let caller = clients.identity(running).await?;
        let own = caller.account.as_deref().unwrap_or_default();
        let account = account.unwrap_or(own);
        // An ARN begins with `arn:PARTITION`.
        let partition = caller.principal.split(':').nth(1).unwrap_or("aws");
        let client = clients.budgets().await;
        Ok(Target { client, account, own, name, partition, running })
    }

    pub(super) async fn of_key(
        clients: &'a AwsClients,
        key: &'a BudgetKey,
        running: &'a Running,
    ) -> Result<Self, Error> {
        match key {
            BudgetKey::Aws { account, name } => Target::new(clients, Some(account), name, running).await,
            BudgetKey::Gcp { .. } => Err(Error::Invalid {
                attribute: "cloud".into(),
                message: format!("{key} is a budget of Google Cloud, and AWS was asked for it"),
            }),
        }
    }

    /// The same budget, for calls within other bounds.
    pub(super) fn within<'b>(&self, running: &'b Running) -> Target<'b>
    where
        'a: 'b,
    {
        Target { client: self.client.clone(), running, ..*self }
    }

    /// What names the budget.
    pub(super) fn key(&self) -> BudgetKey {
        BudgetKey::Aws { account: self.account.to_owned(), name: self.name.to_owned() }
    }

    /// The budget's ARN (API reference, `Budget`).
    pub(super) fn arn(&self) -> String {
        format!("arn:{}:budgets::{}:budget/{}", self.partition, self.account, self.name)
    }

    /// The budget, as errors name it.
    pub(super) fn what(&self) -> String {
        format!("budget {:?} of account {}", self.name, self.account)
    }

    /// That the budget does not exist.
    pub(super) fn gone(&self) -> Error {
        Error::NotFound { cloud: Cloud::Aws, what: self.what() }
    }

    /// Makes a call, repeated as [`Running::call`] does.
    pub(super) async fn call<T, E, F>(&self, call: Call, attempt: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        self.call_noting(call, &AtomicBool::new(false), attempt).await
    }

    /// As [`Target::call`]; `lost` is set by an attempt that may have been carried out without our hearing of it.
    pub(super) async fn call_noting<T, E, F>(
        &self,
        call: Call,
        lost: &AtomicBool,
        mut attempt: impl FnMut() -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let what = self.what();
        self.running
            .call(call.operation, || {
                // The SDK's futures are large; those of several calls would not fit on a thread's stack together.
                let answer = Box::pin(attempt());
                async {
                    answer.await.map_err(|answer| {
                        lost.fetch_or(error::is_ambiguous(&answer), Ordering::Relaxed);
                        error::failed(call, &what, answer)
                    })
                }
            })
            .await
    }

    /// As [`Target::call`], for a call that adds or changes a part of the budget. An attempt whose answer was lost has
    /// done what the next one finds done; without such an attempt somebody else did it.
    pub(super) async fn write<T, E, F>(&self, call: Call, attempt: impl FnMut() -> F) -> Result<(), Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let lost = AtomicBool::new(false);
        match self.call_noting(call, &lost, attempt).await {
            Ok(_) => Ok(()),
            Err(Error::AlreadyExists { .. } | Error::NotFound { .. }) if lost.load(Ordering::Relaxed) => {
                Ok(())
            }
            Err(Error::AlreadyExists { cloud, what, .. } | Error::NotFound { cloud, what }) => {
                Err(Error::Changed { cloud, what })
            }
            Err(error) => Err(error),
        }
    }

    /// As [`Target::call`], for a call that takes a part of the budget away, which may be gone already.
    pub(super) async fn remove<T, E, F>(&self, call: Call, attempt: impl FnMut() -> F) -> Result<(), Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        match self.call(call, attempt).await {
            Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
