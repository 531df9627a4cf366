//! The tags of node groups.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Ask;
use super::input::{Input, TAGS};
use super::state::{Nodegroup, State};
use crate::aws::json::{Error, Shape, need};

/// The most tags of one resource (docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html).
const MOST: usize = 50;

static TAG: Shape = Shape::Structure(&[need("tags", &TAGS)]);

#[derive(Deserialize)]
struct Tag {
    tags: BTreeMap<String, String>,
}

impl Input for Tag {
    const SHAPE: &'static Shape = &TAG;
}

/// What is wrong with tags beyond their shape.
pub(super) fn check(tags: &BTreeMap<String, String>) -> Result<(), String> {
    if tags.len() > MOST {
        return Err(format!("A resource can have at most {MOST} tags"));
    }
    match tags.keys().find(|key| key.to_lowercase().starts_with("aws:")) {
        Some(key) => Err(format!("Tag keys can't start with aws: {key}")),
        None => Ok(()),
    }
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Value, Error> {
    ask.state(|state| Ok(json!({ "tags": find(ask, state)?.description.tags })))
}

pub(super) fn tag(ask: &Ask<'_>) -> Result<Value, Error> {
    let Tag { tags: new } = Tag::read(&ask.input)?;
    ask.state(|state| {
        let nodegroup = find(ask, state)?;
        let mut tags = nodegroup.description.tags.clone();
        tags.extend(new);
        check(&tags).map_err(|message| Error::new(400, "BadRequestException", message))?;
        nodegroup.set_tags(&tags);
        Ok(json!({}))
    })
}

pub(super) fn untag(ask: &Ask<'_>) -> Result<Value, Error> {
    let gone: Vec<&str> = ask.route.parameters("tagKeys").collect();
    if gone.is_empty() {
        return Err(Error::new(400, "BadRequestException", "tagKeys cannot be empty"));
    }
    ask.state(|state| {
        let nodegroup = find(ask, state)?;
        let mut tags = nodegroup.description.tags.clone();
        tags.retain(|key, _| !gone.contains(&key.as_str()));
        nodegroup.set_tags(&tags);
        Ok(json!({}))
    })
}

fn find<'s>(ask: &Ask<'_>, state: &'s mut State) -> Result<&'s mut Nodegroup, Error> {
    let arn = ask.route.arn();
    let ours = format!("arn:aws:eks:{}:{}:", ask.caller.region, ask.caller.principal.account);
    if !arn.starts_with(&ours) {
        return Err(Error::new(400, "BadRequestException", format!("Invalid resource ARN: {arn}")));
    }
    let found = state.nodegroups.values_mut().find(|nodegroup| nodegroup.description.nodegroup_arn == arn);
    found.ok_or_else(|| Error::new(404, "NotFoundException", format!("Resource not found for ARN: {arn}")))
}

impl Nodegroup {
    /// Sets the tags now and for what a change leads to.
    fn set_tags(&mut self, tags: &BTreeMap<String, String>) {
        self.description.tags.clone_from(tags);
        if let Some(then) = self.change.as_mut().and_then(|change| change.then.as_mut()) {
            then.tags.clone_from(tags);
        }
    }
}
