//! Versions of launch templates.

use super::error::Error;
use super::launch_template::{description, named, no_version};
use super::state::{State, Template, Version};
use super::{Ask, filter, page, template_data, time};
use crate::aws::xml::element;

/// The most versions of one template, which the service shows in one answer too
/// (docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html says 10,000 of the versions).
const MOST: usize = 10_000;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let new = template_data::read(ask.form)?;
    let source = ask.form.get("SourceVersion").map(str::to_owned);
    let description = description(ask)?;
    ask.form.flag("ResolveAlias")?;
    let template = named(ask, state)?;
    ask.check_read()?;
    let data = match source {
        None => new,
        Some(source) => {
            let source = template.version(Some(&source)).ok_or_else(|| no_version(&template.id, &source))?;
            template_data::merge(&source.data, &new)
        }
    };
    if template.versions.len() == MOST {
        let message = format!("A launch template can have at most {MOST} versions.");
        return Err(Error::new("VersionLimitExceeded", message));
    }
    template.last += 1;
    let creator = ask.caller.principal.arn.clone();
    let version = Version { number: template.last, data, description, created: ask.now, creator };
    let answer = format!("<launchTemplateVersion>{}</launchTemplateVersion>", content(template, &version));
    template.versions.push(version);
    Ok(answer)
}

pub(super) fn describe(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let wanted = ask.form.texts("LaunchTemplateVersion");
    let filters = filter::read(ask.form)?;
    let bound = |name: &str| {
        let text = ask.form.get(name);
        text.map(|text| text.parse::<u64>().map_err(|_| Error::value(text, name))).transpose()
    };
    let (least, most) = (bound("MinVersion")?.unwrap_or(0), bound("MaxVersion")?.unwrap_or(u64::MAX));
    ask.form.flag("ResolveAlias")?;
    ask.form.flag("IncludeManagedResources")?;
    let template = named(ask, state)?;
    let mut versions: Vec<&Version> = Vec::new();
    for wanted in &wanted {
        versions.push(template.version(Some(wanted)).ok_or_else(|| no_version(&template.id, wanted))?);
    }
    if wanted.is_empty() {
        // The newest comes first.
        let within = |version: &&Version| (least..=most).contains(&version.number);
        versions.extend(template.versions.iter().rev().filter(within));
    }
    let mut items = Vec::new();
    for version in versions {
        let look = |name: &str| match name {
            "is-default-version" => Some(vec![(version.number == template.default).to_string()]),
            "instance-type" => {
                Some(version.data["InstanceType"].as_str().map(str::to_owned).into_iter().collect())
            }
            "image-id" => Some(version.data["ImageId"].as_str().map(str::to_owned).into_iter().collect()),
            _ => None,
        };
        if filter::pass(&filters, look)? {
            items.push(content(template, version));
        }
    }
    let answer = page(ask.form, "launchTemplateVersionSet", 200, items)?;
    ask.check_read()?;
    Ok(answer)
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let wanted = ask.form.texts("LaunchTemplateVersion");
    if wanted.is_empty() {
        return Err(Error::missing("LaunchTemplateVersion"));
    }
    let template = named(ask, state)?;
    ask.check_read()?;
    let (mut gone, mut kept) = (String::new(), String::new());
    for wanted in &wanted {
        match take(template, wanted) {
            Ok(()) => gone += &format!("<item>{}</item>", deleted(template, wanted)),
            Err((code, message)) => {
                let error = element("code", code) + &element("message", &message);
                let item = deleted(template, wanted);
                kept += &format!("<item>{item}<responseError>{error}</responseError></item>");
            }
        }
    }
    Ok(format!(
        "<successfullyDeletedLaunchTemplateVersionSet>{gone}</successfullyDeletedLaunchTemplateVersionSet>\
         <unsuccessfullyDeletedLaunchTemplateVersionSet>{kept}</unsuccessfullyDeletedLaunchTemplateVersionSet>"
    ))
}

/// Takes a version away. The default one stays: another must be made the default first.
fn take(template: &mut Template, wanted: &str) -> Result<(), (&'static str, String)> {
    let number = template.version(Some(wanted)).map(|version| version.number);
    match number {
        None => Err((
            "launchTemplateVersionDoesNotExist",
            format!(
                "Could not find the specified version {wanted} for the launch template with ID {}.",
                template.id
            ),
        )),
        Some(number) if number == template.default => {
            Err(("unexpectedError", "You cannot delete the default version of a launch template.".to_owned()))
        }
        Some(number) => {
            template.versions.retain(|version| version.number != number);
            Ok(())
        }
    }
}

fn deleted(template: &Template, version: &str) -> String {
    element("launchTemplateId", &template.id)
        + &element("launchTemplateName", &template.name)
        + &element("versionNumber", version)
}

fn content(template: &Template, version: &Version) -> String {
    [
        element("launchTemplateId", &template.id),
        element("launchTemplateName", &template.name),
        element("versionNumber", &version.number.to_string()),
        version.description.as_ref().map(|text| element("versionDescription", text)).unwrap_or_default(),
        element("createTime", &time(version.created)),
        element("createdBy", &version.creator),
        element("defaultVersion", &(version.number == template.default).to_string()),
        template_data::show("launchTemplateData", &version.data),
    ]
    .concat()
}
