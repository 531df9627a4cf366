//! What AWS does at a threshold: actions of the budget, each with an id that the service makes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_sdk_budgets::types::{
    self, ActionSubType, ActionThreshold, ActionType, ApprovalModel, Definition, IamActionDefinition,
    ScpActionDefinition, SsmActionDefinition, Subscriber,
};

use super::target::{Call, Target};
use super::{error, from_wire, notifications, to_wire};
use crate::Error;
use crate::budget::{Action, ActionKind, Level, Threshold, decimal};
use crate::wait::Failed;

const LIST: Call = Call { operation: "DescribeBudgetActionsForBudget", attribute: "aws.actions" };
const CREATE: Call = Call { operation: "CreateBudgetAction", attribute: "aws.actions" };
const UPDATE: Call = Call { operation: "UpdateBudgetAction", attribute: "aws.actions" };
const DELETE: Call = Call { operation: "DeleteBudgetAction", attribute: "aws.actions" };

/// What the API answers at most on one page.
const PAGE: i32 = 100;

/// For so long a role that was just created may not be known to AWS Budgets, which answers that it may not take it on.
const SETTLING: Duration = Duration::from_secs(120);

/// The actions that a budget has.
pub(super) async fn list(at: &Target<'_>) -> Result<Vec<types::Action>, Error> {
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = at
            .client
            .describe_budget_actions_for_budget()
            .account_id(at.account)
            .budget_name(at.name)
            .max_results(PAGE)
            .set_next_token(token);
        let page = at.call(LIST, || request.clone().send()).await?;
        found.extend(page.actions);
        token = page.next_token;
        if token.is_none() {
            return Ok(found);
        }
    }
}

/// Brings the actions from those that are there to what is wanted.
pub(super) async fn bring(
    at: &Target<'_>,
    mut there: Vec<types::Action>,
    wanted: &[Action],
) -> Result<(), Error> {
    let known: Vec<_> = there.iter().map(|action| action.action_id.clone()).collect();
    let mut missing = Vec::new();
    for (index, action) in wanted.iter().enumerate() {
        match there.iter().position(|found| same(&of_wire(found), action)) {
            Some(place) => drop(there.swap_remove(place)),
            None => missing.push((index, action)),
        }
    }
    let mut new = Vec::new();
    for (index, action) in missing {
        match there.iter().position(|found| found.action_type == action_type(&action.what)) {
            Some(place) => update(at, there.swap_remove(place).action_id, index, action).await?,
            None => new.push((index, action)),
        }
    }
    for gone in there {
        delete(at, gone.action_id).await?;
    }
    for (index, action) in new {
        create(at, index, action, &known).await?;
    }
    Ok(())
}

/// Creates one; `known` are the ids of those that were there. An attempt whose answer was lost may have created it:
/// before the next, what is there is read.
async fn create(at: &Target<'_>, index: usize, action: &Action, known: &[String]) -> Result<(), Error> {
    let Wire { threshold, definition, subscribers, approval } = wire(index, action)?;
    let request = at
        .client
        .create_budget_action()
        .account_id(at.account)
        .budget_name(at.name)
        .notification_type(to_wire::basis(action.threshold.basis))
        .action_type(action_type(&action.what))
        .action_threshold(threshold)
        .definition(definition)
        .execution_role_arn(&action.role)
        .approval_model(approval)
        .set_subscribers(Some(subscribers));
    let lost = AtomicBool::new(false);
    let began = at.running.elapsed();
    at.running
        .call(CREATE.operation, || async {
            if lost.load(Ordering::Relaxed) && is_there(at, known, action).await.map_err(Failed::Final)? {
                return Ok(());
            }
            let answer = Box::pin(request.clone().send()).await;
            answer.map(drop).map_err(|answer| {
                lost.fetch_or(error::is_ambiguous(&answer), Ordering::Relaxed);
                match error::failed(CREATE, &at.what(), answer) {
                    Failed::Final(denied @ Error::Denied { .. })
                        if at.running.elapsed() < began + SETTLING =>
                    {
                        Failed::Passing(denied)
                    }
                    failed => failed,
                }
            })
        })
        .await
}

/// Whether an action like this one is there that was not known before.
async fn is_there(at: &Target<'_>, known: &[String], action: &Action) -> Result<bool, Error> {
    let found = list(at).await?;
    Ok(found.iter().any(|found| !known.contains(&found.action_id) && same(&of_wire(found), action)))
}

async fn update(at: &Target<'_>, id: String, index: usize, action: &Action) -> Result<(), Error> {
    let Wire { threshold, definition, subscribers, approval } = wire(index, action)?;
    let request = at
        .client
        .update_budget_action()
        .account_id(at.account)
        .budget_name(at.name)
        .action_id(id)
        .notification_type(to_wire::basis(action.threshold.basis))
        .action_threshold(threshold)
        .definition(definition)
        .execution_role_arn(&action.role)
        .approval_model(approval)
        .set_subscribers(Some(subscribers));
    at.write(UPDATE, || request.clone().send()).await
}

/// Deletes one; one that is gone already is no error.
pub(super) async fn delete(at: &Target<'_>, id: String) -> Result<(), Error> {
    let request = at.client.delete_budget_action().account_id(at.account).budget_name(at.name).action_id(id);
    at.remove(DELETE, || request.clone().send()).await
}

