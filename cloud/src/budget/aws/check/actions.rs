//! What AWS does at a threshold: API reference, `Action`, `IamActionDefinition`, `ScpActionDefinition` and
//! `SsmActionDefinition`.

use super::super::actions::same;
use super::Subject;
use crate::aws::names::{Arn, is_account};
use crate::budget::{Action, ActionKind};

pub(super) fn check(subject: &mut Subject<'_>) {
    let Some(actions) = &subject.extras.actions else { return };
    for (index, action) in actions.iter().enumerate() {
        let attribute = format!("aws.actions[{index}]");
        check_action(subject, &attribute, action);
        if actions[..index].iter().any(|other| same(other, action)) {
            subject.problem(attribute, "this action is there twice", "Name each action once.");
        }
    }
}

fn check_action(subject: &mut Subject<'_>, attribute: &str, action: &Action) {
    subject.threshold(&format!("{attribute}.threshold"), &action.threshold);
    subject.emails(&format!("{attribute}.emails"), &action.emails);
    if let Some(topic) = &action.sns_topic {
        subject.topic(&format!("{attribute}.sns_topic"), topic);
    }
    if action.emails.is_empty() && action.sns_topic.is_none() {
        subject.problem(
            format!("{attribute}.emails"),
            "nobody hears of the action",
            "AWS Budgets takes an action with somebody who hears of it: an address or an SNS topic.",
        );
    }
    if !Arn::is(&action.role, "iam", "role/") {
        subject.problem(
            format!("{attribute}.role"),
            format!("{:?} is no ARN of a role", action.role),
            "Write one such as `arn:aws:iam::123456789012:role/budgets`, which `budgets.amazonaws.com` may take on.",
        );
    }
    match &action.what {
        ActionKind::Iam { policy, users, groups, roles } => {
            iam(subject, &format!("{attribute}.iam"), policy, &[users, groups, roles]);
        }
        ActionKind::Scp { policy, targets } => scp(subject, &format!("{attribute}.scp"), policy, targets),
        ActionKind::Ssm { action, region, instances } => {
            ssm(subject, &format!("{attribute}.ssm"), action, region, instances);
        }
    }
}

fn iam(subject: &mut Subject<'_>, attribute: &str, policy: &str, receivers: &[&Vec<String>; 3]) {
    if !Arn::is(policy, "iam", "policy/") {
        subject.problem(
            format!("{attribute}.policy"),
            format!("{policy:?} is no ARN of a policy"),
            "Write one such as `arn:aws:iam::123456789012:policy/deny-gpus`.",
        );
    }
    if receivers.iter().all(|list| list.is_empty()) {
        subject.problem(
            attribute,
            "nobody gets the policy",
            "Name users, groups or roles that it is attached to.",
        );
    }
    if receivers.iter().any(|list| list.len() > 100) {
        subject.problem(
            attribute,
            "more get the policy than AWS Budgets takes",
            "It takes 100 of each kind.",
        );
    }
}

fn scp(subject: &mut Subject<'_>, attribute: &str, policy: &str, targets: &[String]) {
    if !is_policy(policy) {
        subject.problem(
            format!("{attribute}.policy"),
            format!("{policy:?} is no id of a service control policy"),
            "Write its id, such as `p-examplepolicyid111`: `p-` and 8 to 128 letters, digits and underscores.",
        );
    }
    let wrong = targets.iter().any(|target| !is_account(target) && !target.starts_with("ou-"));
    if wrong || targets.is_empty() || targets.len() > 100 {
        subject.problem(
            format!("{attribute}.targets"),
            "these are no accounts and organisational units",
            "Name 1 to 100 accounts by their twelve digits and units by their ids, such as `ou-examplerootid111-exampleouid111`.",
        );
    }
}

/// AWS Organizations API reference, `PolicySummary`, the pattern of `Id`: `^p-[0-9a-zA-Z_]{8,128}$`.
fn is_policy(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let rest = id.strip_prefix("p-");
    rest.is_some_and(|rest| (8..=128).contains(&rest.len()) && rest.bytes().all(fits))
}

fn ssm(subject: &mut Subject<'_>, attribute: &str, action: &str, region: &str, instances: &[String]) {
    if !["STOP_EC2_INSTANCES", "STOP_RDS_INSTANCES"].contains(&action) {
        subject.problem(
            format!("{attribute}.action"),
            format!("{action:?} is nothing that AWS Budgets does"),
            "It takes \"STOP_EC2_INSTANCES\" and \"STOP_RDS_INSTANCES\".",
        );
    }
    if region.split('-').count() < 3 {
        subject.problem(
            format!("{attribute}.region"),
            format!("{region:?} is no AWS region"),
            "Write the region that the machines are in, such as `us-east-1`.",
        );
    }
    if instances.is_empty() || instances.len() > 100 {
        subject.problem(
            format!("{attribute}.instances"),
            format!("{} machines are not what AWS Budgets takes", instances.len()),
            "Name 1 to 100 machines by their ids.",
        );
    }
}
