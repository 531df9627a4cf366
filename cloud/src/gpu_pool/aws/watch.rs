//! Watching what EKS works on to its end, and why it failed.

use std::ops::ControlFlow;

use aws_sdk_eks::types::{ErrorDetail, Issue, Nodegroup, NodegroupStatus, Update, UpdateStatus};

use super::target::{Call, Target};
use crate::{Cloud, Error};

/// What a node group has come to.
pub(super) enum Settled {
    /// It is as it should be.
    Active(Box<Nodegroup>),
    /// It is there, and not as it should be.
    Failed(Box<Nodegroup>, Error),
}

/// Waits until EKS has come to an end with a node group's creation, or with whatever it is at.
pub(super) async fn settled(at: &Target<'_>, operation: &'static str) -> Result<Settled, Error> {
    at.running
        .watch(operation, || async {
            let group = at.found().await?;
            Ok(match group.status() {
                Some(NodegroupStatus::Active) => ControlFlow::Break(Settled::Active(Box::new(group))),
                _ if is_busy(&group) => ControlFlow::Continue(seen(at, &group)),
                _ => {
                    let error = failure(operation, &group);
                    ControlFlow::Break(Settled::Failed(Box::new(group), error))
                }
            })
        })
        .await
}

/// Whether EKS is at work on a node group.
pub(super) fn is_busy(group: &Nodegroup) -> bool {
    use NodegroupStatus::{Creating, Deleting, Updating};
    matches!(group.status(), Some(Creating | Updating | Deleting))
}

/// Waits until a node group is gone.
pub(super) async fn gone(at: &Target<'_>, operation: &'static str) -> Result<(), Error> {
    at.running
        .watch(operation, || async {
            let Some(group) = at.describe().await? else { return Ok(ControlFlow::Break(())) };
            match group.status() {
                Some(NodegroupStatus::DeleteFailed) => Err(failure(operation, &group)),
                _ => Ok(ControlFlow::Continue(seen(at, &group))),
            }
        })
        .await
}

/// Waits until an update has come to its end. What the answer that began it tells already is not asked again.
pub(super) async fn updated(at: &Target<'_>, call: Call, update: Option<Update>) -> Result<(), Error> {
    let operation = call.operation;
    let Some(began) = update else { return Ok(()) };
    let Some(id) = began.id() else { return Ok(()) };
    if ended(at, operation, &began)?.is_break() {
        return Ok(());
    }
    let request = at.eks.describe_update().name(at.cluster).nodegroup_name(at.name).update_id(id);
    at.running
        .watch(operation, || async {
            let answer = at.call(Call::plain("DescribeUpdate"), || request.clone().send()).await?;
            answer.update.map_or(Ok(ControlFlow::Break(())), |update| ended(at, operation, &update))
        })
        .await
}

/// Whether an update has come to its end, and to a good one; else what is seen of it.
fn ended(
    at: &Target<'_>,
    operation: &'static str,
    update: &Update,
) -> Result<ControlFlow<(), String>, Error> {
    match update.status() {
        Some(UpdateStatus::Successful) => Ok(ControlFlow::Break(())),
        Some(status @ (UpdateStatus::Failed | UpdateStatus::Cancelled)) => {
            Err(reason(operation, status.as_str(), update.errors().iter().map(told_of_error)))
        }
        status => {
            let status = status.map_or("under way", UpdateStatus::as_str);
            let told = joined(update.errors().iter().map(told_of_error));
            Ok(ControlFlow::Continue(format!("update of {}: {status}{told}", at.what())))
        }
    }
}

/// What the log tells of a node group that is under way.
fn seen(at: &Target<'_>, group: &Nodegroup) -> String {
    let status = group.status().map_or("unknown", NodegroupStatus::as_str);
    format!("{}: {status}{}", at.what(), joined(issues(group).iter().map(told_of_issue)))
}

/// Why a node group is not as it should be, in EKS's own words.
pub(super) fn failure(operation: &'static str, group: &Nodegroup) -> Error {
    let status = group.status().map_or("unknown", NodegroupStatus::as_str);
    reason(operation, status, issues(group).iter().map(told_of_issue))
}

/// One thing that EKS tells: a code, and its words.
struct Told {
    code: String,
    message: String,
}

fn issues(group: &Nodegroup) -> &[Issue] {
    group.health().map(aws_sdk_eks::types::NodegroupHealth::issues).unwrap_or_default()
}

fn told_of_issue(issue: &Issue) -> Told {
    Told {
        code: issue.code().map_or("Unknown", |code| code.as_str()).to_owned(),
        message: about(issue.message(), issue.resource_ids()),
    }
}

fn told_of_error(error: &ErrorDetail) -> Told {
    Told {
        code: error.error_code().map_or("Unknown", |code| code.as_str()).to_owned(),
        message: about(error.error_message(), error.resource_ids()),
    }
}

fn about(message: Option<&str>, resources: &[String]) -> String {
    let message = message.unwrap_or("no reason is told").trim_end_matches('.');
    match resources {
        [] => message.to_owned(),
        resources => format!("{message} ({})", resources.join(", ")),
    }
}

fn joined(told: impl Iterator<Item = Told>) -> String {
    told.map(|Told { code, message }| format!("; {code}: {message}")).collect()
}

/// The first thing told gives the code, all give the words.
fn reason(operation: &'static str, status: &str, mut told: impl Iterator<Item = Told>) -> Error {
    let first = told
        .next()
        .unwrap_or_else(|| Told { code: status.to_owned(), message: "no reason is told".to_owned() });
    Error::Service {
        cloud: Cloud::Aws,
        operation,
        code: first.code,
        message: format!("{}{} (the status is {status})", first.message, joined(told)),
        request_id: None,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_eks::types::{NodegroupHealth, NodegroupIssueCode};

    use super::*;

    #[test]
    fn failures_carry_the_clouds_reason() {
        let check = |issues: &[(NodegroupIssueCode, &str)], expected: &str| {
            let issues = issues.iter().map(|(code, message)| {
                Issue::builder().code(code.clone()).message(*message).resource_ids("asg-1").build()
            });
            let health = NodegroupHealth::builder().set_issues(Some(issues.collect())).build();
            let group = Nodegroup::builder().status(NodegroupStatus::CreateFailed).health(health).build();
            assert_eq!(failure("CreateNodegroup", &group).to_string(), expected);
        };
        check(
            &[(
                NodegroupIssueCode::AsgInstanceLaunchFailures,
                "InsufficientInstanceCapacity - no p5.48xlarge.",
            )],
            "AWS answered CreateNodegroup with AsgInstanceLaunchFailures: \
             InsufficientInstanceCapacity - no p5.48xlarge (asg-1) (the status is CREATE_FAILED)",
        );
        check(
            &[],
            "AWS answered CreateNodegroup with CREATE_FAILED: no reason is told (the status is CREATE_FAILED)",
        );
    }
}