/// The parts of an action, as requests take them.
struct Wire {
    threshold: ActionThreshold,
    definition: Definition,
    subscribers: Vec<Subscriber>,
    approval: ApprovalModel,
}

fn wire(index: usize, action: &Action) -> Result<Wire, Error> {
    let attribute = format!("aws.actions[{index}]");
    let (value, kind) = to_wire::level(&action.threshold.at, &format!("{attribute}.threshold"))?;
    let threshold =
        ActionThreshold::builder().action_threshold_value(value).action_threshold_type(kind).build();
    let threshold = threshold.map_err(|error| CREATE.incomplete(&error))?;
    let topic = action.sns_topic.as_deref();
    Ok(Wire {
        threshold,
        definition: definition(&action.what)?,
        subscribers: to_wire::audience(&action.emails, topic, &attribute)?,
        approval: if action.automatic { ApprovalModel::Auto } else { ApprovalModel::Manual },
    })
}

fn action_type(what: &ActionKind) -> ActionType {
    match what {
        ActionKind::Iam { .. } => ActionType::Iam,
        ActionKind::Scp { .. } => ActionType::Scp,
        ActionKind::Ssm { .. } => ActionType::Ssm,
    }
}

fn definition(what: &ActionKind) -> Result<Definition, Error> {
    let builder = Definition::builder();
    let some = |list: &[String]| Some(list.to_vec()).filter(|list| !list.is_empty());
    let built = match what {
        ActionKind::Iam { policy, users, groups, roles } => IamActionDefinition::builder()
            .policy_arn(policy)
            .set_users(some(users))
            .set_groups(some(groups))
            .set_roles(some(roles))
            .build()
            .map(|iam| builder.iam_action_definition(iam)),
        ActionKind::Scp { policy, targets } => ScpActionDefinition::builder()
            .policy_id(policy)
            .set_target_ids(Some(targets.clone()))
            .build()
            .map(|scp| builder.scp_action_definition(scp)),
        ActionKind::Ssm { action, region, instances } => SsmActionDefinition::builder()
            .action_sub_type(ActionSubType::from(action.as_str()))
            .region(region)
            .set_instance_ids(Some(instances.clone()))
            .build()
            .map(|ssm| builder.ssm_action_definition(ssm)),
    };
    built.map(|builder| builder.build()).map_err(|error| CREATE.incomplete(&error))
}

/// The actions that were read, in the order and spelling of those that are known; others follow.
pub(super) fn observed(found: &[types::Action], known: &[Action]) -> Vec<Action> {
    let mut read: Vec<_> = found.iter().map(of_wire).collect();
    // The service lists them in no order that is documented.
    read.sort_by_cached_key(|action| format!("{action:?}"));
    let mut ordered = Vec::new();
    for known in known {
        if let Some(index) = read.iter().position(|read| same(read, known)) {
            read.remove(index);
            ordered.push(known.clone());
        }
    }
    ordered.extend(read);
    ordered
}

fn of_wire(found: &types::Action) -> Action {
    let threshold = found.action_threshold.as_ref();
    let at = threshold.map_or(Level::Percent("0".into()), |threshold| {
        from_wire::level(threshold.action_threshold_value, Some(&threshold.action_threshold_type))
    });
    let (emails, sns_topic) = notifications::audience(&found.subscribers);
    Action {
        threshold: Threshold { at, basis: from_wire::basis(&found.notification_type) },
        what: kind_of_wire(found),
        role: found.execution_role_arn.clone(),
        automatic: found.approval_model == ApprovalModel::Auto,
        emails,
        sns_topic,
    }
}

fn kind_of_wire(found: &types::Action) -> ActionKind {
    let definition = found.definition.as_ref();
    if let Some(scp) = definition.and_then(|definition| definition.scp_action_definition()) {
        return ActionKind::Scp { policy: scp.policy_id.clone(), targets: scp.target_ids.clone() };
    }
    if let Some(ssm) = definition.and_then(|definition| definition.ssm_action_definition()) {
        return ActionKind::Ssm {
            action: ssm.action_sub_type.as_str().to_owned(),
            region: ssm.region.clone(),
            instances: ssm.instance_ids.clone(),
        };
    }
    let iam = definition.and_then(|definition| definition.iam_action_definition());
    ActionKind::Iam {
        policy: iam.map(|iam| iam.policy_arn.clone()).unwrap_or_default(),
        users: iam.map(|iam| iam.users().to_vec()).unwrap_or_default(),
        groups: iam.map(|iam| iam.groups().to_vec()).unwrap_or_default(),
        roles: iam.map(|iam| iam.roles().to_vec()).unwrap_or_default(),
    }
}

/// Whether two actions are one: lists in any order, numbers by value.
pub(super) fn same(one: &Action, other: &Action) -> bool {
    normal(one) == normal(other)
}

fn normal(action: &Action) -> Action {
    let mut action = action.clone();
    let (Level::Percent(text) | Level::Absolute(text)) = &mut action.threshold.at;
    *text = decimal::plain(text);
    action.emails.sort();
    match &mut action.what {
        ActionKind::Iam { users, groups, roles, .. } => {
            for list in [users, groups, roles] {
                list.sort();
            }
        }
        ActionKind::Scp { targets, .. } => targets.sort(),
        ActionKind::Ssm { instances, .. } => instances.sort(),
    }
    action
}
