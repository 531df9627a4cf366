//! The tags of budgets and their actions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::state::State;
use super::{Ask, invalid, not_found};
use crate::aws::json::Error;

type Tags = BTreeMap<String, String>;

/// The most tags of one resource (botocore's model, `ResourceTagList`).
const MOST: usize = 200;

pub(super) fn list(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let tags = find(ask, state)?;
    let shown: Vec<Value> = tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
    Ok(json!({ "ResourceTags": shown }))
}

pub(super) fn tag(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let tags = find(ask, state)?;
    *tags = merged(tags, ask.input.get("ResourceTags"))?;
    Ok(json!({}))
}

pub(super) fn untag(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let gone = ask.input.get("ResourceTagKeys").and_then(Value::as_array);
    let gone: Vec<&str> = gone.into_iter().flatten().filter_map(Value::as_str).collect();
    find(ask, state)?.retain(|key, _| !gone.contains(&key.as_str()));
    Ok(json!({}))
}

/// Tags with new ones put over them.
pub(super) fn merged(tags: &Tags, new: Option<&Value>) -> Result<Tags, Error> {
    let mut merged = tags.clone();
    let mut seen = Vec::new();
    for tag in new.and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| tag[name].as_str().unwrap_or_default().to_owned();
        let key = text("Key");
        if key.to_lowercase().starts_with("aws:") {
            return Err(invalid(format!("Tag keys can't start with aws: {key}")));
        }
        if seen.contains(&key) {
            return Err(invalid(format!("Each tag key must be unique: {key}")));
        }
        seen.push(key.clone());
        merged.insert(key, text("Value"));
    }
    if merged.len() > MOST {
        let message = format!("A resource can have at most {MOST} tags");
        return Err(Error::new(400, "ServiceQuotaExceededException", message));
    }
    Ok(merged)
}

/// The name of the budget in an ARN: `arn:aws:budgets::ACCOUNT:budget/NAME` or `.../NAME/action/ID`.
pub(super) fn budget(arn: &str) -> Option<&str> {
    let (_, name) = arn.split_once(":budget/")?;
    Some(name.split_once("/action/").map_or(name, |(name, _)| name))
}

fn find<'s>(ask: &Ask<'_>, state: &'s mut State) -> Result<&'s mut Tags, Error> {
    let arn = ask.text("ResourceARN");
    let gone = || not_found(format!("Unable to find resource: {arn} - the resource doesn't exist."));
    if !arn.starts_with(&format!("arn:aws:budgets::{}:budget/", ask.account)) {
        return Err(invalid(format!("The ARN is not one of a budget of this account: {arn}")));
    }
    let budget = budget(arn).and_then(|name| state.get_mut(ask.account, name)).ok_or_else(gone)?;
    match arn.split_once("/action/") {
        None => Ok(&mut budget.tags),
        Some((_, id)) => {
            let action = budget.actions.iter_mut().find(|action| action.definition["ActionId"] == id);
            action.map(|action| &mut action.tags).ok_or_else(gone)
        }
    }
}
