//! Launch templates made, described, changed and taken away.

use super::error::Error;
use super::state::{State, Template, Version};
use super::{Ask, filter, page, tag, template_data, time};
use crate::aws::sign::unguessable;
use crate::aws::xml::element;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let name = ask.form.required("LaunchTemplateName")?.to_owned();
    check_name(&name)?;
    let data = template_data::read(ask.form)?;
    let tags = tag::specified(ask.form, "launch-template")?;
    let description = description(ask)?;
    let token = ask.form.get("ClientToken").map(str::to_owned);
    ask.check_read()?;
    let (account, region) = ask.place();
    if let Some(there) = state.template(ask.place(), None, Some(&name)) {
        let first = there.versions.first();
        // The same call again gets the same answer.
        return match token.is_some() && there.token == token {
            true if first.is_some_and(|first| first.data == data) => Ok(shown(there)),
            true => Err(Error::new(
                "IdempotentParameterMismatch",
                "The client token you have provided is associated with a resource that was created with other parameters",
            )),
            false => Err(Error::new(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use.",
            )),
        };
    }
    let creator = ask.caller.principal.arn.clone();
    let template = Template {
        id: format!("lt-{}", &unguessable()[..17]),
        name,
        account: account.to_owned(),
        region: region.to_owned(),
        created: ask.now,
        creator: creator.clone(),
        default: 1,
        versions: vec![Version { number: 1, data, description, created: ask.now, creator }],
        last: 1,
        tags,
        token,
    };
    let answer = shown(&template);
    state.templates.insert(template.id.clone(), template);
    Ok(answer)
}

pub(super) fn modify(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let wanted = ask.form.required("SetDefaultVersion")?.to_owned();
    let template = named(ask, state)?;
    ask.check_read()?;
    let version = template.version(Some(&wanted)).ok_or_else(|| no_version(&template.id, &wanted))?;
    template.default = version.number;
    Ok(shown(template))
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let template = named(ask, state)?;
    ask.check_read()?;
    let (id, answer) = (template.id.clone(), shown(template));
    state.templates.remove(&id);
    Ok(answer)
}

pub(super) fn describe(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let ids = ask.form.texts("LaunchTemplateId");
    let names = ask.form.texts("LaunchTemplateName");
    let filters = filter::read(ask.form)?;
    ask.form.flag("IncludeManagedResources")?;
    for id in &ids {
        check_id(id)?;
        state.template(ask.place(), Some(id), None).ok_or_else(|| no_id(id))?;
    }
    for name in &names {
        let gone = || {
            let message = "At least one of the launch templates specified in the request does not exist.";
            Error::new("InvalidLaunchTemplateName.NotFoundException", message)
        };
        state.template(ask.place(), None, Some(name)).ok_or_else(gone)?;
    }
    let mut items = Vec::new();
    for template in state.of_place(ask.place()) {
        let asked = (ids.is_empty() && names.is_empty())
            || ids.contains(&template.id)
            || names.contains(&template.name);
        let look = |name: &str| match name {
            "launch-template-name" => Some(vec![template.name.clone()]),
            "create-time" => Some(vec![time(template.created)]),
            _ => tag::look(&template.tags, name),
        };
        if asked && filter::pass(&filters, look)? {
            items.push(content(template));
        }
    }
    let answer = page(ask.form, "launchTemplates", 200, items)?;
    ask.check_read()?;
    Ok(answer)
}

/// The launch template that a call names by its id or its name.
pub(super) fn named<'s>(ask: &Ask<'_>, state: &'s mut State) -> Result<&'s mut Template, Error> {
    let id = ask.form.get("LaunchTemplateId").filter(|id| !id.is_empty());
    let name = ask.form.get("LaunchTemplateName").filter(|name| !name.is_empty());
    let gone = match (id, name) {
        (Some(id), None) => {
            check_id(id)?;
            no_id(id)
        }
        (None, Some(name)) => {
            let message =
                format!("The specified launch template, with template name {name}, does not exist.");
            Error::new("InvalidLaunchTemplateName.NotFoundException", message)
        }
        (None, None) => return Err(Error::missing("LaunchTemplateId or LaunchTemplateName")),
        (Some(_), Some(_)) => {
            let message = "You can't specify both a launch template ID and a launch template name.";
            return Err(Error::combination(message));
        }
    };
    let found = state.template(ask.place(), id, name).map(|template| template.id.clone());
    found.and_then(|id| state.templates.get_mut(&id)).ok_or(gone)
}

/// The text that says what a version is for.
pub(super) fn description(ask: &Ask<'_>) -> Result<Option<String>, Error> {
    match ask.form.get("VersionDescription") {
        Some(text) if text.chars().count() > 255 => Err(Error::value(text, "VersionDescription")),
        text => Ok(text.map(str::to_owned)),
    }
}

pub(super) fn no_version(id: &str, version: &str) -> Error {
    // The words are in eksctl-io/eksctl#7786.
    let message =
        format!("Could not find the specified version {version} for the launch template with ID {id}.");
    Error::new("InvalidLaunchTemplateId.VersionNotFound", message)
}

fn no_id(id: &str) -> Error {
    let message = format!("The specified launch template, with template ID {id}, does not exist.");
    Error::new("InvalidLaunchTemplateId.NotFound", message)
}

fn check_id(id: &str) -> Result<(), Error> {
    let digits = id.strip_prefix("lt-").unwrap_or_default();
    match !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_hexdigit()) {
        true => Ok(()),
        false => {
            let message = format!("The launch template ID '{id}' is malformed.");
            Err(Error::new("InvalidLaunchTemplateId.Malformed", message))
        }
    }
}

/// The lengths and letters are those of botocore's model, `LaunchTemplateName`.
fn check_name(name: &str) -> Result<(), Error> {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || "().-/_".contains(c));
    match (3..=128).contains(&name.len()) && letters {
        true => Ok(()),
        false => {
            let message = "Launch template names must be between 3 and 128 characters long, and may contain letters, \
                           numbers, and the following characters: - ( ) . / _";
            Err(Error::new("InvalidLaunchTemplateName.MalformedException", message))
        }
    }
}

fn shown(template: &Template) -> String {
    format!("<launchTemplate>{}</launchTemplate>", content(template))
}

fn content(template: &Template) -> String {
    [
        element("launchTemplateId", &template.id),
        element("launchTemplateName", &template.name),
        element("createTime", &time(template.created)),
        element("createdBy", &template.creator),
        element("defaultVersionNumber", &template.default.to_string()),
        element(
            "latestVersionNumber",
            &template.versions.last().map_or(0, |latest| latest.number).to_string(),
        ),
        tag::shown(&template.tags),
    ]
    .concat()
}
