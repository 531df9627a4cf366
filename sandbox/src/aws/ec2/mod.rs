//! Amazon EC2: what node groups need of it, launch templates, instance types and placement groups. The protocol is EC2's
//! own: a form in, XML out (smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).

mod describe_instance_types;
mod error;
mod filter;
mod form;
mod instance_type;
mod launch_template;
mod placement_group;
mod state;
mod tag;
mod template_data;
mod template_model;
mod template_version;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use http::Request;

use self::error::Error;
use self::form::Form;
pub(super) use self::instance_type::InstanceType;
pub(super) use self::state::{SECTION, State};
use super::sign::uuid;
use super::xml::{self, element};
use super::{Caller, Stranger};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;
use crate::store::Section;

/// The version of the API, by which a call is told from one of another service.
pub(super) const VERSION: &str = "2016-11-15";

/// The service.
pub(crate) struct Service {
    core: Core,
    state: Section<State>,
}

/// What an operation knows of its call.
struct Ask<'a> {
    caller: &'a Caller,
    form: &'a Form,
    now: DateTime<Utc>,
}

/// What an operation does. The answer is the content of the reply's element.
type Run = fn(&Ask<'_>, &mut State) -> Result<String, Error>;

static OPERATIONS: &[(&str, Run)] = &[
    ("CreateLaunchTemplate", launch_template::create),
    ("CreateLaunchTemplateVersion", template_version::create),
    ("CreatePlacementGroup", placement_group::create),
    ("CreateTags", tag::create),
    ("DeleteLaunchTemplate", launch_template::delete),
    ("DeleteLaunchTemplateVersions", template_version::delete),
    ("DeletePlacementGroup", placement_group::delete),
    ("DeleteTags", tag::delete),
    ("DescribeInstanceTypes", describe_instance_types::describe),
    ("DescribeLaunchTemplateVersions", template_version::describe),
    ("DescribeLaunchTemplates", launch_template::describe),
    ("DescribePlacementGroups", placement_group::describe),
    ("ModifyLaunchTemplate", launch_template::modify),
];

impl Service {
    pub(crate) fn open(core: Core) -> Result<Self, crate::error::Error> {
        Ok(Self { state: core.store.section(SECTION)?, core })
    }

    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let form = Form::of(&request);
        let name = form.get("Action").unwrap_or("Unknown").to_owned();
        let call =
            Call { cloud: "aws", service: "ec2", operation: name.clone(), resource: self.resource(&form) };
        let work = async move {
            match self.act(&name, &form, caller) {
                Ok(content) => xml::reply(200, content),
                Err(error) => error.into_reply(),
            }
        };
        self.core.carry_out(call, |status| Error::injected(status).into_reply(), work).await
    }

    fn act(&self, name: &str, form: &Form, caller: Result<Caller, Stranger>) -> Result<String, Error> {
        let caller = caller.map_err(|stranger| Error::stranger(&stranger))?;
        let operation = OPERATIONS.iter().find(|(known, _)| *known == name);
        let Some((_, run)) = operation.filter(|_| form.get("Version") == Some(VERSION)) else {
            return Err(Error::new(
                "InvalidAction",
                format!("The action {name} is not valid for this web service."),
            ));
        };
        let dry = form.flag("DryRun")? == Some(true);
        let ask = Ask { caller: &caller, form, now: self.core.clock.now() };
        let content = self.state.write(|state| {
            if !dry {
                return run(&ask, state);
            }
            // All that a call would do is done to a copy.
            run(&ask, &mut state.clone())?;
            let message = "Request would have succeeded, but DryRun flag is set.";
            Err(Error { status: 412, code: "DryRunOperation", message: message.to_owned() })
        })?;
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{name}Response \
             xmlns=\"http://ec2.amazonaws.com/doc/{VERSION}/\">{}{content}</{name}Response>",
            element("requestId", &uuid())
        ))
    }

    /// The name of the launch template or placement group that a call is about.
    fn resource(&self, form: &Form) -> String {
        let named = ["LaunchTemplateName", "LaunchTemplateName.1", "GroupName", "GroupName.1"];
        if let Some(name) = named.iter().find_map(|name| form.peek(name)) {
            return name.to_owned();
        }
        if form.peek("Filter.1.Name").is_some_and(|name| name.ends_with("-name")) {
            return form.peek("Filter.1.Value.1").unwrap_or_default().to_owned();
        }
        let ids = ["LaunchTemplateId", "LaunchTemplateId.1", "ResourceId.1"];
        let id = ids.iter().find_map(|name| form.peek(name)).unwrap_or_default();
        self.state.read(|state| state.templates.get(id).map_or(id, |template| &template.name).to_owned())
    }
}

impl Ask<'_> {
    /// The account and region of the call.
    fn place(&self) -> (&str, &str) {
        (&self.caller.principal.account, &self.caller.region)
    }

    /// Refuses parameters that no operation reads. An operation calls this before it changes anything.
    fn check_read(&self) -> Result<(), Error> {
        // The idempotency token is read where it is needed; a call that can be repeated does not need it.
        self.form.get("ClientToken");
        self.form.check_read()
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The items of a list from the one that `NextToken` tells, as many as `MaxResults` allows, in the element of a name, and
/// the token of the rest.
fn page(form: &Form, name: &str, most: i64, items: Vec<String>) -> Result<String, Error> {
    let size = match form.whole("MaxResults")? {
        None => usize::MAX,
        Some(size @ 1..) if size <= most => usize::try_from(size).unwrap_or(usize::MAX),
        Some(other) => return Err(Error::value(&other.to_string(), "MaxResults")),
    };
    let start: usize = match form.get("NextToken") {
        None => 0,
        Some(token) => token.parse().map_err(|_| Error::value(token, "NextToken"))?,
    };
    let next = start.saturating_add(size);
    let token = if next < items.len() { element("nextToken", &next.to_string()) } else { String::new() };
    let items: String =
        items.iter().skip(start).take(size).map(|item| format!("<item>{item}</item>")).collect();
    Ok(format!("<{name}>{items}</{name}>{token}"))
}
