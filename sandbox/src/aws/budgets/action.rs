//! What is done when a budget is used up to a threshold. Nothing is ever done here: an action stands by.

use serde_json::{Value, json};

use super::state::{Action, Budget, State};
use super::subscriber::check_all;
use super::{Ask, invalid, not_found, tag};
use crate::aws::json::{Error, Object};
use crate::aws::sign::uuid;

/// The members of an action that a call may say.
const GIVEN: [&str; 7] = [
    "NotificationType",
    "ActionType",
    "ActionThreshold",
    "Definition",
    "ExecutionRoleArn",
    "ApprovalModel",
    "Subscribers",
];

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "create action")?;
    let mut definition = given(ask);
    check(ask, &definition)?;
    let id = uuid();
    definition.insert("ActionId".to_owned(), id.as_str().into());
    definition.insert("BudgetName".to_owned(), budget.name().into());
    definition.insert("Status".to_owned(), "STANDBY".into());
    let tags = tag::merged(&Default::default(), ask.input.get("ResourceTags"))?;
    budget.actions.push(Action { definition, tags });
    Ok(json!({ "AccountId": ask.account, "BudgetName": budget.name(), "ActionId": id }))
}

pub(super) fn update(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "update action")?;
    let name = budget.name().to_owned();
    let action = find(ask, budget)?;
    let old = action.definition.clone();
    let mut new = old.clone();
    new.extend(given(ask));
    check(ask, &new)?;
    action.definition = new.clone();
    Ok(json!({ "AccountId": ask.account, "BudgetName": name, "OldAction": old, "NewAction": new }))
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "delete action")?;
    let gone = find(ask, budget)?.definition.clone();
    budget.actions.retain(|action| action.definition["ActionId"] != gone["ActionId"]);
    Ok(json!({ "AccountId": ask.account, "BudgetName": budget.name(), "Action": gone }))
}

pub(super) fn describe(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "get action")?;
    let name = budget.name().to_owned();
    Ok(json!({ "AccountId": ask.account, "BudgetName": name, "Action": find(ask, budget)?.definition }))
}

pub(super) fn list(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "get actions")?;
    let all = budget.actions.iter().map(|action| Value::Object(action.definition.clone())).collect();
    ask.page("Actions", all)
}

pub(super) fn list_all(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let all = state.of_account(ask.account).flat_map(|budget| &budget.actions);
    ask.page("Actions", all.map(|action| Value::Object(action.definition.clone())).collect())
}

fn given(ask: &Ask<'_>) -> Object {
    let said = GIVEN.iter().filter_map(|name| Some(((*name).to_owned(), ask.input.get(*name)?.clone())));
    said.filter(|(_, value)| !value.is_null()).collect()
}

fn find<'s>(ask: &Ask<'_>, budget: &'s mut Budget) -> Result<&'s mut Action, Error> {
    let id = ask.text("ActionId");
    let found = budget.actions.iter_mut().find(|action| action.definition["ActionId"] == id);
    found.ok_or_else(|| not_found(format!("Unable to find action: {id} - the action doesn't exist.")))
}

/// What an action's shape does not say: its definition is that of its type, and its role is the account's.
fn check(ask: &Ask<'_>, action: &Object) -> Result<(), Error> {
    let wanted = match action["ActionType"].as_str() {
        Some("APPLY_IAM_POLICY") => "IamActionDefinition",
        Some("APPLY_SCP_POLICY") => "ScpActionDefinition",
        _ => "SsmActionDefinition",
    };
    let definition = action["Definition"].as_object();
    let members = definition.into_iter().flatten().filter(|(_, value)| !value.is_null());
    let given: Vec<&str> = members.map(|(name, _)| name.as_str()).collect();
    if given != [wanted] {
        return Err(invalid(format!(
            "The definition of this action type must be {wanted} and nothing else."
        )));
    }
    let iam = &action["Definition"]["IamActionDefinition"];
    if iam.is_object() && ["Users", "Groups", "Roles"].iter().all(|who| iam[*who].is_null()) {
        return Err(invalid("At least one of Users, Groups and Roles is required for IamActionDefinition."));
    }
    let role = action["ExecutionRoleArn"].as_str().unwrap_or_default();
    if role.split(':').nth(4) != Some(ask.account) {
        return Err(invalid("The execution role must be in the account of the budget."));
    }
    let subscribers = action["Subscribers"].as_array().into_iter().flatten().filter_map(Value::as_object);
    check_all(&subscribers.cloned().collect::<Vec<_>>())
}
