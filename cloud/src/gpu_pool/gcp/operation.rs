//! Operations of a cluster: what takes minutes, and how it ended.

use std::ops::ControlFlow;

use google_cloud_container_v1::model::operation::Status;
use google_cloud_container_v1::model::operation_progress::metric::Value;
use google_cloud_container_v1::model::{self as wire, node_pool};
use google_cloud_gax::error::rpc::Code;

use super::GcpPools;
use super::address::{Address, CLOUD, word};
use crate::Error;
use crate::gcp::{Calls, Failure};

/// An operation that was begun.
pub(super) struct Begun {
    /// The call that began it: `CreateNodePool`.
    pub(super) call: &'static str,
    pub(super) operation: wire::Operation,
}

impl GcpPools {
    /// Waits until an operation is over, and tells why where it failed. It is cancelled when the caller asks to stop.
    pub(super) async fn finished(&self, begun: Begun, at: Address<'_>, calls: &Calls) -> Result<(), Error> {
        let Begun { call, operation } = begun;
        if is_over(&operation) {
            return outcome(call, &operation);
        }
        let name = &at.operation(&operation.name);
        let ended = calls.running().watch(call, || async move {
            let answer = calls.run("GetOperation", |_| self.client.get_operation().set_name(name).send());
            match answer.await {
                Ok(now) if is_over(&now) => Ok(ControlFlow::Break(Some(now))),
                Ok(now) => Ok(ControlFlow::Continue(format!("{}: {}", at.what(), progress(&now)))),
                // One that is forgotten is long over; the pool itself tells the rest.
                Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(ControlFlow::Break(None)),
                Err(failure) => Err(failure.error),
            }
        });
        match ended.await {
            Ok(ended) => ended.map_or(Ok(()), |ended| outcome(call, &ended)),
            Err(error) => {
                if matches!(error, Error::Cancelled { .. }) {
                    self.cancel(name, calls).await;
                }
                Err(error)
            }
        }
    }

    /// Asks the service to stop, where it can: it stops upgrades, and refuses to stop most others.
    async fn cancel(&self, name: &str, calls: &Calls) {
        let last = calls.last_look();
        let answer = last.run("CancelOperation", |_| self.client.cancel_operation().set_name(name).send());
        match answer.await {
            Ok(()) => tracing::info!(operation = name, "the operation is being cancelled"),
            Err(Failure { error, .. }) => {
                tracing::info!(operation = name, %error, "the operation goes on without us")
            }
        }
    }

    /// The pool when it is no longer being made or changed: by somebody else's call, by one of ours whose answer was lost,
    /// or by one of a provider that died. `call` is what waits.
    pub(super) async fn at_rest(
        &self,
        call: &'static str,
        at: Address<'_>,
        calls: &Calls,
    ) -> Result<wire::NodePool, Error> {
        let pool = calls.running().watch(call, || async move {
            let pool = self.get(at, calls).await?;
            Ok(match pool.status {
                node_pool::Status::Provisioning | node_pool::Status::Reconciling => {
                    ControlFlow::Continue(format!("{}: {}", at.what(), word(pool.status.name(), None)))
                }
                _ => ControlFlow::Break(pool),
            })
        });
        pool.await
    }
}

fn is_over(operation: &wire::Operation) -> bool {
    matches!(operation.status, Status::Done)
}

/// Why an operation failed, in the cloud's words.
#[expect(deprecated, reason = "only the fields of old name the reason as GCE_STOCKOUT or GCE_QUOTA_EXCEEDED")]
fn outcome(call: &'static str, operation: &wire::Operation) -> Result<(), Error> {
    let status = operation.error.as_ref().filter(|status| status.code != 0);
    if status.is_none() && operation.status_message.is_empty() {
        return Ok(());
    }
    let said = status.map_or(operation.status_message.as_str(), |status| &status.message);
    let code = status.map_or(Code::Unknown, |status| Code::from(status.code));
    let conditions = operation.nodepool_conditions.iter().chain(&operation.cluster_conditions);
    let (code, message) = reason(code.name(), said, conditions);
    Err(Error::Service {
        cloud: CLOUD,
        operation: call,
        code,
        message,
        request_id: Some(operation.name.clone()),
    })
}

