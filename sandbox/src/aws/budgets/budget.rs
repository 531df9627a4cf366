//! Budgets made, described, changed and taken away.

use serde_json::{Value, json};

use super::notification::Notified;
use super::state::{Budget, State};
use super::{Ask, amount, duplicate, filter, invalid, not_found, notification, period, spend, tag};
use crate::aws::json::{Error, Object};

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let definition = complete(ask, ask.object("Budget"))?;
    let name = definition["BudgetName"].as_str().unwrap_or_default().to_owned();
    // The words of moto 5.2.1, as recorded from the service.
    if state.get(ask.account, &name).is_some() {
        return Err(duplicate(format!("Error creating budget: {name} - the budget already exists.")));
    }
    let mut notifications = Vec::new();
    for one in ask.input.get("NotificationsWithSubscribers").and_then(Value::as_array).into_iter().flatten() {
        notification::add(&mut notifications, Notified::read(one)?)?;
    }
    let tags = tag::merged(&Default::default(), ask.input.get("ResourceTags"))?;
    let budget = Budget { definition, updated: ask.now, notifications, actions: Vec::new(), tags };
    state.insert(ask.account, &name, budget);
    Ok(json!({}))
}

pub(super) fn update(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let mut new = ask.object("NewBudget");
    let name = new["BudgetName"].as_str().unwrap_or_default().to_owned();
    let gone = || not_found(format!("Unable to update budget: {name} - the budget doesn't exist."));
    let budget = state.get_mut(ask.account, &name).ok_or_else(gone)?;
    // A budget begins when it began, unless an update says otherwise.
    if new.get("TimePeriod").is_none_or(Value::is_null) && new["TimeUnit"] == budget.definition["TimeUnit"] {
        new.insert("TimePeriod".to_owned(), budget.definition["TimePeriod"].clone());
    }
    budget.definition = complete(ask, new)?;
    budget.updated = ask.now;
    Ok(json!({}))
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let name = ask.text("BudgetName");
    // The words, with the blank at their end, of moto 5.2.1, as recorded from the service.
    let gone = || {
        let message =
            format!("Unable to delete budget: {name} - the budget doesn't exist. Try creating it first. ");
        not_found(message)
    };
    state.remove(ask.account, name).map(|_| json!({})).ok_or_else(gone)
}

pub(super) fn describe(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let name = ask.text("BudgetName");
    let gone = || not_found(format!("Unable to get budget: {name} - the budget doesn't exist."));
    state.get(ask.account, name).map(|budget| json!({ "Budget": shown(ask, budget) })).ok_or_else(gone)
}

pub(super) fn list(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let all = state.of_account(ask.account).map(|budget| Value::Object(shown(ask, budget))).collect();
    ask.page("Budgets", all)
}

/// A budget as it is described. Its filter is there only when a call asks for it (botocore's model,
/// `ShowFilterExpression`).
fn shown(ask: &Ask<'_>, budget: &Budget) -> Object {
    let mut shown = budget.definition.clone();
    amount::show(&mut shown, ask.now);
    shown.insert("CalculatedSpend".to_owned(), spend::calculated(ask, &shown));
    shown.insert("LastUpdatedTime".to_owned(), budget.updated.timestamp().into());
    if ask.input.get("ShowFilterExpression") != Some(&Value::Bool(true)) {
        shown.remove("FilterExpression");
    }
    shown
}

/// A budget as it was given, checked and with the service's defaults.
fn complete(ask: &Ask<'_>, mut definition: Object) -> Result<Object, Error> {
    let name = definition["BudgetName"].as_str().unwrap_or_default();
    let script = name
        .to_lowercase()
        .find("<script>")
        .is_some_and(|at| name.to_lowercase()[at..].contains("</script>"));
    if name.contains("/action/") || script {
        return Err(invalid(format!(
            "1 validation error detected: Value '{name}' at 'budget.budgetName' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: ^(?![^:\\\\]*/action/|(?i).*<script>.*</script>.*)[^:\\\\]+$"
        )));
    }
    definition.retain(|_, value| !value.is_null());
    for made_by_the_service in ["CalculatedSpend", "LastUpdatedTime", "HealthStatus"] {
        definition.remove(made_by_the_service);
    }
    period::complete(&mut definition, ask.now)?;
    amount::complete(&mut definition, ask.now)?;
    filter::complete(&mut definition)?;
    Ok(definition)
}
