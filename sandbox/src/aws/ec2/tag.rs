//! The tags of launch templates and placement groups.

use super::Ask;
use super::error::Error;
use super::form::Form;
use super::state::{State, Tags};
use crate::aws::xml::element;

/// The most tags of one resource, and the lengths of a key and a value
/// (docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html).
const MOST: usize = 50;
const KEY: usize = 128;
const VALUE: usize = 256;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let ids = ask.form.texts("ResourceId");
    let new = read(ask.form, "Tag")?;
    ask.check_read()?;
    for id in &ids {
        let mut tags = find(ask, state, id)?.clone();
        tags.extend(new.clone());
        check(&tags)?;
        *find(ask, state, id)? = tags;
    }
    Ok("<return>true</return>".to_owned())
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let ids = ask.form.texts("ResourceId");
    let given: Vec<(String, Option<String>)> = ask
        .form
        .items("Tag")
        .iter()
        .map(|tag| {
            let text = |name: &str| ask.form.get(&format!("{tag}.{name}")).map(str::to_owned);
            (text("Key").unwrap_or_default(), text("Value"))
        })
        .collect();
    ask.check_read()?;
    for id in &ids {
        // A tag goes whatever its value, unless a value is said; all go where none is said.
        let goes = |key: &str, value: &str| {
            let said =
                |(k, v): &(String, Option<String>)| k == key && v.as_deref().is_none_or(|v| v == value);
            given.is_empty() || given.iter().any(said)
        };
        find(ask, state, id)?.retain(|key, value| !goes(key, value));
    }
    Ok("<return>true</return>".to_owned())
}

/// The tags that a call that makes a resource gives it. Tags of other kinds of resource are an error.
pub(super) fn specified(form: &Form, kind: &str) -> Result<Tags, Error> {
    let mut tags = Tags::new();
    for item in form.items("TagSpecification") {
        let asked = form.required(&format!("{item}.ResourceType"))?;
        if asked != kind {
            let message = format!("'{asked}' is not a valid taggable resource type for this operation.");
            return Err(Error::new("InvalidParameterValue", message));
        }
        tags.extend(read(form, &format!("{item}.Tag"))?);
    }
    check(&tags)?;
    Ok(tags)
}

/// What a filter of a name looks at in tags; `None` for another filter's name.
pub(super) fn look(tags: &Tags, name: &str) -> Option<Vec<String>> {
    match name {
        "tag-key" => Some(tags.keys().cloned().collect()),
        _ => name.strip_prefix("tag:").map(|key| tags.get(key).cloned().into_iter().collect()),
    }
}

pub(super) fn shown(tags: &Tags) -> String {
    if tags.is_empty() {
        return String::new();
    }
    let item = |(key, value): (&String, &String)| {
        format!("<item>{}{}</item>", element("key", key), element("value", value))
    };
    format!("<tagSet>{}</tagSet>", tags.iter().map(item).collect::<String>())
}

fn read(form: &Form, list: &str) -> Result<Tags, Error> {
    let mut tags = Tags::new();
    for item in form.items(list) {
        let key = form.required(&format!("{item}.Key"))?.to_owned();
        let value = form.get(&format!("{item}.Value")).unwrap_or_default().to_owned();
        if tags.insert(key.clone(), value).is_some() {
            let message = format!("Duplicate tag key '{key}' specified.");
            return Err(Error::new("InvalidParameterValue", message));
        }
    }
    Ok(tags)
}

fn check(tags: &Tags) -> Result<(), Error> {
    if tags.len() > MOST {
        return Err(Error::new(
            "TagLimitExceeded",
            format!("The maximum number of tags per resource is {MOST}."),
        ));
    }
    for (key, value) in tags {
        if key.to_lowercase().starts_with("aws:") {
            let message = format!("Tag keys starting with 'aws:' are reserved for internal use: {key}");
            return Err(Error::new("InvalidParameterValue", message));
        }
        if key.chars().count() > KEY || value.chars().count() > VALUE {
            let message = format!("Tag key or value exceeds the maximum length: {key}");
            return Err(Error::new("InvalidParameterValue", message));
        }
    }
    Ok(())
}

fn find<'s>(ask: &Ask<'_>, state: &'s mut State, id: &str) -> Result<&'s mut Tags, Error> {
    let (account, region) = ask.place();
    let templates = state.templates.values_mut();
    let mut templates = templates.filter(|one| one.account == account && one.region == region);
    if let Some(template) = templates.find(|template| template.id == id) {
        return Ok(&mut template.tags);
    }
    let groups = state.placement_groups.values_mut();
    let mut groups = groups.filter(|one| one.account == account && one.region == region);
    match groups.find(|group| group.id == id) {
        Some(group) => Ok(&mut group.tags),
        None => Err(Error::new("InvalidID", format!("The ID '{id}' is not valid"))),
    }
}