/// Why a pool is in error, in the cloud's words; `None` where it is not.
#[expect(deprecated, reason = "only the fields of old name the reason as GCE_STOCKOUT or GCE_QUOTA_EXCEEDED")]
pub(super) fn failed(call: &'static str, pool: &wire::NodePool) -> Option<Error> {
    if !matches!(pool.status, node_pool::Status::Error) {
        return None;
    }
    let (code, message) = reason("ERROR", &pool.status_message, pool.conditions.iter());
    Some(Error::Service { cloud: CLOUD, operation: call, code, message, request_id: None })
}

/// The code that says most, `GCE_STOCKOUT` before `RESOURCE_EXHAUSTED`, and all that is said, each thing once.
#[expect(deprecated, reason = "only the fields of old name the reason as GCE_STOCKOUT or GCE_QUOTA_EXCEEDED")]
fn reason<'a>(
    code: &str,
    said: &str,
    conditions: impl Iterator<Item = &'a wire::StatusCondition>,
) -> (String, String) {
    let mut found = None;
    let mut message = said.to_owned();
    for condition in conditions {
        let name = condition.code.name().filter(|name| *name != "UNKNOWN");
        let name = name.or_else(|| condition.canonical_code.name().filter(|name| *name != "OK"));
        found = found.or_else(|| name.map(str::to_owned));
        if !message.contains(&condition.message) {
            let between = if message.is_empty() { "" } else { "; " };
            message = format!("{message}{between}{}", condition.message);
        }
    }
    if message.is_empty() {
        message = "the service gives no reason".into();
    }
    (found.unwrap_or_else(|| code.to_owned()), message)
}

/// What is known of an operation that is under way: `RUNNING, 3 of 8 nodes done`.
fn progress(operation: &wire::Operation) -> String {
    let mut told = vec![word(operation.status.name(), operation.status.value())];
    told.extend(Some(&operation.detail).filter(|detail| !detail.is_empty()).cloned());
    let metrics = operation.progress.iter().flat_map(|progress| &progress.metrics);
    told.extend(metrics.filter_map(|metric| {
        let value = match metric.value.as_ref()? {
            Value::IntValue(number) => number.to_string(),
            Value::DoubleValue(number) => number.to_string(),
            Value::StringValue(text) => text.clone(),
            _ => return None,
        };
        Some(format!("{} {value}", metric.name.to_lowercase()))
    }));
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use google_cloud_container_v1::model::status_condition;

    use super::*;

    #[expect(deprecated, reason = "it is what the service sends")]
    fn condition(code: status_condition::Code, message: &str) -> wire::StatusCondition {
        wire::StatusCondition::new().set_code(code).set_message(message)
    }

    #[test]
    fn the_reason_is_the_clouds() {
        use status_condition::Code::{GceQuotaExceeded, GceStockout};
        let check = |conditions: &[wire::StatusCondition], expected: (&str, &str)| {
            let found = reason("INTERNAL", "it failed", conditions.iter());
            assert_eq!((found.0.as_str(), found.1.as_str()), expected);
        };
        check(&[], ("INTERNAL", "it failed"));
        check(
            &[condition(GceStockout, "no h100 in europe-west4-b"), condition(GceQuotaExceeded, "it failed")],
            ("GCE_STOCKOUT", "it failed; no h100 in europe-west4-b"),
        );
    }

    #[test]
    fn progress_is_told() {
        let metric =
            |name: &str, value| wire::operation_progress::Metric::new().set_name(name).set_int_value(value);
        let metrics = [metric("NODES_DONE", 3), metric("NODES_TOTAL", 8)];
        let operation = wire::Operation::new()
            .set_status(Status::Running)
            .set_progress(wire::OperationProgress::new().set_metrics(metrics));
        assert_eq!(progress(&operation), "RUNNING, nodes_done 3, nodes_total 8");
    }
}
